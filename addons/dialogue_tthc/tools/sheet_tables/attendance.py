"""Contacts to invite to a session."""

from ..sheet_column import Column, words
from .choices import ROLES
from .petitioner import ADDRESS, EMAIL, PETITIONER_KIND, PHONE, TAX_CODE

ATTENDANCE = (
    Column(
        "name",
        "Tổ chức, cá nhân",
        names=words(
            "ten to chuc ca nhan, to chuc ca nhan, ten to chuc, ten doanh nghiep, "
            "doanh nghiep, ho va ten, ho ten, nguoi gui, nguoi phan anh, nguoi kien "
            "nghi, don vi kien nghi, don vi gui, don vi phan anh, ten, ten don vi, "
            "ten cong ty, cong ty, ten doanh nghiep to chuc ca nhan, doanh nghiep to "
            "chuc, to chuc, ca nhan to chuc, ca nhan, co quan don vi, ten dn, nguoi "
            "hoi, khach moi, ten khach moi, dai bieu, ten dai bieu, thanh phan, don "
            "vi, don vi moi"
        ),
        is_required=True,
        example="Công ty TNHH Nước Xanh",
        width=34,
    ),
    PETITIONER_KIND,
    TAX_CODE,
    ADDRESS,
    PHONE,
    EMAIL,
    Column(
        "delegate_name",
        "Người dự",
        names=words(
            "nguoi dai dien, dai dien, nguoi lien he, ho ten dai bieu, nguoi tham "
            "du, nguoi du hop, ho va ten nguoi du, dai bieu tham du"
        ),
        example="Nguyễn Văn An",
        width=24,
    ),
    Column(
        "delegate_function",
        "Chức vụ",
        names=words("chuc danh, chuc vu nguoi du, vi tri"),
        example="Giám đốc",
    ),
    Column(
        "role",
        "Vai trò",
        "choice",
        names=words("tu cach, thanh phan du, tu cach tham du"),
        hint="Để trống: khách mời.",
        choices=ROLES,
        example="Khách mời",
    ),
)
