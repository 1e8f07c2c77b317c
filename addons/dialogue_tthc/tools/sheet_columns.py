"""The columns that a spreadsheet can bring in, and how departments call them.

For each target one table: the heading that our own file has, other headings that mean
the same, and the words that a cell may say where there is a choice. All of that is
Vietnamese, as the sheets are. Standard library only.
"""

import re
from dataclasses import dataclass

from .folded_text import fold, folded_words

# columns that we add ourselves, or that say nothing: never part of a row's content
IGNORED = (
    "stt",
    "so thu tu",
    "tt",
    "ly do",
    "ly do khong nhap duoc",
    "dong",
)
# a row under the headings that numbers the columns: (1) (2) (3), A B C
_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[a-zA-Z])\s*\)?")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Column:
    """One thing that a row can say.

    :param key: name in the values of a row
    :param title: heading in the file to fill in
    :param kind: "text", "day", "choice", "number", "tax_code", "phone", "email" or
        "flag"
    :param names: other headings that mean it, folded
    :param is_required: whether every row must say it
    :param hint: what to write, shown beside the cell
    :param choices: key -> words for it; the first one is offered in the list
    :param example: a cell as it could be
    :param width: of the column, in characters
    """

    key: str
    title: str
    kind: str = "text"
    names: tuple[str, ...] = ()
    is_required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    example: str = ""
    width: int = 18

    def choice_of(self, text: str) -> str | None:
        """Return the key of the choice that ``text`` means, or None."""
        wanted = " ".join(folded_words(text))
        for key, words in self.choices:
            if wanted == key or any(
                wanted == " ".join(folded_words(word)) for word in words
            ):
                return key
        return None


