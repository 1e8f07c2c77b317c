"""What the documents of a made-up department say: values for the shipped templates.

They stand in for ``_head_values`` and ``_document_values`` where only the look of a
document is measured; a test holds their names against those of the models.
"""

PLACE = "Hội trường tầng 2, trụ sở Sở Khoa học và Công nghệ"
QUESTION = (
    "Hồ sơ đăng ký nhãn hiệu nộp từ tháng 2 đến nay chưa có kết quả; đề nghị cho biết "
    "hồ sơ đang ở bước nào, còn thiếu giấy tờ gì và khi nào có giấy chứng nhận."
)
CASE = {
    "code": "PAKN.2026.000123-7",
    "petitioner": "Công ty TNHH Nước Xanh",
    "sector": "Sở hữu trí tuệ",
    "question": QUESTION,
    "proposal": "Đề nghị rút ngắn thời hạn thẩm định hình thức xuống 15 ngày.",
    "department": "Phòng Quản lý công nghệ",
    "answer": "Trả lời bằng văn bản số 12/SKHCN-QLCN ngày 05/11/2026",
    "due": "20/11/2026",
    "state": "Đúng hạn",
}
TASKS = [
    {
        "number": number,
        "task": "Công bố danh mục giấy tờ quyết toán đề tài, trả lời một lần",
        "unit": "Phòng Quản lý khoa học",
        "due": "30/11/2026",
        "state": "Đang làm",
    }
    for number in (1, 2, 3)
]
SESSION = {
    "session_name": "buổi đối thoại “Thủ tục sở hữu trí tuệ”",
    "held": "Ngày 20 tháng 11 năm 2026, tại Hội trường Sở",
    "chair": "Phó Giám đốc Vũ Văn Mẫu",
}
CONCLUDED = {
    "attended": 27,
    "conclusion": [
        "Các phòng trả lời bằng văn bản đúng hạn theo Điều 5 của quy định.",
        "Văn phòng theo dõi và báo cáo tại buổi sau.",
    ],
}


def head(title, *lines, **values):
    """Return the values of a head with this kind and abstract."""
    return {
        "superior": "UBND TỈNH HÀ GIANG",
        "issuer": "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "issuer_name": "Sở Khoa học và Công nghệ",
        "number_line": "Số: 12/KH-SKHCN",
        "place_date": "Hà Giang, ngày 05 tháng 03 năm 2026",
        "kind_title": title,
        "name": " ".join(lines),
        "about": f"V/v {' '.join(lines)}",
        "title_lines": list(lines),
        "recipients": ["Như trên;", "Ban Giám đốc Sở;", "Lưu: VT, VP."],
        "signing_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
        "signer_name": "Vũ Văn Mẫu",
        "is_draft": False,
        **values,
    }


def cases(count):
    """Return ``count`` lines of a table of cases."""
    return [{**CASE, "number": number} for number in range(1, count + 1)]


