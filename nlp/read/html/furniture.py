"""Blocks of a page that are no text of its article: source and date, buttons, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.document import Block

_INFO = (
    r"(信息|文章|稿件)?来源|原标题|发布(时间|日期|机构|单位|[人者])?|(更新|成文|发文)?(时间|日期)|(浏览|阅读|点击|访问)(次?数|量)?|"
    r"字[号体]|(责任)?编辑|责编|审核|索引号|【?打印|分享"
)
_INFO_LINE = re.compile(rf"[\s【\[（(]*({_INFO})[\s】\]]*[：:]|发[布表]于\s*\d{{4}}")
_INFO_LATER = re.compile(rf"[\s|｜】\])]({_INFO})\s*[：:]")
_TIMESTAMP = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(\s+\d{1,2}:\d{2}(:\d{2})?)?")
_MARKS = r"[\s【】\[\]（）()|｜/·：:]*"
_ACTIONS = re.compile(
    rf"{_MARKS}((打印|关闭|返回|收藏|分享|顶部|本页|窗口|此页|页面|本文|正文|字体|字号|大|中|小|到|上一页|下一页|"
    rf"(点击)?((展开|收起)(全文|更多)?|(阅读|查看)(全文|更多|原文))){_MARKS})+"
)
_PAGES = re.compile(r"(?=.*([上下]一页|\d页.*\d))([首上一下末尾共第页]|\d|[\s.…|<>«»【】\[\]（）()])+")
_PLACE = re.compile(r"(您?的?当前位置|您现在的?位置|现在位置|所在位置)\s*[：:]|首页\s*[>›»]")
_RELATED = re.compile(
    r"[\s【\[]*(相关(链接|阅读|文章|新闻|报道|信息|稿件|推荐)|延伸阅读|推荐阅读|上一[篇条]|下一[篇条]|扫一扫)"
)
_FIRST = 5  # blocks at the top among which source and date stand
_LONG = 60  # characters; shorter texts behind "related links" are links


def without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """Blocks without source and date, place in the site, buttons, and the links behind the article."""
    kept = list(blocks)
    for number, block in enumerate(kept):
        if number and _RELATED.match(block.text) and all(len(other.text) < _LONG for other in kept[number + 1 :]):
            kept = kept[:number]
            break
    return [block for number, block in enumerate(kept) if not _is_furniture(block.text, number, len(kept))]


def _is_furniture(text: str, number: int, total: int) -> bool:
    if len(text) > 2 * _LONG or "。" in text:
        return False
    if _PLACE.match(text) or _RELATED.match(text) or _PAGES.fullmatch(text):
        return True
    if len(text) > 1 and _ACTIONS.fullmatch(text):
        return True
    top = number < _FIRST
    if top and _TIMESTAMP.fullmatch(text) and "年" not in text:
        return True
    return (top or number >= total - _FIRST) and bool(
        _INFO_LINE.match(text) or (_TIMESTAMP.match(text) and _INFO_LATER.search(text))
    )
