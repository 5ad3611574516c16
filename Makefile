# make help lists the targets.

# The newest supported Python on this machine; override with: make PYTHON=/path/to/python3.12
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& { echo $$p; break; }; done)
VENV := .venv
RUN := $(VENV)/bin/python -X utf8
INSTALL := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check
# Another build: make setup TORCH="torch --index-url https://download.pytorch.org/whl/cpu"
TORCH ?= torch==2.13.0
OUTPUT ?= outputs/examples

.DEFAULT_GOAL := help
.PHONY: help label test setup clean

help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

label: $(VENV)/.core  ## set up the light core, label examples/reports with the shipped model
	@$(RUN) -m scripts.label input=examples/reports output=$(OUTPUT)

test: setup  ## set up everything, run ruff, mypy --strict and all tests
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m pytest

setup: $(VENV)/.test  ## set up .venv with everything the tests need

clean:  ## remove .venv, caches and outputs/
	rm -rf $(VENV) outputs .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11, 3.12 or 3.13 found; install one, or: make PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up .venv (a minute or two) ..."
	$(INSTALL) --editable .
	@touch $@

# torch first and by itself: what pip would take for torch>=2.10 on Linux is a CUDA build of several GB.
$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	@$(VENV)/bin/python -c 'import torch' 2>/dev/null || $(INSTALL) $(TORCH)
	$(INSTALL) --editable '.[train,test]'
	@touch $@ $(VENV)/.core
