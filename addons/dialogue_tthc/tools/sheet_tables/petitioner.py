"""What every sheet says of who asks or is invited."""

from ..sheet_column import Column, words
from .choices import PETITIONER_KINDS

PETITIONER_KIND = Column(
    "petitioner_kind",
    "Loại hình",
    "choice",
    names=words(
        "doi tuong, loai hinh to chuc, loai doi tuong, loai hinh doanh nghiep, nhom "
        "doi tuong"
    ),
    hint="Để trống: đoán theo tên.",
    choices=PETITIONER_KINDS,
    example="Doanh nghiệp",
)

TAX_CODE = Column(
    "tax_code",
    "Mã số thuế",
    "tax_code",
    names=words(
        "mst, ma so doanh nghiep, msdn, ma so dn, ma so thue mst, so dkkd, ma so "
        "thue cccd"
    ),
    hint=(
        "10 số, 13 số (chi nhánh) hoặc 12 số định danh. Định dạng cột là Văn bản để "
        "không mất số 0 ở đầu."
    ),
    example="0100109106",
)

ADDRESS = Column(
    "address",
    "Địa chỉ",
    names=words(
        "dia chi lien he, dia chi tru so, noi o, tru so, dia chi thuong tru, dia chi "
        "lien lac"
    ),
    example="12 Trần Phú, Hà Giang",
    width=30,
)

PHONE = Column(
    "phone",
    "Điện thoại",
    "phone",
    names=words(
        "so dien thoai, sdt, dt, dien thoai lien he, so dt, dien thoai lien lac, di "
        "dong"
    ),
    hint="Định dạng cột là Văn bản để không mất số 0 ở đầu.",
    example="02193860000",
)

EMAIL = Column(
    "email",
    "Thư điện tử",
    "email",
    names=words("email, e mail, mail, dia chi email, dia chi thu dien tu, hop thu"),
    example="nuocxanh@example.com",
    width=24,
)
