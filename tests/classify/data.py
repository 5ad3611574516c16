"""A few labelled paragraphs of our own, told apart by plain words; and a model trained on them in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nlp.classify.calibration import Calibration
from nlp.classify.folder import ModelConfig, write_config, write_texts
from nlp.classify.linear import Settings, fit, save
from nlp.classify.passages import Model, Passage, Scores, vote
from nlp.document import Example, Label, LabelledSentence, Paragraph, Report, report_id

LABELS = (Label("deed", "做法", "#123456", "做了什么"), Label("gap", "问题"), Label("plan", "建议"))
IDS = tuple(label.id for label in LABELS)
SETTINGS = Settings(
    character_ngram=2,
    word_ngram=1,
    heading_ngram=2,
    min_sentences=1,
    heading_weight=0.1,
    heading_dropout=0.5,
    position_weight=0.05,
    inverse_regularisation=10.0,
)
_PHRASES = {
    "deed": ("镇里组织志愿者开展巡查", "社区建立了台账并定期走访", "我们组织培训并建立了制度"),
    "gap": ("经费不足、人手短缺", "部分设施老化，管理不到位", "人手不足的问题突出"),
    "plan": ("建议尽快加大投入", "应当完善考核办法", "建议完善制度，应当加强管理"),
}
_HEADINGS = {"deed": ("一、主要做法",), "gap": ("二、存在问题",), "plan": ("三、几点建议",)}


def examples(reports: int = 4) -> tuple[Example, ...]:
    """Three paragraphs a report, one per label, each with labelled sentences."""
    made: list[Example] = []
    for report in range(reports):
        for label in IDS:
            phrases = [f"{phrase}，涉及{report + 2}个村。" for phrase in _PHRASES[label]]
            sentences = tuple(LabelledSentence(phrase, label) for phrase in phrases)
            made.append(Example(f"甲{report}", "".join(phrases), label, _HEADINGS[label], sentences))
    return tuple(made)


def trained_folder(folder: Path, *, data: Sequence[Example] = (), threshold: float = 0.5) -> Path:
    """A model folder, trained on `data` or on `examples()`."""
    used = data or examples()
    folder.mkdir(parents=True, exist_ok=True)
    settings = save(fit(used, IDS, SETTINGS), folder)
    write_texts(folder, used)
    config = ModelConfig("linear", folder.name, LABELS, "a few paragraphs", Calibration(0.5, 0.0, threshold), settings)
    write_config(folder, config)
    return folder


def scored(model: Model, passages: Sequence[Passage]) -> Scores:
    """The scores that a model's sentences vote for: a row per passage."""
    return vote(passages, model.sentence_scores(passages))


def report_of(texts: Sequence[str], headings: tuple[str, ...] = ()) -> Report:
    """A report of these paragraphs and nothing else."""
    paragraphs: list[Paragraph] = []
    start = 0
    for index, text in enumerate(texts):
        paragraphs.append(Paragraph(index, start, start + len(text), text, headings))
        start += len(text) + 1
    whole = "\n".join(texts)
    return Report(report_id(whole), "题目", "甲.txt", whole, tuple(paragraphs))
