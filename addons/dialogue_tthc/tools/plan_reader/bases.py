"""The documents a plan rests on, and the sentence that introduces the plan."""

import re
from collections.abc import Iterator

from .letterhead import BODY_HEAD, iso_day
from .lines import fold
from .marks import CAPITALS
from .plan import Basis

ISSUES_PLAN = re.compile(
    r"(?: (?:da|se|tien hanh))* (?:xay dung|ban hanh|lap|trien khai|to chuc|de ra)"
    r"(?: va (?:trien khai|ban hanh))? (?:ke hoach|noi dung ke hoach)\b"
)
_SETS_OUT = re.compile(
    r" (?:xay dung|ban hanh|lap|trien khai|to chuc|de ra|thong bao|yeu cau)\b"
)
_CLAUSE = re.compile(r"[,;] ")
CITED_DAY = re.compile(
    r"ngay (?P<d>\d{1,2}) ?(?:[/.-]|thang) ?(?P<m>\d{1,2}) ?(?:[/.-]|nam) ?(?P<y>\d{4})"
)
_KINDS_OF_DOCUMENT = (
    r"(?:bo )?luat|phap lenh|nghi quyet|nghi dinh|quyet dinh|chi thi|thong tu"
    r"|ke hoach|cong van|van ban|cong dien|thong bao|chuong trinh|ket luan|quy che"
    r"|quy dinh|huong dan|de an|bao cao|to trinh|hien phap|thong tri"
)
BASIS_LEAD = re.compile(
    r"(?:\([^)]{1,40}\) ?[-–—]? ?)?"
    r"(?:can cu|thuc hien|tiep tuc thuc hien|trien khai|theo(?! do)|xet|chap hanh"
    r"|tren co so|de (?:trien khai|thuc hien))\b"
)
STRONG_LEAD = re.compile(r"(?:\([^)]{1,40}\) ?[-–—]? ?)?(?:can cu|xet de nghi)\b")
CITED_NUMBER = re.compile(
    rf"(?<![\w/.-])(\d{{1,6}}[a-z]?(?: ?/ ?\d{{4}})?(?: ?/ ?| ?- ?)(?:QH\d+"
    rf"|[{CAPITALS}][\w&]*"
    rf"(?:[-–/&][{CAPITALS}][\w&]*| [-–] [{CAPITALS}]{{2,}}(?!\w))*))"
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


def read_basis(text: str) -> Basis:
    """Take number, day and issuer out of one clause."""
    text = text.strip(" ;,.")
    number = CITED_NUMBER.search(text)
    start = number.end() if number else 0
    day = CITED_DAY.search(fold(text), start)
    if day and number and day.start() - start > 60:
        day = None
    cited = number or day or _CITED_LAW.match(fold(text))
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
        date=iso_day(day["y"], day["m"], day["d"]) if day else None,
        issuer=issuer[1].strip() if issuer else None,
    )


def split_bases(text: str) -> Iterator[str]:
    """The clauses of a paragraph of bases, each with one document."""
    for sentence in re.split(r";(?= |$)", text):
        start = 0
        for found in _NEXT_BASIS.finditer(fold(sentence)):
            if CITED_NUMBER.search(sentence, start, found.start()):
                yield sentence[start : found.start()]
                start = found.end()
        if sentence[start:].strip(" ,."):
            yield sentence[start:]


def split_introduction(text: str) -> tuple[str, str]:
    """Cut "<bases>, <body> ban hành kế hoạch ..." before the body's name."""
    folded = fold(text)
    for found in ISSUES_PLAN.finditer(folded):
        start = max(0, found.start() - 160)
        for mark in _CLAUSE.finditer(folded, start, found.start()):
            if BODY_HEAD.match(folded, mark.end()):
                return text[: mark.start()], text[mark.end() :]
        if not start and BODY_HEAD.match(folded):
            return "", text
    if folded.endswith(":"):
        for mark in reversed(list(_CLAUSE.finditer(folded, max(0, len(text) - 400)))):
            if BODY_HEAD.match(folded, mark.end()) and _SETS_OUT.search(
                folded, mark.end()
            ):
                return text[: mark.start()], text[mark.end() :]
    return text, ""


def is_introduction(text: str) -> bool:
    folded = fold(text)
    return bool(ISSUES_PLAN.search(folded)) or folded.endswith((":", "nhu sau"))


def issuer_of(introduction: str) -> str | None:
    """The body that "xây dựng kế hoạch", from the introduction."""
    folded = fold(introduction)
    found = ISSUES_PLAN.search(folded)
    if not found:
        return None
    start = max(0, introduction.rfind(", ", 0, found.start()) + 2)
    start = start if BODY_HEAD.match(folded, start) else 0
    name = introduction[start : found.start()]
    return name if BODY_HEAD.match(folded, start) and len(name) <= 120 else None
