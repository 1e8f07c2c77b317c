from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MODULE
from .common_journey import DialogueJourneyCommon

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
ROLES = ("specialist", "desk", "leader", "auditor", "administrator", "employee_only")
# what each role may do with each model: r(ead) w(rite) c(reate) u(nlink)
CATALOGUE = ("r", "rwc", "rwc", "r", "rwcu", "")
KEPT_BY_DESK = ("r", "rwcu", "rwcu", "r", "", "")
# terms and days off: everybody counts with them, the administrator keeps them
CONFIGURATION = ("r", "r", "r", "r", "rwcu", "")
READ_ONLY = ("r", "r", "r", "r", "", "")
DESK_ONLY = ("", "rwcu", "rwcu", "r", "", "")
MATRIX = {
    "dialogue.sector": CATALOGUE,
    "dialogue.procedure": CATALOGUE,
    "dialogue.refusal.reason": CATALOGUE,
    "dialogue.dissatisfaction.reason": CATALOGUE,
    "dialogue.rating": READ_ONLY,
    "dialogue.publication": ("", "rwu", "rwu", "r", "", ""),
    "dialogue.membership": ("", "r", "r", "r", "", ""),
    "dialogue.legal.document": CATALOGUE,
    "dialogue.ladder": CONFIGURATION,
    "dialogue.ladder.rung": CONFIGURATION,
    "dialogue.term": CONFIGURATION,
    "dialogue.day": CONFIGURATION,
    "dialogue.clock": READ_ONLY,
    "dialogue.clock.event": READ_ONLY,
    "dialogue.letter": ("", "", "", "", "", ""),
    "dialogue.export": ("ru", "ru", "ru", "ru", "", ""),
    "dialogue.clock.notice": READ_ONLY,
    "dialogue.extension": READ_ONLY,
    "dialogue.plan": KEPT_BY_DESK,
    "dialogue.plan.basis": KEPT_BY_DESK,
    "dialogue.plan.assignment": KEPT_BY_DESK,
    "dialogue.session": KEPT_BY_DESK,
    "dialogue.session.material": KEPT_BY_DESK,
    "dialogue.agenda.item": KEPT_BY_DESK,
    "dialogue.feedback": KEPT_BY_DESK,
    "dialogue.commitment": KEPT_BY_DESK,
    "dialogue.document": KEPT_BY_DESK,
    "dialogue.document.template": ("", "r", "r", "", "rw", ""),
    "dialogue.document.batch": ("", "r", "r", "", "", ""),
    "dialogue.document.batch.line": ("", "r", "r", "", "", ""),
    "dialogue.answer": ("rw", "rwcu", "rwcu", "r", "", ""),
    "dialogue.attendance": DESK_ONLY,
    "dialogue.speech": DESK_ONLY,
    "dialogue.question.group": ("rw", "rwcu", "rwcu", "r", "", ""),
    "dialogue.referral": DESK_ONLY,
    "dialogue.referral.line": DESK_ONLY,
    "dialogue.hall.question": ("", "r", "r", "r", "", ""),
    "dialogue.hall.echo": ("", "", "", "", "", ""),
    "dialogue.survey.count": ("", "", "", "", "", ""),
    "dialogue.survey.mark": ("", "", "", "", "", ""),
    "dialogue.filing": ("", "rw", "rw", "r", "", ""),
    "dialogue.consent": ("", "r", "r", "r", "", ""),
    "dialogue.sheet.import": DESK_ONLY,
    "dialogue.sheet.page": ("", "r", "r", "r", "", ""),
    "dialogue.sheet.column": ("", "rw", "rw", "r", "", ""),
    "dialogue.sheet.row": ("", "r", "r", "r", "", ""),
    "dialogue.sheet.mark": ("", "r", "r", "", "", ""),
    "dialogue.sheet.mapping": ("", "r", "r", "", "", ""),
    "dialogue.petitioner": ("", "rwc", "rwc", "r", "", ""),
    "dialogue.feedback.report": READ_ONLY,
    "dialogue.overview": READ_ONLY,
    "dialogue.console.entry": ("", "", "", "", "", ""),
}
SPECIALIST_WIZARD = ("rwc", "rwc", "rwc", "", "", "")
DESK_WIZARD = ("", "rwc", "rwc", "", "", "")
DESK_LINES = ("", "rwcu", "rwcu", "", "", "")
LEADER_WIZARD = ("", "", "rwc", "", "", "")
ADMINISTRATOR_WIZARD = ("", "", "", "", "rwc", "")
ADMINISTRATOR_LINES = ("", "", "", "", "rwcu", "")
READER_WIZARD = ("rwc", "rwc", "rwc", "rwc", "", "")
WIZARDS = {
    "dialogue.export.ask": READER_WIZARD,
    "dialogue.document.batch.ask": DESK_WIZARD,
    "dialogue.feedback.move": SPECIALIST_WIZARD,
    "dialogue.filing.discard": DESK_WIZARD,
    "dialogue.session.arrival": DESK_WIZARD,
    "dialogue.hall.refuse": DESK_WIZARD,
    "dialogue.membership.decide": DESK_WIZARD,
    "dialogue.publication.withdraw": LEADER_WIZARD,
    "dialogue.commitment.settle": SPECIALIST_WIZARD,
    "dialogue.plan.move": DESK_WIZARD,
    "dialogue.plan.import": DESK_WIZARD,
    "dialogue.plan.import.basis": DESK_LINES,
    "dialogue.plan.import.assignment": DESK_LINES,
    "dialogue.feedback.answer": DESK_WIZARD,
    "dialogue.feedback.split": DESK_WIZARD,
    "dialogue.feedback.split.line": DESK_LINES,
    "dialogue.agenda.build": DESK_WIZARD,
    "dialogue.agenda.build.line": DESK_LINES,
    "dialogue.feedback.refer": DESK_LINES,
    "dialogue.referral.move": DESK_LINES,
    "dialogue.document.issue": DESK_LINES,
    "dialogue.document.sign": DESK_LINES,
    "dialogue.document.preview": DESK_WIZARD,
    "dialogue.document.download": ("r", "r", "r", "r", "r", ""),
    "dialogue.session.invite": DESK_WIZARD,
    "dialogue.session.capture": DESK_WIZARD,
    "dialogue.session.cancel": DESK_WIZARD,
    "dialogue.session.step": DESK_WIZARD,
    "dialogue.attendance.decline": DESK_WIZARD,
    "dialogue.answer.issue": LEADER_WIZARD,
    "dialogue.day.change": ADMINISTRATOR_WIZARD,
    "dialogue.day.propose": ADMINISTRATOR_WIZARD,
    "dialogue.day.propose.line": ADMINISTRATOR_LINES,
    "dialogue.clock.calculator": READER_WIZARD,
    "dialogue.feedback.extend": SPECIALIST_WIZARD,
    "dialogue.extension.decide": LEADER_WIZARD,
}


