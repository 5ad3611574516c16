"""Draw a labelled report: its summary, and paragraphs with heading path, label and confidence.

  python -m scripts.picture input=结果/报告.json output=报告.svg

Exit status: 0 drawn, 2 bad arguments or data, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from nlp.text import em_width
from scripts.command import command, expanded, file_path, model_folder
from scripts.report_writers.wrap import wrap

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.document import Label, LabelledParagraph, LabelledReport

WIDTH = 960  # pixels, as all lengths here
MARGIN = 24
TEXT_SIZE = 15
TEXT_LINES = 2  # of a paragraph
LINE_HEIGHT = 24
LABEL_WIDTH = 116
FONT = "'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"


@command("picture")
def main(config: DictConfig) -> int:
    """Write the picture and say where it is."""
    from nlp.classify.folder import open_folder
    from nlp.storage.files import write_text
    from nlp.storage.labelled import read_labelled

    if int(config.paragraphs) < 1:
        raise ValueError(f"expected paragraphs to be 1 or more, got {config.paragraphs}")
    labelled = read_labelled(expanded(config.input))
    labels = {label.id: label for label in open_folder(model_folder(config.model))[0].labels}
    if unknown := sorted(set(labelled.model.labels) - labels.keys()):
        raise ValueError(f"{config.model} does not know the labels {', '.join(unknown)}; name the right model=")
    output = file_path(config.output, ".svg")
    write_text(output, draw(labelled, labels, count=int(config.paragraphs)))
    print(f"Picture: {output}")
    return 0


def draw(labelled: LabelledReport, labels: Mapping[str, Label], *, count: int) -> str:
    """An SVG of the report with `count` of its paragraphs, or all of them when it has fewer."""
    body = list(_head(labelled))
    y = 64 + LINE_HEIGHT * (len(body) - 1)
    for item in spread(labelled.paragraphs, count):
        body += _paragraph(item, labels[item.prediction.label], y)
        y += LINE_HEIGHT * (TEXT_LINES + 1) + 14
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
            f'font-family="{FONT}" font-size="{TEXT_SIZE}">',
            f'<rect width="{WIDTH}" height="{y}" rx="10" fill="#fbfbfa"/>',
            *body,
            "</svg>\n",
        ]
    )


def spread(items: tuple[LabelledParagraph, ...], count: int) -> tuple[LabelledParagraph, ...]:
    """`count` of the items, evenly spread from the first on."""
    if count >= len(items):
        return items
    return tuple(items[index * len(items) // count] for index in range(count))


def clip(text: str, *, width: float, lines: int) -> list[str]:
    """The text in at most `lines` lines of `width` em; … stands for the rest."""
    wrapped = wrap(text, first=width, width=width, measure=em_width)
    if len(wrapped) > lines:
        wrapped[lines - 1] = wrapped[lines - 1][:-1] + "…"
    return wrapped[:lines]


def _head(labelled: LabelledReport) -> Iterator[str]:
    title = clip(labelled.report.title or labelled.report.source, width=(WIDTH - 2 * MARGIN) / 20, lines=1)
    yield _text(MARGIN, 40, title[0], 'font-size="20" font-weight="700"')
    width = (WIDTH - 3 * MARGIN) / TEXT_SIZE
    summary = "摘要　" + "".join(sentence.text for sentence in labelled.summary.overall)
    for number, line in enumerate(clip(summary, width=width, lines=3)):
        yield _text(MARGIN, 72 + LINE_HEIGHT * number, line, 'fill="#444"')


def _paragraph(item: LabelledParagraph, label: Label, y: int) -> Iterator[str]:
    left = MARGIN + LABEL_WIDTH + 16
    height = LINE_HEIGHT * (TEXT_LINES + 1)
    width = (WIDTH - left - 2 * MARGIN) / TEXT_SIZE
    review = "　待核" if item.prediction.needs_review else ""
    yield f'<rect x="{MARGIN}" y="{y}" width="{LABEL_WIDTH}" height="{height}" rx="6" fill="{escape(label.colour)}"/>'
    yield _text(MARGIN + 14, y + 30, label.name, 'font-size="18" font-weight="700" fill="#fff"')
    yield _text(MARGIN + 14, y + 54, f"{item.prediction.confidence:.2f}{review}", 'font-size="13" fill="#fff"')
    path = clip(" › ".join(item.paragraph.headings), width=60, lines=1)
    yield _text(left, y + 16, path[0] if path else "", 'font-size="12" fill="#888"')
    for number, line in enumerate(clip(item.paragraph.text, width=width, lines=TEXT_LINES)):
        yield _text(left, y + 40 + LINE_HEIGHT * number, line)


def _text(x: int, y: int, text: str, style: str = 'fill="#222"') -> str:
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'


if __name__ == "__main__":
    main()
