"""The XML parts of a Word file (ECMA-376), as Chinese Word and WPS write them: heading styles are named 1, 2, 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from scripts.report_writers.numbering import Level

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_AUTHOR = 'w:author="审稿" w:date="2024-05-06T09:00:00Z"'
FIRST_LINE = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/></Types>'
)
_RELATIONS = f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
PACKAGE_RELATIONS = (
    f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    _RELATIONS
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, (kind, target) in enumerate(
            [("styles", "styles"), ("numbering", "numbering"), ("header", "header1"), ("footer", "footer1")], 1
        )
    )
    + "</Relationships>"
)
_PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FOOTER = (
    f'{_HEAD}<w:ftr {_NAMES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    f'{_PAGE_FIELD}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)


def header(text: str) -> str:
    """The page header part."""
    return f"{_HEAD}<w:hdr {_NAMES}><w:p>{_run(text)}</w:p></w:hdr>"


def document(body: str) -> str:
    """The main part: the body on A4 pages."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" '
        'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    return f'{_HEAD}<w:document {_NAMES} mc:Ignorable=""><w:body>{body}{section}</w:body></w:document>'


def styles(linked: Sequence[int]) -> str:
    """Body text, headings 1 to 3 (those of `linked` numbered by the list), caption and table of contents."""
    parts = [
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    ]
    for level in (1, 2, 3):
        number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>' if level in linked else ""
        parts.append(
            f'<w:style w:type="paragraph" w:styleId="{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="a"/>'
            f'<w:next w:val="a"/><w:pPr><w:keepNext/>{number}<w:spacing w:before="260" w:after="260"/>'
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{34 - 2 * level}"/></w:rPr>'
            "</w:style>"
        )
    for identifier, name in (("a6", "caption"), ("TOC1", "toc 1")):
        parts.append(
            f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
            '<w:basedOn w:val="a"/></w:style>'
        )
    return f"{_HEAD}<w:styles {_NAMES}>{''.join(parts)}</w:styles>"


def numbering(levels: Mapping[int, Level], *, linked: bool) -> str:
    """One multi-level list; `linked` ties its levels to the heading styles."""
    parts = []
    for number, level in sorted(levels.items()):
        style = f'<w:pStyle w:val="{number}"/>' if linked else ""
        space = "space" if level.text.endswith((" ", "\u3000")) else "nothing"
        parts.append(
            f'<w:lvl w:ilvl="{number - 1}"><w:start w:val="1"/><w:numFmt w:val="{level.format}"/>{style}'
            f'<w:suff w:val="{space}"/><w:lvlText w:val="{escape(level.text.rstrip())}"/><w:lvlJc w:val="left"/>'
            "</w:lvl>"
        )
    multilevel = '<w:multiLevelType w:val="multilevel"/>'
    abstract = f'<w:abstractNum w:abstractNumId="0">{multilevel}{"".join(parts)}</w:abstractNum>'
    instance = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f"{_HEAD}<w:numbering {_NAMES}>{abstract + instance if parts else ''}</w:numbering>"


def text_box(paragraph: str) -> str:
    """A paragraph in a text box, once as a DrawingML shape and once more as its VML twin for old programs."""
    content = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    shape = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph">'
        "<wp:posOffset>0</wp:posOffset></wp:positionV>"
        '<wp:extent cx="5400000" cy="400000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="文本框 1"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:cNvSpPr/><wps:spPr/><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    )
    twin = f'<w:pict><v:shape style="width:425pt;height:31pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{twin}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def inserted(before: str, new: str, after: str) -> str:
    """A paragraph with a tracked insertion."""
    return f'<w:p><w:pPr>{FIRST_LINE}</w:pPr>{before}<w:ins w:id="1" {_AUTHOR}>{new}</w:ins>{after}</w:p>'


def deleted(before: str, old: str, after: str) -> str:
    """A paragraph with a tracked deletion."""
    return f"<w:p><w:pPr>{FIRST_LINE}</w:pPr>{before}{_deletion(2, old)}{after}</w:p>"


def deleted_paragraph(text: str) -> str:
    """A paragraph deleted as a whole, its end mark too."""
    mark = f'<w:rPr><w:del w:id="3" {_AUTHOR}/></w:rPr>'
    return f"<w:p><w:pPr>{FIRST_LINE}{mark}</w:pPr>{_deletion(4, text)}</w:p>"


def content_control(paragraph: str) -> str:
    """A paragraph in a content control."""
    return f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>'


def contents(headings: Sequence[str]) -> str:
    """An automatic table of contents."""
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{_run(text)}<w:r><w:tab/></w:r>{_run(str(number))}</w:p>'
        for number, text in enumerate(headings, 1)
    )
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f'</w:sdtPr><w:sdtContent><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run("目录")}</w:p>{lines}</w:sdtContent>'
        "</w:sdt>"
    )


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _deletion(identifier: int, text: str) -> str:
    return f'<w:del w:id="{identifier}" {_AUTHOR}><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'
