"""Read the text of a dialogue plan (kế hoạch) into its parts.

The one public function is :func:`parse_plan`. It needs the standard library
alone and can be loaded by its path, without Odoo::

    plan = parse_plan(text)
    plan.symbol        # "KH-SKHCN"
    plan.bases[0]      # Basis(text="Thực hiện Kế hoạch 90/KH-UBND ...", ...)

How it reads. A plan is a letterhead, a title, the bases, the body, and the
end (closing sentence, recipients, signature). One method per stage takes the
lines in turn: it either keeps a line or hands it to the next stage. In the
body a stack of open sections, one per kind of mark ("I.", "1.", "-"), says
where an unmarked or unknown line belongs. Words are compared without accents
and in small letters, so NFC, NFD, capitals and "hoà"/"hòa" are all one.

What it promises. It never raises on a ``str``, it runs in linear time, and it
drops no line: what found no field is in :attr:`PlanText.leftovers`. Only list
marks and the words that form stands for ("Số:", "ngày", "Giao", "có trách
nhiệm", the full stop after a recipient) do not come back.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
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


def parse_plan(text: str) -> PlanText:
    """Read a plan. Any text is taken, a plan of no known shape included."""
    return _Reader(text).read()


# --- Cleaning ---------------------------------------------------------------

_BREAK = re.compile(r"\r\n|\n|\r")
_SOFT_BREAK = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")  # same line number
_INVISIBLE = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe"
_STRIP = re.compile(f"[{_INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"\S{1,400}")
_GAP = re.compile(r"\s{3,}")
_ITALIC = re.compile(r"\*(?=[^\s*])(.*\S)\*|_(?=[^\s_])(.*[^\s_])_")


class _FoldTable(dict[int, str]):
    """For ``str.translate``: each letter to its small letter without accents.

    One character gives one character, so offsets stay valid.
    """

    def __missing__(self, code: int) -> str:
        char = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = small = "d" if char in "đĐðÐ" else char.lower()[0]
        return small


_FOLD = _FoldTable()


class _Line(NamedTuple):
    number: int
    raw: str  # with its tabs and runs of spaces, for columns
    text: str
    folded: str
    after_blank: bool


def _fold(text: str) -> str:
    return text.translate(_FOLD)


def _key(text: str) -> str:
    """The folded words of a text, one space between them."""
    return " ".join(re.findall(r"[a-z0-9]+", _fold(text)))


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _normalize(text: str) -> str:
    """NFC, word by word where a line is long.

    Reordering accents costs the square of their run's length: an endless run
    is cut, so that hostile input stays cheap.
    """
    if text.isascii():
        return text
    if len(text) <= 400:
        return unicodedata.normalize("NFC", text)
    return _WORD.sub(lambda word: unicodedata.normalize("NFC", word[0]), text)


def _clean_lines(text: str) -> Iterator[_Line]:
    """The lines that hold anything, cleaned, with their numbers."""
    text = _CONTROL.sub(" ", _STRIP.sub("", text))
    text = _SURROGATE.sub("\ufffd", text).replace("**", "")
    is_soft = bool(_SOFT_BREAK.search(text))
    after_blank = True
    for number, physical in enumerate(_BREAK.split(text), start=1):
        for part in _SOFT_BREAK.split(physical) if is_soft else (physical,):
            raw = _normalize(part.strip()).lstrip("#").lstrip()
            if raw[:1] in ("*", "_") and (italic := _ITALIC.fullmatch(raw)):
                raw = italic[1] or italic[2]
            clean = _squeeze(raw)
            if clean:
                yield _Line(number, raw, clean, _fold(clean), after_blank)
            after_blank = not clean


# --- Marks of lists and headings --------------------------------------------

# The capital letters, for character classes: the block's even half is capital.
_UP = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐÐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_BULLETS = {
    "-": "-–—−‐‑‒―",
    "+": "+",
    "*": "*",
    "•": "•●▪■□◦○◆◇♦·∙✓✔❖➢➤►▶→⇒‣⁃»›~§Øü①-⑳❶-❿\uf000-\uf0ff",
}
_MARKS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("roman", rf"[IVX]{{1,6}} ?[.)/:–—-]+(?= |$|[{_UP}])"),
        ("roman.n", r"(?:[IVX]{1,4}|[A-H])(?:\.[1-9]\d?){1,3}[.)]?(?= |$)"),
        ("upper", r"[A-HĐK][./](?= |$)"),
        ("upper)", r"[A-HĐK]\)(?= |$)"),
        ("multi", r"[1-9]\d?(?:\.[1-9]\d?){1,3}[.):]?(?= |$|[^\W\d])"),
        ("arabic", r"0?[1-9]\d? ?(?:[.):]|/(?= |[^\W\d])|[-–—](?= ))(?!\d)"),
        ("(arabic)", r"\([1-9]\d?\)(?!\w)"),
        ("lower roman", r"\(?(?:i{2,3}|iv|vi{1,3}|ix)\)"),
        ("lower", r"\([a-zđ]\)|[a-zđ](?:\)|[./](?= |$))"),
        ("-", rf"[{_BULLETS['-']}]+"),
        ("+", r"\++"),
        ("*", r"\*+"),
        ("•", rf"(?:[{_BULLETS['•']}](?= |$)|[•●▪■□◦○◆◇✓✔❖➢➤►▶①-⑳❶-❿\uf000-\uf0ff])+"),
        ("•", rf"o(?= [{_UP}])"),
    )
)
_PART = re.compile(
    r"(?:phan|chuong|muc) (?:thu )?(?:[ivx]+|\d{1,2}|[a-h]|nhat|hai|ba|tu|nam)"
    r"(?: ?[.:)/–—-]+| ?$|(?= [a-z]))"
)
_ARTICLE = re.compile(r"dieu \d{1,3} ?[.:)]")
_BARE_MARK = re.compile(rf"([IVX]{{1,4}}|[1-9]\d?)(?= [{_UP}])")
_TOP_KINDS = ("part", "roman", "upper", "article")
_WORD_KINDS = ("part", "article")  # a mark of words stays with an entry
_ENDS = tuple(".;:!?…")


@lru_cache(maxsize=64)  # a line is asked for its mark by several readers
def _mark(text: str, folded: str) -> tuple[str | None, str]:
    """The kind of the mark a line begins with, and the line without it."""
    if text[0].isalnum() and text[:12].isalnum():
        return None, text
    if text[0].isupper():
        for kind, pattern in (("part", _PART), ("article", _ARTICLE)):
            if found := pattern.match(folded):
                return kind, text[found.end() :].lstrip(" .:–—-")
    for kind, pattern in _MARKS:
        if found := pattern.match(text):
            if kind == "multi":
                kind += str(found[0].count(".", 0, -1))
            elif kind == "•":
                kind += found[0][0]
            return kind, text[found.end() :].lstrip()
    if (found := _BARE_MARK.match(text)) and _heading_name(text[found.end() :]):
        kind = "arabic" if found[1].isdecimal() else "roman"
        return kind, text[found.end() :].lstrip()
    return None, text


def _is_bullet(kind: str | None) -> bool:
    return kind is not None and kind[0] in _BULLETS


# --- Headings ---------------------------------------------------------------

# Folded words that may follow the core of a heading without making it a
# sentence. None is made of two others: the match cannot branch.
_TAIL = (
    "tham gia|tham du|du|moi|chu tri|to chuc|thuc hien|doi thoai|tiep xuc|toa dam"
    "|hoi nghi|gap go|trao doi|buoi|cuoc|tien hanh|trien khai|chinh|chu yeu"
    "|trong tam|cu the|du kien|cua|tai|va|voi|ve|dia diem|thoi gian|so luong"
    "|chuong trinh|ke hoach|nhiem vu|cong viec|cong tac|cac|don vi|co quan|phong"
    "|ban|so|bo phan|dai bieu|doanh nghiep|cong dan|nguoi dan|nhan dan|ca nhan"
    "|truc tiep|thu tuc hanh chinh|tthc|pham vi|doi tuong|thanh phan|hinh thuc"
    "|phuong thuc|phuong phap|cach thuc|noi dung|chu de|dot|nam|[0-9]+|gom|bao gom"
    "|co|nhu sau|sau|lien quan|khach|trach nhiem|kinh phi|chung|dam bao|bao dam"
    "|dau|nguoi dung|lanh dao|tiep nhan|giai dap|chuyen de|quy mo|yeu cau|xa|tinh"
    "|doi voi|lay y kien|thao luan|lang nghe|thao go|kho khan|vuong mac|kien nghi"
    "|phan anh|nguoi nop thue|nha dau tu|nguoi lao dong|ho kinh doanh|hop tac xa"
    "|linh vuc|cho|nhu|chuyen mon|truc thuoc|thuoc"
)
_HEADINGS = re.compile(
    "|".join(
        rf"(?P<{name}>(?:{core})" + (")" if name == "bases" else rf"(?: (?:{_TAIL}))*)")
        for name, core in {
            "bases": r"(?:cac )?can cu|(?:cac )?(?:can cu|co so)"
            r" (?:phap ly|(?:xay dung|ban hanh|lap)(?: ke hoach)?)",
            "aims": r"muc (?:dich|tieu)(?: y nghia)?(?: va)? (?:yeu cau|nguyen tac)",
            "purposes": r"muc dich(?: y nghia| va y nghia)?|muc tieu",
            "requirements": r"(?:cac )?(?:yeu cau|nguyen tac)",
            "assignments": r"(?:cong tac )?to chuc (?:thuc hien|trien khai)"
            r"|phan cong|trach nhiem|trien khai thuc hien|giao nhiem vu"
            r"|nhiem vu(?: cu the)? (?:cua|cac|doi voi)"
            r"|(?:che do )?(?:thong tin )?bao cao",
            "chair": r"chu tri|nguoi chu tri|chu toa",
            "participants": r"(?:ve )?(?:doi tuong|thanh phan)"
            r"|(?:dai bieu|khach) (?:moi|tham du|tham gia|du)"
            r"|(?:pham vi|so luong|quy mo)(?: va)? (?:doi tuong|thanh phan|dai bieu)",
            "forms": r"(?:ve )?(?:hinh thuc|phuong thuc|cach thuc|phuong phap)",
            "venue": r"(?:ve )?dia diem",
            "time_frame": r"(?:ve )?(?:thoi gian|tien do|lo trinh|thoi diem|ngay gio)",
            "budget": r"(?:ve )?(?:nguon )?kinh phi|du toan",
            "contents": r"(?:ve )?(?:cac )?noi dung|chu de|chuong trinh"
            r"|nhiem vu(?: va| trong tam)* giai phap|nhiem vu trong tam"
            r"|(?:cac buoc|trinh tu|quy trinh|cach) (?:tien hanh|thuc hien|to chuc)"
            r"|cong tac (?:chuan bi|tuyen truyen)",
        }.items()
    )
)
# Headings whose own word must stay with the text: "Địa điểm: Hội trường".
_LABELLED = {"venue": "time_frame", "chair": "participants"}
_AIM_FIELDS = ("aims", "purposes", "requirements")
# The last words of a sentence that goes on in a list: "... nhằm mục đích:"
_HEADING_END = re.compile(
    r"(?:(?P<aims>muc dich,? (?:va )?yeu cau)|(?P<purposes>muc dich|muc tieu)"
    r"|(?P<requirements>yeu cau)|(?P<participants>thanh phan(?: tham du| tham gia)?)"
    r"|(?P<forms>hinh thuc)|(?P<contents>noi dung doi thoai))"
    r"(?: sau| nhu sau| chinh| chinh sau| cu the)?:$"
)
# The first words of a heading, whatever follows; and sentences that are entries
# of a section by themselves: "Thời gian thực hiện trong quý II".
_HEADING_START = re.compile(
    r"(?:(?P<purposes>muc dich)|(?P<requirements>yeu cau)|(?P<participants>doi tuong"
    r"|thanh phan)|(?P<forms>hinh thuc|phuong thuc)|(?P<contents>noi dung|chu de)"
    r"|(?P<time_frame>thoi gian|tien do)|(?P<assignments>to chuc thuc hien|phan cong)"
    r"|(?P<budget>kinh phi))\b"
)
_SENTENCE_START = re.compile(
    rf"(?:(?P<time_frame>(?:thoi gian|dia diem)(?: (?:{_TAIL}))*? (?:trong|tu|vao|tai"
    r"|du kien|bat dau|ngay|quy|thang|hoan thanh|la))"
    rf"|(?P<participants>(?:thanh phan|doi tuong)(?: (?:{_TAIL}))*? (?:gom|la))"
    rf"|(?P<forms>(?:hinh thuc|phuong thuc)(?: (?:{_TAIL}))*? la))\b"
)
_PARENTHESIS = re.compile(r"\([^()]*\)")


def _heading_name(label: str) -> str | None:
    """Which section a label opens, or None. Never long: headings are short."""
    if len(label) > 120:
        return None
    found = _HEADINGS.fullmatch(_key(_PARENTHESIS.sub(" ", label)))
    return found.lastgroup if found else None


def _started_name(text: str) -> str | None:
    """Which section a short line opens by its first words alone."""
    if len(text) > 140 or text.endswith((".", ";", ",")) or text.count(" ") > 18:
        return None
    found = _HEADING_START.match(_fold(text))
    return found.lastgroup if found else None


# --- Numbers, days, bodies --------------------------------------------------

_MOTTO = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam|doc lap ?[-–—.]? ?tu do ?[-–—.]? ?hanh phuc"
)
_SYMBOL = rf"[{_UP}][\w&.]*(?: ?[-–/&] ?[{_UP}][\w&.]*)*"
_NUMBER = re.compile(
    rf"(?<!\w)[Ss][ốỐ] ?[:.]? ?(\d{{1,6}})?[ .…_]*(?:/|-(?=\w+/)) ?"
    rf"((?:\d{{4}} ?/ ?)?{_SYMBOL})"
)
_BLANK = r"[ .…_–-]{0,40}"
_LONG_DAY = re.compile(
    rf"ngay{_BLANK}(?P<d>\d{{1,2}})?{_BLANK}thang{_BLANK}(?P<m>\d{{1,2}})?{_BLANK}"
    rf"nam{_BLANK}(?P<y>\d{{4}}|\d\d(?=[.…_]))?[.…_]*"
)
_SHORT_DAY = re.compile(
    r"(?:ngay |(?<=, ))(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>\d{4})"
)
_WEB_DAY = re.compile(
    r"(?:(?:thu \w+|chu nhat|ngay(?: dang)?|dang ngay|cap nhat(?: ngay)?)[,: ]*)*"
    r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    r"(?:[ ,|–-]*\d{1,2}[:h]\d\d(?::\d\d)?(?: ?[ap]m)?)?"
)
_CITED_DAY = re.compile(
    r"ngay (?P<d>\d{1,2}) ?(?:[/.-]|thang) ?(?P<m>\d{1,2}) ?(?:[/.-]|nam) ?(?P<y>\d{4})"
)
_BODY_HEAD = re.compile(
    r"(?:ubnd|uy ban|hdnd|hoi dong|so|bo|tong cuc|cuc|chi cuc|thue|hai quan|ban"
    r"|van phong|thanh tra|trung tam|phong|vien|truong|cong an|dang uy|tinh uy"
    r"|thanh uy|huyen uy|bao hiem|kho bac|lien doan|hiep hoi|hoi|tinh doan|doan"
    r"|mat tran|dang bo|chi bo|benh vien|quy|ngan hang|dai hoc|cong ty|tap doan|bhxh"
    r"|tong cong ty|buu dien)\b(?! (?:dung|luong|huu|nghi|thoai))"
)
_UPPER_BODY = re.compile("UBND |ỦY BAN |UỶ BAN |BỘ |TỔNG CỤC ")
_LOWER_BODY = re.compile(" (?:SỞ|BAN QUẢN LÝ|CHI CỤC|CỤC|VĂN PHÒNG|TRUNG TÂM) ")
_STAMP = re.compile(r"DỰ THẢO|(?:THƯỢNG )?KHẨN|H[OỎ]Ả? TỐC|MẬT|TỐI MẬT|TUYỆT MẬT")
_ISSUES_PLAN = re.compile(
    r"(?: (?:da|se|tien hanh))* (?:xay dung|ban hanh|lap|trien khai|to chuc|de ra)"
    r"(?: va (?:trien khai|ban hanh))? (?:ke hoach|noi dung ke hoach)\b"
)


_SETS_OUT = re.compile(
    r" (?:xay dung|ban hanh|lap|trien khai|to chuc|de ra|thong bao|yeu cau)\b"
)
_UNFILLED = re.compile(r"(?:\bso ?:?|\bngay|\bthang|\bnam)[ .…_]*$")
_CLAUSE = re.compile(r"[,;] ")


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    """The day as ISO, cut before its first blank part; None if impossible."""
    if not year or len(year) != 4:
        return None
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole if month and day else whole[:7] if month else whole[:4]


# --- Bases ------------------------------------------------------------------

_KINDS_OF_DOCUMENT = (
    r"(?:bo )?luat|phap lenh|nghi quyet|nghi dinh|quyet dinh|chi thi|thong tu"
    r"|ke hoach|cong van|van ban|cong dien|thong bao|chuong trinh|ket luan|quy che"
    r"|quy dinh|huong dan|de an|bao cao|to trinh|hien phap|thong tri"
)
_BASIS_LEAD = re.compile(
    r"(?:\([^)]{1,40}\) ?[-–—]? ?)?"
    r"(?:can cu|thuc hien|tiep tuc thuc hien|trien khai|theo(?! do)|xet|chap hanh"
    r"|tren co so|de (?:trien khai|thuc hien))\b"
)
_STRONG_LEAD = re.compile(r"(?:\([^)]{1,40}\) ?[-–—]? ?)?(?:can cu|xet de nghi)\b")
_CITED_NUMBER = re.compile(
    rf"(?<![\w/.-])(\d{{1,6}}[a-z]?(?: ?/ ?\d{{4}})?(?: ?/ ?| ?- ?)(?:QH\d+"
    rf"|[{_UP}][\w&]*(?:[-–/&][{_UP}][\w&]*| [-–] [{_UP}]{{2,}}(?!\w))*))"
)
_CITED_LAW = re.compile(rf"(?:so |can cu |theo |^)(?:{_KINDS_OF_DOCUMENT})\b")
_NEXT_BASIS = re.compile(
    rf"(?:,|;| va|, va) (?=(?:cac )?(?:{_KINDS_OF_DOCUMENT})(?: lien tich)?"
    r"(?: so)? ?:? ?\d{1,6}[a-z]?(?: ?/ ?\d{4})? ?[/-] ?[a-z])"
)
_CITED_ISSUER = re.compile(
    r"(?<!\w)của (.+?)(?=[;.:(]|$|,(?! Chủ nhiệm)| (?:về|ban hành|quy định|phê duyệt"
    r"|triển khai|thực hiện|[Vv]/v|hướng dẫn|sửa đổi|bổ sung|công bố|giao|kèm"
    r"|tổ chức|chỉ đạo|tăng cường|yêu cầu|đẩy mạnh|nhằm|thông qua|kết luận|tại"
    r"|trong|đối với|cho|liên quan|ngày|năm|số|và|quyết định|tiếp xúc|nâng cao"
    r"|tiếp tục|cải cách|là|thi hành)(?!\w))"
)


def _basis(text: str) -> Basis:
    """Take number, day and issuer out of one clause."""
    text = text.strip(" ;,.")
    number = _CITED_NUMBER.search(text)
    start = number.end() if number else 0
    day = _CITED_DAY.search(_fold(text), start)
    if day and number and day.start() - start > 60:
        day = None
    cited = number or day or _CITED_LAW.match(_fold(text))
    issuer = None
    if cited:
        start = day.end() if day else start
        near = text[start : start + 200]
        issuer = _CITED_ISSUER.match(near.lstrip(" ,")) or _CITED_ISSUER.search(
            text[: number.start()][-200:] if number else text[:200]
        )
    return Basis(
        text=text,
        number=re.sub(r"\s", "", number[1]).replace("–", "-") if number else None,
        date=_iso(day["y"], day["m"], day["d"]) if day else None,
        issuer=issuer[1].strip() if issuer else None,
    )


def _split_bases(text: str) -> Iterator[str]:
    """The clauses of a paragraph of bases, each with one document."""
    for sentence in re.split(r";(?= |$)", text):
        start = 0
        for found in _NEXT_BASIS.finditer(_fold(sentence)):
            if _CITED_NUMBER.search(sentence, start, found.start()):
                yield sentence[start : found.start()]
                start = found.end()
        if sentence[start:].strip(" ,."):
            yield sentence[start:]


def _split_introduction(text: str) -> tuple[str, str]:
    """Cut "<bases>, <body> ban hành kế hoạch ..." before the body's name."""
    folded = _fold(text)
    for found in _ISSUES_PLAN.finditer(folded):
        start = max(0, found.start() - 160)
        for mark in _CLAUSE.finditer(folded, start, found.start()):
            if _BODY_HEAD.match(folded, mark.end()):
                return text[: mark.start()], text[mark.end() :]
        if not start and _BODY_HEAD.match(folded):
            return "", text
    if folded.endswith(":"):
        for mark in reversed(list(_CLAUSE.finditer(folded, max(0, len(text) - 400)))):
            if _BODY_HEAD.match(folded, mark.end()) and _SETS_OUT.search(
                folded, mark.end()
            ):
                return text[: mark.start()], text[mark.end() :]
    return text, ""


