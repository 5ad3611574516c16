"""Summaries for people: Markdown and plain text, headed in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nlp.document import LabelledReport, SummarySentence

OVERALL = "摘要"
NOTHING = "（本篇没有这类内容）"
NOTHING_CHOSEN = "（限定的篇幅内没有选出句子）"


def to_markdown(labelled: LabelledReport, names: Mapping[str, str]) -> str:
    """Title, the overall summary and those of the labels, a list each; a label without a name is headed by its id."""
    parts = [f"# {_title(labelled)}"]
    for heading, sentences, otherwise in _summaries(labelled, names):
        parts += [f"## {heading}", "\n".join(f"- {_line(s.text)}" for s in sentences) or otherwise]
    return "\n\n".join(parts) + "\n"


def to_plain_text(labelled: LabelledReport, names: Mapping[str, str]) -> str:
    """The same without marks: headings in 【】, a sentence per line."""
    parts = [_title(labelled)]
    for heading, sentences, otherwise in _summaries(labelled, names):
        parts.append("\n".join([f"【{heading}】", *([_line(s.text) for s in sentences] or [otherwise])]))
    return "\n\n".join(parts) + "\n"


def _summaries(
    labelled: LabelledReport, names: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[SummarySentence], str]]:
    """Heading, sentences, and what to say when there are none."""
    given = {item.prediction.label for item in labelled.paragraphs}
    yield OVERALL, labelled.summary.overall, NOTHING_CHOSEN if given else NOTHING
    for label, sentences in labelled.summary.by_label.items():
        yield names.get(label, label), sentences, NOTHING_CHOSEN if label in given else NOTHING


def _title(labelled: LabelledReport) -> str:
    return _line(labelled.report.title or labelled.report.source)


def _line(text: str) -> str:
    return " ".join(text.split())
