"""One module per task of scripts.benchmark; each has `run(config) -> exit status`."""
