"""Old registers, and questions that associations have gathered."""

from ..sheet_column import Column, words
from .choices import (
    CHANNELS,
    KINDS,
    ORIGINS,
    OUTCOMES,
    STATUSES,
    VERDICTS,
    YES,
)
from .petitioner import ADDRESS, EMAIL, PETITIONER_KIND, PHONE, TAX_CODE

FEEDBACK = (
    Column(
        "former_code",
        "Mã cũ",
        names=words(
            "ma, ma so, ma ho so, so ho so, ma phan anh, ma pakn, ma kien nghi, so "
            "phieu, so den, so vao so, ma phieu, so ky hieu"
        ),
        hint="Mã hoặc số trong sổ cũ; giữ lại để tra cứu.",
        example="KN-2021-017",
    ),
    Column(
        "received_on",
        "Ngày gửi",
        "day",
        names=words(
            "ngay nhan, ngay tiep nhan, ngay den, ngay, ngay thang, ngay phan anh, "
            "ngay kien nghi, thoi gian gui, thoi gian tiep nhan, thoi diem tiep "
            "nhan, ngay gui phan anh, ngay nop, ngay thang nam, ngay vao so"
        ),
        is_required=True,
        hint="Ngày/tháng/năm, ví dụ 05/03/2023.",
        example="05/03/2023",
        width=12,
    ),
    Column(
        "name",
        "Tổ chức, cá nhân",
        names=words(
            "ten to chuc ca nhan, to chuc ca nhan, ten to chuc, ten doanh nghiep, "
            "doanh nghiep, ho va ten, ho ten, nguoi gui, nguoi phan anh, nguoi kien "
            "nghi, don vi kien nghi, don vi gui, don vi phan anh, ten, ten don vi, "
            "ten cong ty, cong ty, ten doanh nghiep to chuc ca nhan, doanh nghiep to "
            "chuc, to chuc, ca nhan to chuc, ca nhan, co quan don vi, ten dn, nguoi "
            "hoi"
        ),
        is_required=True,
        example="Công ty TNHH Nước Xanh",
        width=30,
    ),
    PETITIONER_KIND,
    Column(
        "representative",
        "Người đại diện",
        names=words(
            "dai dien, nguoi lien he, nguoi dai dien phap luat, ho ten nguoi dai "
            "dien, dau moi lien he"
        ),
        example="Nguyễn Văn An",
    ),
    TAX_CODE,
    ADDRESS,
    PHONE,
    EMAIL,
    Column(
        "subject",
        "Tiêu đề",
        names=words("trich yeu, tom tat, chu de, van de, ve viec"),
        hint="Để trống: lấy từ nội dung.",
        width=30,
    ),
    Column(
        "question",
        "Nội dung kiến nghị",
        names=words(
            "noi dung, noi dung phan anh, noi dung phan anh kien nghi, noi dung kien "
            "nghi phan anh, noi dung cau hoi, cau hoi, kien nghi, phan anh kien "
            "nghi, y kien, noi dung y kien, y kien kien nghi, noi dung vuong mac, "
            "kho khan vuong mac, vuong mac, kien nghi de xuat, noi dung kien nghi de "
            "xuat, noi dung hoi"
        ),
        is_required=True,
        example=(
            "Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả, bao lâu thì có giấy chứng "
            "nhận?"
        ),
        width=60,
    ),
    Column(
        "kind",
        "Loại kiến nghị",
        "choice",
        names=words(
            "loai, phan loai, loai phan anh, loai phan anh kien nghi, loai noi dung, "
            "tinh chat"
        ),
        hint="Để trống: đề nghị hướng dẫn.",
        choices=KINDS,
        example="Đề nghị hướng dẫn",
    ),
    Column(
        "channel",
        "Kênh tiếp nhận",
        "choice",
        names=words(
            "kenh, hinh thuc gui, hinh thuc tiep nhan, nguon, nguon tiep nhan, "
            "phuong thuc gui, cach thuc gui, hinh thuc phan anh"
        ),
        hint="Để trống: văn bản.",
        choices=CHANNELS,
        example="Văn bản",
    ),
    Column(
        "origin",
        "Thời điểm gửi",
        "choice",
        names=words("thoi diem, giai doan, truoc tai sau buoi doi thoai"),
        hint="Trước, tại, sau hay ngoài buổi đối thoại.",
        choices=ORIGINS,
    ),
    Column(
        "sector",
        "Lĩnh vực",
        names=words("nganh linh vuc, linh vuc kien nghi, nhom linh vuc, linh vuc tthc"),
        width=24,
    ),
    Column(
        "procedure",
        "Thủ tục hành chính",
        names=words("tthc, ten thu tuc, ma thu tuc, thu tuc, ten tthc, ma tthc"),
        hint="Mã hoặc tên thủ tục trong danh mục.",
        width=24,
    ),
    Column(
        "department",
        "Đơn vị chủ trì",
        names=words(
            "don vi xu ly, don vi tra loi, phong chu tri, phong xu ly, don vi giai "
            "quyet, don vi phu trach, phong phu trach, don vi thuc hien, phong "
            "chuyen mon"
        ),
        width=24,
    ),
    Column(
        "is_name_hidden",
        "Giấu tên với đơn vị xử lý",
        "flag",
        names=words("giau ten, giu bi mat, an danh, an danh tinh, khong cong khai ten"),
        hint="Có hoặc Không.",
        choices=YES,
    ),
    Column(
        "status",
        "Tình trạng",
        "choice",
        names=words(
            "trang thai, tinh trang xu ly, trang thai xu ly, ket qua xu ly, tinh "
            "hinh xu ly, tien do"
        ),
        hint="Đã trả lời hay đang xử lý. Để trống: theo cột nội dung trả lời.",
        choices=STATUSES,
    ),
    Column(
        "deadline",
        "Hạn trả lời",
        "day",
        names=words(
            "han, han xu ly, thoi han, han giai quyet, thoi han tra loi, ngay den "
            "han, thoi han xu ly"
        ),
        hint="Chỉ dùng cho kiến nghị đã trả lời.",
        width=12,
    ),
    Column(
        "outcome",
        "Hình thức trả lời",
        "choice",
        names=words("hinh thuc giai quyet, cach tra loi, hinh thuc xu ly"),
        choices=OUTCOMES,
    ),
    Column(
        "answer",
        "Nội dung trả lời",
        names=words(
            "tra loi, noi dung giai dap, giai dap, y kien tra loi, noi dung giai "
            "quyet, ket qua tra loi, ket qua giai quyet, cau tra loi, y kien giai "
            "trinh, noi dung tra loi cua so"
        ),
        hint="Có nội dung trả lời: kiến nghị được nhập là đã trả lời và đã đóng.",
        width=60,
    ),
    Column(
        "answer_number",
        "Số văn bản trả lời",
        names=words(
            "so van ban, van ban tra loi, so ky hieu van ban, cong van tra loi, so "
            "cong van, so vb tra loi, so van ban tra loi so ngay"
        ),
        example="125/SKHCN-VP",
    ),
    Column(
        "answered_on",
        "Ngày trả lời",
        "day",
        names=words(
            "ngay hoan thanh, ngay van ban, ngay ban hanh, ngay giai quyet, ngay xu "
            "ly, ngay ket thuc, ngay vb tra loi, ngay van ban tra loi"
        ),
        hint="Ngày/tháng/năm.",
        width=12,
    ),
    Column(
        "verdict",
        "Kết quả giải quyết",
        "choice",
        names=words("ket qua, ket luan"),
        choices=VERDICTS,
    ),
)