PETITIONER_KINDS = (
    ("enterprise", ("Doanh nghiệp", "DN", "Công ty", "Tổ chức")),
    ("cooperative", ("Hợp tác xã", "HTX", "Liên hiệp HTX", "Tổ hợp tác")),
    ("household", ("Hộ kinh doanh", "HKD", "Hộ KD", "Hộ cá thể", "Cơ sở sản xuất")),
    ("citizen", ("Cá nhân", "Công dân", "Người dân", "Cá nhân, công dân")),
    ("association", ("Hiệp hội", "Hội", "Hội, hiệp hội")),
    ("agency", ("Cơ quan", "Cơ quan nhà nước", "Đơn vị sự nghiệp", "UBND")),
)
_YES = (
    ("yes", ("Có", "x", "C", "Yes", "Đúng", "1", "True")),
    ("no", ("Không", "K", "No", "0", "False")),
)
_CHANNELS = (
    ("paper", ("Văn bản", "Giấy", "Công văn", "Đơn", "Thư", "Bưu điện", "Đường bưu điện")),
    ("meeting", ("Tại buổi đối thoại", "Đối thoại", "Hội nghị", "Tại hội nghị", "Trực tiếp tại hội nghị", "Cuộc họp")),
    ("portal", ("Cổng dịch vụ công", "Cổng", "Cổng thông tin", "Trang thông tin điện tử", "Website", "Trực tuyến")),
    ("counter", ("Trực tiếp", "Bộ phận Một cửa", "Một cửa", "Tại quầy", "Tiếp công dân")),
    ("phone", ("Điện thoại", "Đường dây nóng", "Hotline", "Gọi điện")),
    ("email", ("Thư điện tử", "Email", "E-mail", "Mail", "Hộp thư điện tử")),
    ("other", ("Hệ thống khác", "Khác", "Phần mềm khác", "Hệ thống PAKN", "Zalo", "Phiếu khảo sát")),
)
_ORIGINS = (
    ("before", ("Trước buổi đối thoại", "Trước", "Gửi trước")),
    ("at_session", ("Tại buổi đối thoại", "Tại buổi", "Tại hội nghị")),
    ("after", ("Sau buổi đối thoại", "Sau", "Gửi sau")),
    ("absent_invitee", ("Vắng mặt, có gửi ý kiến", "Vắng mặt", "Đại biểu vắng mặt")),
    ("outside", ("Ngoài buổi đối thoại", "Ngoài", "Thường xuyên")),
)
_KINDS = (
    ("guidance", ("Đề nghị hướng dẫn", "Hướng dẫn", "Hỏi đáp", "Câu hỏi")),
    ("behaviour", ("Hành vi", "Hành vi hành chính", "Về hành vi", "Phản ánh hành vi")),
    ("regulation", ("Quy định", "Quy định hành chính", "Về quy định", "Nội dung quy định")),
    ("both", ("Hành vi và quy định", "Cả hai", "Hành vi, quy định")),
    ("initiative", ("Sáng kiến, giải pháp", "Sáng kiến", "Đề xuất", "Giải pháp", "Kiến nghị, đề xuất")),
)
_OUTCOMES = (
    ("written", ("Trả lời bằng văn bản", "Văn bản", "Bằng văn bản")),
    ("on_spot", ("Trả lời trực tiếp", "Trực tiếp", "Tại chỗ", "Trả lời tại chỗ", "Trả lời ngay")),
    ("superior", ("Báo cáo cấp trên", "Chuyển cấp trên", "Vượt thẩm quyền", "Cấp trên")),
    ("other_body", ("Chuyển cơ quan khác", "Chuyển", "Chuyển đơn vị khác", "Phiếu chuyển")),
)
_VERDICTS = (
    ("resolved", ("Đã giải quyết", "Giải quyết", "Chấp nhận", "Đồng ý")),
    ("guided", ("Đã hướng dẫn", "Hướng dẫn", "Giải thích", "Giải đáp")),
    ("beyond", ("Vượt thẩm quyền", "Không thuộc thẩm quyền", "Ngoài thẩm quyền")),
    ("not_accepted", ("Không chấp nhận", "Không có cơ sở", "Bác")),
)
_STATUSES = (
    ("open", ("Đang xử lý", "Chưa trả lời", "Chưa xử lý", "Đang giải quyết", "Mới")),
    ("answered", ("Đã trả lời", "Đã xử lý", "Đã giải quyết", "Hoàn thành", "Xong", "Đã đóng")),
)
_LEVELS = (
    ("province", ("Cấp tỉnh", "Tỉnh")),
    ("commune", ("Cấp xã", "Xã", "Phường, xã")),
    ("ministry", ("Cấp bộ", "Bộ", "Trung ương")),
)
_ONLINE_LEVELS = (
    ("full", ("Toàn trình", "Mức độ 4", "DVC toàn trình")),
    ("partial", ("Một phần", "Mức độ 3", "DVC một phần")),
    ("none", ("Không", "Trực tiếp", "Không trực tuyến")),
)
_ROLES = (
    ("guest", ("Khách mời", "Đại biểu", "Đại biểu mời")),
    ("speaker", ("Phát biểu", "Tham luận", "Báo cáo viên")),
    ("chair", ("Chủ trì", "Chủ tọa", "Bàn chủ tọa")),
    ("observer", ("Dự thính", "Quan sát")),
    ("press", ("Báo chí", "Phóng viên")),
)

_TAX_CODE = Column(
    "tax_code",
    "Mã số thuế",
    "tax_code",
    ("mst", "ma so doanh nghiep", "msdn", "ma so dn", "ma so thue mst", "so dkkd", "ma so thue cccd"),
    hint="10 số, 13 số (chi nhánh) hoặc 12 số định danh. Định dạng cột là Văn bản để không mất số 0 ở đầu.",
    example="0100109106",
)
_PHONE = Column(
    "phone",
    "Điện thoại",
    "phone",
    ("so dien thoai", "sdt", "dt", "dien thoai lien he", "so dt", "dien thoai lien lac", "di dong"),
    hint="Định dạng cột là Văn bản để không mất số 0 ở đầu.",
    example="02193860000",
)
_EMAIL = Column(
    "email",
    "Thư điện tử",
    "email",
    ("email", "e mail", "mail", "dia chi email", "dia chi thu dien tu", "hop thu"),
    example="nuocxanh@example.com",
    width=24,
)
_ADDRESS = Column(
    "address",
    "Địa chỉ",
    names=("dia chi lien he", "dia chi tru so", "noi o", "tru so", "dia chi thuong tru", "dia chi lien lac"),
    example="12 Trần Phú, Hà Giang",
    width=30,
)
_PETITIONER_KIND = Column(
    "petitioner_kind",
    "Loại hình",
    "choice",
    ("doi tuong", "loai hinh to chuc", "loai doi tuong", "loai hinh doanh nghiep", "nhom doi tuong"),
    hint="Để trống: đoán theo tên.",
    choices=PETITIONER_KINDS,
    example="Doanh nghiệp",
)

