"""What stands after the body: signature and date, lists of attachments, references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.structure.bylines import is_byline, is_credit, is_dated, names_role
from nlp.structure.front import is_signature
from nlp.structure.unit import Unit, looks_like_heading, offers_answers, simplified

_OPENS_LIST = re.compile(r"附件|(?:主要)?参考(?:文献|资料)[：:]?$|注释[：:]?$")
_ENTRY = re.compile(r"[\[［〔]\s*\d{1,3}\s*[\]］〕]")
_DISTRIBUTION = re.compile(r"[抄报主分]\s*送[：:\s]|.{0,100}印发$")  # the table at the end of an official document
_ATTACHMENTS = re.compile(r"附件?[：:]\s*\S")


def opens_list(unit: Unit) -> bool:
    """Whether a list of attachments, references or notes begins: 附件：, 参考文献, 注释."""
    return bool(_OPENS_LIST.match(simplified(unit.text)))


def is_reference(unit: Unit) -> bool:
    """Whether the unit is an entry of a list of references: [1] …."""
    return bool(_ENTRY.match(unit.text))


def back_matter(units: Sequence[Unit]) -> int:
    """Where signature, list of attachments and references begin at the end of the report."""
    start = i = len(units)
    entries = False
    while i:
        unit = units[i - 1]
        if opens_list(unit) and (entries or is_credit(unit.text)):
            start, entries = i - 1, False
        elif is_reference(unit) or (unit.number and looks_like_heading(unit.text, unit.number)):
            entries = True
        elif _closes(unit):
            start = start if entries else i - 1
        else:
            break
        i -= 1
    return start


def _closes(unit: Unit) -> bool:
    """Whether the unit at the end of the report is a signature, or a short line that heads nothing."""
    if unit.look.role == "row":
        return bool(_DISTRIBUTION.match(unit.text)) and len(unit.text) <= 200
    if unit.look.level is not None or unit.look.role != "text" or offers_answers(unit.text):
        return False
    return is_signature(unit) or (unit.number is None and looks_like_heading(unit.text, None))


def signed_units(units: Sequence[Unit]) -> list[bool]:
    """Per unit: whether it signs a letter before the report, or is no text as what stands at the end is none.

    That is a date, the offices above it, a list of attachments above those, the entries of a list of references.
    """
    signed = [is_dated(unit.text) for unit in units]
    listed = False
    for i, unit in enumerate(units[1:], 1):
        signed[i] = signed[i] or (is_reference(unit) and (opens_list(units[i - 1]) or signed[i - 1]))
        item = unit.number is not None and looks_like_heading(unit.text, unit.number)
        listed = _lists_attachments(unit) if signed[i - 1] and not listed else listed and item
        signed[i] = signed[i] or listed
    for i in reversed(range(len(units) - 1)):
        signed[i] = signed[i] or (signed[i + 1] and units[i].number is None and is_byline(units[i].text))
        if signed[i + 1] and not signed[i] and (start := _attachments(units, i)) is not None:
            signed[start : i + 1] = [True] * (i + 1 - start)
    return [sign or (units[i].number is None and names_role(units[i].text)) for i, sign in enumerate(signed)]


def _attachments(units: Sequence[Unit], last: int) -> int | None:
    """Where a list of attachments that ends here begins: 附件：1.名单 2.问卷; None where none ends."""
    start = last
    while start and (number := units[start].number) and looks_like_heading(units[start].text, number):
        start -= 1
    return start if _lists_attachments(units[start]) else None


def _lists_attachments(unit: Unit) -> bool:
    return bool(_ATTACHMENTS.match(unit.text)) and is_credit(unit.text)
