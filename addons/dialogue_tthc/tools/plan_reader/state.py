"""What the stages of the reader share."""

from dataclasses import dataclass

from .lines import Line, clean_lines
from .marks import SENTENCE_ENDS, split_mark
from .plan import PlanText, TextLine
from .signing import PAGE, end_columns, is_signing


@dataclass
class Section:
    """An open heading, or an assignment that deeper lines belong to."""

    kind: str
    field: str | None
    unit: str | None = None
    entry: int | None = None  # of the assignment, among the reader's items


@dataclass
class Item:
    """One paragraph being gathered: a list entry, a basis, a sentence."""

    field: str
    number: int
    parts: list[str]
    width: int  # of its last line, to tell a wrapped line from a short one
    parent: Section | None = None
    is_plain: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.parts)


class State:
    """The plan and how far it has come, while the lines go by.

    ``stack`` holds the open sections, one per kind of mark ("I.", "1.", "-"): it says
    where an unmarked or unknown line belongs.
    """

    def __init__(self, text: str) -> None:
        self.lines = list(clean_lines(text))
        self.index = 0
        self.stage = "head"  # head, title, preamble, body, after
        self.plan = PlanText()
        self.bodies: list[list[str]] = []  # of the letterhead, top first, in lines
        self.body_lines: list[int] = []
        self.title: list[str] = []
        self.preamble: list[Item] = []
        self.items: list[Item] = []
        self.open: Item | None = None
        self.stack: list[Section] = []
        self.pending: str | None = None  # a mark alone on its line
        self.prefix = ""
        self.table: dict[int, str] | None = None
        self.end = ""  # closing, recipients, signature or noise
        self.closing: list[str] = []
        self.recipients: list[list[str]] = []
        self.recipients_marked = False

    def _leave(self, number: int, text: str) -> bool:
        """Keep a line, or a part of one, that found no place."""
        self.plan.leftovers.append(TextLine(number, text))
        return True

    def _structure(self, number: int, text: str) -> bool:
        """Keep a line that only orders the others."""
        self.plan.headings.append(TextLine(number, text))
        return True

    def _turn(self, stage: str) -> bool:
        """Go on to another stage, which shall look at the same line."""
        self.stage = stage
        self.open = None
        return False

    def _next_kind(self) -> str | None:
        """The kind of mark on the next line that is no page number."""
        for line in self.lines[self.index + 1 : self.index + 4]:
            if not PAGE.fullmatch(line.folded):
                return split_mark(line.text, line.folded)[0]
        return None

    def _continues(self, line: Line) -> bool:
        """Whether an unmarked line goes on with the paragraph above it."""
        if not self.open:
            return False
        last = self.open.parts[-1]
        if line.text[0].islower() or line.text[0] in ",;.)":
            return not last.endswith("./.")
        if last[-1] in ",-–(":
            return True
        if last.rstrip("\"”')»").endswith(SENTENCE_ENDS) or line.after_blank:
            return False
        return self.open.width >= 50

    def _append(self, line: Line) -> bool:
        """Add a wrapped line to the open paragraph."""
        if self.open:
            self.open.parts.append(line.text)
            self.open.width = len(line.text)
        return True

    def _field(self) -> str | None:
        """The field that the section on top of the stack fills."""
        return self.stack[-1].field if self.stack else None

    def _ends(self, line: Line) -> bool:
        """Whether the end of the plan begins: closing, recipients or signature."""
        return (
            line.folded.startswith(("tren day la", "noi nhan"))
            or is_signing(line.text)
            or is_signing(end_columns(line)[-1])
        )
