import re
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import MARKUP, PDF, PortalHttpCommon


@tagged("post_install", "-at_install")
class TestPortal(PortalHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_own(subject="Phí cấp giấy phép")

    def setUp(self):
        super().setUp()
        self._login(self.petitioner_user)

    def _order(self, *texts, **params):
        """Return ``texts`` in the order in which the list shows them."""
        page = self.url_open("/my/feedback", params=params).text
        shown = [text for text in texts if text in page]
        return sorted(shown, key=page.index)

    # ------------------------------------------------------------------
    # Home and list
    # ------------------------------------------------------------------

    def test_home_has_a_card_with_a_counter(self):
        page = self.url_open("/my").text
        card = page[page.index('href="/my/feedback"') :][:1500]
        self.assertRegex(card, r">\s*1\s*<")
        result = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["dialogue_feedback_count"]}
        )
        self.assertEqual(result["dialogue_feedback_count"], 1)

    def test_list_shows_own_cases_only(self):
        self._create_own(self.stranger, subject="Của người lạ")
        self._create_own(self.coworker, subject="Của đồng nghiệp")
        draft = self._create_feedback(
            subject="Còn nháp", partner_id=self.petitioner_user.partner_id.id
        )
        self.assertEqual(draft.state, "draft")
        page = self.url_open("/my/feedback").text
        self.assertIn("Phí cấp giấy phép", page)
        for subject in ("Của người lạ", "Của đồng nghiệp", "Còn nháp"):
            self.assertNotIn(subject, page)

    def test_archived_cases_stay(self):
        self.feedback.active = False
        self.assertIn("Phí cấp giấy phép", self.url_open("/my/feedback").text)

    def test_empty_list_helps(self):
        self._login(self.stranger)
        page = self.url_open("/my/feedback").text
        self.assertIn("You have not asked anything yet", page)
        self.assertIn('href="/my/feedback/new"', page)
        self.assertIn('href="/my/feedback"', self.url_open("/my").text)

    def test_search(self):
        other = self._create_own(subject="Nhãn hiệu", question="Bị trùng tên 100%")
        code = other.code
        cases = {
            "giấy phép": ["Phí cấp giấy phép"],
            "trùng TÊN": ["Nhãn hiệu"],
            code: ["Nhãn hiệu"],
            code.lower().replace(".", " "): ["Nhãn hiệu"],
            code[:9]: ["Nhãn hiệu", "Phí cấp giấy phép"],
            "100%": ["Nhãn hiệu"],
            "không có": [],
            "' OR 1=1 --": [],
            "a\x00b": [],
        }
        for search, expected in cases.items():
            with self.subTest(search):
                shown = self._order("Phí cấp giấy phép", "Nhãn hiệu", search=search)
                self.assertCountEqual(shown, expected)

    def test_nothing_found_offers_the_way_back(self):
        page = self.url_open("/my/feedback", params={"search": "không có"}).text
        self.assertIn("Nothing fits this search", page)
        self.assertIn('value="không có"', page)

    def test_filters(self):
        answered = self._create_own(subject="Đã trả lời xong")
        self._answer(answered)
        waiting = self._create_own(subject="Chờ bổ sung")
        waiting.with_user(self.desk).action_ask_info("Gửi thêm hóa đơn")
        refused = self._create_own(subject="Không nhận")
        refused.with_user(self.desk).action_refuse(self.reason.id, "Gửi Sở Xây dựng")
        subjects = ("Phí cấp giấy phép", "Đã trả lời xong", "Chờ bổ sung", "Không nhận")
        cases = {
            "all": set(subjects),
            "nonsense": set(subjects),
            "waiting": {"Chờ bổ sung"},
            "open": {"Phí cấp giấy phép", "Chờ bổ sung"},
            "answered": {"Đã trả lời xong"},
            "ended": {"Không nhận"},
        }
        for filterby, expected in cases.items():
            with self.subTest(filterby):
                self.assertEqual(
                    set(self._order(*subjects, filterby=filterby)), expected
                )

    def test_sortings(self):
        earlier = self._create_own(
            subject="Aaa cũ",
            received_on=fields.Datetime.subtract(fields.Datetime.now(), days=3),
        )
        earlier.date_deadline = fields.Date.add(fields.Date.today(), days=9)
        self.feedback.date_deadline = fields.Date.add(fields.Date.today(), days=2)
        new, old = "Phí cấp giấy phép", "Aaa cũ"
        cases = {
            "newest": [new, old],
            "nonsense": [new, old],
            "oldest": [old, new],
            "deadline": [new, old],
            "subject": [old, new],
        }
        for sortby, expected in cases.items():
            with self.subTest(sortby):
                self.assertEqual(self._order(new, old, sortby=sortby), expected)

    def test_pager(self):
        for number in range(41):
            self._create_own(subject=f"Câu hỏi số {number:02d}")
        first = self.url_open("/my/feedback", params={"search": "câu hỏi số"}).text
        self.assertEqual(len(re.findall(r"Câu hỏi số \d\d", first)), 20)
        self.assertIn("/my/feedback/page/2?", first)
        last = self.url_open(
            "/my/feedback/page/3", params={"search": "câu hỏi số"}
        ).text
        self.assertEqual(re.findall(r"Câu hỏi số \d\d", last), ["Câu hỏi số 00"])
        for path in (
            "/my/feedback/page/99999",
            "/my/feedback/page/99999999999999999999",
        ):
            response = self.url_open(path, params={"search": "câu hỏi số"})
            self.assertEqual(response.status_code, 200)
            self.assertIn("Câu hỏi số 00", response.text)
        for page in ("abc", "-1", "²", "0", ""):
            response = self.url_open("/my/feedback", params={"page": page})
            self.assertEqual(response.status_code, 200)
        self.assertEqual(self.url_open("/my/feedback/page/0").status_code, 200)

    def test_the_list_costs_the_same_for_many(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.url_open("/my/feedback").status_code, 200)
            return self.env.cr.sql_log_count - before

        for _dummy in range(2):
            self._create_own()
        cost()
        few = cost()
        for _dummy in range(15):
            self._create_own(procedure_id=False)
        self.assertEqual(cost(), few)

    def test_officials_are_sent_to_their_own_rooms(self):
        self.env.ref("base.user_admin")
        self.desk.password = "dlg-desk"
        self._login(self.desk)
        for path in ("/my/feedback", "/my/feedback/new"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
        self.assertNotIn('href="/my/feedback"', self.url_open("/my").text)

    # ------------------------------------------------------------------
    # One case
    # ------------------------------------------------------------------

    def _page(self, feedback=None, **params):
        response = self.url_open(
            f"/my/feedback/{(feedback or self.feedback).id}", params=params
        )
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_page_of_a_new_case(self):
        page = self._page(notice="filed")
        for text in (
            self.feedback.code,
            "Phí cấp giấy phép",
            "Hồ sơ nộp từ tháng 2",
            "Received",
            "We have received your question",
            "Sở Khoa học và Công nghệ",
        ):
            self.assertIn(text, page)
        self.assertNotIn("The answer</h2>", page)
        main = self._page(notice="nonsense").partition("<main")[2]
        self.assertNotIn("alert-success", main)

    def test_steps_between_officials_are_one_thing(self):
        feedback = self.feedback
        feedback.with_user(self.desk).action_accept()
        feedback.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id
        )
        pages = [self._page()]
        feedback.with_user(self.specialist).action_start_draft()
        pages.append(self._page())
        answer = feedback.answer_ids
        answer.with_user(self.specialist).write(
            {"verdict": "guided", "body": "<p>BÍ MẬT NHÁP</p>"}
        )
        feedback.with_user(self.specialist).action_submit()
        pages.append(self._page())
        feedback.with_user(self.leader).action_return_draft("LÝ DO NỘI BỘ")
        pages.append(self._page())
        for page in pages:
            self.assertIn("Being handled", page)
            for secret in (
                "BÍ MẬT NHÁP",
                "LÝ DO NỘI BỘ",
                "Answer under review",
                "Answer being drafted",
                self.specialist.name,
                self.leader.name,
            ):
                self.assertNotIn(secret, page)

    def test_page_of_an_answer(self):
        self._answer(
            self.feedback,
            "<p>Trong <b>12 tháng</b>.</p>",
            legal_basis="Điều 119 Luật SHTT",
            promised_action="Đăng hướng dẫn",
            promised_on="2031-03-04",
        )
        answer = self.feedback.answer_id
        file = self.env["ir.attachment"].create(
            {"name": "van-ban.pdf", "raw": PDF, "res_model": "dialogue.answer"}
        )
        self.env.cr.execute(
            "INSERT INTO dialogue_answer_attachment_rel VALUES (%s, %s)",
            [answer.id, file.id],
        )
        answer.invalidate_recordset()
        page = self._page()
        for text in (
            "<b>12 tháng</b>",
            "Điều 119 Luật SHTT",
            "Đăng hướng dẫn",
            "2031",
            "Guidance given",
            f"/my/feedback/{self.feedback.id}/file/{file.id}",
        ):
            self.assertIn(text, page)
        response = self.url_open(f"/my/feedback/{self.feedback.id}/file/{file.id}")
        self.assertEqual(response.content, PDF)

    def test_an_earlier_answer_stays_to_be_seen(self):
        self._answer(self.feedback, "<p>Trả lời lần đầu</p>")
        self.feedback.with_user(self.desk).action_reopen("Chưa rõ")
        self.assertIn("Trả lời lần đầu", self._page())

    def test_a_merged_case_tells_no_promise_of_the_others_session(self):
        session = self.env["dialogue.session"].create({"name": "Buổi khác"})
        other = self._create_own(self.stranger)
        self.feedback.with_user(self.desk).action_merge(other.id)
        self._answer(other)
        self.env["dialogue.commitment"].create(
            {
                "name": "Hứa với người khác",
                "feedback_id": other.id,
                "session_id": session.id,
                "date_deadline": "2031-03-04",
            }
        )
        with patch.object(type(session), "state", "closed"):
            self.assertTrue(other._portal_commitments())
            self.assertFalse(self.feedback._portal_commitments())

    def test_a_merged_case_gets_the_answer_of_the_other(self):
        other = self._create_own(self.stranger, subject="CÂU HỎI NGƯỜI LẠ")
        file = self.env["ir.attachment"].create(
            {
                "name": "nguoi-la.pdf",
                "raw": PDF,
                "res_model": "dialogue.feedback",
                "res_id": other.id,
            }
        )
        other.attachment_ids = file
        self.feedback.with_user(self.desk).action_merge(other.id)
        self.assertIn("similar case", self._page())
        self._answer(other, "<p>Trả lời chung</p>")
        page = self._page()
        self.assertIn("Trả lời chung", page)
        self.assertIn("You can read the answer below", page)
        self.assertNotIn("Not yet", page)
        for secret in ("CÂU HỎI NGƯỜI LẠ", other.code, "nguoi-la"):
            self.assertNotIn(secret, page)
        response = self.url_open(f"/my/feedback/{self.feedback.id}/file/{file.id}")
        self.assertEqual(response.status_code, 404)

    def test_a_split_case_leads_to_its_parts(self):
        parts = self.feedback.with_user(self.desk).action_split(
            [{"subject": "Câu hỏi thứ hai", "question": "Và phí?"}]
        )
        page = self._page()
        self.assertIn(f"/my/feedback/{parts.id}", page)
        self.assertIn("Câu hỏi thứ hai", page)

    def test_a_refused_case_says_why(self):
        self.feedback.with_user(self.desk).action_refuse(
            self.reason.id, "Xin gửi Sở Xây dựng"
        )
        page = self._page()
        self.assertIn("Xin gửi Sở Xây dựng", page)
        self.assertIn("Không thuộc thẩm quyền", page)

    def test_every_state_has_a_page(self):
        for state in self.feedback._fields["state"].get_values(self.env):
            if state == "draft":
                continue
            with self.subTest(state):
                # only how the page reads a state, not how a case gets there
                self.env.cr.execute(
                    "UPDATE dialogue_feedback SET state = %s, answered_on = now(), "
                    "date_deadline = now() WHERE id = %s",
                    [state, self.feedback.id],
                )
                self.env.invalidate_all()
                self._page()

    def test_days_are_those_of_the_department(self):
        self.company.partner_id.tz = "Asia/Ho_Chi_Minh"
        self.petitioner_user.tz = "America/New_York"
        late = self._create_own(received_on="2024-03-01 20:00:00")
        self.assertIn("03/02/2024", self.url_open("/my/feedback").text)
        self.assertRegex(self._page(late), r"03/02/2024\s+03:00")

    def test_headings_are_in_order_and_inputs_have_labels(self):
        self._answer(self.feedback, legal_basis="Điều 1")
        waiting = self._create_own()
        waiting.with_user(self.desk).action_ask_info("Gửi thêm")
        for path in (
            "/my/feedback",
            "/my/feedback/new",
            f"/my/feedback/{self.feedback.id}",
            f"/my/feedback/{waiting.id}",
        ):
            with self.subTest(path):
                page = self.url_open(path).text
                main = page[page.index('class="o_dialogue') :]
                levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", main)]
                self.assertEqual(levels[0], 1)
                self.assertEqual(levels.count(1), 1)
                for before, after in zip(levels, levels[1:], strict=False):
                    self.assertLessEqual(after, before + 1)
                labels = set(re.findall(r'<label[^>]* for="([^"]+)"', main))
                for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", main):
                    if 'type="hidden"' in tag:
                        continue
                    self.assertIn(re.search(r' id="([^"]+)"', tag)[1], labels)
                ids = re.findall(r' id="([^"]+)"', main)
                self.assertEqual(len(ids), len(set(ids)))

    # ------------------------------------------------------------------
    # What the petitioner sends
    # ------------------------------------------------------------------

    def test_only_the_exchange_is_shown(self):
        feedback = self.feedback
        feedback.with_user(self.desk).message_post(
            body="GHI CHÚ NỘI BỘ", subtype_xmlid="mail.mt_note"
        )
        feedback.with_user(self.desk).message_post(
            body="TRAO ĐỔI NỘI BỘ", subtype_xmlid="mail.mt_comment"
        )
        feedback._post_to_petitioner("Chúng tôi đã nhận được")
        page = self._page()
        self.assertIn("Chúng tôi đã nhận được", page)
        self.assertNotIn("NỘI BỘ", page)

    def test_adding_a_message(self):
        url = f"/my/feedback/{self.feedback.id}/message"
        response = self._post(
            url,
            {"body": MARKUP},
            files={"files": ("them.pdf", PDF, "application/pdf")},
        )
        self.assertEqual(response.status_code, 303)
        page = self._page(notice="posted")
        self.assertIn("them.pdf", page)
        self.assertIn("&lt;script&gt;", page)
        self.assertNotIn("<script>alert('x')", page)
        message = self.feedback._petitioner_messages()[-1]
        self.assertNotEqual(message.author_id, self.petitioner_user.partner_id)

    def test_a_message_that_is_not_right_is_kept(self):
        url = f"/my/feedback/{self.feedback.id}/message"
        before = len(self.feedback._petitioner_messages())
        response = self._post(
            url,
            {"body": "Đã gõ ở đây"},
            files={"files": ("a.pdf", b"", "application/pdf")},
        )
        self.assertIn("Đã gõ ở đây", response.text)
        self.assertIn('href="#text_files"', response.text)
        self.assertIn('href="#text_body"', self._post(url, {"body": " "}).text)
        too_long = self._post(url, {"body": "x" * 10001})
        self.assertIn('href="#text_body"', too_long.text)
        self.assertEqual(len(self.feedback._petitioner_messages()), before)

    def test_an_ended_case_takes_no_message(self):
        self._answer(self.feedback)
        before = len(self.feedback._petitioner_messages())
        response = self._post(
            f"/my/feedback/{self.feedback.id}/message", {"body": "Thêm nữa"}
        )
        self.assertIn("This case has ended", response.text)
        self.assertIn("Thêm nữa", response.text)
        self.assertEqual(len(self.feedback._petitioner_messages()), before)

    def test_giving_information(self):
        self.feedback.with_user(self.desk).action_ask_info("Gửi thêm hóa đơn")
        self.assertIn("Gửi thêm hóa đơn", self._page())
        url = f"/my/feedback/{self.feedback.id}/info"
        self.assertIn('href="#text_body"', self._post(url, {"body": ""}).text)
        response = self._post(
            url,
            {"body": "Hóa đơn đây"},
            files={"files": ("hoadon.pdf", PDF, "application/pdf")},
        )
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.feedback.state, "received")
        self.assertEqual(self.feedback.info_answer, "Hóa đơn đây")
        page = self._page()
        self.assertIn("Hóa đơn đây", page)
        self.assertIn("hoadon.pdf", page)

    def test_information_sent_twice_is_a_message(self):
        self.feedback.with_user(self.desk).action_ask_info("Gửi thêm")
        url = f"/my/feedback/{self.feedback.id}/info"
        self._post(url, {"body": "Lần một"})
        response = self._post(url, {"body": "Lần hai"})
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self.feedback.info_answer, "Lần một")
        self.assertIn("Lần hai", self._page())
