"""The values on disk: labelled JSON and its schema, JSONL, whole files or none."""
