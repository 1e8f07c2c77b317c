"""What is read out of the text of a plan."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Basis(NamedTuple):
    """One document the plan rests on, e.g. "Căn cứ Luật ... ngày 16/6/2025".

    ``text`` is the clause as written, ``number`` the number with its symbol
    ("2191/QĐ-UBND"), ``date`` ISO, ``issuer`` what follows "của". A document
    named only inside the title of another one is no basis of its own.
    """

    text: str
    number: str | None
    date: str | None
    issuer: str | None


class Assignment(NamedTuple):
    """One task; ``unit`` is None where the text names nobody."""

    unit: str | None
    task: str


class TextLine(NamedTuple):
    """A line, or a part of one, with its 1-based number in the input."""

    line: int
    text: str


@dataclass
class PlanText:
    """The parts of a plan. ``None`` or an empty list where there is nothing.

    All text is NFC with single spaces. ``date`` is ISO, cut to what is filled
    in: "2024-03-05", "2023-03" (day blank) or "2025" (month blank too).
    ``number`` is the digits as text, ``symbol`` what stands after the slash.
    ``issuer`` and ``superior`` keep the capitals of the letterhead.

    ``signing_capacity`` is the short code with its full stop, the one next to
    the signer: "TM.", "KT.", "TL.", "TUQ." or "Q."; None for one who signs in
    their own right. ``signer_title`` is the signer's own title, so "PHÓ GIÁM
    ĐỐC" under "KT. GIÁM ĐỐC"; ``signature`` has the whole block as printed.

    ``time_frame`` joins time and place, one line each. A sentence on money is
    an assignment without a unit and is repeated in ``budget``. ``headings``
    has the lines that were understood as structure, ``leftovers`` the lines
    that were not understood at all; both in the order of the text.
    """

    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: str | None = None
    issuer: str | None = None
    superior: str | None = None
    title: str | None = None
    bases: list[Basis] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    participants: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    time_frame: str | None = None
    assignments: list[Assignment] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signing_capacity: str | None = None
    signer_title: str | None = None
    signer: str | None = None
    leftovers: list[TextLine] = field(default_factory=list)
    # Beyond what a plan's record holds
    budget: str | None = None
    introduction: str | None = None
    closing: str | None = None
    signature: list[str] = field(default_factory=list)
    headings: list[TextLine] = field(default_factory=list)
