"""The stages before the body: letterhead, title, bases."""

import re

from .bases import (
    BASIS_LEAD,
    CITED_DAY,
    CITED_NUMBER,
    ISSUES_PLAN,
    STRONG_LEAD,
    is_introduction,
    read_basis,
    split_bases,
    split_introduction,
)
from .headings import HEADING_END, heading_name
from .letterhead import (
    BODY_HEAD,
    LONG_DAY,
    LOWER_BODY,
    MOTTO,
    NUMBER,
    SHORT_DAY,
    STAMP,
    UPPER_BODY,
    WEB_DAY,
    columns_of,
    iso_day,
)
from .lines import Line, fold
from .marks import SENTENCE_ENDS, TOP_KINDS, is_bullet, split_mark
from .state import Item, Section, State


class Opening(State):
    """Take letterhead and title, then the bases and the introduction."""

    def _head(self, line: Line) -> bool:
        if self._starts_title(line):
            return True
        if self._starts_preamble(line) or self._starts_body(line):
            return False
        if line.folded.startswith(("noi nhan", "tren day la")):
            return self._turn("after")
        if self.index > 80 or (self.plan.title and line.text.endswith(":")):
            return self._turn("body")
        for cell in columns_of(line):
            self._head_cell(line, cell)
        return True

    def _starts_title(self, line: Line) -> bool:
        if self.plan.title or not line.folded.startswith("k"):
            return False
        letters = line.folded.replace(" ", "").strip(":.*")
        if letters == "kehoach":
            self._structure(line.number, line.text)
        elif line.text.startswith(("KẾ HOẠCH ", "KẾ HOẠCH: ")):
            self._structure(line.number, line.text[:8])
            self.title = [line.text[8:].strip(" :")]
        elif line.folded.startswith("ke hoach "):
            if not line.text.endswith(SENTENCE_ENDS):
                self.plan.title = line.text
            return bool(self.plan.title)
        else:
            return False
        self.stage = "title"
        return True

    def _title(self, line: Line) -> bool:
        """Lines of the trích yếu, until something else begins."""
        cited = CITED_NUMBER.search(line.text) or line.text.endswith((";", ",", ":"))
        leads = BASIS_LEAD.match(line.folded) and (cited or bool(self.title))
        kind, rest = split_mark(line.text, line.folded)
        if (
            STRONG_LEAD.match(line.folded)
            or (leads and line.text[0].isupper() and (cited or line.after_blank))
            or (kind and (kind in TOP_KINDS or heading_name(rest.partition(":")[0])))
            or is_bullet(kind)
            or ISSUES_PLAN.search(line.folded)
            or line.folded.startswith("kinh gui")
            or heading_name(line.text.rstrip(" :"))
            or len(line.text) > 250
            or len(self.title) > 5
            or (self.title and self.title[-1].endswith((".", ";", ":")))
        ):
            return self._turn("preamble")
        if not self.title and re.match(r"\((?:v/v|ve viec|ve )", line.folded):
            self.title = [line.text.strip("()")]
            return True
        is_head = NUMBER.match(line.text) or LONG_DAY.search(line.folded)
        if line.text[0] == "(" or is_head:
            self._head_cell(line, line.text)
            return True
        if self.title and line.after_blank and line.text[0].isupper():
            if line.text.endswith(".") or len(line.text) > 120:
                return self._turn("preamble")
        self.title.append(line.text)
        return True

    def _head_cell(self, line: Line, cell: str) -> None:
        """Sort one column of the letterhead into number, day, body or none."""
        start = 0
        for found in list(MOTTO.finditer(fold(cell))):
            self._head_part(line, cell[start : found.start()])
            start = found.end()
            self._leave(line.number, cell[found.start() : start])
        self._head_part(line, cell[start:])

    def _head_part(self, line: Line, text: str) -> None:
        rest = self._take_number(text[:400].strip()) + text[400:]
        rest = self._take_day(line, rest).strip(" ,;")
        if rest and not self._take_body(rest):
            self._leave(line.number, rest)

    def _take_number(self, text: str) -> str:
        found = None if self.plan.symbol else NUMBER.search(text)
        if not found or found.start() > 60:
            return text
        self.plan.number = found[1]
        symbol = re.sub(r" ?([-–/&]) ?", r"\1", found[2]).rstrip(".")
        self.plan.symbol = symbol.replace("–", "-")
        return (text[: found.start()].rstrip() + " " + text[found.end() :]).strip()

    def _take_own_number(self, introduction: str) -> None:
        """An article says "... ban hành Kế hoạch số 58/KH-UBND về ..."."""
        found = ISSUES_PLAN.search(fold(introduction))
        number = NUMBER.match(introduction, found.end() + 1) if found else None
        if number:
            self.plan.number = number[1]
            self.plan.symbol = number[2]

    def _take_day(self, line: Line, text: str) -> str:
        """Read "Hà Giang, ngày ... tháng ... năm ..." or a bare date."""
        if self.plan.date or not text or len(text) > 300:
            return text
        folded = fold(text)
        if found := WEB_DAY.fullmatch(folded):
            self.plan.date = iso_day(found["y"], found["m"], found["d"])
            if self.plan.date and not self.plan.title:
                self._title_above(line)
            return "" if self.plan.date else text
        found = LONG_DAY.search(folded) or SHORT_DAY.search(folded)
        if not found:
            return text
        before = text[: found.start()].rstrip(" ,")
        if len(before) > 60 or text[found.end() :].strip(" ./"):
            return text
        self.plan.date = iso_day(found["y"], found["m"], found["d"])
        self.plan.place = before or None
        blank = not (found["d"] and found["m"] and found["y"])
        if not self.plan.date and not blank:  # such a day does not exist
            self._leave(line.number, text[found.start() :])
        return ""

    def _title_above(self, line: Line) -> None:
        """A web article has its title on the line above its date."""
        above = self.lines[self.index - 1] if self.index else line
        left = self.plan.leftovers[-1:]
        if left and left[0] == (above.number, above.text) and above.text.count(" ") > 4:
            self.plan.leftovers.pop()
            self.plan.title = above.text

    def _take_body(self, text: str) -> bool:
        """A line of the letterhead's left side: a body's name, or more of it."""
        if len(text) > 90 or self.plan.title or text.endswith(SENTENCE_ENDS):
            return False
        if not text.isupper() and not (text[0].isupper() and not self.bodies):
            return False
        below = LOWER_BODY.search(text, 4) if UPPER_BODY.match(text) else None
        if below:  # two bodies that stood one under the other
            above, text = text[: below.start()], text[below.start() + 1 :]
            return self._take_body(above) and self._take_body(text)
        if BODY_HEAD.match(fold(text)) and not (
            self.bodies and self.bodies[-1][-1].endswith((" VÀ", ",", "-"))
        ):
            self.bodies.append([text])
            self.body_lines.append(self.lines[self.index].number)
        elif self.bodies and text.isupper() and not STAMP.match(text):
            self.bodies[-1].append(text)
        else:
            return False
        return True

    def _starts_preamble(self, line: Line) -> bool:
        """Turn to the bases at the first basis or introduction."""
        text, folded = line.text, line.folded
        if is_bullet(split_mark(text, folded)[0]):
            folded = fold(split_mark(text, folded)[1])
        lead = BASIS_LEAD.match(folded)
        cited = CITED_NUMBER.search(text[:400]) or CITED_DAY.search(folded[:400])
        long = len(text) > 60 or text.endswith((";", ":"))
        intro = ISSUES_PLAN.search(folded[:2000]) and long and text[0].isupper()
        if (lead and (cited or long)) or intro:
            self._turn("preamble")
            return True
        return False

    def _starts_body(self, line: Line) -> bool:
        kind, rest = split_mark(line.text, line.folded)
        label = rest.partition(":")[0]
        if kind and not is_bullet(kind) or ":" in rest or rest.isupper():
            if heading_name(label) and (kind or rest[0].isupper()):
                self._turn("body")
                return True
        return False

    def _preamble(self, line: Line) -> bool:
        kind, rest = split_mark(line.text, line.folded)
        folded = fold(rest)
        is_heading = kind in TOP_KINDS or heading_name(rest.partition(":")[0])
        if BASIS_LEAD.match(folded) and rest[:1].isupper() and not is_heading:
            self.open = Item("preamble", line.number, [rest], len(line.text))
            self.preamble.append(self.open)
            return True
        ended = self.open is not None and self.open.parts[-1].endswith(":")
        if ended and self._lists_bases(line, kind, rest):
            return True
        if kind or heading_name(line.text.partition(":")[0]) or self._ends(line):
            self._close_preamble()
            return self._turn("body")
        if self._continues(line) and not ended:
            return self._append(line)
        if ended or (self.preamble and is_introduction(self.preamble[-1].text)):
            self._close_preamble()
            return self._turn("body")
        self.open = Item("preamble", line.number, [line.text], len(line.text))
        self.preamble.append(self.open)
        return True

    def _lists_bases(self, line: Line, kind: str | None, rest: str) -> bool:
        """Take one of the documents listed below "Căn cứ các văn bản sau:"."""
        lead = self.preamble[-1] if self.preamble else None
        if not lead or not rest or not is_bullet(kind):
            return False
        if lead.field != "bases":
            if len(lead.text) > 120 or not BASIS_LEAD.match(fold(lead.text)):
                return False
            self.preamble.pop()
            self._structure(lead.number, lead.text)
        self.preamble.append(Item("bases", line.number, [rest], len(line.text)))
        # kept open with its colon in mind, so that the next entry joins the list
        self.open = Item("bases", line.number, [":"], 0)
        return True

    def _close_preamble(self) -> None:
        """Sort the paragraphs before the body into bases and introduction."""
        introduction: list[str] = []
        for item in self.preamble:
            if item.field == "bases":
                self.plan.bases += map(read_basis, split_bases(item.text))
                continue
            bases, intro = split_introduction(item.text)
            if bases and BASIS_LEAD.match(fold(bases)):
                self.plan.bases += map(read_basis, split_bases(bases))
            elif bases and intro:
                intro = item.text
            elif bases:
                if is_introduction(bases):
                    intro = bases
                else:
                    self._leave(item.number, bases)
            if intro:
                introduction.append(intro)
        self.preamble = []
        if not introduction:
            return
        self.plan.introduction = " ".join(introduction)
        if found := HEADING_END.search(fold(introduction[-1][-80:])):
            self.stack = [Section("introduction", found.lastgroup)]
