from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..controllers import feedback_form, filing_form
from ..controllers.feedback_form import UploadedFiles
from ..models import dialogue_limit
from .common import EXE, MARKUP, PDF, PortalHttpCommon, make_picture


@tagged("post_install", "-at_install")
class TestFiling(PortalHttpCommon):
    def setUp(self):
        super().setUp()
        self._login(self.petitioner_user)

    def test_the_form_shows_what_can_be_chosen(self):
        self.env["dialogue.procedure"].create(
            {"name": "Cấp lại giấy phép", "sector_id": self.sector.id}
        )
        page = self.url_open("/my/feedback/new")
        self.assertEqual(page.status_code, 200)
        for text in (self.sector.name, "Cấp lại giấy phép", "12 Trần Phú", "form_key"):
            self.assertIn(text, page.text)

    def test_filing_makes_one_received_case(self):
        response = self._file(
            kind="regulation",
            sector_id=self.sector.id,
            is_name_hidden="1",
            phone="0912 000 111",
        )
        self.assertEqual(response.status_code, 303)
        feedback = self._filed()
        self.assertTrue(
            response.headers["Location"].endswith(
                f"/my/feedback/{feedback.id}?notice=filed"
            )
        )
        self.assertEqual(feedback.state, "received")
        self.assertTrue(feedback.code)
        self.assertEqual(feedback.partner_id, self.petitioner_user.partner_id)
        self.assertEqual(feedback.company_id, self.company)
        self.assertEqual(feedback.sector_id, self.sector)
        self.assertEqual(feedback.kind, "regulation")
        self.assertEqual(feedback.origin, "outside")
        self.assertTrue(feedback.is_name_hidden)
        petitioner = feedback.petitioner_id
        self.assertEqual(petitioner.name, "Công ty TNHH Nước Xanh")
        self.assertEqual(petitioner.representative, "Trần Thị Bưởi")
        self.assertEqual(petitioner.phone, "0912 000 111")
        self.assertEqual(petitioner.partner_id, self.petitioner_user.partner_id)
        # what is said on the form is of that day and leaves the contact alone
        self.assertEqual(self.enterprise.phone, "0219 386 1234")

    def test_only_known_values_are_written(self):
        self._file(
            state="answered",
            partner_id=self.stranger.partner_id.id,
            company_id=self.other_company.id,
            user_id=self.desk.id,
            code="PAKN.2026.000001-1",
            is_sealed="1",
            filing_key="x",
            channel="phone",
            origin="at_session",
            date_deadline="2020-01-01",
        )
        feedback = self._filed()
        self.assertEqual(feedback.state, "received")
        self.assertEqual(feedback.partner_id, self.petitioner_user.partner_id)
        self.assertEqual(feedback.company_id, self.company)
        self.assertFalse(feedback.user_id)
        self.assertFalse(feedback.is_sealed)
        self.assertFalse(feedback.date_deadline)
        self.assertEqual((feedback.channel, feedback.origin), ("portal", "outside"))

    def test_errors_keep_what_was_typed(self):
        response = self._file(
            subject=" ",
            question="Đã gõ rất dài ở đây",
            address="",
            kind="nonsense",
            is_name_hidden="1",
            files={"files": ("don.pdf", PDF, "application/pdf")},
        )
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._filed())
        for text in (
            "Đã gõ rất dài ở đây",
            'href="#feedback_subject"',
            'href="#feedback_address"',
            'href="#feedback_kind"',
            'aria-invalid="true"',
            'checked="checked"',
            "don.pdf",
            'name="kept_file"',
            "a" * 32,
        ):
            self.assertIn(text, response.text)

    def test_limits_of_texts(self):
        for name, limit in (
            ("subject", feedback_form.SUBJECT_MAX),
            ("question", feedback_form.QUESTION_MAX),
            ("address", filing_form.ADDRESS_MAX),
            ("phone", filing_form.PHONE_MAX),
            ("legal_article", filing_form.ARTICLE_MAX),
        ):
            with self.subTest(name):
                response = self._file(**{name: "x" * (limit + 1)})
                self.assertIn(f'href="#feedback_{name}"', response.text)
        self.assertFalse(self._filed())
        self._file(subject="x" * feedback_form.SUBJECT_MAX)
        self.assertTrue(self._filed())

    def test_control_characters_do_no_harm(self):
        self._file(subject="Một\x00 câu\x1b hỏi", question="Dòng 1\r\nDòng\x00 2")
        self.assertEqual(self._filed().subject, "Một câu hỏi")
        self.assertEqual(self._filed().question, "Dòng 1\nDòng 2")

    def test_choices_that_do_not_exist_are_refused(self):
        sector = self.env["dialogue.sector"].create(
            {"name": "Của sở khác", "company_id": self.other_company.id}
        )
        archived = self.env["dialogue.sector"].create({"name": "Cũ", "active": False})
        procedure = self.env["dialogue.procedure"].create(
            {"name": "Đã bãi bỏ", "sector_id": self.sector.id, "valid_to": "2020-01-01"}
        )
        session = self.env["dialogue.session"].create({"name": "Còn nội bộ"})
        cases = [
            ("sector_id", sector.id),
            ("sector_id", archived.id),
            ("sector_id", 999999999),
            ("procedure_id", procedure.id),
            ("session_id", session.id),
        ]
        for name, value in cases:
            with self.subTest(name=name, value=value):
                response = self._file(**{name: value})
                self.assertEqual(response.status_code, 200)
                self.assertIn(f'href="#feedback_{name}"', response.text)
        self.assertFalse(self._filed())

    def test_ids_that_are_no_ids_count_as_none(self):
        for value in ("abc", "-1", "1 OR 1=1", "99999999999999999999", "²", "1.5"):
            with self.subTest(value):
                self._file(subject=f"Với {value}", sector_id=value, procedure_id=value)
                self.assertFalse(self._filed()[-1].sector_id)

    def test_the_sector_comes_from_the_procedure(self):
        sector = self.env["dialogue.sector"].create({"name": "Khác"})
        procedure = self.env["dialogue.procedure"].create(
            {"name": "Cấp lại", "sector_id": self.sector.id}
        )
        self._file(procedure_id=procedure.id, sector_id=sector.id)
        self.assertEqual(self._filed().sector_id, self.sector)

    def _create_session(self, **vals):
        session = self.env["dialogue.session"].create(
            {
                "name": "Đối thoại quý 3",
                "date_start": fields.Datetime.add(fields.Datetime.now(), days=20),
                "date_end": fields.Datetime.add(
                    fields.Datetime.now(), days=20, hours=3
                ),
                "location": "Hội trường tầng 2",
                "chair_id": self.leader.id,
                **vals,
            }
        )
        session.action_announce()
        return session

    def test_for_a_session_that_takes_questions(self):
        today = self.env.company._dialogue_today()
        session = self._create_session(question_deadline=today)
        self.assertIn("Đối thoại quý 3", self.url_open("/my/feedback/new").text)
        self._file(session_id=session.id)
        self.assertEqual(self._filed().session_id, session)
        self.assertEqual(self._filed().origin, "before")

    def test_for_a_session_whose_day_for_questions_has_passed(self):
        today = self.env.company._dialogue_today()
        session = self._create_session(
            question_deadline=fields.Date.subtract(today, days=1)
        )
        self.assertNotIn("Đối thoại quý 3", self.url_open("/my/feedback/new").text)
        response = self._file(session_id=session.id)
        self.assertIn("takes no more questions", response.text)
        self.assertFalse(self._filed())

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    def test_files_come_with_the_case(self):
        self._file(
            files=[
                ("files", ("../Đơn <b>.exe", PDF, "text/html")),
                ("files", ("anh.png", make_picture(), "image/png")),
            ]
        )
        files = self._filed().attachment_ids.sorted("id")
        self.assertEqual(files.mapped("name"), ["Đơn b.pdf", "anh.png"])
        self.assertEqual(files.mapped("mimetype"), ["application/pdf", "image/png"])
        self.assertFalse(any(files.mapped("public")))
        self.assertEqual(set(files.mapped("create_uid").ids), {SUPERUSER_ID})
        self.assertEqual(set(files.mapped("res_id")), {self._filed().id})

    def test_bad_files_are_named_and_nothing_is_filed(self):
        big = PDF + b"\x00" * (11 * 1024 * 1024)
        large = PDF + b"\x00" * (9 * 1024 * 1024)
        cases = {
            "cannot be taken": [("files", ("hoadon.pdf", EXE, "application/pdf"))],
            "is empty": [("files", ("trong.pdf", b"", "application/pdf"))],
            "is larger than 10 MB": [("files", ("to.pdf", big, "application/pdf"))],
            "at most 10 files": [
                ("files", (f"{i}.pdf", PDF, "application/pdf")) for i in range(11)
            ],
            "together may have 30 MB": [
                ("files", (f"{i}.pdf", large, "application/pdf")) for i in range(4)
            ],
        }
        for sentence, files in cases.items():
            with self.subTest(sentence):
                response = self._file(files=files)
                self.assertEqual(response.status_code, 200)
                self.assertIn(sentence, response.text)
                self.assertIn("Nộp từ tháng 2", response.text)
        self.assertFalse(self._filed())

    @mute_logger("odoo.http")
    def test_a_request_without_measure_is_cut_off(self):
        # what the server reads is bounded by the route, before the page sees it
        with patch.object(feedback_form, "FILES_MAX", 1024):
            response = self._file(
                files=[("files", ("a.pdf", PDF + b"\x00" * 2048, "application/pdf"))]
            )
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._filed())
        limits = {
            rule.endpoint.routing.get("max_content_length")
            for rule in self._routing_map().iter_rules()
            if rule.rule.startswith("/my/feedback")
            and "POST" in (rule.endpoint.routing["methods"] or ())
        }
        self.assertEqual(limits, {feedback_form.REQUEST_MAX})

    def test_a_file_under_the_name_of_a_text_is_no_text(self):
        response = self._post(
            "/my/feedback/submit",
            {key: value for key, value in self._form().items() if key != "subject"},
            files={"subject": ("a.txt", b"Xin", "text/plain")},
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn('href="#feedback_subject"', response.text)

    # ------------------------------------------------------------------
    # Sent twice
    # ------------------------------------------------------------------

    def test_sent_twice_is_one_case(self):
        first = self._file(files={"files": ("a.pdf", PDF, "application/pdf")})
        second = self._file(files={"files": ("a.pdf", PDF, "application/pdf")})
        self.assertEqual(len(self._filed()), 1)
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(len(self._filed().attachment_ids), 1)

    def test_another_text_on_the_same_form_is_another_case(self):
        # back in the browser, something else written, sent: nothing may be lost
        self._file()
        self._file(question="Một câu hỏi khác hẳn")
        self._file(files={"files": ("a.pdf", PDF, "application/pdf")})
        self.assertEqual(len(self._filed()), 3)

    def test_the_same_text_on_another_form_is_another_case(self):
        self._file()
        self._file(form_key="b" * 32)
        self.assertEqual(len(self._filed()), 2)

    def test_the_key_belongs_to_one_account(self):
        self._file()
        self._login(self.stranger)
        self._file()
        self.assertEqual(
            self._filed().partner_id,
            self.petitioner_user.partner_id + self.stranger.partner_id,
        )

    def test_a_twin_at_the_same_moment_asks_for_a_retry(self):
        """The database decides between two that do not see each other."""
        self._file()
        filing = self._filed().filing_id
        Filing = type(filing)
        with (
            patch.object(Filing, "_fingerprint_of", lambda *args: filing.fingerprint),
            patch.object(Filing, "_of_form", lambda room, *args: room.browse()),
            self.assertRaises(ConcurrencyError) as caught,
            mute_logger("odoo.sql_db"),
        ):
            self.env["dialogue.filing"]._room(self.company)._submit(
                "a" * 32,
                self.petitioner_user.partner_id,
                {
                    "questions": [{"subject": "x", "question": "y"}],
                    "case": {},
                    "petitioner": {"name": "X", "address": "Y"},
                    "consent": False,
                },
            )
        self.assertIsInstance(caught.exception.__cause__, UniqueViolation)

    # ------------------------------------------------------------------
    # Several questions
    # ------------------------------------------------------------------

    def _more(self, **vals):
        return {"subject_2": "Câu hai", "question_2": "Chi tiết câu hai", **vals}

    def test_several_questions_become_cases_of_one_form(self):
        self._file(
            **self._more(subject_4="Câu bốn", question_4="Chi tiết câu bốn"),
            publish_choice="nothing",
            files={"files": ("a.pdf", PDF, "application/pdf")},
        )
        cases = self._filed()
        self.assertEqual(
            cases.mapped("subject"), ["Bao lâu thì có kết quả?", "Câu hai", "Câu bốn"]
        )
        self.assertEqual(len(set(cases.mapped("code"))), 3)
        self.assertEqual(cases[1:].parent_id, cases[0])
        self.assertEqual(set(cases.mapped("publish_choice")), {"nothing"})
        self.assertEqual(set(cases.mapped("state")), {"received"})
        self.assertEqual(cases.partner_id, self.petitioner_user.partner_id)
        for case in cases:
            self.assertEqual(case.attachment_ids.mapped("name"), ["a.pdf"])

    def test_sent_twice_several_questions_stay_as_many(self):
        first = self._file(**self._more())
        second = self._file(**self._more())
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(len(self._filed()), 2)

    def test_half_a_question_is_asked_for(self):
        response = self._file(subject_2="Chỉ có tiêu đề")
        self.assertIn('href="#feedback_question_2"', response.text)
        self.assertIn("Chỉ có tiêu đề", response.text)
        self.assertFalse(self._filed())

    def test_one_more_question_without_javascript(self):
        response = self._file(
            files={"files": ("a.pdf", PDF, "application/pdf")}, add_question="1"
        )
        self.assertEqual(response.status_code, 200)
        for text in ("Nộp từ tháng 2", 'name="subject_2"', "a.pdf", 'name="kept_file"'):
            self.assertIn(text, response.text)
        self.assertNotIn("o_dialogue_errors", response.text)
        self.assertFalse(self._filed())

    # ------------------------------------------------------------------
    # What may be public
    # ------------------------------------------------------------------

    def test_a_name_is_public_by_a_tick_of_its_own(self):
        response = self._file(publish_choice="named")
        self.assertIn('href="#feedback_is_name_public"', response.text)
        self.assertFalse(self._filed())
        self._file(publish_choice="named", is_name_public="1")
        case = self._filed()
        self.assertTrue(case.is_name_public)
        self.assertIn("my name is published", case.consent_ids.wording)
        self.assertEqual(case.consent_ids.door, "account")

    def test_a_tick_without_the_choice_agrees_to_nothing(self):
        self._file(publish_choice="anonymous", is_name_public="1")
        self.assertFalse(self._filed().is_name_public)
        self.assertFalse(self._filed().consent_ids)

    def test_nothing_is_ticked_beforehand(self):
        page = self.url_open("/my/feedback/new").text
        box = page[page.index('id="feedback_is_name_public"') :].split(">")[0]
        self.assertNotIn("checked", box)
        response = self._file(publish_choice="xyz")
        self.assertIn('href="#feedback_publish_choice"', response.text)

    def test_a_consent_is_taken_back_by_whoever_gave_it(self):
        self._file(publish_choice="named", is_name_public="1")
        case = self._filed()
        self._login(self.stranger)
        self._post(f"/my/feedback/{case.id}/consent")
        self.assertTrue(case.is_name_public)
        self._login(self.petitioner_user)
        self._post(f"/my/feedback/{case.id}/consent")
        self.env.invalidate_all()
        self.assertFalse(case.is_name_public)
        self.assertEqual(case.consent_ids.withdrawn_door, "account")

    def test_the_regulation_is_named(self):
        document = self.env["dialogue.legal.document"].create(
            {"number": "01/2026/QĐ-UBND", "name": "Phí"}
        )
        self._file(
            kind="regulation", legal_document_id=document.id, legal_article="Điều 5"
        )
        self.assertEqual(self._filed().legal_document_id, document)
        self.assertEqual(self._filed().legal_article, "Điều 5")
        response = self._file(legal_document_id=999999999)
        self.assertIn('href="#feedback_legal_document_id"', response.text)

    # ------------------------------------------------------------------
    # Abuse
    # ------------------------------------------------------------------

    def test_too_often_says_when_and_keeps_what_was_typed(self):
        self.env["ir.config_parameter"].set_param(
            "dialogue_tthc_portal.limit.file.account", "1/60"
        )
        self._file()
        response = self._file(
            question="Đã gõ rất dài ở đây",
            files={"files": ("a.pdf", PDF, "application/pdf")},
        )
        self.assertIn("Please come back after", response.text)
        self.assertIn("Đã gõ rất dài ở đây", response.text)
        self.assertIn("choose the files again", response.text)
        self.assertEqual(len(self._filed()), 1)

    def test_files_of_who_has_to_wait_are_not_even_read(self):
        limits = {"act": {"address": (1, 60)}}
        self.startPatcher(patch.dict(dialogue_limit.LIMITS, limits))
        files = {"files": ("a.pdf", PDF, "application/pdf")}
        self._file(files=files, subject="")
        case = self._create_own()
        with patch.object(UploadedFiles, "_take") as take:
            page = self._file(files=files, question="Đã gõ rất dài ở đây").text
            message = self._post(
                f"/my/feedback/{case.id}/message", {"body": "Lời nhắn"}, files
            ).text
        take.assert_not_called()
        for typed, text in (("Đã gõ rất dài ở đây", page), ("Lời nhắn", message)):
            self.assertIn("Please come back after", text)
            self.assertIn("choose the files again", text)
            self.assertIn(typed, text)
        # what was kept before is still there
        self.assertIn("a.pdf", page)
        self.assertFalse(self._filed())

    def test_a_program_that_fills_in_everything_files_nothing(self):
        response = self._file(website="http://spam.example.com")
        self.assertIn("press “Send” again", response.text)
        self.assertIn("Nộp từ tháng 2", response.text)
        self.assertNotIn("spam.example.com", response.text)
        self.assertFalse(self._filed())

    def test_what_the_model_refuses_comes_back_as_a_sentence(self):
        with patch.object(
            type(self.env["dialogue.feedback"]),
            "_file",
            side_effect=UserError("Hôm nay cổng tạm dừng nhận."),
        ):
            response = self._file()
        self.assertIn("Hôm nay cổng tạm dừng nhận.", response.text)
        self.assertIn("Nộp từ tháng 2", response.text)

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------

    def test_markup_stays_text(self):
        self.petitioner_user.partner_id.name = MARKUP
        self.enterprise.name = MARKUP
        response = self._file(
            subject=MARKUP, question=MARKUP, address=MARKUP, phone="<b>1</b>"
        )
        page = self.url_open(response.headers["Location"])
        again = self._file(subject=MARKUP, question=MARKUP, address=MARKUP, kind="x")
        for text in (
            page.text,
            again.text,
            self.url_open("/my/feedback").text,
            self.url_open("/my/feedback", params={"search": MARKUP}).text,
        ):
            self.assertNotIn("<script>alert('x')", text)
            self.assertNotIn('<b>&"', text)
            self.assertIn("&lt;script&gt;alert(", text)

    def test_a_hidden_name_shows_nowhere_to_the_specialist(self):
        names = ("Nước Xanh", "Trần Thị Bưởi", "nuocxanh@example.com", "dlg-enterprise")
        self._file(
            is_name_hidden="1", files={"files": ("a.pdf", PDF, "application/pdf")}
        )
        feedback = self._filed()
        self._post(
            f"/my/feedback/{feedback.id}/message",
            {"body": "Bổ sung"},
            files={"files": ("b.pdf", PDF, "application/pdf")},
        )
        feedback.with_user(self.desk).action_accept()
        feedback.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id
        )
        feedback.with_user(self.specialist).action_ask_info("Gửi thêm")
        self._post(f"/my/feedback/{feedback.id}/info", {"body": "Đây"})
        self.env.flush_all()
        self.env.invalidate_all()
        seen = feedback.with_user(self.specialist)
        shown = ["name", "display_name", "description", "res_name", "create_uid"]
        texts = [str(seen.read()), str(seen.message_ids.read())]
        texts.append(str(seen.message_ids.attachment_ids.read(shown)))
        texts.append(str(seen.attachment_ids.read(shown)))
        texts.append(str(seen.activity_ids.read()))
        texts.append(str(seen.message_follower_ids.sudo().mapped("partner_id.name")))
        texts.append(str(seen.sudo().message_ids.notified_partner_ids.mapped("name")))
        texts.append(seen.display_name)
        for user in seen.sudo().create_uid + seen.sudo().message_ids.create_uid:
            texts.append(user.name)
        for name in names:
            for text in texts:
                self.assertNotIn(name, text)
        authors = seen.sudo().message_ids.author_id
        self.assertNotIn(self.petitioner_user.partner_id, authors)
        self.assertNotIn(self.petitioner_user, seen.sudo().message_ids.create_uid)
        self.assertNotIn(self.petitioner_user, seen.sudo().write_uid)
        self._check_no_trace_of(self.petitioner_user)

    def _check_no_trace_of(self, user):
        """No row of the dialogue or of its history was written in the name of user."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE column_name IN ('create_uid', 'write_uid') AND ("
            "table_name LIKE 'dialogue%%' OR table_name LIKE 'mail%%' "
            "OR table_name IN ('ir_attachment', 'res_partner', 'calendar_event'))"
        )
        columns = self.env.cr.fetchall()
        self.assertGreater(len(columns), 20)
        for table, column in columns:
            self.env.cr.execute(
                SQL(
                    "SELECT count(*) FROM %s WHERE %s = %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    user.id,
                )
            )
            self.assertEqual(self.env.cr.fetchone()[0], 0, f"{table}.{column}")
