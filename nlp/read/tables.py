"""Tables of Word and HTML files: a block per row, or the cells' paragraphs when the table only lays out a page."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Block

_LAYOUT_LENGTH = 200  # characters in two or more paragraphs: more than a cell of data holds


def is_layout(rows: Sequence[Sequence[Sequence[Block]]], *, ruled: bool = False) -> bool:
    """Whether the rows of cells of blocks hold running text: a frame of one cell, or a cell with long paragraphs.

    `ruled`: the table has lines or a head; with as many cells in each of its rows it then holds data, however long.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    cells = [cell for row in filled for cell in row]
    if len(cells) == 1:
        return True
    widths = [len(row) for row in filled if row]
    if ruled and len(widths) > 1 and min(widths) == max(widths) > 1:
        return False
    return any(len(cell) > 1 and sum(len(block.text) for block in cell) > _LAYOUT_LENGTH for cell in cells)


def row_block(cells: Sequence[Sequence[Block]]) -> Block | None:
    """The row as one block, cells parted by a tab; None when it is empty."""
    texts = [" ".join(block.text.replace("\t", " ") for block in cell) for cell in cells]
    text = "\t".join(texts).strip()
    bold = [block.bold for cell in cells for block in cell]
    return Block(text, role="row", bold=all(bold) if bold and None not in bold else None) if text else None
