"""The tasks of `scripts.evaluate`, a module each with `run(config)`, which returns the exit status."""
