"""Summaries for people: Markdown and plain text, headed in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from nlp.document import LabelledReport, SummarySentence

OVERALL = "摘要"
NOTHING = "（本篇没有这类内容）"
NOTHING_CHOSEN = "（限定的篇幅内没有选出句子）"


def to_markdown(labelled: LabelledReport, names: Mapping[str, str]) -> str:
    """Title, file, the overall summary and those of the labels.

    Sentences stand as lists under the headings of the report that they are from. A label without a name is headed by
    its id.
    """
    parts = [f"# {_title(labelled)}", _source(labelled)]
    for name, sentences, otherwise in _summaries(labelled, names):
        parts.append(f"## {name}")
        for place, taken in _by_place(labelled, sentences):
            parts += [*([f"### {place}"] if place else []), "\n".join(f"- {text}" for text in taken)]
        if not sentences:
            parts.append(otherwise)
    return "\n\n".join(parts) + "\n"


def to_plain_text(labelled: LabelledReport, names: Mapping[str, str]) -> str:
    """The same without marks: 【】 around the names of summaries, 〔〕 around headings, a sentence per line."""
    parts = [f"{_title(labelled)}\n{_source(labelled)}"]
    for name, sentences, otherwise in _summaries(labelled, names):
        lines = [f"【{name}】"]
        for place, taken in _by_place(labelled, sentences):
            lines += [*([f"〔{place}〕"] if place else []), *taken]
        parts.append("\n".join(lines if sentences else [*lines, otherwise]))
    return "\n\n".join(parts) + "\n"


def _by_place(labelled: LabelledReport, sentences: Sequence[SummarySentence]) -> Iterator[tuple[str, list[str]]]:
    """Runs of sentences with the headings above them, outermost first; empty where there are none."""
    headings = {item.paragraph.index: item.paragraph.headings for item in labelled.paragraphs}
    for path, taken in groupby(sentences, key=lambda sentence: headings[sentence.paragraph]):
        yield " › ".join(map(_line, path)), [_line(sentence.text) for sentence in taken]


def _summaries(
    labelled: LabelledReport, names: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[SummarySentence], str]]:
    """Name, sentences, and what to say when there are none."""
    given = {item.prediction.label for item in labelled.paragraphs}
    yield OVERALL, labelled.summary.overall, NOTHING_CHOSEN if given else NOTHING
    for label, sentences in labelled.summary.by_label.items():
        yield names.get(label, label), sentences, NOTHING_CHOSEN if label in given else NOTHING


def _title(labelled: LabelledReport) -> str:
    return _line(labelled.report.title or labelled.report.source)


def _source(labelled: LabelledReport) -> str:
    return f"来源：{_line(labelled.report.source)}"


def _line(text: str) -> str:
    return " ".join(text.split())
