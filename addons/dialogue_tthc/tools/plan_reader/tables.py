"""Rows of tables that lost their frame."""

import re

from .lines import Line, fold, squeeze, words_of
from .marks import split_mark
from .state import Item, Section, State

_TABLE_TASK = re.compile(r"(?:noi dung|nhiem vu|cong viec|ten nhiem vu|hoat dong)\b")
_TABLE_UNIT = re.compile(
    r"(?:don vi|co quan|bo phan|phong|nguoi)(?: duoc)?"
    r"(?: chu tri| thuc hien| phu trach| phan cong)?$|chu tri|phan cong$"
)
_COUNT = ("stt", "tt", "so tt")
_TABLE_HEAD = re.compile(
    rf"stt|tt|so tt|{_TABLE_TASK.pattern}.*|{_TABLE_UNIT.pattern}.*|thoi gian.*"
    r"|.*phoi hop|ghi chu|tien do|ket qua.*|san pham.*|dia diem|han.*|thanh phan.*"
)


def _find_column(columns: dict[int, str], pattern: re.Pattern[str]) -> int | None:
    for at, title in columns.items():
        if pattern.match(words_of(title)):
            return at
    return None


class Tables(State):
    """Take the rows that stand in the body."""

    def _row(self, line: Line) -> bool:
        """Take a row of a table that lost its frame (bars or tabs)."""
        if "|" not in line.raw and "\t" not in line.raw:
            return False
        cells = [squeeze(cell) for cell in re.split(r"[\t|]", line.raw.strip("| \t"))]
        filled = [cell for cell in cells if cell]
        if len(filled) < 2:
            return False
        heads = [words_of(cell) for cell in cells]
        titles = sum(bool(_TABLE_HEAD.fullmatch(head)) for head in heads)
        if titles >= max(2, len(filled) - 1):
            self.table = dict(enumerate(cells))
            self.open = None
            return self._structure(line.number, " | ".join(filled))
        first = filled[0]
        first_is_mark = first.isdecimal() or not split_mark(first, fold(first))[1]
        is_table = self.table is not None or "|" in line.raw or len(filled) > 2
        if len(filled) - first_is_mark < 2 or not is_table:
            return False
        self._row_entry(line, cells, filled[1:] if first_is_mark else filled)
        return True

    def _row_entry(self, line: Line, cells: list[str], filled: list[str]) -> None:
        """Turn a row into an assignment where the table has units, or an entry."""
        columns = self.table or {}
        unit_at = _find_column(columns, _TABLE_UNIT)
        task_at = _find_column(columns, _TABLE_TASK)
        target = self._field()
        heads = [head for head in map(words_of, columns.values()) if head not in _COUNT]
        if target == "contents" and heads and heads[0].startswith("thoi gian"):
            unit_at = None  # the programme of a day gives nobody a task
        if unit_at is None or task_at is None or max(unit_at, task_at) >= len(cells):
            self._row_as_text(line, filled)
        else:
            extra = "; ".join(
                f"{columns[at]}: {cell}" if columns.get(at) else cell
                for at, cell in enumerate(cells)
                if cell
                and at not in (unit_at, task_at)
                and words_of(columns.get(at, "")) not in _COUNT
            )
            task = cells[task_at] + (f" ({extra})" if extra else "")
            section = Section("row", "assignments", unit=cells[unit_at] or None)
            self.items.append(Item("row", line.number, [task], 0, parent=section))
        self.open = None

    def _row_as_text(self, line: Line, filled: list[str]) -> None:
        target = self._field()
        if target:
            text = " - ".join(filled)
            self.items.append(Item(target, line.number, [text], 0, self.stack[-1]))
        else:
            self._leave(line.number, " | ".join(filled))
