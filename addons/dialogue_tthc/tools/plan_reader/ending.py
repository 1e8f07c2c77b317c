"""The stage after the body: closing sentence, recipients, signature."""

import re

from .headings import heading_name
from .lines import Line, fold, words_of
from .marks import TOP_KINDS, is_bullet, split_mark
from .signing import (
    CAPACITY,
    NOISE,
    SECOND_TITLE,
    SIGNED,
    end_columns,
    halved,
    is_name,
    is_signing,
)
from .state import State


class Ending(State):
    """Take the end, and leave what web pages print below a plan."""

    def _after(self, line: Line) -> bool:
        if self.end in ("", "closing") and self._resumes(line):
            return False
        cells = end_columns(line)
        for cell in cells:
            self._end_cell(line, cell)
        return True

    def _resumes(self, line: Line) -> bool:
        """Whether the body goes on after an end mark in its middle.

        Never on a line that the body would hand back.
        """
        kind, rest = split_mark(line.text, line.folded)
        if kind is None or is_bullet(kind) or not (self.closing or self.items):
            return False
        if not heading_name(rest.partition(":")[0]) or self._ends(line):
            return False
        self._turn("body")
        return True

    def _end_cell(self, line: Line, cell: str) -> None:
        folded = fold(cell)
        is_new = not self.recipients and self.end != "recipients"
        if folded.startswith("noi nhan") and is_new:
            self._structure(line.number, cell[:8])
            self.end = "recipients"
            inline = cell[8:].strip(" :").split(";")
            self.recipients = [[one.strip()] for one in inline if one.strip()]
        elif self._take_signature(line, cell):
            pass
        elif SIGNED.fullmatch(folded):
            self._leave(line.number, cell)
        elif self.end == "recipients":
            self._take_recipient(line, cell)
        elif folded.startswith("tren day la") and not self.closing:
            self.end = "closing"
            self.closing.append(cell)
        elif self.end == "closing" and self._goes_on_closing(line, cell):
            self.closing.append(cell)
        elif self.end == "closing" and self.open and self._continues(line):
            self._append(line)
        else:
            self._leave(line.number, cell)

    def _goes_on_closing(self, line: Line, cell: str) -> bool:
        if not self.closing or is_name(cell) or NOISE.fullmatch(halved(words_of(cell))):
            return False
        if self.closing[-1].endswith("/."):
            return False
        return not self.closing[-1].endswith(".") or bool(
            re.match(r"(?:de nghi|yeu cau|trong qua trinh|neu |moi )", fold(cell))
        )

    def _takes_recipients(self) -> bool:
        """Whether the list goes on: its last line is "Lưu: VT, ..."."""
        last = self.recipients[-1][0] if self.recipients else ""
        return not fold(last).startswith("luu")

    def _take_recipient(self, line: Line, cell: str) -> None:
        """One line of the list, or more of the line above it."""
        kind, rest = split_mark(cell, fold(cell))
        last = self.recipients[-1] if self.recipients else None
        if last and kind is None and (cell[0].islower() or last[-1].endswith(",")):
            last.append(cell)
        elif kind in TOP_KINDS or not rest or not self._takes_recipients():
            self._leave(line.number, cell)
        elif last and kind is None and self.recipients_marked:
            self._leave(line.number, cell)
        else:
            self.recipients.append([rest])
            self.recipients_marked = kind is not None

    def _take_signature(self, line: Line, cell: str) -> bool:
        """Read one line of the signature block: capacity, title or name."""
        plan = self.plan
        if plan.signer or len(cell) > 110:
            return False
        if found := CAPACITY.fullmatch(cell):
            code = found[1].replace("/", "").replace(".", "").replace("Ư", "U")
            plan.signing_capacity = f"{code}."
            own = SECOND_TITLE.split(found[2], maxsplit=1)
            if code == "Q":
                plan.signer_title = found[2]
            elif len(own) > 1:
                plan.signer_title = own[1]
            plan.signature.append(cell)
            return True
        if is_signing(cell):
            plan.signer_title = cell
            plan.signature.append(cell)
            return True
        if not plan.signature and self.end != "recipients":
            return False
        signed = re.sub(r"[(\[]?[ĐđDd]ã ký[)\]]?[: ]*", "", cell).strip()
        if self.end == "noise" or not is_name(signed):
            return False
        if not plan.signature and not self.recipients:
            return False
        plan.signer = signed
        plan.signature.append(signed)
        if signed != cell:
            self._leave(line.number, cell)
        if self.recipients and not self._takes_recipients():
            self.end = "noise"
        return True
