"""Paragraphs and tables in order to lines of text; a table takes the lines right above it for its caption."""

from collections.abc import Iterable, Iterator

from factdb.readers.tables import Table, table_lines

# A caption is a line such as 表1 主要财务数据, and one such as 单位：万元; neither is a sentence.
_MOST, _LONGEST = 2, 60
_SENTENCE_ENDS = "。！？；，!?;,"


def block_lines(blocks: Iterable[str | Table]) -> Iterator[str]:
    """The lines of paragraphs and tables.

    Args:
        blocks: Paragraphs as text, and tables without captions.
    """
    waiting: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            yield from table_lines(Table(block.rows, "\n".join(waiting), block.header_rows))
            waiting = []
        elif len(block) <= _LONGEST and block[-1:] not in _SENTENCE_ENDS:
            waiting.append(block)
            if len(waiting) > _MOST:
                yield waiting.pop(0)
        else:
            yield from waiting
            waiting = []
            yield block
    yield from waiting
