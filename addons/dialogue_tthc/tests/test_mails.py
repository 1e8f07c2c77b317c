from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_journey import DialogueJourneyCommon

PRIVATE = "rieng@example.com"


@tagged("post_install", "-at_install")
class TestMails(DialogueJourneyCommon):
    """One letter for each move that means something to the petitioner."""

    def _new_letters(self, call, *arguments):
        """Return the letters to petitioners that a step makes."""
        mails = self.env["mail.mail"]
        domain = [("email_to", "=", self.enterprise.email)]
        self._write_letters()
        last = mails.search([], order="id desc", limit=1).id or 0
        call(*arguments)
        self._write_letters()
        self.env.flush_all()
        return mails.search([*domain, ("id", ">", last)], order="id")

    def _assert_letter(self, call, *arguments, subject):
        letters = self._new_letters(call, *arguments)
        self.assertEqual(len(letters), 1, letters.mapped("subject"))
        self.assertIn(subject, letters.subject)
        self.assertFalse(letters.res_id)
        self.assertFalse(letters.model)
        return letters

    def test_each_step_to_the_answer_has_its_letter(self):
        feedback = self._create_feedback()
        desk = feedback.with_user(self.desk)
        letter = self._assert_letter(desk.action_receive, subject="We received")
        self.assertIn(feedback.code, letter.body_html)
        self.assertIn(feedback._lookup_secret(), letter.body_html)
        self._assert_letter(
            desk.action_ask_info, "Xin gửi giấy phép.", subject="complete"
        )
        self._assert_letter(desk.action_info_given, "Đã gửi.", subject="what we needed")
        letter = self._assert_letter(desk.action_accept, subject="We take up")
        self.assertIn(str(feedback.date_deadline.year), letter.body_html)
        for call, arguments in (
            (desk.action_assign, (self.division.id, self.specialist.id, self.soon)),
            (feedback.with_user(self.specialist).action_start_draft, ()),
        ):
            self.assertFalse(self._new_letters(call, *arguments))
        self._write_answer(feedback)
        self.assertFalse(
            self._new_letters(feedback.with_user(self.specialist).action_submit)
        )
        letter = self._assert_letter(
            feedback.with_user(self.leader).action_issue, subject="has been answered"
        )
        self.assertIn("Xin xem hướng dẫn", letter.body_html)
        self.assertIn("look at it again", letter.body_html)
        self._assert_letter(
            feedback._petitioner_reopen, "Chưa rõ.", subject="We look at"
        )

    def test_each_other_end_has_its_letter(self):
        feedback = self._bring_to("received")
        reason = self._refusal_reason()
        letter = self._assert_letter(
            feedback.with_user(self.desk).action_refuse,
            reason.id,
            "Xin gửi Thanh tra.",
            subject="not accepted",
        )
        self.assertIn("second time", letter.body_html)
        self._assert_letter(
            feedback._petitioner_appeal, "Không đúng.", subject="a second time"
        )
        letter = self._assert_letter(
            feedback.with_user(self.desk).action_refuse,
            reason.id,
            "Xin gửi Thanh tra.",
            subject="not accepted",
        )
        self.assertNotIn("second time", letter.body_html)
        feedback = self._bring_to("accepted")
        self._assert_letter(
            feedback._petitioner_withdraw, "Thôi.", subject="was withdrawn"
        )

    def test_joining_and_taking_apart_have_their_letters(self):
        target, letter = self._bring_to("received"), self._bring_to("received")
        self._assert_letter(
            letter.with_user(self.desk).action_merge, target.id, subject="together"
        )
        self._assert_letter(
            letter.with_user(self.desk).action_unmerge,
            "Khác nhau.",
            subject="by itself",
        )

    def test_a_referral_has_one_letter(self):
        feedback = self._bring_to("accepted")
        referral = feedback.with_user(self.desk).action_plan_referral()
        self.assertFalse(self._new_letters(referral.action_submit))
        self._assert_letter(
            referral.with_user(self.leader).action_send, subject="message"
        )

    def test_an_answer_on_the_spot_is_one_letter(self):
        feedback = self._bring_to("received", origin="at_session")
        self._assert_letter(
            feedback.with_user(self.desk).action_answer_on_spot,
            "guided",
            "<p>Trong 12 tháng.</p>",
            subject="has been answered",
        )
        # a key of the context is no ticket
        other = self._bring_to("received")
        quiet = other.with_user(self.desk).with_context(dialogue_quiet=True)
        self._assert_letter(quiet.action_accept, subject="We take up")

    def test_questions_received_together_share_a_receipt(self):
        petitioner = self._create_petitioner()
        cases = self.env["dialogue.feedback"]
        for subject in ("Câu thứ nhất", "Câu thứ hai", "Câu thứ ba"):
            cases |= self._create_feedback(subject=subject, petitioner_id=petitioner.id)
        stranger = self._create_petitioner(email=PRIVATE, name="Người khác")
        foreign = self._create_feedback(
            subject="Chuyện riêng", petitioner_id=stranger.id
        )
        letter = self._assert_letter(
            (cases | foreign).with_user(self.desk).action_receive,
            subject="We received",
        )
        for case in cases:
            self.assertIn(case.code, letter.body_html)
            self.assertIn(case._lookup_secret(), letter.body_html)
        self.assertNotIn(foreign.code, letter.body_html)
        own = self.env["mail.mail"].search([("email_to", "=", PRIVATE)])
        self.assertEqual(len(own), 1)
        self.assertNotIn(cases[0].code, own.body_html)

    def test_others_cannot_be_slipped_into_a_receipt(self):
        stranger = self._create_petitioner(email=PRIVATE, name="Người khác")
        foreign = self._bring_to("received", petitioner_id=stranger.id)
        feedback = self._create_feedback()
        letter = self._assert_letter(
            feedback.with_user(self.desk)
            .with_context(dialogue_together_ids=foreign.ids)
            .action_receive,
            subject="We received",
        )
        self.assertNotIn(foreign.code, letter.body_html)

    def test_letters_are_in_the_language_of_the_petitioner(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.enterprise.lang = "vi_VN"
        feedback = self._create_feedback()
        [letter] = self._new_letters(feedback.with_user(self.desk).action_receive)
        self.assertIn('lang="vi-VN"', letter.body_html)
        self.assertNotIn("We have received", letter.body_html)
        self.assertNotIn("We received", letter.subject)

    def test_without_an_address_there_is_no_letter(self):
        feedback = self._create_feedback(
            petitioner_id=self._create_petitioner(email=False).id
        )
        before = self.env["mail.mail"].search_count([])
        feedback.with_user(self.desk).action_receive()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_markup_in_a_letter_stays_text(self):
        feedback = self._create_feedback(
            subject="<script>alert(1)</script>",
            petitioner_id=self._create_petitioner(name="<b>Tên</b>").id,
        )
        [letter] = self._new_letters(feedback.with_user(self.desk).action_receive)
        self.assertNotIn("<script>", letter.body_html)
        self.assertNotIn("<b>Tên</b>", letter.body_html)

    # The link once more

    def test_the_desk_ends_the_links_and_the_petitioner_gets_a_new_one(self):
        feedback = self._bring_to("received")
        token, secret = feedback._link_token("case"), feedback._lookup_secret()
        for user in (self.specialist, self.auditor):
            with self.assertRaises(AccessError):
                feedback.with_user(user).action_renew_link()
        letter = self._assert_letter(
            feedback.with_user(self.desk).action_renew_link, subject="The link"
        )
        Feedback = self.env["dialogue.feedback"]
        self.assertFalse(Feedback._link_find(token, "case"))
        self.assertFalse(Feedback._find_by_secret(feedback.code, secret))
        self.assertIn(feedback._lookup_secret(), letter.body_html)
        self.assertIn("no longer work", str(feedback.message_ids[0].body))

    def _file_two(self):
        """Return the form, and the cases, of two questions asked without an account."""
        room = self.env["dialogue.filing"]._room(self.company)
        content = {
            "questions": [{"subject": one, "question": "?"} for one in ("Một", "Hai")],
            "case": {"kind": "guidance", "origin": "outside"},
            "petitioner": {
                "name": "Mận",
                "kind": "citizen",
                "email": "man@example.com",
            },
            "consent": False,
        }
        filing = room._submit("e" * 32, self.env["res.partner"], content)
        return filing, filing._confirm()

    def test_no_side_door_hands_out_a_link_that_was_ended(self):
        filing, cases = self._file_two()
        tokens = [(case, case._link_token("case"), "case") for case in cases]
        tokens.append((filing, filing._link_token("filing"), "filing"))
        mails = self.env["mail.mail"]
        before = mails.search([])
        cases[0].with_user(self.desk).action_renew_link()
        for record, token, scope in tokens:
            self.assertFalse(record._link_find(token, scope))
        letters = mails.search([]) - before
        self.assertEqual(letters.mapped("email_to"), ["man@example.com"] * 2)
        for case in cases:
            self.assertIn("no longer work", str(case.message_ids[0].body))

    def test_a_corrected_address_ends_the_links_to_the_wrong_one(self):
        filing, cases = self._file_two()
        petitioner = cases.petitioner_id.with_user(self.desk)
        token = cases[1]._link_token("case")
        petitioner.write({"email": " Man@example.com", "phone": "0912"})
        self.assertTrue(cases._link_find(token, "case"))
        before = self.env["mail.mail"].search([])
        petitioner.email = "dung@example.com"
        self.assertFalse(cases._link_find(token, "case"))
        letters = self.env["mail.mail"].search([]) - before
        self.assertEqual(set(letters.mapped("email_to")), {"dung@example.com"})

    def test_the_link_goes_to_the_address_of_the_case_alone(self):
        feedback = self._bring_to("received")
        again = self.env["dialogue.feedback"]._mail_link_again
        self._assert_letter(
            again, feedback.code.lower(), " NuocXanh@example.com ", subject="The link"
        )
        for code, email in (
            (feedback.code, "khac@example.com"),
            (feedback.code, ""),
            (feedback.code[:-1] + "0", self.enterprise.email),
            ("", self.enterprise.email),
            (feedback.code, f"{self.enterprise.email}, khac@example.com"),
        ):
            with self.subTest(code=code, email=email):
                before = self.env["mail.mail"].search_count([])
                again(code, email)
                after = self.env["mail.mail"].search_count([])
                if not feedback.code.endswith("0") or code == feedback.code:
                    self.assertEqual(before, after)
