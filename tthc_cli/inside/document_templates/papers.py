"""Reports, minutes, notice and the table of petitions: what they say."""

from __future__ import annotations

from . import layout
from .parts import WHO, Column, Paper

NUMBER = Column("STT", 12, "{{ row.number }}", "Bảng giữa")


def escalation() -> Paper:
    """Báo cáo to the superior, its annex in landscape."""
    paper = Paper()
    paper.head()
    paper.title()
    paper.address()
    paper.add("Mục", "I. Tình hình tiếp nhận")
    paper.body(
        "{{ issuer_name }} tiếp nhận {{ count }} phản ánh, kiến nghị của tổ chức, cá "
        "nhân{% if session_name %} tại {{ session_name }}{% endif %} có nội dung vượt "
        "thẩm quyền giải quyết của {{ issuer_name }}, theo lĩnh vực:",
    )
    paper.each("sectors", "- {{ item }};")
    paper.body("Nội dung từng phản ánh, kiến nghị tại Phụ lục kèm theo.")
    paper.add("Mục", "II. Đề xuất, kiến nghị")
    paper.body(
        "{{ issuer_name }} kính đề nghị {{ addressee }} xem xét, giải quyết theo thẩm "
        "quyền hoặc chỉ đạo cơ quan có thẩm quyền giải quyết; ý kiến đề xuất của "
        "{{ issuer_name }} với từng nội dung ghi tại Phụ lục.",
    )
    paper.when(
        "reply_by",
        "Nội dung",
        "Để kịp trả lời tổ chức, cá nhân, {{ issuer_name }} kính mong nhận được ý kiến "
        "trước ngày {{ reply_by }}.",
    )
    paper.close(
        "{{ issuer_name }} kính báo cáo {{ addressee }} xem xét, cho ý kiến chỉ đạo./."
    )
    paper.signature()
    paper.annex("{{ annex_title }}", "(Kèm theo {{ goes_with }})")
    paper.table(
        "cases",
        (
            NUMBER,
            Column("Tổ chức, cá nhân, mã số", 46, WHO),
            Column("Lĩnh vực", 30, "{{ row.sector }}"),
            Column("Nội dung phản ánh, kiến nghị", 92, "{{ row.question }}"),
            Column("Đề xuất", 72, "{{ row.proposal }}"),
        ),
    )
    return paper


def minutes() -> Paper:
    """Biên bản, signed by secretary and chair."""
    paper = Paper()
    paper.head(has_date=False)
    paper.title()
    paper.body(
        "Thời gian bắt đầu: {{ begins }}.",
        "Địa điểm: {{ place }}.",
        "Thành phần tham dự:",
        "- Chủ tọa: {{ chair }};",
        "- Thư ký: {{ secretary }};",
        "- Đại biểu: {{ attended }} người{% if invited %}, trên {{ invited }} được mời"
        "{% endif %}{% if by_kind %}, gồm {{ by_kind }}{% endif %}.",
    )
    paper.each("earlier", "Kết quả thực hiện của các buổi đối thoại trước: {{ item }}.")
    paper.each(
        "promises",
        "- {{ item.task }}{% if item.owner %} ({{ item.owner }}, hạn {{ item.due }})"
        "{% endif %}: {{ item.kept }};",
    )
    paper.body("Nội dung (theo diễn biến buổi đối thoại):")
    paper.add("Nội dung", "{%p for item in course %}")
    paper.add("Mục", "{{ item.number }}. {{ item.speaker }}")
    paper.body("Ý kiến: {{ item.question }}", "Trả lời: {{ item.answer }}")
    paper.add("Nội dung", "{%p endfor %}")
    paper.when("not course", "Nội dung", "Không có ý kiến nào nêu tại buổi đối thoại.")
    paper.when("owed", "Mục", "Nội dung trả lời sau buổi đối thoại")
    paper.each(
        "owed",
        # in brackets: what was asked may end with a mark of its own
        "- {{ item.code }} {{ item.question }}{% if item.unit %} ({{ item.unit }})"
        "{% endif %}{% if item.due %}, chậm nhất ngày {{ item.due }}{% endif %};",
    )
    paper.when("conclusion", "Mục", "Kết luận của chủ tọa")
    paper.each("conclusion", "{{ item }}")
    paper.add("Nội dung", "{%p if tasks %}")
    paper.body("Nhiệm vụ sau buổi đối thoại:")
    _tasks(paper)
    paper.add("Nội dung", "{%p endif %}")
    paper.each("shares", "Thời lượng phát biểu: {{ item }}.")
    paper.close(
        "Buổi đối thoại kết thúc {{ ends }}. Biên bản đã được đọc lại, những người "
        "tham dự nhất trí./."
    )
    paper.two_signatures()
    return paper


