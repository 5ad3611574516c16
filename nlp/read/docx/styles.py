"""What a paragraph or run of a .docx inherits: from its style, the styles that is based on, and the defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from nlp.read.docx.package import W, is_on, value

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])")
_TITLES = ("title", "标题", "標題", "subtitle", "副标题", "副標題")
_CONTENTS = re.compile(r"(?:toc|(?:wpsoffice手动)?目录|目錄)\s*(?:\d|heading|标题|標題)|table of figures|图表目录")
_CAPTIONS = ("caption", "题注", "題注", "图注", "表注")
_BODY_LEVEL = 9  # outline level "body text"


class Styles:
    """The style sheet of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self._default = next(
            (
                style.get(f"{W}styleId", "")
                for style in styles
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
            ),
            None,
        )
        defaults = None if root is None else root.find(f"{W}docDefaults")
        self._run_defaults = None if defaults is None else defaults.find(f"{W}rPrDefault/{W}rPr")

    def chain(self, style_id: str | None) -> Iterator[tuple[str, etree._Element]]:
        """The style and those it is based on, nearest first; a circle ends where it began."""
        seen: set[str] = set()
        while style_id is not None and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style_id, style
            style_id = value(style, "basedOn")

    def of_paragraph(self, properties: etree._Element | None) -> str | None:
        """Id of the style of a paragraph with these properties (w:pPr)."""
        return value(properties, "pStyle") or self._default

    def paragraph_property(self, properties: etree._Element | None, tag: str) -> Iterator[etree._Element]:
        """The property's elements, nearest first: of the paragraph itself, then of its styles."""
        sources = [properties]
        sources += [style.find(f"{W}pPr") for _, style in self.chain(self.of_paragraph(properties))]
        for source in sources:
            found = None if source is None else source.find(f"{W}{tag}")
            if found is not None:
                yield found

    def run_property(
        self, run: etree._Element | None, paragraph: etree._Element | None, tag: str
    ) -> etree._Element | None:
        """The property's element nearest to a run: its own, its style's, the paragraph style's, the default."""
        sources = [run]
        sources += [style.find(f"{W}rPr") for _, style in self.chain(value(run, "rStyle"))]
        sources += [style.find(f"{W}rPr") for _, style in self.chain(self.of_paragraph(paragraph))]
        for source in (*sources, self._run_defaults):
            found = None if source is None else source.find(f"{W}{tag}")
            if found is not None:
                return found
        return None

    def level(self, properties: etree._Element | None) -> int | None:
        """0 for a title or subtitle by style, 1 to 9 for a heading by outline level or style, None for body text."""
        for name in self._names(properties):
            if name in _TITLES:
                return 0
        for outline in self.paragraph_property(properties, "outlineLvl"):
            level = outline.get(f"{W}val", "")
            if level.isdecimal():
                return int(level) + 1 if int(level) < _BODY_LEVEL else None
        for name in self._names(properties):
            heading = _HEADING.fullmatch(name)
            if heading:
                return int(heading[1])
        return None

    def is_contents(self, properties: etree._Element | None) -> bool:
        """Whether this is an entry or the heading of a table of contents."""
        return any(_CONTENTS.match(name) for name in self._names(properties))

    def is_caption(self, properties: etree._Element | None) -> bool:
        """Whether this is the caption of a figure or table."""
        return any(name in _CAPTIONS for name in self._names(properties))

    def is_hidden(self, run: etree._Element | None, paragraph: etree._Element | None) -> bool:
        """Whether a run does not show."""
        return is_on(self.run_property(run, paragraph, "vanish"))

    def _names(self, properties: etree._Element | None) -> Iterator[str]:
        for style_id, style in self.chain(self.of_paragraph(properties)):
            yield (value(style, "name") or style_id).strip().lower()