# --- Assignments ------------------------------------------------------------

_UNIT = re.compile(
    r"(?:các |những |toàn bộ |trưởng |phó |lãnh đạo |đồng chí |ông |bà )*"
    r"(?:văn phòng|phòng|thanh tra|ban (?!hành|giao)|tổ (?!chức)|trung tâm|bộ phận"
    r"|sở(?! hữu)|ubnd|[uủ][yỷ] ban|ubmttq|mttq|chi cục|cục|đơn vị|cơ quan|công chức"
    r"|viên chức|cán bộ|giám đốc|phó giám đốc|chánh|thủ trưởng|trưởng|lãnh đạo|hiệp hội"
    r"|hội (?!nghị|trường|thảo)|liên đoàn|doanh nghiệp|báo (?!cáo)|đài|cổng|công an"
    r"|đoàn|mặt trận|[đĐ]ảng|chi bộ|bộ (?!phận)|đội|kế toán|quỹ|ngân hàng|trường|thuế"
    r"|bệnh viện|trạm|thôn|khu phố|ấp|chủ tịch|phó chủ tịch|đồng chí|đ/c|ông|bà|viện"
    r"|hợp tác xã|nhóm|chuyên viên|thư ký|bí thư|người đứng đầu|hải quan|kho bạc"
    r"|bảo hiểm|tiểu ban|thành viên|tổng cục|vụ|hđnd|bhxh|công ty)"
    r"(?=[\s(:,;.-]|$)|(?:ban|tổ|hội|báo|bộ) (?=\S)"
)
_SURE_VERB = "có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|chủ trì|phối hợp|tham mưu"
# Verbs that units are also called after: "Phòng quản lý xây dựng".
_NAME_VERB = (
    "tổng hợp|tổ chức|tiếp nhận|kiểm tra|tuyên truyền|hỗ trợ|phục vụ|quản lý|dự toán"
    "|thông tin|giám sát|giải quyết|xây dựng|hướng dẫn|thẩm định|kết nối|điều hành"
    "|công khai|trực|phổ biến|kế hoạch|theo dõi|rà soát"
)
_VERB = (
    "là|làm|sẽ|cần|phải|được|tiếp tục|chủ động|nghiêm túc|kịp thời|khẩn trương|căn cứ"
    "|chuẩn bị|thông báo|gửi|mời|bố trí|phân công|cử|triển khai|đôn đốc|đăng tải|đăng"
    "|báo cáo|trả lời|giải đáp|thực hiện|đảm bảo|bảo đảm|cung cấp|lập|trình|quán triệt"
    "|tham dự|tham gia|dự|viết|đưa tin|ghi|phát hành|xử lý|nghiên cứu|đề xuất|cập nhật"
    "|niêm yết|thu thập|tập hợp|lấy ý kiến|soạn|dự thảo|hoàn thiện|ban hành|liên hệ"
    "|đón tiếp|sử dụng|thanh toán|cân đối|giúp|vận động|thường xuyên|tích cực|tập trung"
    "|tăng cường|bám sát|phân loại|duy trì|quay|vận hành|nắm|in|sao gửi|đề nghị|yêu cầu"
    "|khảo sát|có mặt|chỉ đạo|trực tiếp"
)
_ANY_VERB = re.compile(rf"(?<!\w)(?:({_SURE_VERB})|({_NAME_VERB})|{_VERB})(?!\w)")
_DUTY = re.compile(r"(?:có trách nhiệm|có nhiệm vụ)(?!\w)[\s:]*")
_ASSIGN_LEAD = re.compile(
    r"(?:(?:giam doc|lanh dao|chu tich|(?:chi )?cuc truong|ubnd|uy ban|so|truong ban)"
    r"(?: \w+){0,5}? )?"
    r"(giao(?: trach nhiem| nhiem vu)?(?: cho)?|de nghi|yeu cau|phan cong"
    r"|uy quyen cho|doi voi|(?:trach nhiem|nhiem vu) cua) "
)
# What stands before such a verb when it is part of the name.
_NAME_HEAD = re.compile(
    r"(?:(?<!văn )phòng|(?<!trưởng )ban|tổ|trung tâm|bộ phận|đội|và|,|-|–)$",
    re.IGNORECASE,
)
_NOT_OF_UNIT = re.compile(
    r"(?:trong qua trinh|qua trinh|neu |dinh ky|truong hop|moi |de nghi|yeu cau|giao )"
)
_MONEY = re.compile(r"(?:bo tri |nguon |du toan |ve )?kinh phi\b|du toan\b")