FEEDBACK = (
    Column(
        "former_code",
        "Mã cũ",
        names=("ma", "ma so", "ma ho so", "so ho so", "ma phan anh", "ma pakn", "ma kien nghi", "so phieu", "so den", "so vao so", "ma phieu", "so ky hieu"),
        hint="Mã hoặc số trong sổ cũ; giữ lại để tra cứu.",
        example="KN-2021-017",
    ),
    Column(
        "received_on",
        "Ngày gửi",
        "day",
        ("ngay nhan", "ngay tiep nhan", "ngay den", "ngay", "ngay thang", "ngay phan anh", "ngay kien nghi", "thoi gian gui", "thoi gian tiep nhan", "thoi diem tiep nhan", "ngay gui phan anh", "ngay nop", "ngay thang nam", "ngay vao so"),
        is_required=True,
        hint="Ngày/tháng/năm, ví dụ 05/03/2023.",
        example="05/03/2023",
        width=12,
    ),
    Column(
        "name",
        "Tổ chức, cá nhân",
        names=("ten to chuc ca nhan", "to chuc ca nhan", "ten to chuc", "ten doanh nghiep", "doanh nghiep", "ho va ten", "ho ten", "nguoi gui", "nguoi phan anh", "nguoi kien nghi", "don vi kien nghi", "don vi gui", "don vi phan anh", "ten", "ten don vi", "ten cong ty", "cong ty", "ten doanh nghiep to chuc ca nhan", "doanh nghiep to chuc", "to chuc", "ca nhan to chuc", "ca nhan", "co quan don vi", "ten dn", "nguoi hoi"),
        is_required=True,
        example="Công ty TNHH Nước Xanh",
        width=30,
    ),
    _PETITIONER_KIND,
    Column(
        "representative",
        "Người đại diện",
        names=("dai dien", "nguoi lien he", "nguoi dai dien phap luat", "ho ten nguoi dai dien", "dau moi lien he"),
        example="Nguyễn Văn An",
    ),
    _TAX_CODE,
    _ADDRESS,
    _PHONE,
    _EMAIL,
    Column(
        "subject",
        "Tiêu đề",
        names=("trich yeu", "tom tat", "chu de", "van de", "ve viec"),
        hint="Để trống: lấy từ nội dung.",
        width=30,
    ),
    Column(
        "question",
        "Nội dung kiến nghị",
        names=("noi dung", "noi dung phan anh", "noi dung phan anh kien nghi", "noi dung kien nghi phan anh", "noi dung cau hoi", "cau hoi", "kien nghi", "phan anh kien nghi", "y kien", "noi dung y kien", "y kien kien nghi", "noi dung vuong mac", "kho khan vuong mac", "vuong mac", "kien nghi de xuat", "noi dung kien nghi de xuat", "noi dung hoi"),
        is_required=True,
        example="Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả, bao lâu thì có giấy chứng nhận?",
        width=60,
    ),
    Column(
        "kind",
        "Loại kiến nghị",
        "choice",
        ("loai", "phan loai", "loai phan anh", "loai phan anh kien nghi", "loai noi dung", "tinh chat"),
        hint="Để trống: đề nghị hướng dẫn.",
        choices=_KINDS,
        example="Đề nghị hướng dẫn",
    ),
    Column(
        "channel",
        "Kênh tiếp nhận",
        "choice",
        ("kenh", "hinh thuc gui", "hinh thuc tiep nhan", "nguon", "nguon tiep nhan", "phuong thuc gui", "cach thuc gui", "hinh thuc phan anh"),
        hint="Để trống: văn bản.",
        choices=_CHANNELS,
        example="Văn bản",
    ),
    Column(
        "origin",
        "Thời điểm gửi",
        "choice",
        ("thoi diem", "giai doan", "truoc tai sau buoi doi thoai"),
        hint="Trước, tại, sau hay ngoài buổi đối thoại.",
        choices=_ORIGINS,
    ),
    Column(
        "sector",
        "Lĩnh vực",
        names=("nganh linh vuc", "linh vuc kien nghi", "nhom linh vuc", "linh vuc tthc"),
        width=24,
    ),
    Column(
        "procedure",
        "Thủ tục hành chính",
        names=("tthc", "ten thu tuc", "ma thu tuc", "thu tuc", "ten tthc", "ma tthc"),
        hint="Mã hoặc tên thủ tục trong danh mục.",
        width=24,
    ),
    Column(
        "department",
        "Đơn vị chủ trì",
        names=("don vi xu ly", "don vi tra loi", "phong chu tri", "phong xu ly", "don vi giai quyet", "don vi phu trach", "phong phu trach", "don vi thuc hien", "phong chuyen mon"),
        width=24,
    ),
    Column(
        "is_name_hidden",
        "Giấu tên với đơn vị xử lý",
        "flag",
        ("giau ten", "giu bi mat", "an danh", "an danh tinh", "khong cong khai ten"),
        hint="Có hoặc Không.",
        choices=_YES,
    ),
    Column(
        "status",
        "Tình trạng",
        "choice",
        ("trang thai", "tinh trang xu ly", "trang thai xu ly", "ket qua xu ly", "tinh hinh xu ly", "tien do"),
        hint="Đã trả lời hay đang xử lý. Để trống: theo cột nội dung trả lời.",
        choices=_STATUSES,
    ),
    Column(
        "deadline",
        "Hạn trả lời",
        "day",
        ("han", "han xu ly", "thoi han", "han giai quyet", "thoi han tra loi", "ngay den han", "thoi han xu ly"),
        hint="Chỉ dùng cho kiến nghị đã trả lời.",
        width=12,
    ),
    Column(
        "outcome",
        "Hình thức trả lời",
        "choice",
        ("hinh thuc giai quyet", "cach tra loi", "hinh thuc xu ly"),
        choices=_OUTCOMES,
    ),
    Column(
        "answer",
        "Nội dung trả lời",
        names=("tra loi", "noi dung giai dap", "giai dap", "y kien tra loi", "noi dung giai quyet", "ket qua tra loi", "ket qua giai quyet", "cau tra loi", "y kien giai trinh", "noi dung tra loi cua so"),
        hint="Có nội dung trả lời: kiến nghị được nhập là đã trả lời và đã đóng.",
        width=60,
    ),
    Column(
        "answer_number",
        "Số văn bản trả lời",
        names=("so van ban", "van ban tra loi", "so ky hieu van ban", "cong van tra loi", "so cong van", "so vb tra loi", "so van ban tra loi so ngay"),
        example="125/SKHCN-VP",
    ),
    Column(
        "answered_on",
        "Ngày trả lời",
        "day",
        ("ngay hoan thanh", "ngay van ban", "ngay ban hanh", "ngay giai quyet", "ngay xu ly", "ngay ket thuc", "ngay vb tra loi", "ngay van ban tra loi"),
        hint="Ngày/tháng/năm.",
        width=12,
    ),
    Column(
        "verdict",
        "Kết quả giải quyết",
        "choice",
        ("ket qua", "ket luan"),
        choices=_VERDICTS,
    ),
)

