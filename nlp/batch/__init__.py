"""Many files: find them, label them side by side, go on where a run stopped.

A run plans (`inputs`, `manifest`, `plan`), hands one file at a time to worker processes (`workers`, `worker`,
`labelling`), writes what comes back and notes it (`run`), alone in its folder (`lock`) or as one of several (`shard`).
"""

from nlp.batch.inputs import NOT_REPORTS, Input, Inputs, Skipped, find_inputs
from nlp.batch.labelling import labelling_job
from nlp.batch.plan import BatchSettings, Plan, read_plan
from nlp.batch.reading import each
from nlp.batch.result import BatchResult
from nlp.batch.run import Step, label_batch
from nlp.batch.shard import Shard, parse_shard
from nlp.batch.workers import EngineSettings, Job

__all__ = [
    "NOT_REPORTS",
    "BatchResult",
    "BatchSettings",
    "EngineSettings",
    "Input",
    "Inputs",
    "Job",
    "Plan",
    "Shard",
    "Skipped",
    "Step",
    "each",
    "find_inputs",
    "label_batch",
    "labelling_job",
    "parse_shard",
    "read_plan",
]
