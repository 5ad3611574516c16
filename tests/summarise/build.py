"""A tiny scorer, trained on a few made-up reports in which annotators always take the longest sentence."""

from __future__ import annotations

from functools import cache

from nlp.summarise.scorer import Scorer
from nlp.summarise.training import ScorerSettings, SummarisedReport, fit_scorer
from nlp.summarise.units import candidates_of
from tests.fakes import IDS, labelled

SETTINGS = ScorerSettings(trees=20, depth=4, min_sentences=1, feature_share=0.5, seed=0)
PLACES = ("城关镇", "柳湾镇", "石桥乡", "青山乡", "河口镇", "太平街道")


def report(place: str) -> SummarisedReport:
    """A report of three paragraphs."""
    long = f"{place}建成村级食堂，由村集体出房、财政补助厨具，每天供应两餐，老人自付五元，其余由村里承担。"
    paragraphs = [
        ("other", f"{place}地处县城以东。调研历时两个多月。"),
        ("practice", f"{long}食堂建在村部旁边。"),
        ("problem", f"{place}食堂的经费还不够用。群众对饭菜也有意见。"),
    ]
    return SummarisedReport(candidates_of(labelled(paragraphs)), ((long,),))


@cache
def tiny_scorer() -> Scorer:
    """Trained once for all tests."""
    return fit_scorer([report(place) for place in PLACES], IDS, SETTINGS)
