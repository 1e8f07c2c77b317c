"""Who has to do what: parting a sentence into the unit and its task."""

import re

from .lines import fold
from .marks import SENTENCE_ENDS
from .plan import Assignment

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
ASSIGN_LEAD = re.compile(
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
NOT_OF_UNIT = re.compile(
    r"(?:trong qua trinh|qua trinh|neu |dinh ky|truong hop|moi |de nghi|yeu cau|giao )"
)
MONEY = re.compile(r"(?:bo tri |nguon |du toan |ve )?kinh phi\b|du toan\b")


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


def split_unit(text: str) -> Assignment:
    """Part "Giao Văn phòng Sở chuẩn bị ..." into the unit and its task."""
    lead = ASSIGN_LEAD.match(fold(text))
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


def giver_of(text: str) -> str:
    """Who gives a task: "Giám đốc Sở" of "Giám đốc Sở giao Văn phòng ..."; or ""."""
    lead = ASSIGN_LEAD.match(fold(text))
    return text[: lead.start(1)].strip() if lead else ""


def unit_heading(text: str, certain: bool) -> str | None:
    """The unit a short line names and nothing else, else None.

    :param certain: the line stands above a list, so it may lack the colon.
    """
    if len(text) > 160 or (text.endswith(SENTENCE_ENDS) and not text.endswith(":")):
        return None
    if not (text.endswith(":") or certain):
        return None
    label = text.rstrip(" :")
    lead = ASSIGN_LEAD.match(fold(label))
    unit = label[lead.end() :] if lead else label
    duty = re.search(r" (?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm)$", unit)
    unit = unit[: duty.start()] if duty else unit
    is_given = lead and lead[1].startswith("giao")
    if ":" in unit or _unit_end(unit) or not (is_given or _UNIT.match(unit.lower())):
        return None
    return unit
