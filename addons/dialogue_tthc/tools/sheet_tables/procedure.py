"""Procedures for the catalogue."""

from ..sheet_column import Column, words
from .choices import LEVELS, ONLINE_LEVELS

PROCEDURE = (
    Column(
        "national_code",
        "Mã thủ tục",
        names=words(
            "ma tthc, ma so tthc, ma so thu tuc, ma quoc gia, ma thu tuc hanh chinh, "
            "ma, ma so, so ho so tthc, ma so ho so"
        ),
        hint="Ví dụ 2.002131 hoặc 2.002131.000.00.00.H58.",
        example="2.002131",
        width=26,
    ),
    Column(
        "name",
        "Tên thủ tục hành chính",
        names=words("ten thu tuc, ten tthc, thu tuc hanh chinh, thu tuc, tthc, ten"),
        is_required=True,
        example="Khai báo thiết bị X-quang chẩn đoán trong y tế",
        width=60,
    ),
    Column(
        "sector",
        "Lĩnh vực",
        names=words("nganh linh vuc, ten linh vuc, linh vuc tthc"),
        is_required=True,
        hint="Tên hoặc mã lĩnh vực đã có trong danh mục.",
        width=30,
    ),
    Column(
        "local_code",
        "Mã riêng của tỉnh",
        names=words("ma dia phuong, ma noi bo"),
    ),
    Column(
        "level",
        "Cấp thực hiện",
        "choice",
        names=words("cap, cap giai quyet, cap chinh quyen, cap hanh chinh"),
        hint="Để trống: cấp tỉnh.",
        choices=LEVELS,
        example="Cấp tỉnh",
    ),
    Column(
        "deciding_body",
        "Cơ quan có thẩm quyền quyết định",
        names=words(
            "co quan quyet dinh, tham quyen quyet dinh, co quan co tham quyen, tham "
            "quyen giai quyet"
        ),
        width=24,
    ),
    Column(
        "doing_unit",
        "Cơ quan trực tiếp thực hiện",
        names=words(
            "co quan thuc hien, don vi thuc hien, don vi giai quyet, co quan giai quyet"
        ),
        width=24,
    ),
    Column(
        "receiving_place",
        "Nơi tiếp nhận",
        names=words(
            "dia diem tiep nhan, noi nop ho so, dia diem thuc hien, co quan tiep nhan"
        ),
        width=24,
    ),
    Column(
        "online_level",
        "Mức độ trực tuyến",
        "choice",
        names=words(
            "muc do dvc, dich vu cong truc tuyen, muc do, muc do dvctt, hinh thuc "
            "dvc, dvc truc tuyen"
        ),
        choices=ONLINE_LEVELS,
        example="Toàn trình",
    ),
    Column(
        "time_limit_days",
        "Thời hạn giải quyết (ngày làm việc)",
        "number",
        names=words(
            "thoi han giai quyet, thoi han, thoi gian giai quyet, so ngay giai quyet"
        ),
        hint="Số ngày làm việc; để trống nếu không quy định.",
        example="5",
        width=14,
    ),
    Column(
        "fee_note",
        "Phí, lệ phí",
        names=words("phi le phi, phi, le phi, muc phi"),
    ),
    Column(
        "legal_basis",
        "Căn cứ pháp lý",
        names=words("can cu, co so phap ly, van ban quy dinh, can cu phap luat"),
        width=40,
    ),
    Column(
        "decision",
        "Quyết định công bố",
        names=words("so quyet dinh, quyet dinh, so quyet dinh cong bo, qd cong bo"),
        width=24,
    ),
    Column(
        "valid_from",
        "Hiệu lực từ ngày",
        "day",
        names=words("ngay hieu luc, hieu luc tu, ngay co hieu luc, hieu luc"),
        hint="Ngày/tháng/năm.",
        width=12,
    ),
    Column(
        "valid_to",
        "Hiệu lực đến ngày",
        "day",
        names=words("ngay het hieu luc, hieu luc den, het hieu luc"),
        hint="Ngày/tháng/năm.",
        width=12,
    ),
)
