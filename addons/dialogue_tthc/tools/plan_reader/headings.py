"""Which section a heading opens."""

import re

from .lines import fold, words_of

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
LABELLED = {"venue": "time_frame", "chair": "participants"}
AIM_FIELDS = ("aims", "purposes", "requirements")
# The last words of a sentence that goes on in a list: "... nhằm mục đích:"
HEADING_END = re.compile(
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
SENTENCE_START = re.compile(
    rf"(?:(?P<time_frame>(?:thoi gian|dia diem)(?: (?:{_TAIL}))*? (?:trong|tu|vao|tai"
    r"|du kien|bat dau|ngay|quy|thang|hoan thanh|la))"
    rf"|(?P<participants>(?:thanh phan|doi tuong)(?: (?:{_TAIL}))*? (?:gom|la))"
    rf"|(?P<forms>(?:hinh thuc|phuong thuc)(?: (?:{_TAIL}))*? la))\b"
)
_PARENTHESIS = re.compile(r"\([^()]*\)")


def heading_name(label: str) -> str | None:
    """Which section a label opens, or None. Never long: headings are short."""
    if len(label) > 120:
        return None
    found = _HEADINGS.fullmatch(words_of(_PARENTHESIS.sub(" ", label)))
    return found.lastgroup if found else None


def started_name(text: str) -> str | None:
    """Which section a short line opens by its first words alone."""
    if len(text) > 140 or text.endswith((".", ";", ",")) or text.count(" ") > 18:
        return None
    found = _HEADING_START.match(fold(text))
    return found.lastgroup if found else None


def is_requirement(text: str) -> bool:
    """In a section of purposes and requirements: which one an entry is."""
    starts = r"(?:dam bao|bao dam|viec |yeu cau|phai |cong tac|qua trinh)"
    return bool(
        re.match(starts, fold(text)) or re.search(r"(?<!\w)phải(?!\w)", text.lower())
    )
