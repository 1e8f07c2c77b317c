"""Shapes in the letterhead: number, day, names of bodies, columns."""

import re
from datetime import date

from .lines import GAP, Line, fold, squeeze
from .marks import CAPITALS

MOTTO = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam"
    r"|doc lap ?[-–—.]? ?tu do ?[-–—.]? ?hanh phuc"
)
_SYMBOL = rf"[{CAPITALS}][\w&.]*(?: ?[-–/&] ?[{CAPITALS}][\w&.]*)*"
NUMBER = re.compile(
    rf"(?<!\w)[Ss][ốỐ] ?[:.]? ?(\d{{1,6}})?[ .…_]*(?:/|-(?=\w+/)) ?"
    rf"((?:\d{{4}} ?/ ?)?{_SYMBOL})"
)
_BLANK = r"[ .…_–-]{0,40}"
LONG_DAY = re.compile(
    rf"ngay{_BLANK}(?P<d>\d{{1,2}})?{_BLANK}thang{_BLANK}(?P<m>\d{{1,2}})?{_BLANK}"
    rf"nam{_BLANK}(?P<y>\d{{4}}|\d\d(?=[.…_]))?[.…_]*"
)
SHORT_DAY = re.compile(
    r"(?:ngay |(?<=, ))(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>\d{4})"
)
WEB_DAY = re.compile(
    r"(?:(?:thu \w+|chu nhat|ngay(?: dang)?|dang ngay|cap nhat(?: ngay)?)[,: ]*)*"
    r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    r"(?:[ ,|–-]*\d{1,2}[:h]\d\d(?::\d\d)?(?: ?[ap]m)?)?"
)
BODY_HEAD = re.compile(
    r"(?:ubnd|uy ban|hdnd|hoi dong|so|bo|tong cuc|cuc|chi cuc|thue|hai quan|ban"
    r"|van phong|thanh tra|trung tam|phong|vien|truong|cong an|dang uy|tinh uy"
    r"|thanh uy|huyen uy|bao hiem|kho bac|lien doan|hiep hoi|hoi|tinh doan|doan"
    r"|mat tran|dang bo|chi bo|benh vien|quy|ngan hang|dai hoc|cong ty|tap doan|bhxh"
    r"|tong cong ty|buu dien)\b(?! (?:dung|luong|huu|nghi|thoai))"
)
UPPER_BODY = re.compile("UBND |ỦY BAN |UỶ BAN |BỘ |TỔNG CỤC ")
LOWER_BODY = re.compile(" (?:SỞ|BAN QUẢN LÝ|CHI CỤC|CỤC|VĂN PHÒNG|TRUNG TÂM) ")
STAMP = re.compile(r"DỰ THẢO|(?:THƯỢNG )?KHẨN|H[OỎ]Ả? TỐC|MẬT|TỐI MẬT|TUYỆT MẬT")
_UNFILLED = re.compile(r"(?:\bso ?:?|\bngay|\bthang|\bnam)[ .…_]*$")


def iso_day(year: str | None, month: str | None, day: str | None) -> str | None:
    """The day as ISO, cut before its first blank part; None if impossible."""
    if not year or len(year) != 4:
        return None
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole if month and day else whole[:7] if month else whole[:4]


def columns_of(line: Line) -> list[str]:
    """The texts side by side on one line: by tabs, bars or wide gaps.

    A gap left for a number or a day ("Số:     /KH-SXD") parts nothing.
    """
    cells: list[str] = []
    for part in re.split(r"[\t|]", line.raw):
        is_open = False
        for cell in map(squeeze, GAP.split(part)):
            if cell and is_open:
                cells[-1] += f" {cell}"
            elif cell:
                cells.append(cell)
            is_open = bool(_UNFILLED.search(fold(cell)))
    return cells