def _unit_end(text: str) -> int:
    """Where the unit's name ends and its task begins; 0 if no verb is found."""
    for found in _ANY_VERB.finditer(text, 0, 240):
        before = text[: found.start()].rstrip()
        if not before:
            return 0
        if not text[found.end() :].strip(" :.;"):
            return 0  # "Phòng Việc làm:" ends in what looks like a verb
        if not found[2]:
            return found.start()
        soon = _ANY_VERB.search(text, found.end() + 1, found.end() + 40)
        between = text[found.end() : soon.start()] if soon and soon[1] else ","
        if re.search(r"[,;:]", between) and not _NAME_HEAD.search(before):
            return found.start()
    return 0


def _split_unit(text: str) -> Assignment:
    """Part "Giao Văn phòng Sở chuẩn bị ..." into the unit and its task."""
    lead = _ASSIGN_LEAD.match(_fold(text))
    rest = text[lead.end() :] if lead else text
    named = _UNIT.match(rest.lower())
    if not named and not (lead and lead[1].startswith("giao")):
        return Assignment(None, text)
    label, colon, after = rest.partition(":")
    cut = _unit_end(rest)
    if colon and after and len(label) <= 120 and not 0 < cut < len(label):
        return Assignment(label.strip(), _DUTY.sub("", after.strip(), count=1))
    unit = rest[:cut].strip(" ,;:–-")
    if not unit or len(unit) > 200:
        return Assignment(None, text)
    duty = _DUTY.match(rest, cut)
    task = rest[duty.end() :] if duty else rest[cut:]
    return Assignment(unit, task) if task.strip() else Assignment(None, text)