@tagged("post_install", "-at_install")
class TestSecurity(DialogueJourneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users_by_role = {role: getattr(cls, role) for role in ROLES}
        cls.portal = new_test_user(
            cls.env, login="dlg-portal", groups="base.group_portal"
        )
        cls.public = cls.env.ref("base.public_user")
        cls.confidential = new_test_user(
            cls.env,
            login="dlg-confidential",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )

    def _models(self):
        """Return the names of all models that the back office brings."""
        return {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "dialogue_tthc"
            and name.startswith("dialogue.")
            and not model._abstract
        }

    def test_matrix_names_every_model(self):
        self.assertEqual(self._models(), set(MATRIX) | set(WIZARDS))

    def test_every_role_on_every_model(self):
        for model, allowed in {**MATRIX, **WIZARDS}.items():
            for role, letters in zip(ROLES, allowed, strict=True):
                records = self.env[model].with_user(self.users_by_role[role])
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), letter in letters
                        )

    def test_outsiders_have_nothing(self):
        # what was made public; test_publication_security.py says how much of it
        opened = ("dialogue.publication", self.public, "read")
        for model in self._models():
            for user in (self.public, self.employee_only):
                for operation in OPERATIONS.values():
                    if (model, user, operation) == opened:
                        continue
                    with self.subTest(model=model, user=user.login, op=operation):
                        self.assertFalse(
                            self.env[model].with_user(user).has_access(operation)
                        )

    def test_no_access_line_is_without_group_or_for_everybody(self):
        lines = self.env["ir.model.access"].search(
            [("model_id.model", "in", list(self._models()))]
        )
        shared = {"base.group_user", "base.group_public", "base.group_portal"}
        for line in lines:
            with self.subTest(line=line.name):
                self.assertTrue(line.group_id)
                xmlid = line.group_id.get_external_id()[line.group_id.id]
                writes = line.perm_write or line.perm_create or line.perm_unlink
                self.assertFalse(xmlid in shared and writes)

    def test_every_model_with_company_has_its_rule(self):
        for name in self._models():
            model = self.env[name]
            if model._transient or "company_id" not in model._fields:
                continue
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", name), ("groups", "=", False)]
            )
            with self.subTest(model=name):
                self.assertTrue(
                    any("company_ids" in (rule.domain_force or "") for rule in rules)
                )

    # Companies

    def test_other_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-stranger",
            groups=f"{MODULE}leader,{MODULE}auditor,{MODULE}confidential",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        feedback = self._bring_to("answered")
        records = {
            "case": feedback,
            "answer": feedback.answer_id,
            "document": feedback.answer_id.document_id,
            "petitioner": feedback.petitioner_id,
            "plan": self.env["dialogue.plan"].create({"name": "KH", "year": 2026}),
            "session": self.env["dialogue.session"].create({"name": "Buổi"}),
        }
        for name, record in records.items():
            for operation in OPERATIONS.values():
                with self.subTest(record=name, operation=operation):
                    self.assertFalse(record.with_user(stranger).has_access(operation))
            self.assertNotIn(
                record, record.with_user(stranger).search([]), f"{name} is found"
            )
        with self.assertRaises(UserError):
            self._create_feedback().with_user(stranger).action_receive()

    # Specialists

    def test_specialist_reads_own_division_and_assigned(self):
        mine = self._bring_to("assigned")
        elsewhere = self._bring_to("assigned")
        elsewhere.with_user(self.desk).action_assign(
            self.other_division.id, self.colleague.id
        )
        unassigned = self._bring_to("received")
        seen = (mine | elsewhere | unassigned).with_user(self.specialist)
        self.assertEqual(seen.search([("id", "in", seen.ids)]), mine)
        for case in (elsewhere, unassigned):
            with self.assertRaises(AccessError):
                case.with_user(self.specialist).read(["subject"])
        # working with another division, or being named oneself, opens a case
        elsewhere.cooperating_department_ids = self.division
        self.assertTrue(elsewhere.with_user(self.specialist).has_access("read"))
        unassigned.user_id = self.specialist
        self.assertTrue(unassigned.with_user(self.specialist).has_access("read"))

    def test_specialist_without_division_sees_nothing(self):
        nobody = self._create_user("specialist", login="nobody")
        self._bring_to("assigned")
        self._bring_to("received")
        self.assertFalse(self.env["dialogue.feedback"].with_user(nobody).search([]))

    def test_specialist_writes_drafts_only(self):
        feedback = self._bring_to("review").with_user(self.specialist)
        for call in (
            lambda: feedback.write({"subject": "x"}),
            lambda: feedback.write({"date_deadline": fields.Date.today()}),
            lambda: feedback.write({"department_id": False}),
            lambda: feedback.answer_ids.write({"body": "<p>x</p>"}),
            lambda: feedback.answer_ids.write({"author_id": self.desk.id}),
            lambda: feedback.unlink(),
            lambda: feedback.answer_ids.unlink(),
            lambda: feedback.answer_ids.create({"feedback_id": feedback.id}),
            lambda: feedback.copy(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()

    def test_specialist_cannot_take_over_authorship_of_a_draft(self):
        answer = self._bring_to("drafting").answer_ids.with_user(self.specialist)
        for vals in (
            {"author_id": self.leader.id},
            {"approver_id": self.leader.id},
            {"issued_on": fields.Datetime.now()},
            {"feedback_id": self._bring_to("assigned").id},
            {"version": 9},
            {"mode": "on_spot"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                answer.write(vals)

    # Names

    def test_specialist_never_reads_the_name(self):
        feedback = self._bring_to("assigned", is_name_hidden=True)
        case = feedback.with_user(self.specialist)
        for field in ("petitioner_id", "partner_id"):
            with self.subTest(field=field):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    case.read([field])
                with self.assertRaises(AccessError), self.cr.savepoint():
                    case.search([(f"{field}.name", "ilike", self.enterprise.name)])
                with self.assertRaises(UserError), self.cr.savepoint():
                    case.export_data([f"{field}/name"])
                with self.assertRaises(AccessError), self.cr.savepoint():
                    case._read_group([], [field], ["__count"])
        self.assertNotIn(self.enterprise.name, str(case.read()))
        self.assertNotIn(self.enterprise.name, case.display_name)
        with self.assertRaises(AccessError):
            feedback.petitioner_id.with_user(self.specialist).read(["name"])

    def test_auditor_reads_everything_and_changes_nothing(self):
        feedback = self._bring_to("answered").with_user(self.auditor)
        self.assertTrue(feedback.read(["subject", "petitioner_label"]))
        self.assertTrue(feedback.petitioner_id.read(["name"]))
        for call in (
            lambda: feedback.write({"priority": "1"}),
            lambda: feedback.message_post(body="x"),
            lambda: feedback.action_close(),
            lambda: feedback.answer_id.write({"body": "x"}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()

    # Sealed cases

    def test_sealed_case_exists_for_its_readers_alone(self):
        feedback = self._bring_to("answered")
        feedback.write(
            {"is_sealed": True, "reader_ids": [Command.set(self.confidential.ids)]}
        )
        parts = {
            "case": feedback,
            "answer": feedback.answer_id,
            "petitioner": feedback.petitioner_id,
        }
        unnamed = new_test_user(
            self.env,
            login="dlg-unnamed",
            groups=f"{MODULE}leader,{MODULE}confidential",
        )
        for name, record in parts.items():
            for user in (
                self.desk,
                self.leader,
                self.auditor,
                self.specialist,
                unnamed,
            ):
                with self.subTest(record=name, user=user.login):
                    self.assertFalse(record.with_user(user).has_access("read"))
                    if record.with_user(user).browse().has_access("read"):
                        self.assertFalse(
                            record.with_user(user).search([("id", "=", record.id)])
                        )
            self.assertTrue(record.with_user(self.confidential).has_access("read"))
        for message in feedback.message_ids:
            self.assertFalse(message.with_user(self.desk).has_access("read"))

    def test_sealing_needs_a_reader_with_the_right(self):
        feedback = self._bring_to("received")
        for readers in ([], self.desk.ids):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.write(
                    {"is_sealed": True, "reader_ids": [Command.set(readers)]}
                )

    def test_reader_who_loses_the_right_sees_nothing(self):
        feedback = self._bring_to("received")
        feedback.write(
            {"is_sealed": True, "reader_ids": [Command.set(self.confidential.ids)]}
        )
        self.assertTrue(feedback.with_user(self.confidential).has_access("read"))
        self.confidential.group_ids -= self.env.ref(f"{MODULE}confidential")
        self.assertFalse(feedback.with_user(self.confidential).has_access("read"))
