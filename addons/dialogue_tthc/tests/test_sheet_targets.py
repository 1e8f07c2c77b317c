import base64
from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .sheet_common import HEADINGS, SheetCommon, cells_of, workbook


@tagged("post_install", "-at_install")
class TestSheetTargets(SheetCommon):
    # The department's own sheet

    def test_own_sheet_with_titles_merged_cells_and_numbered_columns(self):
        def change(page):
            page.merge_cells("A1:F1")
            page.merge_cells("B4:B5")

        content = workbook(
            ["BẢNG TỔNG HỢP KIẾN NGHỊ NĂM 2022"],
            ["TT", "Tên đơn vị", "Ngay tiep nhan", "Nội dung vướng mắc", "Ghi chú"],
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            [1, "HTX Chè Shan", date(2022, 5, 4), "Hỏi về nhãn hiệu?", "gấp"],
            [2, None, "5.5.22", "Hỏi về mã vạch?"],
            ["I. Lĩnh vực đo lường"],
            ["Tổng cộng", None, None, "2"],
            change=change,
        )
        imported = self._taken(content)
        self.assertEqual(
            self._verdicts(imported), {4: "taken", 5: "taken", 6: "title", 7: "title"}
        )
        cases = self._records(imported).sorted("received_on")
        self.assertEqual(
            cases.mapped("petitioner_id.kind"), ["cooperative", "cooperative"]
        )
        self.assertEqual(cases[0].sheet_note, "Ghi chú: gấp")

    def test_mapping_is_changed_and_remembered(self):
        headings = ["Ngày", "Ai", "Hỏi gì"]
        rows = [["05/03/2023", "Công ty A", "Bao lâu?"]]
        imported = self._upload(workbook(headings, *rows))
        imported.action_read()
        with self.assertRaises(UserError):
            imported.action_check()
        columns = {column.heading: column for column in imported.column_ids}
        columns["Ai"].feedback_key = "name"
        columns["Hỏi gì"].feedback_key = "question"
        imported.action_check()
        self.assertEqual(self._verdicts(imported), {2: "warned"})
        again = self._upload(workbook([*headings[::-1]], ["Sao?", "Cty B", "1/1/2023"]))
        again.action_read()
        self.assertTrue(again.is_remembered)
        again.action_check()
        again.action_take_in()
        self.assertEqual(self._records(again).petitioner_id.name, "Cty B")

    def test_mapping_of_another_company_is_not_used(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        headings, row = ["Ngày", "Ai", "Hỏi gì"], ["05/03/2023", "Công ty A", "Sao?"]
        imported = self._upload(workbook(headings, row))
        imported.action_read()
        columns = {column.heading: column for column in imported.column_ids}
        columns["Ai"].feedback_key = "name"
        columns["Hỏi gì"].feedback_key = "question"
        imported.action_check()
        self.desk.company_ids = [Command.link(other.id)]
        again = self._upload(workbook(headings, row), company_id=other.id)
        again.action_read()
        self.assertFalse(again.is_remembered)

    def test_one_column_twice_is_told(self):
        imported = self._upload(workbook(HEADINGS, self._case_row()))
        imported.action_read()
        imported.column_ids.filtered(
            lambda column: column.heading == "STT"
        ).feedback_key = "name"
        with self.assertRaises(UserError):
            imported.action_check()

    def test_choice_of_sheet_and_row_of_headings(self):
        def second(page):
            other = page.parent.create_sheet("Sổ 2022")
            other.append(["gì đó"])
            other.append(list(HEADINGS))
            other.append(self._case_row())
            other.sheet_state = "hidden"

        imported = self._upload(workbook(["trống"], change=second))
        imported.action_read()
        self.assertEqual(imported.page_id.name, "Sheet1")
        columns = imported.column_ids
        imported.page_id = imported.page_ids.filtered("is_hidden")
        imported.header_row = 2
        columns[0].feedback_key = "question"
        with self.assertRaises(UserError) as caught:
            imported.action_check()
        self.assertIn("Read it again", str(caught.exception))
        imported.header_row = 0
        imported.action_read()
        self.assertEqual(imported.header_row, 2)
        imported.action_check()
        self.assertEqual(self._verdicts(imported), {3: "good"})
        for vals in ({"page_id": imported.page_ids[0].id}, {"header_row": 1}):
            with self.assertRaises(UserError), self.cr.savepoint():
                imported.write(vals)

    def test_another_sheet_is_not_chosen_once_rows_are_taken_in(self):
        def second(page):
            other = page.parent.create_sheet("Sổ 2022")
            other.append(list(HEADINGS))
            other.append(self._case_row(3))

        rows = (self._case_row(1), self._case_row(2, **{"Ngày gửi": "31/02/2026"}))
        imported = self._checked(workbook(HEADINGS, *rows, change=second))
        # the work was stopped half-way, and then the check was stopped, too
        imported.sudo().row_ids[0].verdict = "taken"
        imported.sudo()._move("check")
        imported.action_stop()
        self.assertEqual(imported.state, "columns")
        with self.assertRaises(UserError):
            imported.page_id = imported.page_ids[1]

    # Cases

    def test_all_columns_of_a_case(self):
        division = self.division
        headings = [
            "Mã cũ",
            "Ngày gửi",
            "Tổ chức, cá nhân",
            "Mã số thuế",
            "Lĩnh vực",
            "Đơn vị chủ trì",
            "Kênh tiếp nhận",
            "Loại kiến nghị",
            "Giấu tên với đơn vị xử lý",
            "Nội dung kiến nghị",
            "Nội dung trả lời",
            "Số văn bản trả lời",
            "Ngày trả lời",
            "Hạn trả lời",
            "Hình thức trả lời",
            "Kết quả giải quyết",
        ]
        row = [
            "KN-17",
            44990,
            "Công ty Nước Xanh",
            100109106,
            "so huu tri tue",
            division.name.upper(),
            "Điện thoại",
            "Hành vi",
            "Có",
            "<b>Hỏi</b> =1+1",
            "<script>alert(1)</script>",
            "12/SKHCN-VP",
            "20.03.2023",
            "24/03/2023",
            "Văn bản",
            "Đã giải quyết",
        ]
        imported = self._checked(workbook(headings, row))
        self.assertEqual(self._verdicts(imported), {2: "warned"})
        self.assertIn("0100109106", self._messages(imported)[2])
        imported.action_take_in()
        case = self._records(imported)
        self.assertEqual(
            (case.former_code, case.channel, case.kind, case.is_name_hidden),
            ("KN-17", "phone", "behaviour", True),
        )
        self.assertEqual(case.sector_id, self.sector)
        self.assertFalse(case.department_id)
        self.assertEqual(case.petitioner_id.tax_code, "0100109106")
        self.assertEqual(case.verdict, "resolved")
        self.assertEqual(case.question, "<b>Hỏi</b> =1+1")
        self.assertNotIn("<script>", case.answer_id.body)
        self.assertIn("12/SKHCN-VP", case.answer_id.body)
        self.assertEqual(case.date_deadline, date(2023, 3, 24))
        self.assertEqual(case.publish_choice, "nothing")

    def test_what_has_no_place_is_a_remark_and_kept(self):
        headings = [*HEADINGS, "Lĩnh vực", "Kênh tiếp nhận"]
        row = [*self._case_row(), "Nuôi ong", "Bồ câu"]
        imported = self._taken(workbook(headings, row))
        case = self._records(imported)
        self.assertFalse(case.sector_id)
        self.assertIn("Lĩnh vực: Nuôi ong", case.sheet_note)
        self.assertIn("Kênh tiếp nhận: Bồ câu", case.sheet_note)

    def test_name_is_hidden_in_whatever_words_it_is_asked_for(self):
        words = ("Có yêu cầu", "Giữ bí mật", "✓", "v", "xin đừng nêu tên")
        words += ("Không", "", "-")
        rows = [[*self._case_row(n), word] for n, word in enumerate(words)]
        imported = self._taken(workbook([*HEADINGS, "Giấu tên"], *rows))
        cases = self._records(imported).sorted("id")
        self.assertEqual(cases.mapped("is_name_hidden"), [True] * 5 + [False] * 3)

    def test_answers_that_cannot_be(self):
        headings = [*HEADINGS, "Tình trạng"]
        rows = [
            [*self._case_row(1, **{"Nội dung trả lời": "Rồi."}), None],
            [
                *self._case_row(
                    2, **{"Nội dung trả lời": "Rồi.", "Ngày trả lời": "01/01/2020"}
                ),
                None,
            ],
            [*self._case_row(3), "Đã trả lời"],
            [*self._case_row(4, **{"Ngày gửi": "01/01/2099"}), None],
            [*self._case_row(5, **{"Ngày gửi": "=TODAY()"}), None],
            [*self._case_row(6, **{"Ngày gửi": "#REF!"}), None],
        ]
        imported = self._checked(workbook(headings, *rows))
        self.assertEqual(set(self._verdicts(imported).values()), {"bad"})

    def test_later_answer_makes_no_second_case(self):
        self._taken(workbook(HEADINGS, self._case_row()))
        row = self._case_row(
            **{"Nội dung trả lời": "Rồi.", "Ngày trả lời": "01/04/2023"}
        )
        imported = self._checked(workbook(HEADINGS, row))
        self.assertEqual(self._verdicts(imported), {2: "news"})
        self.assertIn("Nội dung trả lời, Ngày trả lời", self._messages(imported)[2])
        self.assertEqual(imported.news_count, 1)

    def test_receipts_are_mailed_only_when_asked_for(self):
        headings = [*HEADINGS, "Email"]
        letters = self.env["dialogue.letter"].sudo()
        quiet = self._taken(workbook(headings, [*self._case_row(1), "a@example.com"]))
        self.assertFalse(
            letters.search([("feedback_id", "in", self._records(quiet).ids)])
        )
        imported = self._checked(
            workbook(headings, [*self._case_row(2), "a@example.com"])
        )
        imported.is_told = True
        imported.action_take_in()
        self.assertTrue(
            letters.search([("feedback_id", "in", self._records(imported).ids)])
        )

    def test_taken_over_is_no_door_for_other_cases(self):
        case = self._create_feedback()
        with self.assertRaises(UserError):
            case.with_user(self.desk)._move("take_over")
        self.assertFalse(hasattr(case, "action_take_over"))

    # Procedures

    def test_procedures_come_into_the_catalogue_once(self):
        headings = ["Mã TTHC", "Tên thủ tục", "Lĩnh vực", "Thời hạn giải quyết"]
        rows = [
            ["9.002131.000.00.00.H58", "Khai báo X-quang", self.sector.name, "5 ngày"],
            ["9.002131", "Khai báo X-quang", self.sector.name, 5],
            ["9.002132", "Thủ tục khác", "Không có lĩnh vực này", 5],
        ]
        imported = self._taken(workbook(headings, *rows), target="procedure")
        self.assertEqual(self._verdicts(imported), {2: "taken", 3: "there", 4: "bad"})
        procedure = self._records(imported)
        self.assertEqual(
            (procedure.national_key, procedure.time_limit_days, procedure.company_id),
            ("9.002131", 5, self.company),
        )
        by_hand = self.env["dialogue.procedure"].create(
            {"name": "a", "national_code": "9.002133", "sector_id": self.sector.id}
        )
        again = self._checked(
            workbook(headings, ["9.002133", "b", self.sector.name, 5]),
            target="procedure",
        )
        self.assertEqual(again.row_ids.res_id, by_hand.id)
        self.assertEqual(again.row_ids.verdict, "there")

    # Contacts

    def test_contacts_are_found_or_made_and_invited(self):
        session = self.env["dialogue.session"].create(
            {
                "name": "Buổi đối thoại",
                "date_start": "2030-01-05 01:00:00",
                "date_end": "2030-01-05 04:00:00",
                "location": "Hội trường",
                "chair_id": self.leader.id,
            }
        )
        self.enterprise.vat = "0100109106"
        headings = ["TT", "Đơn vị", "MST", "Email", "Điện thoại", "Người dự", "Chức vụ"]
        rows = [
            [1, "Tên khác", 100109106, "a@example.com", None, "Bà Lan", "Giám đốc"],
            [2, "HTX Mới", None, "htx@example.com", "912345678", None, None],
            [3, "HTX Mới", None, "htx@example.com", "912345678", None, None],
            [4, "Ông Bình", None, "không có", None, None, None],
        ]
        imported = self._taken(
            workbook(headings, *rows), target="attendance", session_id=session.id
        )
        self.assertEqual(
            self._verdicts(imported), {2: "taken", 3: "taken", 4: "there", 5: "bad"}
        )
        partners = session.attendance_ids.partner_id
        self.assertIn(self.enterprise, partners)
        new = partners - self.enterprise
        self.assertEqual(
            (new.name, new.phone, new.dialogue_kind, new.company_id),
            ("HTX Mới", "0912345678", "cooperative", self.company),
        )
        self.assertEqual(self.enterprise.name, "Công ty TNHH Nước Xanh")
        delegate = session.attendance_ids.filtered("delegate_name")
        self.assertEqual(delegate.delegate_function, "Giám đốc")

    def test_contacts_need_their_session(self):
        imported = self._upload(workbook(["Đơn vị"], ["a"]), target="attendance")
        with self.assertRaises(UserError):
            imported.action_read()

    # Files to take away

    def test_our_own_files_are_read_by_ourselves(self):
        for target in ("feedback", "procedure"):
            imported = self._upload(workbook(["a"]), target=target)
            form = base64.b64decode(imported.template)
            filled = self._upload(form, target=target)
            filled.action_read()
            keys = filled.column_ids.mapped(f"{target}_key")
            self.assertEqual(len(keys), len(filled._columns()))
            self.assertTrue(all(keys))
            self.assertEqual(filled.page_id.name, "Nhập liệu")

    def test_formulas_given_back_stay_text(self):
        row = self._case_row(**{"Ngày gửi": "=cmd|x", "Tổ chức, cá nhân": "-1+2"})
        row[1] = "'=cmd"
        imported = self._checked(workbook(HEADINGS, row))
        content = imported._bad_rows_file()
        self.assertEqual(cells_of(content)[1][4], "-1+2")