def _unit_heading(text: str, certain: bool) -> str | None:
    """The unit a short line names and nothing else, else None.

    :param certain: the line stands above a list, so it may lack the colon.
    """
    if len(text) > 160 or (text.endswith(_ENDS) and not text.endswith(":")):
        return None
    if not (text.endswith(":") or certain):
        return None
    label = text.rstrip(" :")
    lead = _ASSIGN_LEAD.match(_fold(label))
    unit = label[lead.end() :] if lead else label
    duty = re.search(r" (?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm)$", unit)
    unit = unit[: duty.start()] if duty else unit
    is_given = lead and lead[1].startswith("giao")
    if ":" in unit or _unit_end(unit) or not (is_given or _UNIT.match(unit.lower())):
        return None
    return unit


# --- The end of a plan ------------------------------------------------------

_CAPACITY = re.compile(
    rf"(TM|KT|TL|TUQ|TƯQ|Q|T/M|K/T|T/L|T\.M|K\.T|T\.L)(?: ?[./] ?| (?=[{_UP}]{{2}}))"
    rf"([{_UP}].{{1,100}})"
)
_TITLE_HEAD = re.compile(
    r"(?:quyen )?(?:pho )?(?:tong )?(?:giam doc|chu tich|chanh (?:van phong|thanh tra)"
    r"|truong (?!hop)\w+"
    r"|(?:chi )?cuc truong|vu truong|bo truong|thu truong|vien truong|hieu truong"
    r"|bi thu|chi huy truong|doi truong|tong thu ky)\b"
)
_SECOND_TITLE = re.compile(r" (?=PHÓ |CHÁNH |TRƯỞNG |GIÁM ĐỐC|CHỦ TỊCH)")
_SIGNED = re.compile(r"[(\[]?(?:da )?ky(?: ten)?(?:,? ?(?:va )?dong dau)?[)\]]?")
_DEGREE = r"(?:(?:[A-ZĐ]\w{0,7}\.|Đại tá|Thượng tá|Trung tá|Thiếu tá) ?)*"
_NAME = re.compile(rf"{_DEGREE}[{_UP}][^\W\d_]*(?:[ -][{_UP}][^\W\d_]*){{1,5}}")
_FILED_NAME = re.compile(r"(.{0,9}[Ll]ưu ?:.{1,80}?\.) (.{4,60})")
_NOISE = re.compile(
    r"(?:cac )?(?:tin|bai viet|tin bai|van ban|tin tuc)(?: bai)? (?:lien quan|khac|moi)"
    r"|(?:tin )?cung chuyen muc|tai (?:ke hoach|van ban|file|tep|ve)\b.{0,40}"
    r"|xem (?:chi tiet|toan van|file|them)\b.{0,60}"
    r"|(?:file|tep|van ban|tai lieu) dinh kem"
    r"|chia se|lien ket|luot xem|so luot xem|in (?:bai|trang)(?: viet| nay)?|quay lai"
    r"|(?:gui )?binh luan|y kien ban doc|danh gia bai viet|ban bien tap|chi tiet tin"
    r"|nguon tin|tac gia|thong ke truy cap"
)
_PAGE = re.compile(
    r"[-–— ]*(?:(?:trang|page) )?\d{1,3}(?: ?(?:/|of|tren) ?\d{1,3})?[-–— ]*"
)
_BYLINE = re.compile(rf"{_NAME.pattern}(?: ?\([^()]{{1,40}}\)| [-–] .{{1,40}})?")
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


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and not _TITLE_HEAD.match(_fold(text))


