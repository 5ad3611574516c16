"""Many files: find them, label them one by one, go on where a run stopped."""

from nlp.batch.inputs import NOT_REPORTS, Input, Inputs, Skipped, find_inputs
from nlp.batch.reading import each
from nlp.batch.run import BatchResult, BatchSettings, label_batch

__all__ = [
    "NOT_REPORTS",
    "BatchResult",
    "BatchSettings",
    "Input",
    "Inputs",
    "Skipped",
    "each",
    "find_inputs",
    "label_batch",
]