def notice() -> Paper:
    """Thông báo of what the chair concluded, with the tasks."""
    paper = Paper()
    paper.head()
    paper.title()
    paper.body(
        "{{ held }}, {{ chair }} chủ trì {{ session_name }}. Tham dự có "
        "{{ attended }} đại biểu; {{ count }} phản ánh, kiến nghị được nêu và tiếp "
        "nhận.",
        "Sau khi nghe ý kiến của các đại biểu và giải đáp của các đơn vị, "
        "{{ chair }} kết luận như sau:",
    )
    paper.each("conclusion", "{{ item }}")
    paper.add("Nội dung", "{%p if tasks %}")
    paper.body("Phân công thực hiện:")
    _tasks(paper)
    paper.add("Nội dung", "{%p endif %}")
    paper.close(
        "{{ issuer_name }} thông báo để các đơn vị, tổ chức, cá nhân liên quan biết, "
        "thực hiện./."
    )
    paper.signature()
    return paper


def session_report() -> Paper:
    """Báo cáo on a session; its figures are counted elsewhere and printed here."""
    paper = Paper()
    paper.head()
    paper.title()
    paper.address()
    paper.add("Mục", "I. Công tác tổ chức")
    paper.body(
        "{{ held }}, {{ issuer_name }} tổ chức {{ session_name }}.",
        "- Hình thức: {{ mode }};",
    )
    paper.when("sectors", "Nội dung", "- Lĩnh vực: {{ sectors }};")
    paper.body("- Chủ trì: {{ chair }}.")
    paper.add("Mục", "II. Kết quả")
    paper.grouped_table(
        (
            NUMBER,
            Column("Nội dung", 118, "{{ row.label }}"),
            Column("Kết quả", 35, "{{ row.value }}", "Bảng giữa"),
        )
    )
    paper.add("Mục", "III. Nhiệm vụ sau đối thoại")
    paper.when(
        "not tasks", "Nội dung", "Không có nhiệm vụ nào được giao sau đối thoại."
    )
    paper.add("Nội dung", "{%p if tasks %}")
    _tasks(paper, has_state=True)
    paper.add("Nội dung", "{%p endif %}")
    paper.close(
        "Trên đây là kết quả {{ session_name }}, {{ issuer_name }} kính báo cáo./."
    )
    paper.signature()
    return paper


def summary() -> Paper:
    """Bảng tổng hợp: an appendix, so that it bears no number of its own."""
    paper = Paper()
    layout.set_page(paper.document.sections[0], landscape=True)
    paper.annex_title("{{ table_title }}", "(Kèm theo {{ goes_with }})")
    paper.table(
        "cases",
        (
            NUMBER,
            Column("Tổ chức, cá nhân, mã số", 45, WHO),
            Column("Lĩnh vực", 24, "{{ row.sector }}"),
            Column("Nội dung phản ánh, kiến nghị", 56, "{{ row.question }}"),
            Column("Đơn vị chủ trì", 26, "{{ row.department }}"),
            Column("Kết quả trả lời", 44, "{{ row.answer }}"),
            Column("Hạn trả lời", 24, "{{ row.due }}", "Bảng giữa"),
            Column("Tình trạng", 21, "{{ row.state }}", "Bảng giữa"),
        ),
    )
    return paper


def _tasks(paper: Paper, *, has_state: bool = False) -> None:
    state = (Column("Tình trạng", 28, "{{ row.state }}", "Bảng giữa"),)
    paper.table(
        "tasks",
        (
            NUMBER,
            Column("Nhiệm vụ", 60 if has_state else 80, "{{ row.task }}"),
            Column("Đơn vị thực hiện", 37 if has_state else 45, "{{ row.unit }}"),
            Column("Thời hạn", 28, "{{ row.due }}", "Bảng giữa"),
            *(state if has_state else ()),
        ),
    )
