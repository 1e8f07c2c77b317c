from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DialogueCommon

PDF = b"%PDF-1.4\n%%EOF\n"


@tagged("post_install", "-at_install")
class TestDialogueFiling(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room = cls.env["dialogue.filing"]._room(cls.company)
        cls.nobody = cls.env["res.partner"]

    def _content(self, *subjects, **vals):
        return {
            "questions": [
                {"subject": subject, "question": f"{subject}?"}
                for subject in subjects or ("Giấy phép",)
            ],
            "case": {"kind": "guidance", "origin": "outside", **vals},
            "petitioner": {
                "kind": "citizen",
                "name": "Nguyễn Văn Mận",
                "address": "Thôn 1, xã Vị Xuyên, tỉnh Hà Giang",
                "phone": "0912 000 111",
                "email": "man@example.com",
            },
            "consent": False,
        }

    def _wait(self, key="c" * 32, content=None, **kept):
        return self.room._submit(key, self.nobody, content or self._content(), **kept)

    def _mails(self):
        self._write_letters()
        return self.env["mail.mail"].sudo().search([("model", "=", False)])

    def test_one_filing_costs_few_queries(self):
        person = self.env["res.partner"].create({"name": "Nguyễn Văn Mận"})
        content = self._content()
        # rights, rules and terms are warm in a running server
        self.room._submit("w" * 32, person, content)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(18):
            filing = self.room._submit("f" * 32, person, content)
        self.assertTrue(filing.feedback_ids.code)

    # ------------------------------------------------------------------
    # Waiting and confirming
    # ------------------------------------------------------------------

    def test_without_an_account_it_waits_and_is_no_case(self):
        before = self._mails()
        filing = self._wait(files=[("đơn.pdf", PDF)])
        self.assertEqual(filing.state, "waiting")
        self.assertFalse(filing.feedback_ids)
        mail = self._mails() - before
        self.assertEqual(mail.email_to, "man@example.com")
        self.assertIn("/dialogue/filing/", mail.body_html)
        self.assertNotIn("Mận", mail.body_html)
        self.assertNotIn("Giấy phép", mail.body_html + mail.subject)

    def test_confirmed_twice_it_is_one_case(self):
        filing = self._wait(files=[("đơn.pdf", PDF)])
        cases = filing._confirm()
        self.assertEqual(cases.state, "received")
        self.assertEqual(cases.channel, "portal")
        self.assertEqual(cases.attachment_ids.mapped("name"), ["đơn.pdf"])
        self.assertEqual(cases.attachment_ids.raw, PDF)
        self.assertFalse(cases.partner_id)
        self.assertEqual(cases.petitioner_id.email, "man@example.com")
        self.assertEqual(filing._confirm(), cases)
        self.assertEqual(len(filing.feedback_ids), 1)

    def test_sent_twice_it_waits_once(self):
        first = self._wait(files=[("đơn.pdf", PDF)])
        mails = self._mails()
        self.assertEqual(self._wait(files=[("đơn.pdf", PDF)]), first)
        self.assertEqual(self._mails(), mails)
        first._confirm()
        self.assertEqual(self._wait(files=[("đơn.pdf", PDF)]), first)

    def test_several_questions_are_cases_with_one_receipt(self):
        filing = self._wait(
            content=self._content("Một", "Hai", "Ba"), files=[("đơn.pdf", PDF)]
        )
        before = self._mails()
        cases = filing._confirm()
        self.assertEqual(cases.mapped("subject"), ["Một", "Hai", "Ba"])
        self.assertEqual(len(set(cases.mapped("code"))), 3)
        self.assertEqual(cases[1:].parent_id, cases[0])
        self.assertEqual(len(cases.petitioner_id), 1)
        for case in cases:
            self.assertEqual(case.attachment_ids.mapped("name"), ["đơn.pdf"])
            self.assertEqual(set(case.attachment_ids.mapped("res_id")), {case.id})
        mail = self._mails() - before
        self.assertEqual(len(mail), 1)
        for case in cases:
            self.assertIn(case.code, mail.body_html)

    def test_what_is_gone_meanwhile_costs_no_question(self):
        session = self.env["dialogue.session"].create({"name": "Bị hủy"})
        sector = self.env["dialogue.sector"].create({"name": "Sẽ bị xóa"})
        filing = self._wait(
            content=self._content(
                session_id=session.id, origin="before", sector_id=sector.id
            )
        )
        sector.unlink()
        with patch.object(type(session), "state", "cancelled"):
            case = filing._confirm()
        self.assertFalse(case.session_id)
        self.assertFalse(case.sector_id)
        self.assertEqual(case.origin, "outside")

    # ------------------------------------------------------------------
    # The desk
    # ------------------------------------------------------------------

    def test_the_desk_sees_what_waits_and_takes_it_in(self):
        filing = self._wait().with_user(self.desk)
        self.assertEqual(filing.petitioner_name, "Nguyễn Văn Mận")
        self.assertIn("Giấy phép?", filing.question)
        filing.email = "dung@example.com"
        filing.action_take_in()
        case = filing.sudo().feedback_ids
        self.assertEqual(case.channel, "portal")
        self.assertEqual(case.petitioner_id.email, "dung@example.com")
        self.assertIn("Taken in by the desk", case.message_ids[0].body)
        # from now on it is read as a case, which may be sealed
        self.assertFalse(filing.search([("id", "=", filing.id)]))

    def test_nobody_agreed_to_what_the_desk_takes_in(self):
        content = self._content(publish_choice="named") | {"consent": "Tôi đồng ý"}
        taken = self._wait(content=content)
        taken.with_user(self.desk).action_take_in()
        case = taken.feedback_ids
        self.assertFalse(case.consent_ids)
        self.assertFalse(case.is_name_public)
        self.assertEqual(case.publish_choice, "anonymous")
        self.assertFalse(taken.confirmed_on)
        confirmed = self._wait("d" * 32, content)
        case = confirmed._confirm()
        self.assertEqual(case.consent_ids.door, "guest")
        self.assertTrue(case.is_name_public)

    def test_a_corrected_address_ends_the_link_to_the_wrong_one(self):
        filing = self._wait()
        wrong = filing._link_token("filing")
        filing._mail_again("man@example.com")
        self.assertTrue(filing._link_find(wrong, "filing"))
        filing._mail_again("dung@example.com")
        self.assertFalse(filing._link_find(wrong, "filing"))
        self.assertTrue(filing._link_find(filing._link_token("filing"), "filing"))

    def test_an_address_that_the_desk_corrects_gets_its_link(self):
        filing = self._wait().with_user(self.desk)
        before = self._mails()
        filing.email = "man@example.com"
        self.assertFalse(self._mails() - before)
        filing.email = "dung@example.com"
        mail = self._mails() - before
        self.assertEqual(mail.email_to, "dung@example.com")
        token = mail.body_html.partition("/dialogue/filing/")[2].partition('"')[0]
        self.assertTrue(filing._link_find(token, "filing"))

    def test_the_desk_discards_with_a_reason(self):
        filing = self._wait().with_user(self.desk)
        with self.assertRaises(UserError):
            filing.action_discard(" ")
        before = self._mails()
        filing.action_discard("Quảng cáo")
        self.assertEqual(filing.state, "dropped")
        mail = self._mails() - before
        self.assertEqual(mail.email_to, "man@example.com")
        self.assertIn("Quảng cáo", mail.body_html)
        self.assertNotIn("Giấy phép", mail.body_html + mail.subject)
        self.assertIn("Giấy phép?", filing.question)
        for step in (filing.action_take_in, filing.action_mail_again):
            with self.assertRaises(UserError):
                step()
        self.assertFalse(filing.sudo()._confirm())
        # sent once more it waits once more
        self.assertNotEqual(self._wait(), filing.sudo())

    def test_the_desk_changes_nothing_else(self):
        filing = self._wait().with_user(self.desk)
        for vals in (
            {"state": "filed"},
            {"content": {}},
            {"email": "a@example.com", "typed": {}},
            {"partner_id": self.desk.partner_id.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                filing.write(vals)
        with self.assertRaises(UserError):
            filing.email = "không phải"
        filing.sudo()._confirm()
        with self.assertRaises(AccessError):
            filing.email = "a@example.com"

    def test_nobody_else_gets_in(self):
        filing = self._wait()
        draft = self.room._keep("d" * 32, self.nobody, {"subject": "x"}, [("a", PDF)])
        for user in (self.specialist, self.employee_only, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                filing.with_user(user).read(["email"])
        for user in (self.desk, self.leader, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                draft.with_user(user).read(["email"])
        self.assertTrue(filing.with_user(self.auditor).question)
        for step in ("action_take_in", "action_mail_again"):
            with self.assertRaises(AccessError):
                getattr(filing.with_user(self.auditor), step)()
        for name in ("form_key", "link_salt", "content", "fingerprint"):
            with self.subTest(name), self.assertRaises(AccessError):
                filing.with_user(self.desk).read([name])

    def test_another_department_does_not_see_it(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        filing = (
            self.env["dialogue.filing"]
            ._room(other)
            ._submit("e" * 32, self.nobody, self._content())
        )
        self.assertEqual(filing.company_id, other)
        with self.assertRaises(AccessError):
            filing.with_user(self.desk).read(["email"])

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def _run(self):
        job = type(self.env["ir.cron"])
        with patch.object(job, "_commit_progress", lambda *args, **kwargs: 1):
            self.room._cron_waiting()

    def _age(self, filing, **delta):
        then = fields.Datetime.now() - timedelta(**delta)
        filing.write({"submitted_on": then, "mailed_on": then})

    def test_reminded_once_after_a_day(self):
        filing = self._wait()
        before = self._mails()
        self._run()
        self.assertEqual(self._mails(), before)
        self._age(filing, hours=25)
        self._run()
        self.assertEqual(len(self._mails() - before), 1)
        filing.mailed_on -= timedelta(days=3)
        self._run()
        self.assertEqual(len(self._mails() - before), 1)

    def test_dropped_after_thirty_days_with_its_files(self):
        filing = self._wait(files=[("đơn.pdf", PDF)])
        kept = self._wait("f" * 32, files=[("đơn.pdf", PDF)])
        files = filing.attachment_ids
        self._age(filing, days=31)
        self._age(kept, days=29)
        self._run()
        self.assertEqual((filing.state, kept.state), ("dropped", "waiting"))
        self.assertFalse(files.exists())
        self.assertFalse(filing.content)
        self.assertFalse(filing.email)
        self.assertTrue(kept.attachment_ids)

    def test_what_a_case_has_is_not_kept_a_second_time(self):
        old, new = self._wait(), self._wait("f" * 32)
        (old + new).mapped(lambda filing: filing._confirm())
        old.submitted_on = fields.Datetime.now() - timedelta(days=31)
        self.env.flush_all()
        self.room._gc_filings()
        self.assertFalse(old.content)
        self.assertTrue(new.content)
        # sent once more it is still the same
        self.assertEqual(self._wait(), old)

    # ------------------------------------------------------------------
    # What follows the form
    # ------------------------------------------------------------------

    def test_letters_of_a_guest_are_in_the_language_of_the_form(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.lang = "en_US"
        room = self.room.with_context(lang="fr_FR")
        content = self._content("Một", "Hai")
        cases = room._submit("c" * 32, self.nobody, content)._confirm()
        for case in cases:
            self.assertEqual(case._petitioner_lang(), "fr_FR")

    def test_officials_allow_no_more_than_the_petitioner_chose(self):
        case = self._wait(content=self._content(publish_choice="anonymous"))._confirm()
        own = case.with_user(self.desk)
        with self.assertRaises(UserError):
            own.publish_choice = "named"
        own.publish_choice = "nothing"
        for choice in ("anonymous", "named"):
            with self.assertRaises(UserError):
                own.publish_choice = choice
        # what came on paper, the desk enters
        paper = self._create_feedback(publish_choice="nothing").with_user(self.desk)
        paper.publish_choice = "anonymous"
        self.assertEqual(paper.publish_choice, "anonymous")

    # ------------------------------------------------------------------
    # Drafts
    # ------------------------------------------------------------------

    def test_a_draft_is_kept_and_offered_to_its_account_alone(self):
        partner = self.enterprise
        draft = self.room._keep("a" * 32, partner, {"subject": "Một"})
        again = self.room._keep("a" * 32, partner, {"subject": "Một hai"})
        self.assertEqual(draft, again)
        self.assertEqual(self.room._draft_of(partner).typed, {"subject": "Một hai"})
        self.assertFalse(self.room._draft_of(self.desk.partner_id))
        self.assertFalse(self.room._of_form("a" * 32, self.nobody))
        self.assertFalse(self.room._of_form("a" * 32, self.desk.partner_id))

    def test_a_page_that_is_left_after_sending_keeps_no_draft(self):
        partner = self.enterprise
        typed = {"subject": "Một"}
        filing = self.room._submit("a" * 32, partner, self._content(), typed=typed)
        self.assertEqual(filing.state, "filed")
        self.assertFalse(self.room._keep("a" * 32, partner, typed))
        self.assertTrue(self.room._keep("a" * 32, partner, {"subject": "Khác"}))

    def test_kept_files_go_with_the_case(self):
        partner = self.enterprise
        files = [("a.pdf", PDF), ("b.pdf", PDF + b"b")]
        draft = self.room._keep("a" * 32, partner, {}, files)
        kept_ids = draft.attachment_ids.sorted("name")[1:].ids
        filing = self.room._submit(
            "a" * 32,
            partner,
            self._content(),
            files=[("c.pdf", PDF + b"c")],
            kept_ids=kept_ids,
        )
        self.assertEqual(filing, draft)
        names = filing.feedback_ids.attachment_ids.mapped("name")
        self.assertEqual(sorted(names), ["b.pdf", "c.pdf"])
        twin = self.room._submit(
            "a" * 32,
            partner,
            self._content(),
            files=[("c.pdf", PDF + b"c")],
            kept_ids=kept_ids,
        )
        self.assertEqual(twin, filing)

    def test_files_of_another_form_are_not_taken(self):
        foreign = self.room._keep("b" * 32, self.desk.partner_id, {}, [("x.pdf", PDF)])
        filing = self.room._submit(
            "a" * 32,
            self.enterprise,
            self._content(),
            kept_ids=foreign.attachment_ids.ids,
        )
        self.assertFalse(filing.feedback_ids.attachment_ids)

    def test_old_drafts_go_and_what_was_sent_stays(self):
        draft = self.room._keep("a" * 32, self.enterprise, {"subject": "x"})
        waiting = self._wait()
        long_ago = fields.Datetime.now() - timedelta(days=400)
        self.env.flush_all()
        self.cr.execute("UPDATE dialogue_filing SET write_date = %s", [long_ago])
        self.env.invalidate_all()
        self.room._gc_filings()
        self.assertFalse(draft.exists())
        self.assertTrue(waiting.exists())
