"""What training an encoder needs, looked for before the work: most of it would be missed only after an hour."""

from __future__ import annotations

from importlib.util import find_spec

from nlp.classify.encoder.settings import Settings

_PACKAGES = ("torch", "transformers", "accelerate", "datasets", "tokenizers", "onnx", "onnxruntime", "platformdirs")


def check(settings: Settings) -> None:
    """Raise ValueError when a package or the experiment tracker is missing, or the encoder cannot be used so.

    Fetches the encoder unless it is at hand.
    """
    from nlp.classify.encoder.pretrained import check_encoder

    check_packages()
    check_tracker(settings.report_to)
    check_encoder(settings)


def check_packages() -> None:
    """Raise ValueError that names the first package that is missing."""
    for package in _PACKAGES:
        if find_spec(package) is None:
            raise ValueError(f"training an encoder needs {package}, which is missing; pip install -e '.[train]'")


def check_tracker(name: str) -> None:
    """Raise ValueError when transformers does not know this experiment tracker, or its package is missing."""
    from transformers.integrations.integration_utils import get_reporting_integration_callbacks

    try:
        for callback in get_reporting_integration_callbacks(name):
            callback()
    except (ImportError, RuntimeError, ValueError) as error:
        raise ValueError(f"report_to={name}: {error}") from error
