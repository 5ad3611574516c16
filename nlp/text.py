"""Chinese text, strings in and out: folding, sentence spans, words, numerals, printed width."""

from __future__ import annotations

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

TERMINALS = "。！？!?…"
CLOSERS = "”’」』）)】》〉"

# CJK Radicals Supplement → unified ideograph. NFKC leaves this block alone (but for two), yet PDF fonts map
# ordinary characters to it. Facts from Unicode's EquivalentUnifiedIdeograph.txt.
_RADICALS = dict(
    zip(
        "⺁⺅⺉⺋⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺫⺬⺭⺯⺰⺱⺲⺳⺵⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉"
        "⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂亻刂㔾兀尣尢巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬犭王疋罒示礻糹纟罓罒㓁羊羊耂肀聿月艹艹艹虎衤覀西见角讠贝"
        "车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_ZERO_WIDTH = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_BLANKS = "\u2028\u2029\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"


def _fold_table() -> dict[int, str]:
    table = {ord(radical): ideograph for radical, ideograph in _RADICALS.items()}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ")):
        table |= {code: chr(code - 0xFEE0) for code in range(ord(first), ord(last) + 1)}
    table |= {code: "" for code in range(0x20) if chr(code) not in "\t\n\r"}
    table |= dict.fromkeys(range(127, 160), "")
    table |= {ord(char): "" for char in _ZERO_WIDTH}
    table |= {ord(char): " " for char in _BLANKS}
    table |= dict.fromkeys(range(55296, 57344), "�")
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """The one change made to what a file says, so that equal words are equal strings.

    Kangxi and CJK radicals become the ideographs they look like; full-width ASCII letters and digits become ASCII;
    zero-width, bidirectional and control characters go (tab and line breaks stay); the blanks of typesetting and
    Unicode's line separators become a plain blank (the ideographic blank U+3000 stays, it shows an indent); lone
    surrogates become U+FFFD.
    Chinese punctuation, full-width signs such as ％ and ．, and everything else stay as they are: NFKC would turn
    ， into , and ① into 1.
    """
    return text.translate(_FOLD)


def em_width(text: str) -> float:
    """Printed width in em: 1 for a full-width character, 0.5 for a half-width one."""
    return sum(map(_character_width, text))


@cache  # a report has a few thousand different ones, and each is measured again and again
def _character_width(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def squeeze(text: str) -> str:
    """The text without white space: wrapped lines leave blanks that mean nothing in Chinese."""
    return "".join(text.split())


def is_han(char: str) -> bool:
    """Whether this character is a Chinese character (CJK unified ideograph, extensions included)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U000323af"


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (code points) of each sentence, in order; blanks around a sentence are left out.

    A sentence ends after 。！？!? (a run of them is one end) and takes closing quotes and brackets with it, and after …
    where a line, a quotation or the text ends, or a closing mark follows: else the dots stand for words. The full
    stop of a quotation that goes on after its closing quote is no end: “……。”的要求 stays whole. A line break
    always ends a sentence. Text after the last full stop is a sentence too.
    """
    start = position = 0
    while position < len(text):
        char = text[position]
        position += 1
        if char in TERMINALS:
            while position < len(text) and text[position] in TERMINALS:
                position += 1
            closed = position
            while position < len(text) and _closes(text, start, position):
                position += 1
            if not _ends_sentence(text, closed, position):
                continue
        elif char != "\n":
            continue
        span = _strip(text, start, position)
        if span:
            yield span
        start = position
    span = _strip(text, start, len(text))
    if span:
        yield span


def _closes(text: str, start: int, position: int) -> bool:
    """Whether the mark at `position` closes something; a straight quote does when the sentence opened one."""
    if text[position] == '"':
        return text.count('"', start, position) % 2 == 1
    return text[position] in CLOSERS


def _ends_sentence(text: str, closed: int, position: int) -> bool:
    """Whether the terminal before `closed`, with closing marks up to `position`, ends a sentence."""
    if position == len(text):
        return True
    following = text[position]
    if text[closed - 1] == "…" and position == closed:
        return following in "\n“"  # ……这些问题: the dots stand for words left out
    if position > closed:
        return following not in "，、；：,;:的等和与及之是" and following not in CLOSERS
    return True


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def words(text: str) -> list[str]:
    """Words by jieba's default dictionary and HMM, blanks left out. Numbers and Latin words stay whole."""
    return list(_words(text))


@lru_cache(maxsize=4096)  # the stages ask for the same sentences and headings one after the other
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _jieba().lcut(text) if not word.isspace())


@cache
def _jieba() -> Any:  # jieba has no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in jieba's source, pkg_resources
        import jieba
    jieba.setLogLevel(logging.WARNING)
    return jieba


_DIGITS = "零一二三四五六七八九"
_VALUE = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "两": 2}


def chinese_numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十, 105 → 一百零五; for 1 ≤ number < 1000.

    Raises ValueError for other numbers.
    """
    if not 0 < number < 1000:
        raise ValueError(f"expected a number from 1 to 999, got {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def parse_numeral(text: str) -> int | None:
    """The number that 12, 十二, 一百零五, ⑫, ⒓ or ㈠ writes; None when it writes none."""
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and not is_han(text) and text.isnumeric():
        return int(unicodedata.numeric(text))
    if not re.fullmatch(r"[零〇一二两三四五六七八九十百]{1,7}", text):
        return None
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _VALUE[char] if digit else _VALUE[char]
    return total + digit