PROCEDURE = (
    Column(
        "national_code",
        "Mã thủ tục",
        names=("ma tthc", "ma so tthc", "ma so thu tuc", "ma quoc gia", "ma thu tuc hanh chinh", "ma", "ma so", "so ho so tthc", "ma so ho so"),
        hint="Ví dụ 2.002131 hoặc 2.002131.000.00.00.H58.",
        example="2.002131",
        width=26,
    ),
    Column(
        "name",
        "Tên thủ tục hành chính",
        names=("ten thu tuc", "ten tthc", "thu tuc hanh chinh", "thu tuc", "tthc", "ten"),
        is_required=True,
        example="Khai báo thiết bị X-quang chẩn đoán trong y tế",
        width=60,
    ),
    Column(
        "sector",
        "Lĩnh vực",
        names=("nganh linh vuc", "ten linh vuc", "linh vuc tthc"),
        is_required=True,
        hint="Tên hoặc mã lĩnh vực đã có trong danh mục.",
        width=30,
    ),
    Column("local_code", "Mã riêng của tỉnh", names=("ma dia phuong", "ma noi bo")),
    Column(
        "level",
        "Cấp thực hiện",
        "choice",
        ("cap", "cap giai quyet", "cap chinh quyen", "cap hanh chinh"),
        hint="Để trống: cấp tỉnh.",
        choices=_LEVELS,
        example="Cấp tỉnh",
    ),
    Column(
        "deciding_body",
        "Cơ quan có thẩm quyền quyết định",
        names=("co quan quyet dinh", "tham quyen quyet dinh", "co quan co tham quyen", "tham quyen giai quyet"),
        width=24,
    ),
    Column(
        "doing_unit",
        "Cơ quan trực tiếp thực hiện",
        names=("co quan thuc hien", "don vi thuc hien", "don vi giai quyet", "co quan giai quyet"),
        width=24,
    ),
    Column(
        "receiving_place",
        "Nơi tiếp nhận",
        names=("dia diem tiep nhan", "noi nop ho so", "dia diem thuc hien", "co quan tiep nhan"),
        width=24,
    ),
    Column(
        "online_level",
        "Mức độ trực tuyến",
        "choice",
        ("muc do dvc", "dich vu cong truc tuyen", "muc do", "muc do dvctt", "hinh thuc dvc", "dvc truc tuyen"),
        choices=_ONLINE_LEVELS,
        example="Toàn trình",
    ),
    Column(
        "time_limit_days",
        "Thời hạn giải quyết (ngày làm việc)",
        "number",
        ("thoi han giai quyet", "thoi han", "thoi gian giai quyet", "so ngay giai quyet"),
        hint="Số ngày làm việc; để trống nếu không quy định.",
        example="5",
        width=14,
    ),
    Column("fee_note", "Phí, lệ phí", names=("phi le phi", "phi", "le phi", "muc phi")),
    Column(
        "legal_basis",
        "Căn cứ pháp lý",
        names=("can cu", "co so phap ly", "van ban quy dinh", "can cu phap luat"),
        width=40,
    ),
    Column(
        "decision",
        "Quyết định công bố",
        names=("so quyet dinh", "quyet dinh", "so quyet dinh cong bo", "qd cong bo"),
        width=24,
    ),
    Column(
        "valid_from",
        "Hiệu lực từ ngày",
        "day",
        ("ngay hieu luc", "hieu luc tu", "ngay co hieu luc", "hieu luc"),
        hint="Ngày/tháng/năm.",
        width=12,
    ),
    Column(
        "valid_to",
        "Hiệu lực đến ngày",
        "day",
        ("ngay het hieu luc", "hieu luc den", "het hieu luc"),
        hint="Ngày/tháng/năm.",
        width=12,
    ),
)

