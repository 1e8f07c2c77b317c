"""The stage of the body: sections and their entries."""

from .headings import (
    AIM_FIELDS,
    HEADING_END,
    LABELLED,
    SENTENCE_START,
    heading_name,
    started_name,
)
from .lines import Line, fold, words_of
from .marks import TOP_KINDS, WORD_KINDS, is_bullet, split_mark
from .signing import BYLINE, NOISE, halved
from .state import Item, Section
from .tables import Tables
from .units import ASSIGN_LEAD, NOT_OF_UNIT, unit_heading


class Body(Tables):
    """Take headings, entries and wrapped lines."""

    def _body(self, line: Line) -> bool:
        kind, rest = split_mark(line.text, line.folded)
        if self._ends(line) or fold(rest[:12]) == "tren day la ":
            return self._turn("after")
        if self._row(line):
            return True
        self.table = None
        if not rest:
            self.pending = kind
            return self._structure(line.number, line.text)
        if kind is None and self.pending:
            kind = self.pending
        self.pending = None
        if self._open_heading(line, kind, rest):
            return True
        if kind:
            return self._marked(line, kind, rest)
        if self._continues(line):
            return self._append(line)
        if NOISE.fullmatch(halved(words_of(line.text))):
            self.end = "noise"
            return self._turn("after")
        if not (self.plan.symbol or self.bodies) and BYLINE.fullmatch(line.text):
            return self._leave(line.number, line.text)  # who wrote the article
        return self._plain(line)

    def _enter(self, kind: str) -> None:
        """Close the sections that a mark of this kind ends."""
        for depth, section in enumerate(self.stack):
            if section.kind == kind:
                del self.stack[depth:]
                return
        if kind in TOP_KINDS:
            self.stack = [one for one in self.stack if one.kind in TOP_KINDS]

    def _open_heading(self, line: Line, kind: str | None, rest: str) -> bool:
        """Take a line that is a known heading, its first entry included."""
        label, colon, inline = rest.partition(":")
        name = heading_name(label)
        is_sentence = rest.endswith(".") and SENTENCE_START.match(fold(label))
        if not name or (is_sentence and not colon):
            return self._open_unlike(line, kind, rest)
        if rest.endswith((";", ",")) and not colon:
            return False
        target = LABELLED.get(name, name)
        above = self._above(kind)
        lead = ASSIGN_LEAD.match(fold(rest)) if target == above else None
        names_unit = bool(lead and lead[1].endswith(" cua"))
        if names_unit or not self._may_open(
            line, kind, target, above, bool(colon), bool(inline)
        ):
            return False
        self._begin(kind, target)
        self.prefix = f"{label.strip()}: " if name in LABELLED else ""
        if not inline:
            return self._structure(line.number, line.text)
        if not self.prefix:
            self._structure(line.number, line.text[: -len(inline)])
        return self._entry(line, inline.strip())

    def _begin(
        self, kind: str | None, field: str | None, unit: str | None = None
    ) -> None:
        """Open a section, and close those that its mark ends."""
        self._enter(kind or "plain")
        self.stack.append(Section(kind or "plain", field, unit))
        self.open = None

    def _open_unlike(self, line: Line, kind: str | None, rest: str) -> bool:
        """Take a heading in words of its own, or a sentence that says its section."""
        above = self._above(kind)
        if above in ("assignments", *AIM_FIELDS) or not rest[0].isupper():
            return False
        if kind is None and self._is_wrapped(line):
            return False
        name = None
        if kind in TOP_KINDS or (rest.endswith(":") and not is_bullet(kind)):
            is_shouted = kind in TOP_KINDS and rest.isupper()
            if is_shouted or self._next_kind() not in (None, kind):
                name = started_name(rest)
        if not name and kind is None:
            ending = HEADING_END.search(line.folded[-80:])
            name = ending.lastgroup if ending else None
        if name:
            self._begin(kind, name)
            return self._structure(line.number, line.text)
        found = SENTENCE_START.match(fold(rest[:200]))
        if not found or kind is None or found.lastgroup == above:
            return False
        self._begin(kind, found.lastgroup)
        return self._entry(line, rest)

    def _above(self, kind: str | None) -> str | None:
        """The field of the section that a mark of this kind would stand in."""
        stack = self.stack
        kinds = [section.kind for section in stack]
        if (kind or "plain") in kinds:
            stack = stack[: kinds.index(kind or "plain")]
        elif kind in TOP_KINDS:
            stack = [section for section in stack if section.kind in TOP_KINDS]
        return stack[-1].field if stack else None

    def _is_wrapped(self, line: Line) -> bool:
        """Whether an unmarked line is the rest of the line right above it."""
        return not line.after_blank and self._continues(line)

    def _may_open(
        self,
        line: Line,
        kind: str | None,
        target: str,
        above: str | None,
        colon: bool,
        inline: bool,
    ) -> bool:
        """Whether a line with the words of a heading is one, where it stands."""
        same = above == target
        if same and inline and target in ("time_frame", "bases"):
            return False
        if kind is None:
            return line.text[0].isupper() and (colon or not self._is_wrapped(line))
        following = self._next_kind()
        opens_list = following is not None and following != kind
        if not is_bullet(kind):
            return colon or not same or following != kind
        if above in AIM_FIELDS:
            if target not in AIM_FIELDS:
                return colon and not inline and opens_list
            return colon or opens_list
        if above == "assignments":
            return False
        return (colon or opens_list or kind == "*") and not (same and not opens_list)

    def _marked(self, line: Line, kind: str, rest: str) -> bool:
        """A line with a mark that is no known heading: an entry, mostly."""
        self._enter(kind)
        target = self._field()
        following = self._next_kind()
        if target == "assignments":
            open_kinds = [section.kind for section in self.stack]
            certain = following not in (None, kind, *open_kinds) or (
                following is None and not is_bullet(kind)
            )
            if unit := unit_heading(rest, certain):
                self._begin(kind, "assignments", unit)
                return self._structure(line.number, line.text)
            self._entry(line, line.text if kind in WORD_KINDS else rest)
            self.stack.append(Section(kind, "assignments", entry=len(self.items) - 1))
            return True
        if target is None:
            if not is_bullet(kind):
                self.stack.append(Section(kind, None))
            self.open = None
            return self._leave(line.number, line.text)
        return self._entry(line, line.text if kind in WORD_KINDS else rest)

    def _plain(self, line: Line) -> bool:
        """An unmarked paragraph: an entry of the section it stands in."""
        target = self._field()
        if target is None:
            self.open = None
            return self._leave(line.number, line.text)
        if self._gives_task(line, target):
            self.stack.append(Section("plain", "assignments"))
        if target == "assignments":
            certain = is_bullet(self._next_kind())
            if unit := unit_heading(line.text, certain):
                self._begin(None, "assignments", unit)
                return self._structure(line.number, line.text)
        self._entry(line, line.text)
        if self.open:
            self.open.is_plain = True
        return True

    def _gives_task(self, line: Line, target: str) -> bool:
        """Whether a sentence outside the assignments is one all the same."""
        lead = ASSIGN_LEAD.match(line.folded)
        if target == "budget":
            return bool(lead or NOT_OF_UNIT.match(line.folded))
        if not lead or target in ("assignments", *AIM_FIELDS):
            return False
        return lead[1].startswith("giao")

    def _entry(self, line: Line, text: str) -> bool:
        """Open a new paragraph in the section on top of the stack."""
        section = self.stack[-1]
        text, self.prefix = self.prefix + text, ""
        finished = text.endswith("./.")
        self.open = Item(
            section.field or "", line.number, [text], len(line.text), parent=section
        )
        self.items.append(self.open)
        if finished and self.index > len(self.lines) // 2:
            self.end = "closing"
            self.stage = "after"
        return True