def _is_signing(text: str) -> bool:
    """Whether a text is a line of a signature block, its name aside."""
    if len(text) > 110:
        return False
    if _CAPACITY.fullmatch(text):
        return True
    found = _TITLE_HEAD.match(_fold(text))
    return bool(found) and (text.isupper() or found.end() == len(text))


def _columns(line: _Line) -> list[str]:
    """The texts side by side on one line: by tabs, bars or wide gaps.

    A gap left for a number or a day ("Số:     /KH-SXD") parts nothing.
    """
    cells: list[str] = []
    for part in re.split(r"[\t|]", line.raw):
        is_open = False
        for cell in map(_squeeze, _GAP.split(part)):
            if cell and is_open:
                cells[-1] += f" {cell}"
            elif cell:
                cells.append(cell)
            is_open = bool(_UNFILLED.search(_fold(cell)))
    return cells


def _end_columns(line: _Line) -> list[str]:
    """The columns of a line near the end: the left one, the signature's one."""
    cells = _columns(line)
    if len(cells) > 1:
        last = cells[-1]
        if _is_signing(last) or _SIGNED.fullmatch(_fold(last)) or _is_name(last):
            return [" ".join(cells[:-1]), last]
    if _is_signing(line.text):
        return [line.text]
    for found in re.finditer(r"(?<=[:;.)]) ", line.text[:200]):
        if _is_signing(line.text[found.end() :]):
            return [line.text[: found.start()], line.text[found.end() :]]
    if (found := _FILED_NAME.fullmatch(line.text)) and _is_name(found[2]):
        return [found[1], found[2]]
    return [line.text.strip("| ")]


# --- The reader -------------------------------------------------------------


@dataclass
class _Section:
    """An open heading, or an assignment that deeper lines belong to."""

    kind: str
    field: str | None
    unit: str | None = None
    entry: int | None = None  # of the assignment, among the reader's items


@dataclass
class _Item:
    """One paragraph being gathered: a list entry, a basis, a sentence."""

    field: str
    number: int
    parts: list[str]
    width: int  # of its last line, to tell a wrapped line from a short one
    parent: _Section | None = None
    is_plain: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.parts)


