"""Shapes at the end of a plan: signature, page numbers, what web pages add."""

import re

from .letterhead import columns_of
from .lines import Line, fold
from .marks import CAPITALS

CAPACITY = re.compile(
    rf"(TM|KT|TL|TUQ|TƯQ|Q|T/M|K/T|T/L|T\.M|K\.T|T\.L)"
    rf"(?: ?[./] ?| (?=[{CAPITALS}]{{2}}))"
    rf"([{CAPITALS}].{{1,100}})"
)
_TITLE_HEAD = re.compile(
    r"(?:quyen )?(?:pho )?(?:tong )?(?:giam doc|chu tich|chanh (?:van phong|thanh tra)"
    r"|truong (?!hop)\w+"
    r"|(?:chi )?cuc truong|vu truong|bo truong|thu truong|vien truong|hieu truong"
    r"|bi thu|chi huy truong|doi truong|tong thu ky)\b"
)
SECOND_TITLE = re.compile(r" (?=PHÓ |CHÁNH |TRƯỞNG |GIÁM ĐỐC|CHỦ TỊCH)")
SIGNED = re.compile(r"[(\[]?(?:da )?ky(?: ten)?(?:,? ?(?:va )?dong dau)?[)\]]?")
_DEGREE = r"(?:(?:[A-ZĐ]\w{0,7}\.|Đại tá|Thượng tá|Trung tá|Thiếu tá) ?)*"
_NAME = re.compile(
    rf"{_DEGREE}[{CAPITALS}][^\W\d_]*(?:[ -][{CAPITALS}][^\W\d_]*){{1,5}}"
)
_FILED_NAME = re.compile(r"(.{0,9}[Ll]ưu ?:.{1,80}?\.) (.{4,60})")
NOISE = re.compile(
    r"(?:cac )?(?:tin|bai viet|tin bai|van ban|tin tuc)(?: bai)? (?:lien quan|khac|moi)"
    r"|(?:tin )?cung chuyen muc|tai (?:ke hoach|van ban|file|tep|ve)\b.{0,40}"
    r"|xem (?:chi tiet|toan van|file|them)\b.{0,60}"
    r"|(?:file|tep|van ban|tai lieu) dinh kem"
    r"|chia se|lien ket|luot xem|so luot xem|in (?:bai|trang)(?: viet| nay)?|quay lai"
    r"|(?:gui )?binh luan|y kien ban doc|danh gia bai viet|ban bien tap|chi tiet tin"
    r"|nguon tin|tac gia|thong ke truy cap"
)
PAGE = re.compile(
    r"[-–— ]*(?:(?:trang|page) )?\d{1,3}(?: ?(?:/|of|tren) ?\d{1,3})?[-–— ]*"
)
BYLINE = re.compile(rf"{_NAME.pattern}(?: ?\([^()]{{1,40}}\)| [-–] .{{1,40}})?")


def is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and not _TITLE_HEAD.match(fold(text))


def is_signing(text: str) -> bool:
    """Whether a text is a line of a signature block, its name aside."""
    if len(text) > 110:
        return False
    if CAPACITY.fullmatch(text):
        return True
    found = _TITLE_HEAD.match(fold(text))
    return found is not None and (text.isupper() or found.end() == len(text))


def end_columns(line: Line) -> list[str]:
    """The columns of a line near the end: the left one, the signature's one."""
    cells = columns_of(line)
    if len(cells) > 1:
        last = cells[-1]
        if is_signing(last) or SIGNED.fullmatch(fold(last)) or is_name(last):
            return [" ".join(cells[:-1]), last]
    if is_signing(line.text):
        return [line.text]
    for gap in re.finditer(r"(?<=[:;.)]) ", line.text[:200]):
        if is_signing(line.text[gap.end() :]):
            return [line.text[: gap.start()], line.text[gap.end() :]]
    if (filed := _FILED_NAME.fullmatch(line.text)) and is_name(filed[2]):
        return [filed[1], filed[2]]
    return [line.text.strip("| ")]


def halved(key: str) -> str:
    """Web pages print some labels twice: "lien ket lien ket"."""
    middle = len(key) // 2
    return key[:middle] if key[:middle] == key[middle + 1 :] else key


def without_end_mark(text: str) -> str:
    """An entry without the "./." that closes a document."""
    return text[:-2] if text.endswith("./.") else text
