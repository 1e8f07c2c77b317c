"""Plan, invitation, letter of answer and forwarding slip: what they say."""

from __future__ import annotations

from .parts import WHO, Column, Paper

#: how many lines a question may take
ANSWER_LINES = 12


def plan() -> Paper:
    """Kế hoạch, in the order of the plans that departments write."""
    paper = Paper()
    paper.head()
    paper.title()
    paper.each("bases", "{{ item }}", "Căn cứ")
    paper.body("{{ introduction }}")
    paper.when("numbers.aims", "Mục", "{{ numbers.aims }}. Mục đích, yêu cầu")
    for name, title in (("purposes", "Mục đích"), ("requirements", "Yêu cầu")):
        _plan_section(paper, name, title)
    paper.when("has_body", "Mục", "{{ numbers.body }}. Nội dung cụ thể")
    for name, title in (
        ("participants", "Đối tượng tham gia"),
        ("forms", "Hình thức tổ chức"),
        ("contents", "Nội dung đối thoại"),
    ):
        _plan_section(paper, name, title)
    paper.when("time_frame", "Mục", "{{ numbers.time_frame }}. Thời gian thực hiện")
    paper.each("time_frame", "{{ item }}")
    paper.when(
        "assignments or budget", "Mục", "{{ numbers.assignments }}. Tổ chức thực hiện"
    )
    paper.each("assignments", "- {{ item }}")
    paper.each("budget", "- {{ item }}")
    paper.close("{{ closing }}")
    paper.signature()
    return paper


def _plan_section(paper: Paper, name: str, title: str) -> None:
    paper.when(name, "Mục", f"{{{{ numbers.{name} }}}}. {title}")
    paper.each(name, "- {{ item }}")


def invitation() -> Paper:
    """Giấy mời, with the form for questions as its appendix."""
    paper = Paper()
    paper.head()
    paper.title()
    paper.body(
        "{{ issuer_name }} trân trọng kính mời: {{ guest }}",
        "Tới dự: {{ session_name }}",
    )
    for name, title in (
        ("sectors", "Lĩnh vực"),
        ("chair", "Chủ trì"),
        ("time", "Thời gian"),
        ("place", "Địa điểm"),
        ("online_link", "Tham dự trực tuyến tại"),
    ):
        paper.when(name, "Nội dung", f"{title}: {{{{ {name} }}}}")
    # in one line, so that the invitation stays on one page
    paper.when(
        "check_in_code",
        "Nội dung",
        "Mã điểm danh (không cần giấy tờ tùy thân): {{ check_in_code }}"
        "{% if check_in_qr %}   {{ check_in_qr }}{% endif %}",
    )
    paper.when("agenda", "Nội dung", "Chương trình:")
    paper.each("agenda", "- {{ item }}")
    paper.body(
        "Đề nghị quý vị gửi trước câu hỏi, phản ánh, kiến nghị theo phiếu kèm theo"
        "{% if question_deadline %} chậm nhất ngày {{ question_deadline }}{% endif %} "
        "để {{ issuer_name }} chuẩn bị trả lời. Trường hợp không dự được, quý vị có "
        "thể gửi ý kiến bằng văn bản; ý kiến được trả lời như ý kiến nêu tại buổi đối "
        "thoại.",
    )
    paper.when("contact", "Nội dung", "Liên hệ: {{ contact }}.")
    paper.close("Rất mong sự có mặt của quý vị./.")
    paper.signature()
    paper.form("PHIẾU CÂU HỎI, PHẢN ÁNH, KIẾN NGHỊ", "(Kèm theo {{ goes_with }})")
    paper.blank("1. Tên tổ chức, cá nhân: {{ guest_name }}", is_full=True)
    for text in (
        "2. Người đại diện:",
        "3. Địa chỉ:",
        "4. Điện thoại, thư điện tử:",
        "5. Lĩnh vực, thủ tục hành chính:",
        "6. Nội dung câu hỏi, phản ánh, kiến nghị:",
        *[""] * ANSWER_LINES,
    ):
        paper.blank(text)
    paper.sender()
    return paper


def answer() -> Paper:
    """Công văn trả lời: no kind of document above it, the abstract under the number."""
    paper = Paper()
    paper.head(is_letter=True)
    paper.address()
    paper.body(
        "{{ issuer_name }} nhận được phản ánh, kiến nghị mã số {{ code }}"
        "{% if received_on %} ngày {{ received_on }}{% endif %}"
        "{% if session_name %}, nêu tại {{ session_name }},{% endif %}"
        " về việc: {{ subject }}",
        "Nội dung phản ánh, kiến nghị:",
    )
    paper.each("question", "{{ item }}")
    paper.body("Sau khi xem xét, {{ issuer_name }} trả lời như sau:")
    paper.each("answer", "{{ item }}")
    paper.when("legal_basis", "Nội dung", "Căn cứ:")
    paper.each("legal_basis", "- {{ item }}")
    paper.when(
        "promise",
        "Nội dung",
        "Việc {{ issuer_name }} sẽ thực hiện: {{ promise }}"
        "{% if promised_on %}, hoàn thành chậm nhất ngày {{ promised_on }}{% endif %}.",
    )
    paper.when(
        "contact",
        "Nội dung",
        "Nếu cần trao đổi thêm, xin liên hệ: {{ contact }}.",
    )
    paper.close(
        "{{ issuer_name }} trân trọng cảm ơn và mong tiếp tục nhận được ý kiến đóng "
        "góp./."
    )
    paper.signature()
    return paper


def forwarding() -> Paper:
    """Phiếu chuyển to the body that is competent."""
    paper = Paper()
    paper.head()
    paper.title()
    paper.address()
    paper.body(
        "{{ issuer_name }} nhận được {{ count }} phản ánh, kiến nghị của tổ chức, cá "
        "nhân{% if session_name %} tại {{ session_name }}{% endif %} có nội dung thuộc "
        "thẩm quyền giải quyết của {{ addressee }}.",
        "Theo quy định về tiếp nhận, xử lý phản ánh, kiến nghị, {{ issuer_name }} "
        "chuyển đến {{ addressee }} như sau:",
    )
    paper.table(
        "cases",
        (
            Column("STT", 11, "{{ row.number }}", "Bảng giữa"),
            Column("Tổ chức, cá nhân, mã số", 43, WHO),
            Column("Nội dung phản ánh, kiến nghị", 68, "{{ row.question }}"),
            Column("Ý kiến của nơi chuyển", 43, "{{ row.proposal }}"),
        ),
    )
    paper.close(
        "Đề nghị {{ addressee }} xem xét, giải quyết theo thẩm quyền và thông báo kết "
        "quả cho {{ issuer_name }}{% if reply_by %} trước ngày {{ reply_by }}"
        "{% endif %} để trả lời tổ chức, cá nhân./."
    )
    paper.signature()
    return paper