SAMPLES = {
    "plan": {
        **head(
            "KẾ HOẠCH",
            "Tổ chức tiếp xúc, đối thoại trực tiếp của",
            "Sở Khoa học và Công nghệ năm 2026",
        ),
        "bases": [
            "Căn cứ Nghị định số 20/2008/NĐ-CP ngày 14 tháng 02 năm 2008;",
            "Thực hiện Kế hoạch 90/KH-UBND ngày 30/3/2017 của UBND tỉnh.",
        ],
        "introduction": "Sở Khoa học và Công nghệ xây dựng kế hoạch như sau:",
        "numbers": {
            "aims": "I",
            "purposes": "1",
            "requirements": "2",
            "body": "II",
            "participants": "1",
            "forms": "2",
            "contents": "3",
            "time_frame": "4",
            "assignments": "III",
        },
        "has_body": True,
        "purposes": [QUESTION] * 3,
        "requirements": [QUESTION] * 2,
        "participants": ["Tổ chức, cá nhân trên địa bàn tỉnh"] * 3,
        "forms": [QUESTION] * 3,
        "contents": [QUESTION] * 2,
        "time_frame": ["Thực hiện trong năm 2026"],
        "assignments": ["Giao Văn phòng Sở chuẩn bị công tác hậu cần."] * 2,
        "budget": ["Bố trí kinh phí thực hiện theo quy định."],
        "closing": "Trên đây là Kế hoạch tổ chức tiếp xúc, đối thoại năm 2026./.",
    },
    "invitation": {
        **head(
            "GIẤY MỜI",
            "Dự buổi đối thoại “Thủ tục sở hữu trí tuệ”",
            number_line="Số: 07/GM-SKHCN",
        ),
        "guest": "Nguyễn Văn Mẫu, Giám đốc, Công ty TNHH Nước Xanh",
        "guest_name": "Công ty TNHH Nước Xanh",
        "session_name": SESSION["session_name"],
        "sectors": "Sở hữu trí tuệ",
        "chair": SESSION["chair"],
        "time": "từ 8 giờ 30 đến 11 giờ 30, thứ Sáu, ngày 20 tháng 11 năm 2026",
        "place": PLACE,
        "online_link": "https://hop.example.org/doi-thoai",
        "check_in_code": "K7QM4X",
        "check_in_qr": "https://doithoai.example.org/dialogue/check-in/"
        "5.20261120.pYb1mEo7vGQ0Zq3sKx9uTr2WcAhLdNfI",
        "agenda": ["8 giờ 30: Khai mạc", "8 giờ 45: Doanh nghiệp nêu câu hỏi"],
        "question_deadline": "15 tháng 11 năm 2026",
        "contact": "Văn phòng Sở, điện thoại 0219 000 0000",
        "goes_with": "Giấy mời số 07/GM-SKHCN ngày 05 tháng 03 năm 2026 của Sở "
        "Khoa học và Công nghệ",
    },
    "answer": {
        **head(
            "",
            "trả lời phản ánh, kiến nghị về thời hạn cấp giấy chứng nhận nhãn hiệu",
            number_line="Số: 12/SKHCN-QLCN",
        ),
        "addressee": "Công ty TNHH Nước Xanh",
        "code": CASE["code"],
        "received_on": "20 tháng 10 năm 2026",
        "session_name": SESSION["session_name"],
        "subject": "Bao lâu thì có giấy chứng nhận nhãn hiệu?",
        "question": [QUESTION],
        "answer": [QUESTION, QUESTION],
        "legal_basis": ["Điều 119 Luật Sở hữu trí tuệ."],
        "promise": "gửi thông báo kết quả thẩm định hình thức",
        "promised_on": "30 tháng 11 năm 2026",
        "contact": "Phòng Quản lý công nghệ, điện thoại 0219 000 0000",
    },
    "forwarding": {
        **head(
            "PHIẾU CHUYỂN",
            "Phản ánh, kiến nghị thuộc thẩm quyền của Sở Tài chính",
            number_line="Số: 03/PC-SKHCN",
        ),
        "addressee": "Sở Tài chính",
        "count": 2,
        "session_name": SESSION["session_name"],
        "cases": cases(2),
        "reply_by": "30 tháng 11 năm 2026",
    },
    "escalation": {
        **head(
            "BÁO CÁO",
            "Phản ánh, kiến nghị vượt thẩm quyền giải quyết",
            number_line="Số: 21/BC-SKHCN",
        ),
        "addressee": "Ủy ban nhân dân tỉnh Hà Giang",
        "count": 14,
        "session_name": SESSION["session_name"],
        "sectors": ["Sở hữu trí tuệ: 9", "Nhiệm vụ khoa học và công nghệ: 5"],
        "cases": cases(14),
        "reply_by": "30 tháng 11 năm 2026",
        "annex_title": "PHẢN ÁNH, KIẾN NGHỊ VƯỢT THẨM QUYỀN GIẢI QUYẾT",
        "goes_with": "Báo cáo số 21/BC-SKHCN ngày 05 tháng 03 năm 2026 của Sở "
        "Khoa học và Công nghệ",
    },
    "minutes": {
        **head(
            "BIÊN BẢN",
            "Buổi đối thoại “Thủ tục sở hữu trí tuệ”",
            number_line="Số: 02/BB-SKHCN",
            recipients=["Các phòng, đơn vị thuộc Sở;", "Lưu: VT, hồ sơ đối thoại."],
        ),
        **SESSION,
        **CONCLUDED,
        "begins": "8 giờ 30 ngày 20 tháng 11 năm 2026",
        "ends": "11 giờ 30 cùng ngày",
        "place": PLACE,
        "secretary": "Chuyên viên Văn phòng Hoàng Thị Mẫu",
        "secretary_name": "Hoàng Thị Mẫu",
        "chair_name": "Vũ Văn Mẫu",
        "invited": 30,
        "by_kind": "20 doanh nghiệp, 5 hợp tác xã, 2 cơ quan",
        "course": [
            {
                "number": number,
                "speaker": "Công ty TNHH Nước Xanh",
                "question": QUESTION,
                "answer": "Sẽ trả lời bằng văn bản trước ngày 30 tháng 11 năm 2026.",
            }
            for number in range(1, 7)
        ],
        "earlier": ["2 câu hỏi chưa trả lời, 1 nhiệm vụ chưa hoàn thành"],
        "promises": [
            {
                "task": "Gửi bản mẫu quy chế cho các hợp tác xã",
                "owner": "Phòng Quản lý công nghệ",
                "due": "01/11/2026",
                "kept": "Đã thực hiện, chậm hạn",
            }
        ],
        "owed": [
            {
                "number": 1,
                "code": "PAKN.2026.000123-7",
                "question": "Nhãn hiệu bao giờ có?",
                "unit": "Phòng Quản lý công nghệ",
                "due": "30 tháng 11 năm 2026",
            }
        ],
        "tasks": TASKS,
        "shares": ["Đại biểu phát biểu 90 phút, cơ quan trả lời 60 phút"],
    },
    "notice": {
        **head(
            "THÔNG BÁO",
            "Kết luận của Phó Giám đốc Sở Vũ Văn Mẫu tại",
            "buổi đối thoại “Thủ tục sở hữu trí tuệ”",
            number_line="Số: 09/TB-SKHCN",
        ),
        **SESSION,
        **CONCLUDED,
        "count": 12,
        "tasks": TASKS,
    },
    "session_report": {
        **head(
            "BÁO CÁO",
            "Kết quả buổi đối thoại “Thủ tục sở hữu trí tuệ”",
            number_line="Số: 22/BC-SKHCN",
        ),
        **SESSION,
        "tasks": TASKS,
        "addressee": "Ủy ban nhân dân tỉnh Hà Giang",
        "mode": "trực tiếp",
        "sectors": "Sở hữu trí tuệ",
        "groups": [
            {
                "number": number,
                "title": title,
                "rows": [
                    {"number": f"{number}.{line}", "label": label, "value": "12"}
                    for line, label in enumerate(labels, start=1)
                ],
            }
            for number, (title, labels) in enumerate(
                (
                    ("Đại biểu", ("Được mời", "Tham dự")),
                    (
                        "Phản ánh, kiến nghị",
                        ("Gửi trước", "Nêu tại buổi đối thoại", "Gửi sau"),
                    ),
                    (
                        "Kết quả trả lời",
                        ("Trả lời trực tiếp", "Trả lời bằng văn bản", "Quá hạn"),
                    ),
                ),
                start=1,
            )
        ],
    },
    "summary": {
        **head("BÁO CÁO", "Bảng tổng hợp phản ánh, kiến nghị"),
        "table_title": "BẢNG TỔNG HỢP PHẢN ÁNH, KIẾN NGHỊ",
        "goes_with": "Báo cáo số 22/BC-SKHCN ngày 05 tháng 03 năm 2026 của Sở "
        "Khoa học và Công nghệ",
        "cases": cases(18),
    },
}
