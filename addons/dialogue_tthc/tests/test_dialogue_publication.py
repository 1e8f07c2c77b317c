from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_publication import ANSWER, QUESTION, PublicationCommon


@tagged("post_install", "-at_install")
class TestDialoguePublication(PublicationCommon):
    # ------------------------------------------------------------------
    # Preparing
    # ------------------------------------------------------------------

    def test_the_copy_is_taken_from_the_case_and_names_nobody(self):
        feedback = self._create_answered()
        publication = self._prepare(feedback)
        self.assertEqual(publication.state, "draft")
        self.assertEqual(publication.title, feedback.subject)
        self.assertEqual(publication.question, QUESTION)
        self.assertEqual(publication.answer, ANSWER)
        self.assertEqual(publication.code, feedback.code)
        self.assertEqual(publication.authority_name, "Sở Khoa học và Công nghệ")
        self.assertEqual(publication.sector_id, self.sector)
        self.assertEqual(publication.answer_id, feedback.answer_id)
        self.assertEqual(publication.year, publication.answered_on.year)
        self.assertFalse(publication.petitioner_name)
        self.assertEqual(feedback.publication_state, "draft")
        self.assertFalse(feedback.is_published)

    def test_it_is_prepared_once(self):
        feedback = self._create_answered()
        publication = self._prepare(feedback)
        publication.with_user(self.desk).title = "Tên khác"
        self.assertEqual(self._prepare(feedback), publication)
        self.assertEqual(publication.title, "Tên khác")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.env["dialogue.publication"].create(
                {
                    "feedback_id": feedback.id,
                    **feedback._prepare_publication_values(),
                }
            )

    def test_only_what_is_answered_and_allowed_can_be_prepared(self):
        not_answered = self._create_feedback()
        not_answered.action_receive()
        nothing = self._create_answered(publish_choice="nothing")
        sealed = self._create_answered()
        self.leader.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        sealed.write({"is_sealed": True, "reader_ids": self.leader.ids})
        for feedback, user in (
            (not_answered, self.desk),
            (nothing, self.desk),
            (sealed, self.leader),
        ):
            with self.subTest(feedback.state), self.assertRaises(UserError):
                feedback.with_user(user).action_open_publication()
        self.assertFalse((not_answered + nothing + sealed).publication_ids)

    def test_markup_of_the_answer_is_made_plain(self):
        feedback = self._create_answered(
            '<p style="color:red" onclick="x()">Có<img src="/web/image/1"/></p>'
            '<script>alert(1)</script><a href="javascript:alert(1)">đây</a>'
        )
        publication = self._prepare(feedback)
        for text in ("style", "onclick", "img", "script", "javascript"):
            self.assertNotIn(text, publication.answer)
        publication.with_user(self.desk).answer = "<p>Có</p><iframe src='x'></iframe>"
        self.assertEqual(publication.answer, "<p>Có</p>")

    def test_a_draft_can_be_thrown_away_and_what_was_public_cannot(self):
        feedback = self._create_answered()
        self._prepare(feedback).with_user(self.desk).unlink()
        publication = self._publish(feedback)
        with self.assertRaises(UserError):
            publication.with_user(self.leader).unlink()
        publication.with_user(self.leader).action_withdraw("Sai")
        publication.with_user(self.desk).action_prepare_anew()
        with self.assertRaises(UserError):
            publication.with_user(self.leader).unlink()

    # ------------------------------------------------------------------
    # Making public
    # ------------------------------------------------------------------

    def test_a_leader_makes_it_public(self):
        feedback = self._create_answered()
        publication = self._prepare(feedback)
        for user in (self.desk, self.specialist, self.auditor, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                publication.with_user(user).action_publish()
        publication.with_user(self.leader).action_publish()
        self.assertEqual(publication.state, "published")
        self.assertTrue(publication.published_on)
        self.assertTrue(feedback.is_published)
        note = feedback.message_ids[0].body
        self.assertIn(feedback.subject, note)
        self.assertIn("Trong 12 tháng", note)
        self.assertNotIn(self.enterprise.name, note)

    def test_what_is_public_is_frozen(self):
        publication = self._publish(self._create_answered())
        for vals in ({"title": "x"}, {"answer": "x"}, {"question": "x"}):
            for user in (self.desk, self.leader, self.env.user):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    publication.with_user(user).write(vals)
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_take_over()
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_confirm_personal_data()

    def test_the_state_and_closed_fields_change_by_steps_only(self):
        publication = self._prepare(self._create_answered())
        for vals in (
            {"state": "published"},
            {"petitioner_name": "Ai đó"},
            {"published_on": "2026-01-01"},
            {"confirmed_print": "x"},
            {"confirmed_by": self.leader.id},
            {"code": "x"},
            {"feedback_id": self._create_answered().id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                publication.with_user(self.leader).write(vals)

    def test_nothing_is_public_without_its_texts(self):
        publication = self._prepare(self._create_answered())
        publication.with_user(self.desk).write({"answer": "<p> </p>"})
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_publish()

    def test_a_correction_keeps_the_address_and_every_text(self):
        feedback = self._create_answered()
        publication = self._publish(feedback)
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_withdraw("  ")
        with self.assertRaises(AccessError):
            publication.with_user(self.desk).action_withdraw("Sai tên thủ tục")
        publication.with_user(self.leader).action_withdraw("Sai tên thủ tục")
        self.assertEqual(publication.state, "withdrawn")
        self.assertFalse(feedback.is_published)
        publication.with_user(self.desk).action_prepare_anew()
        publication.with_user(self.desk).title = "Tên đã sửa"
        publication.with_user(self.leader).action_publish()
        self.assertEqual(feedback.publication_ids, publication)
        history = "".join(feedback.message_ids.mapped("body"))
        self.assertIn(feedback.subject, history)
        self.assertIn("Sai tên thủ tục", history)
        self.assertIn("Tên đã sửa", history)

    def test_the_window_takes_back(self):
        publication = self._publish(self._create_answered())
        window = (
            self.env["dialogue.publication.withdraw"]
            .with_user(self.leader)
            .with_context(active_ids=publication.ids)
            .create({"reason": "Sai"})
        )
        window.action_apply()
        self.assertEqual(publication.state, "withdrawn")

    # ------------------------------------------------------------------
    # Personal data
    # ------------------------------------------------------------------

    def test_personal_data_need_a_second_look(self):
        feedback = self._create_answered(question="Gọi tôi số 0912 345 678 nhé.")
        publication = self._prepare(feedback)
        self.assertTrue(publication.has_findings)
        self.assertIn("0912 345 678", publication.findings_html)
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_publish()
        publication.with_user(self.desk).is_confirmed = True
        self.assertEqual(publication.confirmed_by, self.desk)
        self.assertTrue(publication.confirmed_on)
        publication.with_user(self.leader).action_publish()
        self.assertEqual(publication.state, "published")

    def test_a_changed_text_needs_a_new_look(self):
        feedback = self._create_answered(question="Gọi tôi số 0912 345 678 nhé.")
        publication = self._prepare(feedback)
        publication.with_user(self.desk).is_confirmed = True
        publication.with_user(self.desk).question = "Gọi 0912 345 679 nhé."
        self.assertFalse(publication.is_confirmed)
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_publish()
        publication.with_user(self.desk).write(
            {"question": "Gọi 0912 345 670 nhé.", "is_confirmed": True}
        )
        self.assertTrue(publication.is_confirmed)
        publication.with_user(self.desk).is_confirmed = False
        self.assertFalse(publication.confirmed_by)
        publication.with_user(self.desk).question = "Không có số."
        publication.with_user(self.leader).action_publish()

    def test_every_text_is_looked_at(self):
        publication = self._prepare(self._create_answered())
        self.assertFalse(publication.has_findings)
        for name, text in (
            ("title", "Hỏi từ nuocxanh@example.com"),
            ("question", "CCCD 002085001234"),
            ("answer", "<p>gọi 09<b>12</b>345678</p>"),
            ("legal_basis", "MST 5100123456"),
        ):
            before = publication[name]
            publication[name] = text
            with self.subTest(name):
                self.assertTrue(publication.has_findings)
            publication[name] = before

    def test_the_name_of_who_asked_is_found(self):
        feedback = self._create_answered(
            question="CÔNG TY TNHH NƯỚC XANH hỏi; đại diện: Trần Thị Bưởi.",
            petitioner_id=self._create_petitioner(representative="Trần Thị Bưởi").id,
        )
        publication = self._prepare(feedback)
        kinds = [kind for _name, kind, _text in publication._findings()]
        self.assertEqual(kinds, ["name", "name"])
        feedback.sudo().write({"publish_choice": "named", "is_name_public": True})
        self.assertEqual(len(publication._findings()), 1)

    def test_markup_in_what_was_found_stays_text(self):
        publication = self._prepare(self._create_answered())
        publication.question = "<b>ten</b><script>@example.vn</script> ten@example.vn"
        self.assertNotIn("<script>", publication.findings_html)

    def test_the_form_asks_for_the_second_look_only_where_needed(self):
        publication = self._prepare(self._create_answered())
        with Form(publication.with_user(self.desk)) as form:
            self.assertFalse(form.has_findings)
            form.question = "Gọi 0912 345 678"
            self.assertTrue(form.has_findings)
            self.assertFalse(form.is_confirmed)
            form.is_confirmed = True
        self.assertTrue(publication.is_confirmed)
        self.assertEqual(publication.confirmed_by, self.desk)
        with Form(publication.with_user(self.desk)) as form:
            form.question = "Gọi 0912 345 679"
            self.assertFalse(form.is_confirmed)
        self.assertFalse(publication.is_confirmed)

    # ------------------------------------------------------------------
    # Who asked
    # ------------------------------------------------------------------

    def test_a_leader_publishes_the_text_that_was_on_the_screen(self):
        publication = self._prepare(self._create_answered())
        screen = publication.with_user(self.leader).with_context(
            dialogue_seen_print=publication.text_print
        )
        publication.with_user(self.desk).question = "Khác hẳn"
        with self.assertRaisesRegex(UserError, "changed while you were reading"):
            screen.action_publish()
        self.assertEqual(publication.state, "draft")
        again = screen.with_context(dialogue_seen_print=publication.text_print)
        again.action_publish()
        self.assertEqual(publication.state, "published")

    def test_a_name_is_public_only_with_choice_and_consent(self):
        for choice, consent, is_hidden, shown in (
            ("anonymous", False, False, False),
            ("anonymous", True, False, False),
            ("named", False, False, False),
            ("named", True, True, False),
            ("named", True, False, "Công ty TNHH Nước Xanh"),
        ):
            feedback = self._create_answered()
            feedback.sudo().write(
                {
                    "publish_choice": choice,
                    "is_name_public": consent,
                    "is_name_hidden": is_hidden,
                }
            )
            publication = self._prepare(feedback)
            self.assertFalse(publication.petitioner_name)
            publication.with_user(self.leader).action_publish()
            with self.subTest(choice=choice, consent=consent, hidden=is_hidden):
                self.assertEqual(publication.petitioner_name, shown)

    def test_consent_taken_back_removes_the_name_at_once(self):
        for vals in (
            {"is_name_public": False},
            {"publish_choice": "anonymous"},
            {"is_name_hidden": True},
        ):
            feedback = self._create_answered()
            feedback.write({"publish_choice": "named", "is_name_public": True})
            publication = self._publish(feedback)
            self.assertTrue(publication.petitioner_name)
            feedback.write(vals)
            with self.subTest(vals):
                self.assertFalse(publication.petitioner_name)
                self.assertEqual(publication.state, "published")

    def test_a_choice_for_nothing_takes_it_back_at_once(self):
        feedback = self._create_answered()
        publication = self._publish(feedback)
        feedback.publish_choice = "nothing"
        self.assertEqual(publication.state, "withdrawn")
        self.assertFalse(feedback.is_published)
        publication.with_user(self.desk).action_prepare_anew()
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_publish()

    def test_a_case_that_is_sealed_is_taken_back_and_hidden(self):
        feedback = self._create_answered()
        publication = self._publish(feedback)
        self.leader.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        feedback.write({"is_sealed": True, "reader_ids": self.leader.ids})
        self.assertEqual(publication.state, "withdrawn")
        found = self.env["dialogue.publication"].with_user(self.desk).search([])
        self.assertNotIn(publication, found)
        self.assertTrue(publication.with_user(self.leader).title)

    # ------------------------------------------------------------------
    # The life of the case
    # ------------------------------------------------------------------

    def test_a_reopened_case_says_so_until_its_new_answer(self):
        feedback = self._create_answered()
        publication = self._publish(feedback)
        feedback.with_user(self.desk).action_reopen("Chưa rõ")
        self.assertEqual(publication.state, "published")
        self.assertTrue(publication.is_looked_at_again)
        self._answer_on_spot(feedback, "<p>Trong 9 tháng.</p>")
        self.assertEqual(publication.state, "draft")
        self.assertEqual(publication.answer, "<p>Trong 9 tháng.</p>")
        self.assertFalse(publication.is_answer_outdated)
        self.assertFalse(feedback.is_published)
        publication.with_user(self.leader).action_publish()
        self.assertFalse(publication.is_looked_at_again)

    def test_a_draft_of_an_answer_that_gave_way_is_not_made_public(self):
        feedback = self._create_answered()
        publication = self._prepare(feedback)
        feedback.with_user(self.desk).action_reopen("Chưa rõ")
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_publish()
        self._answer_on_spot(feedback, "<p>Trong 9 tháng.</p>")
        self.assertTrue(publication.is_answer_outdated)
        with self.assertRaises(UserError):
            publication.with_user(self.leader).action_publish()
        publication.with_user(self.desk).action_take_over()
        publication.with_user(self.leader).action_publish()
        self.assertEqual(publication.answer, "<p>Trong 9 tháng.</p>")

    def test_a_case_withdrawn_after_its_answer_is_taken_back(self):
        feedback = self._create_answered()
        publication = self._publish(feedback)
        feedback.with_user(self.desk).action_reopen("Chưa rõ")
        feedback.with_user(self.desk).action_withdraw("Không hỏi nữa")
        self.assertEqual(publication.state, "withdrawn")

    def test_a_merged_case_is_public_with_the_answer_that_holds(self):
        target = self._create_feedback(origin="at_session")
        merged = self._create_feedback(subject="Câu hỏi giống vậy")
        (target + merged).action_receive()
        merged.with_user(self.desk).action_merge(target.id)
        self._answer_on_spot(target)
        publication = self._publish(merged)
        self.assertEqual(publication.answer_id, target.answer_id)
        self.assertEqual(publication.title, "Câu hỏi giống vậy")
        target.with_user(self.desk).action_reopen("Chưa rõ")
        self.assertTrue(publication.is_looked_at_again)
        self._answer_on_spot(target, "<p>Trong 9 tháng.</p>")
        self.assertEqual(publication.state, "draft")
        self.assertEqual(publication.answer_id, target.answer_id)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def test_the_figures_count_what_is_public(self):
        feedback = self._create_answered()
        other = self._create_answered()
        publication = self._publish(feedback)
        report = self.env["dialogue.feedback.report"].browse((feedback + other).ids)
        self.env.flush_all()
        self.assertEqual(report.mapped("is_published"), [1, 0])
        publication.with_user(self.leader).action_withdraw("Sai")
        self.env.flush_all()
        report.invalidate_recordset()
        self.assertEqual(report.mapped("is_published"), [0, 0])
