import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MODULE
from .common_journey import DialogueJourneyCommon
from .test_dialogue_document import make_pdf


@tagged("post_install", "-at_install")
class TestAttacks(DialogueJourneyCommon):
    """What somebody with a role of their own tried, and must not be able to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = new_test_user(
            cls.env,
            login="atk-reader",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )

    def _refused(self, call, error=UserError):
        with self.assertRaises(error), self.cr.savepoint():
            call()
        self.env.invalidate_all()

    def _seal(self, feedback):
        feedback.write(
            {"is_sealed": True, "reader_ids": [Command.set(self.reader.ids)]}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return feedback

    # Doors to sudo

    def test_commands_in_a_new_plan_run_as_their_user(self):
        sealed = self._seal(self._bring_to("received"))
        session = self.env["dialogue.session"].create({"name": "Buổi"})
        plans = self.env["dialogue.plan"].with_user(self.desk)
        hidden = {"feedback_ids": [Command.update(sealed.id, {"is_sealed": False})]}
        self._refused(
            lambda: plans.create(
                {"name": "KH", "session_ids": [Command.update(session.id, hidden)]}
            )
        )
        self.assertTrue(sealed.is_sealed)
        sector = self.env["dialogue.sector"].create({"name": "Lĩnh vực"})
        for vals in (
            {"session_ids": [Command.create({"name": "x", "number": 9})]},
            {
                "session_ids": [
                    Command.create(
                        {
                            "name": "x",
                            "sector_ids": [
                                Command.update(
                                    sector.id, {"company_id": self.company.id}
                                ),
                                Command.delete(sector.id),
                            ],
                        }
                    )
                ]
            },
            {
                "session_ids": [
                    Command.create(
                        {
                            "name": "x",
                            "attendance_ids": [
                                Command.create({"name": "x", "link_salt": "forged"})
                            ],
                        }
                    )
                ]
            },
            {"document_id": session.id},
        ):
            with self.subTest(vals=vals):
                self._refused(lambda vals=vals: plans.create({"name": "KH", **vals}))

    def test_own_defaults_open_no_closed_field(self):
        defaults = self.env["ir.default"].with_user(self.desk)
        values = {"subject": "x", "question": "y"}
        cases = self.env["dialogue.feedback"].with_user(self.desk)
        for name, value in {"number": 777, "outcome": "on_spot"}.items():
            with self.subTest(name=name):
                defaults.set("dialogue.feedback", name, value, user_id=True)
                self._refused(lambda: cases.create(values))
                defaults.search([("user_id", "=", self.desk.id)]).unlink()

    def test_defaults_of_the_context_open_no_closed_field(self):
        event = self.env["calendar.event"].create(
            {
                "name": "Việc riêng",
                "start": "2099-01-01 01:00:00",
                "stop": "2099-01-01 02:00:00",
            }
        )
        session = self.env["dialogue.session"].create({"name": "Buổi"})
        for model, vals, defaults in (
            ("dialogue.session", {"name": "x"}, {"number": 50, "year": 2026}),
            ("dialogue.session", {"name": "x"}, {"event_id": event.id}),
            (
                "dialogue.attendance",
                {"name": "x", "session_id": session.id},
                {"confirmed_on": "2026-01-01 00:00:00"},
            ),
            (
                "dialogue.commitment",
                {"name": "x", "date_deadline": "2099-01-01"},
                {"done_by_id": self.leader.id, "evidence": "x"},
            ),
            ("dialogue.plan", {"name": "x"}, {"approver_id": self.leader.id}),
        ):
            with self.subTest(model=model, defaults=defaults):
                records = self.env[model].with_user(self.desk)
                context = {f"default_{name}": v for name, v in defaults.items()}
                self._refused(lambda: records.with_context(**context).create(vals))
        self.assertTrue(event.exists())

    # Names

    def test_mail_to_the_petitioner_is_not_read_by_who_caused_it(self):
        feedback = self._bring_to("assigned", is_name_hidden=True)
        last = self.env["mail.message"].search([], order="id desc", limit=1)
        feedback.with_user(self.specialist).action_ask_info("Xin gửi hồ sơ.")
        self.env.flush_all()
        new = self.env["mail.message"].search([("id", ">", last.id)])
        self.assertTrue(any(self.enterprise.name in (m.body or "") for m in new))
        mine = new.with_user(self.specialist)._filtered_access("read")
        self.assertFalse([m for m in mine if self.enterprise.name in (m.body or "")])
        found = self.env["mail.message"].with_user(self.specialist).search([])
        self.assertFalse([m for m in found if self.enterprise.name in (m.body or "")])

    def test_petitioner_of_a_sealed_case_is_not_named_in_refusals(self):
        petitioner = self._seal(self._bring_to("received")).petitioner_id
        self.assertNotIn(
            petitioner.name, petitioner.with_user(self.desk).sudo().display_name
        )
        self.assertEqual(
            petitioner.with_user(self.reader).sudo().display_name, petitioner.name
        )

    def test_petitioner_gets_no_message_of_the_case_by_hand(self):
        feedback = self._bring_to("assigned", is_name_hidden=True)
        case = feedback.with_user(self.desk)
        partner_ids = self.enterprise.ids
        self._refused(lambda: case.message_post(body="x", partner_ids=partner_ids))
        self._refused(lambda: case.message_subscribe(partner_ids))
        self._refused(
            lambda: case.sudo().message_post(body="x", partner_ids=partner_ids)
        )

    # History

    def test_exchange_with_the_petitioner_is_not_forged(self):
        feedback = self._bring_to("assigned")
        subtype = self.env.ref("dialogue_tthc.mt_petitioner")
        petitioner = self.env.ref("dialogue_tthc.partner_petitioner")
        for user in (self.specialist, self.desk, self.leader):
            case = feedback.with_user(user)
            messages = self.env["mail.message"].with_user(user)
            vals = {"model": case._name, "res_id": case.id, "body": "x"}
            ticket = {"dialogue_exchange_ticket": True}
            for call in (
                lambda: case.message_post(body="x", subtype_id=subtype.id),
                # as the route of the chatter does
                lambda: case.sudo().message_post(
                    body="x", subtype_xmlid="dialogue_tthc.mt_petitioner"
                ),
                lambda: case.with_context(**ticket).message_post(
                    body="x", subtype_id=subtype.id
                ),
                lambda: case.message_post(body="x", author_id=petitioner.id),
                lambda: case.message_post(body="x", author_id=self.desk.id),
                lambda: messages.create({**vals, "subtype_id": subtype.id}),
                lambda: messages.create({**vals, "author_id": petitioner.id}),
                lambda: messages.with_context(default_subtype_id=subtype.id).create(
                    vals
                ),
                lambda: case.message_post(body="x").write({"subtype_id": subtype.id}),
            ):
                with self.subTest(user=user.login):
                    self._refused(call)
        self.assertFalse(feedback._petitioner_messages())
        self.assertNotIn(petitioner, feedback.message_ids.author_id)
        self.assertTrue(feedback.with_user(self.specialist).message_post(body="x"))

    def test_history_is_not_rewritten(self):
        feedback = self._bring_to("assigned")
        said = feedback._post_from_petitioner("Nguyên văn.")
        for message in feedback.message_ids:
            for call in (
                lambda message=message: message.with_user(self.desk).unlink(),
                lambda message=message: message.with_user(self.desk).write(
                    {"body": "x"}
                ),
                lambda message=message: message.with_user(self.leader).write(
                    {"date": "2020-01-01"}
                ),
                lambda message=message: feedback.with_user(self.desk).write(
                    {"message_ids": [Command.delete(message.id)]}
                ),
            ):
                self._refused(call, AccessError)
        self.assertIn("Nguyên văn.", said.body)

    def test_petition_is_not_rewritten_after_its_end(self):
        feedback = self._bring_to("answered")
        case = feedback.with_user(self.desk)
        other = self._create_petitioner(name="Ai khác")
        for vals in (
            {"question": "x"},
            {"subject": "x"},
            {"petitioner_id": other.id},
            {"partner_id": self.superior.id},
            {"is_name_hidden": True},
            {"session_id": False},
            {"user_id": self.desk.id},
        ):
            with self.subTest(vals=vals):
                self._refused(lambda vals=vals: case.write(vals))
        waiting = self._bring_to("assigned").with_user(self.desk)
        for vals in (
            {"active": False},
            {"question": "x"},
            {"received_on": "2020-01-01 00:00:00"},
            {"petitioner_id": other.id},
            {"partner_id": self.superior.id},
        ):
            with self.subTest(waiting=vals):
                self._refused(lambda vals=vals: waiting.write(vals))
        for case in (waiting, feedback.with_user(self.desk)):
            self._refused(
                lambda case=case: case.write({"date_deadline": "2099-12-31"}),
                AccessError,
            )
        waiting.write({"subject": "Rõ hơn"})

    def test_answer_that_was_handed_in_is_not_deleted(self):
        for state in ("review", "answered"):
            answer = self._bring_to(state).answer_ids
            self._refused(lambda answer=answer: answer.with_user(self.desk).unlink())

    # Evidence

    def _file(self, user, record):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": "a.pdf",
                    "raw": b"%PDF-1.4 that",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        )

    def _assert_kept(self, file, *users):
        before = file.raw
        for user in users:
            self._refused(
                lambda user=user: file.with_user(user).write({"raw": b"%PDF-1.4 x"}),
                AccessError,
            )
            self._refused(lambda user=user: file.with_user(user).unlink(), AccessError)
        self.assertEqual(file.raw, before)

    def test_files_of_an_issued_answer_stay(self):
        feedback = self._bring_to("drafting")
        answer = feedback.answer_ids.with_user(self.specialist)
        file = self._file(self.specialist, answer)
        answer.write(
            {
                "body": "<p>x</p>",
                "verdict": "guided",
                "attachment_ids": [Command.link(file.id)],
            }
        )
        file.write({"name": "b.pdf"})
        answer.action_submit()
        self._assert_kept(file, self.specialist, self.desk)
        feedback.with_user(self.leader).action_issue()
        self._assert_kept(file, self.specialist, self.desk, self.leader)

    def test_signed_copy_stays(self):
        document = self._bring_to("answered").answer_id.document_id
        self.env["dialogue.document.sign"].with_user(self.desk).create(
            {
                "document_id": document.id,
                "file": base64.b64encode(make_pdf()),
                "filename": "a.pdf",
            }
        ).action_attach()
        self._assert_kept(document.signed_file_id, self.desk, self.leader)

    def test_files_of_the_petitioner_stay(self):
        feedback = self._bring_to("received")
        file = feedback._attach([("a.pdf", b"%PDF-1.4 that")])
        self._assert_kept(file, self.desk, self.leader)
        case = feedback.with_user(self.desk)
        for command in (
            Command.clear(),
            Command.unlink(file.id),
            Command.delete(file.id),
        ):
            self._refused(
                lambda command=command: case.write({"attachment_ids": [command]})
            )
        # the desk's own wrong scan may go while the case is open
        wrong = self._file(self.desk, case)
        case.write({"attachment_ids": [Command.link(wrong.id)]})
        case.write({"attachment_ids": [Command.unlink(wrong.id)]})
        self.assertEqual(case.attachment_ids, file)

    # Approval

    def test_leader_does_not_approve_what_they_wrote_into_a_draft(self):
        feedback = self._bring_to("drafting")
        answer = feedback.answer_ids.with_user(self.leader)
        answer.write({"body": "<p>x</p>", "verdict": "guided"})
        answer.action_submit()
        self._refused(feedback.with_user(self.leader).action_issue)
        feedback.with_user(self.leader).action_return_draft("Sửa lại.")
        answer.with_user(self.specialist).write({"body": "<p>y</p>"})
        answer.with_user(self.specialist).action_submit()
        feedback.with_user(self.leader).action_issue()
        self.assertEqual(feedback.state, "answered")

    def test_document_does_not_change_after_its_approval(self):
        document = (
            self.env["dialogue.document"]
            .with_user(self.desk)
            .create(
                {
                    "name": "TB",
                    "kind": "TB",
                    "signer_name": "A",
                    "signer_title": "Giám đốc",
                }
            )
        )
        document.action_submit()
        document.with_user(self.leader).action_approve()
        for vals in ({"name": "x"}, {"signer_name": "x"}, {"kind": "KH"}):
            self._refused(lambda vals=vals: document.write(vals))
        document.action_issue()
        self.assertEqual(document.name, "TB")

    def test_head_of_a_plan_does_not_change_behind_its_back(self):
        plan = (
            self.env["dialogue.plan"]
            .with_user(self.desk)
            .create({"name": "KH", "year": 2026, "purposes": "a", "contents": "b"})
        )
        plan.document_id.write({"place": "Hà Giang"})
        plan.action_submit()
        plan.with_user(self.leader).action_approve()
        for vals in ({"name": "x"}, {"signer_name": "x"}, {"kind": "TB"}):
            self._refused(lambda vals=vals: plan.document_id.write(vals))

    # Letters and sealed cases

    def test_letter_is_read_by_those_who_read_the_case(self):
        feedback = self._bring_to("answered")
        letter = feedback.answer_id.document_id
        general = self.env["dialogue.document"].create({"name": "TB", "kind": "TB"})
        for user, may in (
            (self.specialist, True),
            (self.colleague, False),
            (self.desk, True),
            (self.auditor, True),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(letter.with_user(user).has_access("read"), may)
                self.assertTrue(general.with_user(user).has_access("read"))
                found = letter.with_user(user).search([("id", "=", letter.id)])
                self.assertEqual(bool(found), may)
        self._seal(feedback)
        for user in (self.specialist, self.desk, self.leader, self.auditor):
            with self.subTest(sealed=user.login):
                self.assertFalse(letter.with_user(user).has_access("read"))
        self.assertTrue(letter.with_user(self.reader).has_access("read"))

    def test_sealing_shuts_followers_out(self):
        feedback = self._bring_to("drafting")
        before = feedback.with_user(self.desk).message_post(
            body="x", partner_ids=self.colleague.partner_id.ids
        )
        feedback.message_subscribe((self.desk | self.reader).partner_id.ids)
        self._seal(feedback)
        self.assertEqual(feedback.message_partner_ids, self.reader.partner_id)
        self.assertFalse(feedback.activity_ids)
        # somebody adds them again
        feedback.message_subscribe((self.desk | self.specialist).partner_id.ids)
        message = (
            feedback.with_user(self.leader)
            .sudo()
            .message_post(
                body="mật",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.auditor.partner_id.ids,
            )
        )
        self.assertEqual(message.notified_partner_ids, self.reader.partner_id)
        for user in (self.desk, self.specialist, self.auditor, self.colleague):
            for said in (before, message):
                with self.subTest(user=user.login):
                    self.assertFalse(said.with_user(user).has_access("read"))
                    self.assertNotIn(
                        said, said.with_user(user).search([("id", "in", said.ids)])
                    )
        self.assertTrue(message.with_user(self.reader).has_access("read"))
        feedback.with_user(self.reader).action_return_to_desk("x")
        self.assertFalse(feedback.activity_ids)

    def test_sealed_case_is_not_told_by_a_referral(self):
        feedback = self._bring_to("accepted")
        referral = feedback.action_plan_referral()
        self._seal(feedback)
        other = (
            self.env["dialogue.referral"]
            .with_user(self.desk)
            .create({"partner_id": self.superior.id})
        )
        with self.assertRaises(AccessError) as caught, self.cr.savepoint():
            other.write({"line_ids": [Command.create({"feedback_id": feedback.id})]})
        self.assertNotIn(referral.name, str(caught.exception))

    # Windows

    def test_what_others_type_in_windows_is_theirs(self):
        session = self.env["dialogue.session"].create({"name": "Buổi"})
        window = (
            self.env["dialogue.session.capture"]
            .with_user(self.desk)
            .create({"session_id": session.id, "speaker_name": "Ai đó"})
        )
        for user in (self.leader, self.reader):
            self.assertFalse(window.with_user(user).has_access("read"))
            self.assertFalse(window.with_user(user).search([]))
        for name, model in self.env.registry.items():
            if model._transient and name.startswith("dialogue."):
                rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
                with self.subTest(model=name):
                    self.assertIn("create_uid", str(rules.mapped("domain_force")))