class _Reader:
    """Holds the plan and the stage it has come to while the lines go by."""

    def __init__(self, text: str) -> None:
        self.lines = list(_clean_lines(text))
        self.index = 0
        self.stage = self._head
        self.plan = PlanText()
        self.bodies: list[list[str]] = []  # of the letterhead, top first, in lines
        self.body_lines: list[int] = []
        self.title: list[str] = []
        self.preamble: list[_Item] = []
        self.items: list[_Item] = []
        self.open: _Item | None = None
        self.stack: list[_Section] = []
        self.pending: str | None = None  # a mark alone on its line
        self.prefix = ""
        self.table: dict[int, str] | None = None
        self.end = ""  # closing, recipients, signature or noise
        self.closing: list[str] = []
        self.recipients: list[list[str]] = []
        self.recipients_marked = False

    def read(self) -> PlanText:
        for index, line in enumerate(self.lines):
            self.index = index
            if not any(map(str.isalnum, line.text)) and not _mark_only(line.text):
                self._leave(line.number, line.text)
            elif _PAGE.fullmatch(line.folded) and self.stage != self._head:
                self._leave(line.number, line.text)
            else:
                while not self.stage(line):
                    pass
        self._finish()
        return self.plan

    # Small helpers

    def _leave(self, number: int, text: str) -> bool:
        self.plan.leftovers.append(TextLine(number, text))
        return True

    def _structure(self, number: int, text: str) -> bool:
        self.plan.headings.append(TextLine(number, text))
        return True

    def _turn(self, stage) -> bool:
        """Go on to another stage, which shall look at the same line."""
        self.stage = stage
        self.open = None
        return False

    def _next_kind(self) -> str | None:
        for line in self.lines[self.index + 1 : self.index + 4]:
            if not _PAGE.fullmatch(line.folded):
                return _mark(line.text, line.folded)[0]
        return None

    def _continues(self, line: _Line) -> bool:
        """Whether an unmarked line goes on with the paragraph above it."""
        if not self.open:
            return False
        last = self.open.parts[-1]
        if line.text[0].islower() or line.text[0] in ",;.)":
            return not last.endswith("./.")
        if last[-1] in ",-–(":
            return True
        if last.rstrip("\"”')»").endswith(_ENDS) or line.after_blank:
            return False
        return self.open.width >= 50

    def _append(self, line: _Line) -> bool:
        if self.open:
            self.open.parts.append(line.text)
            self.open.width = len(line.text)
        return True

    # Letterhead and title

    def _head(self, line: _Line) -> bool:
        if self._starts_title(line):
            return True
        if self._starts_preamble(line) or self._starts_body(line):
            return False
        if line.folded.startswith(("noi nhan", "tren day la")):
            return self._turn(self._after)
        if self.index > 80 or (self.plan.title and line.text.endswith(":")):
            return self._turn(self._body)
        for cell in _columns(line):
            self._head_cell(line, cell)
        return True

    def _starts_title(self, line: _Line) -> bool:
        if self.plan.title or not line.folded.startswith("k"):
            return False
        letters = line.folded.replace(" ", "").strip(":.*")
        if letters == "kehoach":
            self._structure(line.number, line.text)
        elif line.text.startswith(("KẾ HOẠCH ", "KẾ HOẠCH: ")):
            self._structure(line.number, line.text[:8])
            self.title = [line.text[8:].strip(" :")]
        elif line.folded.startswith("ke hoach ") and not line.text.endswith(_ENDS):
            self.plan.title = line.text
            return True
        else:
            return False
        self.stage = self._title
        return True

    def _title(self, line: _Line) -> bool:
        """Lines of the trích yếu, until something else begins."""
        cited = _CITED_NUMBER.search(line.text) or line.text.endswith((";", ",", ":"))
        leads = _BASIS_LEAD.match(line.folded) and (cited or bool(self.title))
        kind, rest = _mark(line.text, line.folded)
        if (
            _STRONG_LEAD.match(line.folded)
            or (leads and line.text[0].isupper() and (cited or line.after_blank))
            or (kind and (kind in _TOP_KINDS or _heading_name(rest.partition(":")[0])))
            or _is_bullet(kind)
            or _ISSUES_PLAN.search(line.folded)
            or line.folded.startswith("kinh gui")
            or _heading_name(line.text.rstrip(" :"))
            or len(line.text) > 250
            or len(self.title) > 5
            or (self.title and self.title[-1].endswith((".", ";", ":")))
        ):
            return self._turn(self._preamble)
        if not self.title and re.match(r"\((?:v/v|ve viec|ve )", line.folded):
            self.title = [line.text.strip("()")]
            return True
        is_head = _NUMBER.match(line.text) or _LONG_DAY.search(line.folded)
        if line.text[0] == "(" or is_head:
            self._head_cell(line, line.text)
            return True
        if self.title and line.after_blank and line.text[0].isupper():
            if line.text.endswith(".") or len(line.text) > 120:
                return self._turn(self._preamble)
        self.title.append(line.text)
        return True

    def _head_cell(self, line: _Line, cell: str) -> None:
        """Sort one column of the letterhead into number, day, body or none."""
        start = 0
        for found in list(_MOTTO.finditer(_fold(cell))):
            self._head_part(line, cell[start : found.start()])
            start = found.end()
            self._leave(line.number, cell[found.start() : start])
        self._head_part(line, cell[start:])

    def _head_part(self, line: _Line, text: str) -> None:
        rest = self._take_number(text[:400].strip()) + text[400:]
        rest = self._take_day(line, rest).strip(" ,;")
        if rest and not self._take_body(rest):
            self._leave(line.number, rest)

    def _take_number(self, text: str) -> str:
        found = None if self.plan.symbol else _NUMBER.search(text)
        if not found or found.start() > 60:
            return text
        self.plan.number = found[1]
        symbol = re.sub(r" ?([-–/&]) ?", r"\1", found[2]).rstrip(".")
        self.plan.symbol = symbol.replace("–", "-")
        return (text[: found.start()].rstrip() + " " + text[found.end() :]).strip()

    def _take_own_number(self, introduction: str) -> None:
        """An article says "... ban hành Kế hoạch số 58/KH-UBND về ..."."""
        found = _ISSUES_PLAN.search(_fold(introduction))
        number = _NUMBER.match(introduction, found.end() + 1) if found else None
        if number:
            self.plan.number = number[1]
            self.plan.symbol = number[2]

    def _take_day(self, line: _Line, text: str) -> str:
        """Read "Hà Giang, ngày ... tháng ... năm ..." or a bare date."""
        if self.plan.date or not text or len(text) > 300:
            return text
        folded = _fold(text)
        if found := _WEB_DAY.fullmatch(folded):
            self.plan.date = _iso(found["y"], found["m"], found["d"])
            if self.plan.date and not self.plan.title:
                self._title_above(line)
            return "" if self.plan.date else text
        found = _LONG_DAY.search(folded) or _SHORT_DAY.search(folded)
        if not found:
            return text
        before = text[: found.start()].rstrip(" ,")
        if len(before) > 60 or text[found.end() :].strip(" ./"):
            return text
        self.plan.date = _iso(found["y"], found["m"], found["d"])
        self.plan.place = before or None
        blank = not (found["d"] and found["m"] and found["y"])
        if not self.plan.date and not blank:  # such a day does not exist
            self._leave(line.number, text[found.start() :])
        return ""

    def _title_above(self, line: _Line) -> None:
        """A web article has its title on the line above its date."""
        above = self.lines[self.index - 1] if self.index else line
        left = self.plan.leftovers[-1:]
        if left and left[0] == (above.number, above.text) and above.text.count(" ") > 4:
            self.plan.leftovers.pop()
            self.plan.title = above.text

    def _take_body(self, text: str) -> bool:
        """A line of the letterhead's left side: a body's name, or more of it."""
        if len(text) > 90 or self.plan.title or text.endswith(_ENDS):
            return False
        if not text.isupper() and not (text[0].isupper() and not self.bodies):
            return False
        below = _LOWER_BODY.search(text, 4) if _UPPER_BODY.match(text) else None
        if below:  # two bodies that stood one under the other
            above, text = text[: below.start()], text[below.start() + 1 :]
            return self._take_body(above) and self._take_body(text)
        if _BODY_HEAD.match(_fold(text)) and not (
            self.bodies and self.bodies[-1][-1].endswith((" VÀ", ",", "-"))
        ):
            self.bodies.append([text])
            self.body_lines.append(self.lines[self.index].number)
        elif self.bodies and text.isupper() and not _STAMP.match(text):
            self.bodies[-1].append(text)
        else:
            return False
        return True

    def _starts_preamble(self, line: _Line) -> bool:
        """Turn to the bases at the first basis or introduction."""
        text, folded = line.text, line.folded
        if _is_bullet(_mark(text, folded)[0]):
            folded = _fold(_mark(text, folded)[1])
        lead = _BASIS_LEAD.match(folded)
        cited = _CITED_NUMBER.search(text[:400]) or _CITED_DAY.search(folded[:400])
        long = len(text) > 60 or text.endswith((";", ":"))
        intro = _ISSUES_PLAN.search(folded[:2000]) and long and text[0].isupper()
        if (lead and (cited or long)) or intro:
            self._turn(self._preamble)
            return True
        return False

    def _starts_body(self, line: _Line) -> bool:
        kind, rest = _mark(line.text, line.folded)
        label = rest.partition(":")[0]
        if kind and not _is_bullet(kind) or ":" in rest or rest.isupper():
            if _heading_name(label) and (kind or rest[0].isupper()):
                self._turn(self._body)
                return True
        return False

    # Bases and introduction

    def _preamble(self, line: _Line) -> bool:
        kind, rest = _mark(line.text, line.folded)
        folded = _fold(rest)
        is_heading = kind in _TOP_KINDS or _heading_name(rest.partition(":")[0])
        if _BASIS_LEAD.match(folded) and rest[:1].isupper() and not is_heading:
            self.open = _Item("preamble", line.number, [rest], len(line.text))
            self.preamble.append(self.open)
            return True
        ended = bool(self.open) and self.open.parts[-1].endswith(":")
        if ended and self._lists_bases(line, kind, rest):
            return True
        if kind or _heading_name(line.text.partition(":")[0]) or self._ends(line):
            self._close_preamble()
            return self._turn(self._body)
        if self._continues(line) and not ended:
            return self._append(line)
        if ended or (self.preamble and _is_introduction(self.preamble[-1].text)):
            self._close_preamble()
            return self._turn(self._body)
        self.open = _Item("preamble", line.number, [line.text], len(line.text))
        self.preamble.append(self.open)
        return True

    def _lists_bases(self, line: _Line, kind: str | None, rest: str) -> bool:
        """Take one of the documents listed below "Căn cứ các văn bản sau:"."""
        lead = self.preamble[-1] if self.preamble else None
        if not lead or not rest or not _is_bullet(kind):
            return False
        if lead.field != "bases":
            if len(lead.text) > 120 or not _BASIS_LEAD.match(_fold(lead.text)):
                return False
            self.preamble.pop()
            self._structure(lead.number, lead.text)
        self.preamble.append(_Item("bases", line.number, [rest], len(line.text)))
        # kept open with its colon in mind, so that the next entry joins the list
        self.open = _Item("bases", line.number, [":"], 0)
        return True

    def _close_preamble(self) -> None:
        """Sort the paragraphs before the body into bases and introduction."""
        introduction: list[str] = []
        for item in self.preamble:
            if item.field == "bases":
                self.plan.bases += map(_basis, _split_bases(item.text))
                continue
            bases, intro = _split_introduction(item.text)
            if bases and _BASIS_LEAD.match(_fold(bases)):
                self.plan.bases += map(_basis, _split_bases(bases))
            elif bases and intro:
                intro = item.text
            elif bases:
                if _is_introduction(bases):
                    intro = bases
                else:
                    self._leave(item.number, bases)
            if intro:
                introduction.append(intro)
        self.preamble = []
        if not introduction:
            return
        self.plan.introduction = " ".join(introduction)
        if found := _HEADING_END.search(_fold(introduction[-1][-80:])):
            self.stack = [_Section("introduction", found.lastgroup)]

    # Body

    def _ends(self, line: _Line) -> bool:
        return (
            line.folded.startswith(("tren day la", "noi nhan"))
            or _is_signing(line.text)
            or _is_signing(_end_columns(line)[-1])
        )

    def _body(self, line: _Line) -> bool:
        kind, rest = _mark(line.text, line.folded)
        if self._ends(line) or rest[:12] == "Trên đây là ":
            return self._turn(self._after)
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
        if _NOISE.fullmatch(_half(_key(line.text))):
            self.end = "noise"
            return self._turn(self._after)
        if not (self.plan.symbol or self.bodies) and _BYLINE.fullmatch(line.text):
            return self._leave(line.number, line.text)  # who wrote the article
        return self._plain(line)

    def _field(self) -> str | None:
        return self.stack[-1].field if self.stack else None

    def _enter(self, kind: str) -> None:
        """Close the sections that a mark of this kind ends."""
        for depth, section in enumerate(self.stack):
            if section.kind == kind:
                del self.stack[depth:]
                return
        if kind in _TOP_KINDS:
            self.stack = [one for one in self.stack if one.kind in _TOP_KINDS]

    def _open_heading(self, line: _Line, kind: str | None, rest: str) -> bool:
        """Take a line that is a known heading, its first entry included."""
        label, colon, inline = rest.partition(":")
        name = _heading_name(label)
        is_sentence = rest.endswith(".") and _SENTENCE_START.match(_fold(label))
        if not name or (is_sentence and not colon):
            return self._open_unlike(line, kind, rest)
        if rest.endswith((";", ",")) and not colon:
            return False
        target = _LABELLED.get(name, name)
        depth = self._depth_of(kind)
        above = self.stack[depth - 1].field if depth else None
        lead = _ASSIGN_LEAD.match(_fold(rest)) if target == above else None
        names_unit = bool(lead and lead[1].endswith(" cua"))
        if names_unit or not self._may_open(line, kind, target, above, bool(colon), bool(inline)):
            return False
        self._enter(kind or "plain")
        self.stack.append(_Section(kind or "plain", target))
        self.open = None
        self.prefix = f"{label.strip()}: " if name in _LABELLED else ""
        if not inline:
            return self._structure(line.number, line.text)
        if not self.prefix:
            self._structure(line.number, line.text[: -len(inline)])
        return self._entry(line, inline.strip())

    def _open_unlike(self, line: _Line, kind: str | None, rest: str) -> bool:
        """Take a heading in words of its own, or a sentence that says its section."""
        depth = self._depth_of(kind)
        above = self.stack[depth - 1].field if depth else None
        if above in ("assignments", *_AIM_FIELDS) or not rest[0].isupper():
            return False
        if kind is None and self.open and not line.after_blank and self._continues(line):
            return False
        name = None
        if kind in _TOP_KINDS or (rest.endswith(":") and not _is_bullet(kind)):
            following = self._next_kind()
            name = following not in (None, kind) and _started_name(rest)
            if kind in _TOP_KINDS and rest.isupper():
                name = _started_name(rest)
        if name:
            self._enter(kind or "plain")
            self.stack.append(_Section(kind or "plain", name))
            self.open = None
            return self._structure(line.number, line.text)
        if kind is None and (found := _HEADING_END.search(line.folded[-80:])):
            self._enter("plain")
            self.stack.append(_Section("plain", found.lastgroup))
            self.open = None
            return self._structure(line.number, line.text)
        found = _SENTENCE_START.match(_fold(rest[:200]))
        if not found or kind is None or found.lastgroup == above:
            return False
        self._enter(kind)
        self.stack.append(_Section(kind, found.lastgroup))
        return self._entry(line, rest)

    def _depth_of(self, kind: str | None) -> int:
        """How many sections stay open above a mark of this kind."""
        for depth, section in enumerate(self.stack):
            if section.kind == (kind or "plain"):
                return depth
        if kind in _TOP_KINDS:
            return sum(one.kind in _TOP_KINDS for one in self.stack)
        return len(self.stack)

    def _may_open(
        self,
        line: _Line,
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
            wrapped = self.open and not line.after_blank and self._continues(line)
            return line.text[0].isupper() and (colon or not wrapped)
        following = self._next_kind()
        opens_list = following is not None and following != kind
        if not _is_bullet(kind):
            return colon or not same or following != kind
        if above in _AIM_FIELDS:
            if target not in _AIM_FIELDS:
                return colon and not inline and opens_list
            return colon or opens_list
        if above == "assignments":
            return False
        return (colon or opens_list or kind == "*") and not (same and not opens_list)

    def _marked(self, line: _Line, kind: str, rest: str) -> bool:
        """A line with a mark that is no known heading: an entry, mostly."""
        self._enter(kind)
        target = self._field()
        following = self._next_kind()
        if target == "assignments":
            open_kinds = [section.kind for section in self.stack]
            certain = following not in (None, kind, *open_kinds) or (
                following is None and not _is_bullet(kind)
            )
            if unit := _unit_heading(rest, certain):
                self.stack.append(_Section(kind, "assignments", unit=unit))
                self.open = None
                return self._structure(line.number, line.text)
            self._entry(line, line.text if kind in _WORD_KINDS else rest)
            self.stack.append(_Section(kind, "assignments", entry=len(self.items) - 1))
            return True
        if target is None:
            if not _is_bullet(kind):
                self.stack.append(_Section(kind, None))
            self.open = None
            return self._leave(line.number, line.text)
        return self._entry(line, line.text if kind in _WORD_KINDS else rest)

    def _plain(self, line: _Line) -> bool:
        """An unmarked paragraph: an entry of the section it stands in."""
        target = self._field()
        if target is None:
            self.open = None
            return self._leave(line.number, line.text)
        gives = _ASSIGN_LEAD.match(line.folded)
        if (target == "budget" and (gives or _NOT_OF_UNIT.match(line.folded))) or (
            gives
            and gives[1].startswith("giao")
            and target not in ("assignments", *_AIM_FIELDS)
        ):
            self.stack.append(_Section("plain", "assignments"))
        if target == "assignments":
            certain = _is_bullet(self._next_kind())
            if unit := _unit_heading(line.text, certain):
                self._enter("plain")
                self.stack.append(_Section("plain", "assignments", unit=unit))
                self.open = None
                return self._structure(line.number, line.text)
        self._entry(line, line.text)
        if self.open:
            self.open.is_plain = True
        return True

    def _entry(self, line: _Line, text: str) -> bool:
        """Open a new paragraph in the section on top of the stack."""
        section = self.stack[-1]
        text, self.prefix = self.prefix + text, ""
        finished = text.endswith("./.")
        self.open = _Item(
            section.field or "", line.number, [text], len(line.text), parent=section
        )
        self.items.append(self.open)
        if finished and self.index > len(self.lines) // 2:
            self.end = "closing"
            self.stage = self._after
        return True

    # Tables

    def _row(self, line: _Line) -> bool:
        """Take a row of a table that lost its frame (bars or tabs)."""
        if "|" not in line.raw and "\t" not in line.raw:
            return False
        cells = [_squeeze(cell) for cell in re.split(r"[\t|]", line.raw.strip("| \t"))]
        filled = [cell for cell in cells if cell]
        if len(filled) < 2:
            return False
        heads = [_key(cell) for cell in cells]
        titles = sum(bool(_TABLE_HEAD.fullmatch(head)) for head in heads)
        if titles >= max(2, len(filled) - 1):
            self.table = dict(enumerate(cells))
            self.open = None
            return self._structure(line.number, " | ".join(filled))
        first = filled[0]
        first_is_mark = first.isdecimal() or not _mark(first, _fold(first))[1]
        is_table = self.table is not None or "|" in line.raw or len(filled) > 2
        if len(filled) - first_is_mark < 2 or not is_table:
            return False
        self._row_entry(line, cells, filled[1:] if first_is_mark else filled)
        return True

    def _row_entry(self, line: _Line, cells: list[str], filled: list[str]) -> None:
        """Turn a row into an assignment where the table has units, or an entry."""
        columns = self.table or {}
        unit_at = _find_column(columns, _TABLE_UNIT)
        task_at = _find_column(columns, _TABLE_TASK)
        target = self._field()
        first = next((head for head in columns.values() if _key(head) not in _COUNT), "")
        if target == "contents" and _key(first).startswith("thoi gian"):
            unit_at = None  # the programme of a day gives nobody a task
        has_both = unit_at is not None and task_at is not None
        if has_both and max(unit_at, task_at) < len(cells):
            extra = "; ".join(
                f"{columns[at]}: {cell}" if columns.get(at) else cell
                for at, cell in enumerate(cells)
                if cell
                and at not in (unit_at, task_at)
                and _key(columns.get(at, "")) not in _COUNT
            )
            task = cells[task_at] + (f" ({extra})" if extra else "")
            section = _Section("row", "assignments", unit=cells[unit_at] or None)
            self.items.append(_Item("row", line.number, [task], 0, parent=section))
        elif target:
            text = " - ".join(filled)
            self.items.append(_Item(target, line.number, [text], 0, self.stack[-1]))
        else:
            self._leave(line.number, " | ".join(filled))
        self.open = None

    # Closing, recipients, signature

    def _after(self, line: _Line) -> bool:
        if self.end in ("", "closing") and self._resumes(line):
            return False
        cells = _end_columns(line)
        for cell in cells:
            self._end_cell(line, cell)
        return True

    def _resumes(self, line: _Line) -> bool:
        """Whether the body goes on after an end mark in its middle."""
        kind, rest = _mark(line.text, line.folded)
        if kind is None or _is_bullet(kind) or not (self.closing or self.items):
            return False
        if not _heading_name(rest.partition(":")[0]) or _is_signing(line.text):
            return False
        self._turn(self._body)
        return True

    def _end_cell(self, line: _Line, cell: str) -> None:
        folded = _fold(cell)
        is_new = not self.recipients and self.end != "recipients"
        if folded.startswith("noi nhan") and is_new:
            self._structure(line.number, cell[:8])
            self.end = "recipients"
            inline = cell[8:].strip(" :").split(";")
            self.recipients = [[one.strip()] for one in inline if one.strip()]
        elif self._take_signature(line, cell):
            pass
        elif _SIGNED.fullmatch(folded):
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

    def _goes_on_closing(self, line: _Line, cell: str) -> bool:
        if not self.closing or _is_name(cell) or _NOISE.fullmatch(_half(_key(cell))):
            return False
        if self.closing[-1].endswith("/."):
            return False
        return not self.closing[-1].endswith(".") or bool(
            re.match(r"(?:de nghi|yeu cau|trong qua trinh|neu |moi )", _fold(cell))
        )

    def _takes_recipients(self) -> bool:
        """Whether the list goes on: its last line is "Lưu: VT, ..."."""
        last = self.recipients[-1][0] if self.recipients else ""
        return not _fold(last).startswith("luu")

    def _take_recipient(self, line: _Line, cell: str) -> None:
        """One line of the list, or more of the line above it."""
        kind, rest = _mark(cell, _fold(cell))
        last = self.recipients[-1] if self.recipients else None
        if last and kind is None and (cell[0].islower() or last[-1].endswith(",")):
            last.append(cell)
        elif kind in _TOP_KINDS or not rest or not self._takes_recipients():
            self._leave(line.number, cell)
        elif last and kind is None and self.recipients_marked:
            self._leave(line.number, cell)
        else:
            self.recipients.append([rest])
            self.recipients_marked = kind is not None

    def _take_signature(self, line: _Line, cell: str) -> bool:
        """Read one line of the signature block: capacity, title or name."""
        plan = self.plan
        if plan.signer or len(cell) > 110:
            return False
        if found := _CAPACITY.fullmatch(cell):
            code = found[1].replace("/", "").replace(".", "").replace("Ư", "U")
            plan.signing_capacity = f"{code}."
            own = _SECOND_TITLE.split(found[2], maxsplit=1)
            if code == "Q":
                plan.signer_title = found[2]
            elif len(own) > 1:
                plan.signer_title = own[1]
            plan.signature.append(cell)
            return True
        if _is_signing(cell):
            plan.signer_title = cell
            plan.signature.append(cell)
            return True
        if not plan.signature and self.end != "recipients":
            return False
        signed = re.sub(r"[(\[]?[ĐđDd]ã ký[)\]]?[: ]*", "", cell).strip()
        if self.end == "noise" or not _is_name(signed):
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

    # The whole

    def _finish(self) -> None:
        self._close_preamble()
        plan = self.plan
        if self.title:
            plan.title = " ".join(self.title)
        if self.bodies:
            *above, plan.superior, plan.issuer = [None, *map(" ".join, self.bodies)]
            for number, body in zip(self.body_lines, above[1:], strict=False):
                self._leave(number, body)
        elif plan.introduction:
            plan.issuer = _issuer_of(plan.introduction)
        if plan.introduction and not plan.symbol:
            self._take_own_number(plan.introduction)
        units: dict[int, str | None] = {}
        for place, item in enumerate(self.items):
            units[place] = self._file(item, units)
        plan.closing = " ".join(self.closing) or None
        plan.recipients = [
            name for parts in self.recipients if (name := " ".join(parts).strip(" ;,."))
        ]
        plan.leftovers.sort(key=lambda left: left.line)
        plan.headings.sort(key=lambda heading: heading.line)

    def _file(self, item: _Item, units: dict[int, str | None]) -> str | None:
        """Put a finished paragraph where it belongs.

        :param units: the unit of each item so far, for those below it
        :return: the unit of this item, if it is an assignment with one
        """
        plan, text = self.plan, _without_end_mark(item.text)
        if item.field == "time_frame":
            plan.time_frame = f"{plan.time_frame}\n{text}" if plan.time_frame else text
        elif item.field == "bases":
            plan.bases += map(_basis, _split_bases(text))
        elif item.field == "aims":
            (plan.requirements if _is_requirement(text) else plan.purposes).append(text)
        elif item.field == "budget":
            self._add_budget(text)
            plan.assignments.append(Assignment(None, text))
        elif item.field == "row" and item.parent:
            plan.assignments.append(Assignment(item.parent.unit, text))
        elif item.field == "assignments":
            return self._file_assignment(item, text, units)
        else:
            getattr(plan, item.field).append(text)
        return None

    def _file_assignment(
        self, item: _Item, text: str, units: dict[int, str | None]
    ) -> str | None:
        parent = item.parent
        inherited = None
        if parent and not (item.is_plain and _NOT_OF_UNIT.match(_fold(text))):
            inherited = parent.unit
            if parent.entry is not None and not item.is_plain:
                inherited = units.get(parent.entry)
        assignment = Assignment(inherited, text) if inherited else _split_unit(text)
        if assignment.unit is None and _MONEY.match(_fold(text)):
            self._add_budget(text)
        self.plan.assignments.append(assignment)
        return assignment.unit

    def _add_budget(self, text: str) -> None:
        plan = self.plan
        plan.budget = f"{plan.budget}\n{text}" if plan.budget else text


def _mark_only(text: str) -> bool:
    """Whether a line is a bullet whose text stands on the next line."""
    return len(text) == 1 and any(text in marks for marks in _BULLETS.values())


def _half(key: str) -> str:
    """Web pages print some labels twice: "lien ket lien ket"."""
    middle = len(key) // 2
    return key[:middle] if key[:middle] == key[middle + 1 :] else key


def _is_introduction(text: str) -> bool:
    folded = _fold(text)
    return bool(_ISSUES_PLAN.search(folded)) or folded.endswith((":", "nhu sau"))


def _is_requirement(text: str) -> bool:
    """In a section of purposes and requirements: which one an entry is."""
    starts = r"(?:dam bao|bao dam|viec |yeu cau|phai |cong tac|qua trinh)"
    return bool(
        re.match(starts, _fold(text)) or re.search(r"(?<!\w)phải(?!\w)", text.lower())
    )


def _issuer_of(introduction: str) -> str | None:
    """The body that "xây dựng kế hoạch", from the introduction."""
    folded = _fold(introduction)
    found = _ISSUES_PLAN.search(folded)
    if not found:
        return None
    start = max(0, introduction.rfind(", ", 0, found.start()) + 2)
    start = start if _BODY_HEAD.match(folded, start) else 0
    name = introduction[start : found.start()]
    return name if _BODY_HEAD.match(folded, start) and len(name) <= 120 else None


def _find_column(columns: dict[int, str], pattern: re.Pattern[str]) -> int | None:
    for at, title in columns.items():
        if pattern.match(_key(title)):
            return at
    return None


def _without_end_mark(text: str) -> str:
    """An entry without the "./." that closes a document."""
    return text[:-2] if text.endswith("./.") else text
