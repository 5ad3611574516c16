"""Tables of Word and HTML files: a block per row, or the cells' paragraphs when the table only lays out a page."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Block

_LAYOUT_LENGTH = 200  # characters in two or more paragraphs: more than a cell of data holds


def is_layout(rows: Sequence[Sequence[Sequence[Block]]]) -> bool:
    """Whether the rows of cells of blocks hold running text: a frame of one cell, or a cell with long paragraphs."""
    cells = [cell for row in rows for cell in row if cell]
    if len(cells) == 1:
        return True
    return any(len(cell) > 1 and sum(len(block.text) for block in cell) > _LAYOUT_LENGTH for cell in cells)


def row_block(cells: Sequence[Sequence[Block]]) -> Block | None:
    """The row as one block, cells parted by a tab; None when it is empty."""
    texts = [" ".join(block.text.replace("\t", " ") for block in cell) for cell in cells]
    text = "\t".join(texts).strip()
    bold = [block.bold for cell in cells for block in cell]
    return Block(text, role="row", bold=all(bold) if bold and None not in bold else None) if text else None
