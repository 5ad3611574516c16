"""The gate: is a model worse than the one that is in use?"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.evaluate.bootstrap import Difference
from scripts.evaluation.measuring import ByHeadings, compared


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says."""

    passed: bool
    sentence: str


def verdict(new: ByHeadings, old: ByHeadings, name: str) -> Verdict:
    """Not passed when the model is worse than the old one, `name`, beyond the interval, with whatever headings.

    Raises ValueError unless both were judged on the same paragraphs, of two reports or more.
    """
    outcome = {condition: compared(item, old[condition]) for condition, item in new.items()}
    differences = {condition: item.difference for condition, item in outcome.items() if item.difference}
    if not differences:
        raise ValueError("gate: expected paragraphs of two reports or more that neither model has seen, got one report")
    condition = min(differences, key=lambda key: differences[key].interval.high)
    worst = differences[condition]
    failed = worst.interval.high < 0
    return Verdict(not failed, _sentence(failed, name, f"headings {condition}", outcome[condition].macro_f1, worst))


def _sentence(failed: bool, name: str, where: str, macro_f1: float, worst: Difference) -> str:
    return (
        f"gate: {'worse than' if failed else 'not worse than'} {name}; with {where} macro-F1 is {macro_f1:.3f} against "
        f"{macro_f1 - worst.value:.3f}, a difference of {worst.value:+.3f} "
        f"(95 % interval over reports {worst.interval.low:+.3f} to {worst.interval.high:+.3f})"
    )