ATTENDANCE = (
    Column(
        "name",
        "Tổ chức, cá nhân",
        names=FEEDBACK[2].names + ("khach moi", "ten khach moi", "dai bieu", "ten dai bieu", "thanh phan", "don vi", "don vi moi"),
        is_required=True,
        example="Công ty TNHH Nước Xanh",
        width=34,
    ),
    _PETITIONER_KIND,
    _TAX_CODE,
    _ADDRESS,
    _PHONE,
    _EMAIL,
    Column(
        "delegate_name",
        "Người dự",
        names=("nguoi dai dien", "dai dien", "nguoi lien he", "ho ten dai bieu", "nguoi tham du", "nguoi du hop", "ho va ten nguoi du", "dai bieu tham du"),
        example="Nguyễn Văn An",
        width=24,
    ),
    Column(
        "delegate_function",
        "Chức vụ",
        names=("chuc danh", "chuc vu nguoi du", "vi tri"),
        example="Giám đốc",
    ),
    Column(
        "role",
        "Vai trò",
        "choice",
        ("tu cach", "thanh phan du", "tu cach tham du"),
        hint="Để trống: khách mời.",
        choices=_ROLES,
        example="Khách mời",
    ),
)

TARGETS = {"feedback": FEEDBACK, "procedure": PROCEDURE, "attendance": ATTENDANCE}


