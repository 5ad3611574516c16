"""The commands: thin Hydra programs that read a config, call nlp and say where the results are."""
