"""Captions, notes to tables, keywords and other small print, which is no text of the body."""

from __future__ import annotations

import re

from nlp.structure.unit import HEADING_LENGTH, Unit, ends_sentence, holds_sentence, simplified

_CAPTION = re.compile(
    r"[（(]?(?:图|表|附图|附表|照片)\s*[\d一二三四五六七八九十]+(?:[-－.]\d+)?(?![\d个项份张显中]|所示)"
)
_SOURCE_NOTE = re.compile(r"(?:资料|数据|图片)来源[：:]")
_KEYWORDS = re.compile(r"(?:关键词|关键字|主题词|[Kk]ey\s?[Ww]ords)(?:\s*[：:]|\s{2}|\u3000)")
_TABLE_NOTE = re.compile(r"(?:注|说明|备注)[：:]")
# ▲村民在新食堂用餐 …正在用餐。梁小满 摄 （图片由县水利局提供）
_PHOTO = re.compile(
    r"[▲△▼]\s*\S|.{0,70}[\s（(。][\u4e00-\u9fff]{2,4}\s*(?:摄影?|供图)[）)]?$|[（(]图片?由.{2,30}提供[）)]$"
)
_METADATA = re.compile(
    r"[【\[]?(?:中图分类号|文献标识码|文章编号|收稿日期|修回日期|基金项目|资助项目|作者简介|作者单位|通[讯信]作者|DOI)[】\]]?[：:\s]"
)
_SMALL = 0.9  # of the size of the body's type, at most


def is_caption(unit: Unit) -> bool:
    """Whether the unit is a caption or a note by its form: 图1 …, 资料来源：…, 关键词：…, …正在用餐。梁小满 摄."""
    text = unit.text
    if unit.look.role == "caption":
        return True
    if _METADATA.match(text):
        return True
    if unit.look.role == "row" or len(text) > 90:
        return False
    if "图为" in text[:40] and not holds_sentence(text):
        return True
    if _PHOTO.match(text):
        return True
    text = simplified(text)
    short = len(text) <= 50 and not ends_sentence(text)
    return short and bool(_CAPTION.match(text) or _SOURCE_NOTE.match(text) or _KEYWORDS.match(text))


def is_table_note(above: Unit, unit: Unit) -> bool:
    """Whether the unit is a note to the table or caption above it."""
    if above.look.role != "row" and not is_caption(above):
        return False
    return bool(_TABLE_NOTE.match(unit.text)) and unit.look.role == "text" and len(unit.text) <= 2 * HEADING_LENGTH


def is_small_print(unit: Unit, body: float) -> bool:
    """Whether the unit is a caption by its type: one sentence or none, smaller than the body's text.

    Word files often hold body text in smaller type, pasted from elsewhere; what is centred there is a caption.
    """
    look = unit.look
    if look.size is None or look.size > _SMALL * body or (look.centred is False and look.width is None):
        return False
    return look.role == "text" and unit.number is None and not holds_sentence(unit.text)
