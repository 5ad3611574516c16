"""Bytes to text: which encoding a file is in, for the encodings of Chinese files."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

# The 300 most frequent characters of reports written for this project, and the traditional forms of those that differ.
_FREQUENT = frozenset(
    "的一年人有不个在了上到三业中家分由里成和是工学出市县以来部村员每区为两月会下用生名时十把次元小后全对占开万党户组公同门位地建点要过得作四入去单多老发行子务管水二没企大长办教数理天自合收前动平起机事调问"
    "高政乡看五本级校间委设与从实院改社镇能民补就记法头度项只主方也按进口件回期先评保比少均专师经面报定说费场农心着当资支处查于接率道条新内提其体最所计题医还手车意给之干台外至走议可课统明现任职这半六班产访"
    "加电服第制今关量百局等各安案通站表书标集共结应做日重省再化金并份我放核清已目打规者据住立织线联路种样流底程转七都账写基好们研考排认推文队周卷请岗检照带交情导约城育见代信价司护格向责话因系力退签让类而他"
    "個業裏學縣來員區爲兩會時後對佔開萬黨戶組門點過單發務沒長辦數動機調問鄉級間設與從實鎮補記頭項進評專師經報說費場農當資處於條內體計題醫還車給乾颱議課統現職這產訪電關書標結應並規據織線聯種樣轉賬寫們認隊請"
    "崗檢帶導約見價護責話籤讓類"
    "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·\u3000％"
)
_SAMPLE = 4000  # bytes from the first that is not ASCII; more would not change the choice
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "big5hkscs": "Big5", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_DAMAGED = "\udc80"  # stands for one byte that could not be decoded; no codec used here yields it

codecs.register_error("diaoyan.damaged", lambda error: (_DAMAGED * (error.end - error.start), error.end))  # type: ignore[attr-defined]


class Decoded(NamedTuple):
    """Text, the name of the encoding it was in, and how many bytes could not be decoded.

    Each run of damaged bytes is one U+FFFD in the text.
    """

    text: str
    encoding: str
    damaged: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know of the damage."""
        if not self.damaged:
            return ()
        bytes_ = "1 damaged byte" if self.damaged == 1 else f"{self.damaged} damaged bytes"
        return (f"{bytes_} replaced (read as {self.encoding})",)


def decode(data: bytes) -> Decoded:
    """Decode by byte order mark, else as UTF-8 if it is, else as whatever gives the most frequent Chinese characters.

    UTF-16 without a mark, GB18030 (with GBK and GB2312), Big5 and damaged UTF-8 are told apart by the share of
    characters that are frequent in Chinese reports; a dozen characters suffice.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :], encoding)
    if b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "UTF-8", 0)
        except UnicodeDecodeError:
            pass  # damaged, or another encoding
    beyond_ascii = _BEYOND_ASCII.search(data)
    start = beyond_ascii.start() // 2 * 2 if beyond_ascii else 0  # even, for the sake of UTF-16
    sample = data[start : start + _SAMPLE]
    return _decode(data, max(_CANDIDATES, key=lambda encoding: _likelihood(_decode(sample, encoding).text)))


def decode_as(data: bytes, label: str | None) -> Decoded:
    """Decode as a page's own label says when that fits every byte, else as `decode` does."""
    if label and not data.startswith(tuple(bom for bom, _ in _BOMS)):
        decoded = _decode(data, _codec(label))
        if not decoded.damaged:
            return decoded
    return decode(data)


def _codec(label: str) -> str:
    """gb2312 and gbk pages use characters of gb18030, big5 pages those of its Hong Kong extension."""
    label = label.strip().lower()
    if label in ("gb2312", "gbk", "x-gbk", "gb_2312-80", "gb18030"):
        return "gb18030"
    if label.startswith(("big5", "x-x-big5")):
        return "big5hkscs"
    return "utf-8"  # other labels stand in templates that nobody changed


def _decode(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "diaoyan.damaged")
    damaged = text.count(_DAMAGED)
    if damaged:
        text = re.sub(f"{_DAMAGED}+", "\ufffd", text)
    return Decoded(text, _NAMES[encoding], damaged)


def _likelihood(text: str) -> float:
    """How much it looks like Chinese text: a frequent character counts 1, a rare one -0.2, what can't be text -1."""
    bad = text.count("\ufffd") + text.count("\0")
    beyond_ascii = [char for char in text if char > "\x7f"]
    good = sum(char in _FREQUENT for char in beyond_ascii)
    return (1.2 * good - 0.2 * len(beyond_ascii) - bad) / max(1, len(text))