def columns_of(target: str) -> dict[str, Column]:
    """The columns of a target, by key.

    :param target: key of ``TARGETS``
    """
    return {column.key: column for column in TARGETS[target]}


def heading_key(heading: str | None) -> str:
    """A heading as it is compared: folded, without brackets and marks.

    >>> heading_key("Ngày gửi (*)\\n(dd/mm/yyyy)")
    'ngay gui'
    """
    whole = fold(heading)
    return " ".join(folded_words(_BRACKETS.sub(" ", whole)) or folded_words(whole))


def _fit(heading: str, column: Column) -> int:
    """How well a heading fits a column; 0 for not at all."""
    names = (heading_key(column.title), *column.names)
    if heading in names:
        return 1000
    best = 0
    for name in names:
        # one short word alone inside a long heading says too little
        if len(name) < 8 or " " not in name:
            continue
        if f" {heading} ".startswith(f" {name} "):
            best = max(best, 500 + len(name))
        elif f" {name} " in f" {heading} ":
            best = max(best, len(name))
    return best


def recognise(headings: list[str], target: str) -> list[str | None]:
    """Say what each column of a sheet brings in.

    Each key is given once, to the heading that fits it best.

    :param headings: the headings from left to right
    :param target: key of ``TARGETS``
    :return: for each heading the key of a column, or None
    """
    keys = [heading_key(heading) for heading in headings]
    pairs = sorted(
        (
            (-_fit(key, column), place, order, column.key)
            for place, key in enumerate(keys)
            if key and key not in IGNORED
            for order, column in enumerate(TARGETS[target])
            if _fit(key, column)
        ),
    )
    found: list[str | None] = [None] * len(headings)
    given: set[str] = set()
    for _fitness, place, _order, name in pairs:
        if found[place] is None and name not in given:
            found[place] = name
            given.add(name)
    return found


def find_header(rows: list[list[str]], target: str) -> int | None:
    """Find the row of the headings, below titles and above the data.

    Of headings in two lines the lower one is taken; merged cells have been filled.

    :param rows: texts of the first rows of a sheet
    :return: place of the row in ``rows``, or None if nothing looks like headings
    """
    best, best_count = None, 1
    for place, row in enumerate(rows):
        count = sum(key is not None for key in recognise(row, target))
        is_lower_line = (
            best is not None and count == best_count and place == best + 1
        )
        if count > best_count or (is_lower_line and _share(rows[best], row)):
            best, best_count = place, count
    return best


def _share(upper: list[str], lower: list[str]) -> bool:
    """Say whether two rows are two lines of headings, merged where they agree."""
    return any(
        text and text == below for text, below in zip(upper, lower, strict=False)
    )


def is_numbering(row: list[str]) -> bool:
    """Say whether a row only numbers the columns: (1) (2) (3)."""
    texts = [text for text in row if text]
    return len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts)


def guess_petitioner_kind(name: str) -> str:
    """Say what somebody is by the name; a person where nothing else is known.

    >>> guess_petitioner_kind("HTX Chè Shan tuyết")
    'cooperative'
    """
    words = f" {' '.join(folded_words(name))} "
    for kind, starts in (
        ("cooperative", ("htx", "hop tac xa", "lien hiep htx", "to hop tac")),
        ("household", ("ho kinh doanh", "hkd", "ho kd", "co so", "cua hang", "nha thuoc")),
        ("association", ("hiep hoi", "hoi", "lien hiep hoi", "chi hoi")),
        ("agency", ("so", "ubnd", "uy ban", "phong", "chi cuc", "cuc", "ban quan ly", "trung tam", "benh vien", "truong", "vien")),
        ("enterprise", ("cong ty", "cty", "doanh nghiep", "dntn", "tap doan", "tong cong ty", "ngan hang", "chi nhanh", "nha may", "xi nghiep", "phong kham")),
    ):
        if any(words.startswith(f" {start} ") for start in starts):
            # a clinic is called as a division of an office is
            return "enterprise" if words.startswith(" phong kham ") else kind
    if any(f" {word} " in words for word in ("tnhh", "cp", "jsc", "ltd", "co phan")):
        return "enterprise"
    return "citizen"
