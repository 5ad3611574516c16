"""A drawing as SVG text, element by element; text and attributes are escaped."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, tostring

INK, FAINT, RULE = "#1f2933", "#66707c", "#e3e7ec"
FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A canvas of this size in pixels; later elements lie on top."""

    width: float
    height: float
    name: str
    """What a screen reader says of it."""
    _root: Element = field(init=False)

    def __post_init__(self) -> None:
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {self.width:g} {self.height:g}",
                "width": f"{self.width:g}",
                "role": "img",
                "aria-label": self.name,
                "font-family": FONT,
                "font-size": "12",
            },
        )
        object.__setattr__(self, "_root", root)

    def line(self, start: tuple[float, float], end: tuple[float, float], **style: str) -> None:
        """A straight line; grey and thin unless the style says otherwise."""
        ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        self._add("line", ends, {"stroke": RULE, **style})

    def path(self, points: list[tuple[float, float]], **style: str) -> None:
        """A line through these points."""
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._add("polyline", {}, {"points": joined, "fill": "none", **style})

    def dot(self, centre: tuple[float, float], radius: float, tip: str, **style: str) -> None:
        """A disc that shows `tip` under the mouse."""
        shape = self._add("circle", {"cx": centre[0], "cy": centre[1], "r": radius}, style)
        SubElement(shape, "title").text = tip

    def box(self, corner: tuple[float, float], size: tuple[float, float], **style: str) -> None:
        """A rectangle from its upper left corner."""
        self._add("rect", {"x": corner[0], "y": corner[1], "width": size[0], "height": size[1]}, style)

    def text(self, place: tuple[float, float], words: str, **style: str) -> None:
        """Words from here to the right, unless text_anchor says otherwise; y is the base line."""
        self._add("text", {"x": place[0], "y": place[1]}, {"fill": INK, **style}).text = words

    def __str__(self) -> str:
        return tostring(self._root, encoding="unicode")

    def _add(self, tag: str, numbers: dict[str, float], style: dict[str, str]) -> Element:
        attributes = {key: f"{value:.1f}" for key, value in numbers.items()}
        return SubElement(self._root, tag, attributes | {key.replace("_", "-"): value for key, value in style.items()})
