"""Who can log in, and what each may do: what ``tthc run`` tells at the end."""

from __future__ import annotations

from .databases import Database

#: Logins of the addon's demo data; the password is the login.
DEMO_USERS = (
    ("vanphong", "Văn phòng, đầu mối: tiếp nhận, phân công, lập buổi đối thoại"),
    ("chuyenvien", "Chuyên viên: vụ việc của phòng mình, dự thảo trả lời"),
    ("chuyenvien2", "Chuyên viên phòng khác: chỉ thấy vụ việc của phòng đó"),
    ("lanhdao", "Lãnh đạo: như Văn phòng, thêm duyệt và ban hành"),
    ("kiemsoat", "Kiểm soát TTHC: xem tất cả trừ vụ việc bảo mật, không sửa gì"),
    ("quantri", "Quản trị: cấu hình"),
    ("doanhnghiep", "Doanh nghiệp, trên cổng: gửi, theo dõi tại /my/feedback"),
    ("nhanvien", "Đồng nghiệp cùng doanh nghiệp: gửi, xem việc được chia sẻ"),
    ("choduyet", "Người xin vào doanh nghiệp đó: chờ duyệt, chưa xem được gì"),
)


def demo_table(database: Database) -> list[str]:
    """Return the lines about the demo users that ``database`` has."""
    rows = database.server.sql(
        "SELECT login FROM res_users WHERE active", database=database.name
    )
    logins = set(rows.split("\n"))
    there = [(login, may) for login, may in DEMO_USERS if login in logins]
    if not there:
        return []
    width = max(len(login) for login, _may in there)
    lines = ["Người dùng mẫu (mật khẩu trùng tên đăng nhập):"]
    return lines + [f"  {login:<{width}}  {may}" for login, may in there]
