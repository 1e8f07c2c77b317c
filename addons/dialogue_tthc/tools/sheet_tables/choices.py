"""The words that a cell may say where there is a choice, as people write them.

Key, then the words for it; the first one is offered in the list of our own file.
"""

from ..sheet_column import choices

PETITIONER_KINDS = choices(
    enterprise="Doanh nghiệp; DN; Công ty; Tổ chức",
    cooperative="Hợp tác xã; HTX; Liên hiệp HTX; Tổ hợp tác",
    household="Hộ kinh doanh; HKD; Hộ KD; Hộ cá thể; Cơ sở sản xuất",
    citizen="Cá nhân; Công dân; Người dân; Cá nhân, công dân",
    association="Hiệp hội; Hội; Hội, hiệp hội",
    agency="Cơ quan; Cơ quan nhà nước; Đơn vị sự nghiệp; UBND",
)

YES = choices(
    yes=(
        "Có; x; v; C; Yes; Y; Đúng; 1; True; Có yêu cầu; Yêu cầu; Đề nghị; Giấu; "
        "Giấu tên; Đề nghị giấu tên; Yêu cầu giấu tên; Bí mật; Giữ bí mật"
    ),
    no="Không; K; No; N; 0; False; Không yêu cầu; Không giấu; Không giấu tên",
)

CHANNELS = choices(
    paper="Văn bản; Giấy; Công văn; Đơn; Thư; Bưu điện; Đường bưu điện",
    meeting=(
        "Tại buổi đối thoại; Đối thoại; Hội nghị; Tại hội nghị; Trực tiếp tại hội "
        "nghị; Cuộc họp"
    ),
    portal=(
        "Cổng dịch vụ công; Cổng; Cổng thông tin; Trang thông tin điện tử; Website; "
        "Trực tuyến"
    ),
    counter="Trực tiếp; Bộ phận Một cửa; Một cửa; Tại quầy; Tiếp công dân",
    phone="Điện thoại; Đường dây nóng; Hotline; Gọi điện",
    email="Thư điện tử; Email; E-mail; Mail; Hộp thư điện tử",
    other="Hệ thống khác; Khác; Phần mềm khác; Hệ thống PAKN; Zalo; Phiếu khảo sát",
)

ORIGINS = choices(
    before="Trước buổi đối thoại; Trước; Gửi trước",
    at_session="Tại buổi đối thoại; Tại buổi; Tại hội nghị",
    after="Sau buổi đối thoại; Sau; Gửi sau",
    absent_invitee="Vắng mặt, có gửi ý kiến; Vắng mặt; Đại biểu vắng mặt",
    outside="Ngoài buổi đối thoại; Ngoài; Thường xuyên",
)

KINDS = choices(
    guidance="Đề nghị hướng dẫn; Hướng dẫn; Hỏi đáp; Câu hỏi",
    behaviour="Hành vi; Hành vi hành chính; Về hành vi; Phản ánh hành vi",
    regulation="Quy định; Quy định hành chính; Về quy định; Nội dung quy định",
    both="Hành vi và quy định; Cả hai; Hành vi, quy định",
    initiative="Sáng kiến, giải pháp; Sáng kiến; Đề xuất; Giải pháp; "
    "Kiến nghị, đề xuất",
)

OUTCOMES = choices(
    written="Trả lời bằng văn bản; Văn bản; Bằng văn bản",
    on_spot="Trả lời trực tiếp; Trực tiếp; Tại chỗ; Trả lời tại chỗ; Trả lời ngay",
    superior="Báo cáo cấp trên; Chuyển cấp trên; Vượt thẩm quyền; Cấp trên",
    other_body="Chuyển cơ quan khác; Chuyển; Chuyển đơn vị khác; Phiếu chuyển",
)

VERDICTS = choices(
    resolved="Đã giải quyết; Giải quyết; Chấp nhận; Đồng ý",
    guided="Đã hướng dẫn; Hướng dẫn; Giải thích; Giải đáp",
    beyond="Vượt thẩm quyền; Không thuộc thẩm quyền; Ngoài thẩm quyền",
    not_accepted="Không chấp nhận; Không có cơ sở; Bác",
)

STATUSES = choices(
    open="Đang xử lý; Chưa trả lời; Chưa xử lý; Đang giải quyết; Mới",
    answered="Đã trả lời; Đã xử lý; Đã giải quyết; Hoàn thành; Xong; Đã đóng",
)

LEVELS = choices(
    province="Cấp tỉnh; Tỉnh",
    commune="Cấp xã; Xã; Phường, xã",
    ministry="Cấp bộ; Bộ; Trung ương",
)

ONLINE_LEVELS = choices(
    full="Toàn trình; Mức độ 4; DVC toàn trình",
    partial="Một phần; Mức độ 3; DVC một phần",
    none="Không; Trực tiếp; Không trực tuyến",
)

ROLES = choices(
    guest="Khách mời; Đại biểu; Đại biểu mời",
    speaker="Phát biểu; Tham luận; Báo cáo viên",
    chair="Chủ trì; Chủ tọa; Bàn chủ tọa",
    observer="Dự thính; Quan sát",
    press="Báo chí; Phóng viên",
)
