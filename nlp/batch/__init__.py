"""Many files: find them, label them one by one, go on where a run stopped."""

from nlp.batch.inputs import Input, Inputs, Skipped, find_inputs
from nlp.batch.run import BatchResult, BatchSettings, Failure, label_batch

__all__ = [
    "BatchResult",
    "BatchSettings",
    "Failure",
    "Input",
    "Inputs",
    "Skipped",
    "find_inputs",
    "label_batch",
]
