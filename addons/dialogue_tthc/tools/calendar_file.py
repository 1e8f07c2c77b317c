"""Calendar files (RFC 5545) that every calendar program reads. No database needed."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PRODUCT = "-//Doi thoai TTHC//Dialogue sessions//VI"
LINE_OCTETS = 75
METHODS = ("PUBLISH", "REQUEST", "CANCEL")


@dataclass(frozen=True)
class Person:
    """Who invites or is invited.

    :param name: as it is shown
    :param mail: bare mail address
    """

    name: str
    mail: str


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar, with all that is said of it.

    :param uid: the same for all versions of the entry, and for no other
    :param sequence: number of the version; a change has a higher one
    :param stamp: when this was written, in UTC
    :param start: begins at, in UTC; a date for an entry of whole days
    :param end: ends at, in UTC; of whole days the last one
    :param summary: title
    :param place: where it is, may be empty
    :param text: description, may have several lines
    :param url: where more is to be read
    :param organizer: who invites
    :param attendee: who is invited, or None
    :param answer: PARTSTAT of the attendee
    """

    uid: str
    sequence: int
    stamp: datetime
    start: datetime | date
    end: datetime | date
    summary: str
    place: str
    text: str
    url: str
    organizer: Person
    attendee: Person | None = None
    answer: str = "NEEDS-ACTION"


def calendar_file(entry: Entry, method: str) -> bytes:
    """Return the calendar file of one entry.

    :param method: ``PUBLISH`` for everybody, ``REQUEST`` for an invitation and its
        changes, ``CANCEL`` when the entry is not held
    :raise ValueError: there is no such method
    """
    if method not in METHODS:
        raise ValueError(method)
    whole_days = not isinstance(entry.start, datetime)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{_escape(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_instant(entry.stamp)}",
        *_when(entry, whole_days),
        f"SUMMARY:{_escape(entry.summary)}",
        f"ORGANIZER;CN={_quote(entry.organizer.name)}:{_mailto(entry.organizer)}",
        f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}",
        # a round of whole days takes nobody's time
        f"TRANSP:{'TRANSPARENT' if whole_days else 'OPAQUE'}",
    ]
    if entry.place:
        lines.append(f"LOCATION:{_escape(entry.place)}")
    if entry.text:
        lines.append(f"DESCRIPTION:{_escape(entry.text)}")
    if entry.url:
        lines.append(f"URL:{_bare(entry.url)}")
    if entry.attendee:
        # answers come by the private link, so the program is not to send its own
        lines.append(
            f"ATTENDEE;CN={_quote(entry.attendee.name)};ROLE=REQ-PARTICIPANT;"
            f"PARTSTAT={entry.answer};RSVP=FALSE:{_mailto(entry.attendee)}"
        )
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _when(entry: Entry, whole_days: bool) -> list[str]:
    if whole_days:
        # the end is the first day after it
        after = entry.end + timedelta(days=1)
        return [
            f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}",
            f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        ]
    return [f"DTSTART:{_instant(entry.start)}", f"DTEND:{_instant(entry.end)}"]


def _instant(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _clean(text: str) -> str:
    """Return ``text`` with ``\\n`` for line ends and without control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in text
        if character == "\n" or unicodedata.category(character) not in ("Cc", "Cs")
    )


def _bare(text: str) -> str:
    return "".join(_clean(text).split())


def _escape(text: str) -> str:
    text = _clean(text).strip()
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _quote(text: str) -> str:
    """Return the value of a parameter, which cannot hold quotes at all."""
    return f'"{" ".join(_clean(text).replace(chr(34), chr(39)).split())}"'


def _mailto(person: Person) -> str:
    return f"mailto:{_bare(person.mail)}"


def _fold(line: str) -> str:
    """Break ``line`` after at most 75 octets, and in no character."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            # the blank at the beginning of what follows counts, too
            piece, size = "", 1
        piece += character
        size += octets
    pieces.append(piece)
    return "\r\n ".join(pieces)
