from collections import Counter

from odoo import fields
from odoo.exceptions import AccessError
from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert

from ..models.alike import likenesses
from ..models.dialogue_session_groups import ALIKE_MIN
from ..models.feedback_states import STATES

MODULE = "dialogue_tthc"
ROLES = {
    "vanphong": "desk",
    "chuyenvien": "specialist",
    "chuyenvien2": "specialist",
    "lanhdao": "leader",
    "kiemsoat": "auditor",
    "quantri": "administrator",
}


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo data loads by the real steps and shows everything there is.

    Loaded inside the test's transaction, unless the database has it already.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref(f"{MODULE}.user_vanphong_demo", raise_if_not_found=False):
            for filename in Manifest.for_addon(MODULE)["demo"]:
                convert.convert_file(
                    cls.env, MODULE, filename, {}, mode="init", noupdate=True
                )
        cls.env.flush_all()
        data = cls.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "dialogue.feedback")]
        )
        named = cls.env["dialogue.feedback"].browse(data.mapped("res_id"))
        cls.cases = named | named.child_ids

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}_demo")

    def test_what_is_planned_is_due_with_the_answer(self):
        planned = self.cases.sudo().activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref(f"{MODULE}.mail_activity_feedback_review")
            )
        )
        self.assertTrue(planned)
        cases = self.env["dialogue.feedback"].sudo()
        for activity in planned:
            due = cases.browse(activity.res_id).date_deadline
            self.assertEqual(activity.date_deadline, due)

    def test_history_of_terms_is_in_vietnamese(self):
        reasons = self.cases.sudo().clock_ids.event_ids.mapped("reason")
        self.assertIn("Tính theo dữ liệu sẵn có của hồ sơ", reasons)
        self.assertNotIn("Taken over from the case", reasons)

    def test_history_begins_in_vietnamese(self):
        for model in ("plan", "session", "referral", "commitment", "question.group"):
            data = self.env["ir.model.data"].search(
                [("module", "=", MODULE), ("model", "=", f"dialogue.{model}")]
            )
            records = self.env[f"dialogue.{model}"].browse(data.mapped("res_id"))
            said = "".join(records.sudo().message_ids.mapped("body"))
            with self.subTest(model=model):
                self.assertIn("Đã lập", said)
                self.assertNotIn("Drawn up", said)

    def test_the_preparation_board_shows_each_stage(self):
        session = self._ref("session_next")
        groups = session.group_ids
        self.assertEqual(
            sorted(groups.mapped("stage")), ["preparing", "proposed", "ready"]
        )
        self.assertTrue(all(group.feedback_count == 2 for group in groups))
        self.assertEqual(session.ungrouped_count, 1)
        proposed = groups.filtered(lambda group: group.stage == "proposed")
        asked = [(case.subject, case.question) for case in proposed.feedback_ids]
        # its questions are alike, as the button would find them
        ((_both, alike),) = likenesses(self.env, asked).items()
        self.assertGreaterEqual(alike, ALIKE_MIN)

    def test_cases_stand_in_every_state_and_sector(self):
        self.assertGreaterEqual(len(self.cases), 30)
        self.assertEqual(set(self.cases.mapped("state")), set(dict(STATES)))
        sectors = {
            self.env.ref(f"{MODULE}.dialogue_sector_{name}")
            for name in ("khcn", "shtt", "tdc", "atbx", "mot_cua")
        }
        self.assertEqual(set(self.cases.sector_id), sectors)

    def test_cases_show_every_way_to_file_and_to_answer(self):
        for name in ("origin", "channel", "kind"):
            shown = set(self.cases.mapped(name))
            possible = set(self.cases._fields[name].get_values(self.env))
            self.assertLessEqual(
                possible - shown, {"after", "other", "initiative"}, name
            )
        self.assertLessEqual(
            {"on_spot", "written", "superior", "other_body", "refused"},
            set(self.cases.mapped("outcome")),
        )
        self.assertTrue(self.cases.filtered("is_overdue"))
        self.assertTrue(self.cases.filtered("is_sealed"))
        self.assertTrue(self.cases.filtered("is_name_hidden"))
        self.assertTrue(self.cases.child_ids and self.cases.merged_ids)
        self.assertTrue(self.cases.filtered("appeal_count"))

    def test_the_past_session_has_its_twelve_questions(self):
        session = self._ref("session_past")
        self.assertEqual(session.state, "closed")
        self.assertLess(session.result_published_on, session.result_due_on)
        asked = Counter(case.sector_id.code for case in session.feedback_ids)
        self.assertEqual(asked, {"SHTT": 7, "KHCN": 5})
        absent = session.attendance_ids.filtered("opinion")
        self.assertEqual(absent.state, "declined")
        self.assertTrue(absent.absence_reason)
        self.assertEqual(absent.feedback_id.origin, "absent_invitee")
        self.assertEqual(self._ref("session_next").state, "announced")
        self.assertGreater(self._ref("session_next").date_start, fields.Datetime.now())

    def test_plans_and_referrals(self):
        self.assertEqual(self._ref("plan_2023").state, "approved")
        self.assertFalse(self._ref("plan_2023").number)
        plan = self._ref("plan_2026")
        self.assertEqual(plan.state, "issued")
        self.assertEqual(plan.year, fields.Date.today().year)
        states = {
            name: self._ref(f"referral_{name}").state
            for name in ("bo_khcn", "ubnd", "tai_chinh", "nhap")
        }
        self.assertEqual(
            states,
            {"bo_khcn": "done", "ubnd": "sent", "tai_chinh": "sent", "nhap": "draft"},
        )
        self.assertLessEqual(
            {"todo", "done", "checked"},
            set(self.env["dialogue.commitment"].search([]).mapped("state")),
        )

    def test_days_follow_each_other(self):
        now = fields.Datetime.now()
        for case in self.cases:
            days = [
                day
                for day in (
                    case.received_on,
                    case.accepted_on,
                    case.assigned_on,
                    case.answered_on if case.state != "reopened" else False,
                    case.closed_on,
                    now,
                )
                if day
            ]
            self.assertEqual(days, sorted(days), case.display_name)
        numbers = sorted(case.number for case in self.cases if case.number)
        years = {case.year for case in self.cases if case.number}
        if len(years) == 1:
            self.assertEqual(
                numbers, list(range(numbers[0], numbers[0] + len(numbers)))
            )

    def test_roles_of_the_users(self):
        for login, role in ROLES.items():
            user = self._ref(f"user_{login}")
            self.assertEqual(user.login, login)
            self.assertTrue(user.has_group(f"{MODULE}.{MODULE}_group_{role}"))
            self.assertEqual((user.lang, user.tz), ("vi_VN", "Asia/Ho_Chi_Minh"))
            self.assertTrue(user.employee_id)

    def test_everybody_sees_their_own(self):
        def seen(login):
            user = self._ref(f"user_{login}")
            return self.env["dialogue.feedback"].with_user(user).search([]) & self.cases

        sealed = self.cases.filtered("is_sealed")
        self.assertEqual(seen("vanphong").ids, (self.cases - sealed).sorted().ids)
        self.assertIn(sealed, seen("lanhdao"))
        self.assertTrue(seen("chuyenvien") - seen("chuyenvien2"))
        self.assertTrue(seen("chuyenvien2") - seen("chuyenvien"))
        with self.assertRaises(AccessError):
            seen("quantri")

    def test_enterprises_are_invented_and_valid(self):
        partners = self.env["res.partner"].search([("dialogue_kind", "!=", False)])
        coded = partners.filtered("vat")
        self.assertGreaterEqual(len(coded.filtered("is_company")), 12)
        self.assertFalse([p.name for p in coded if p.dialogue_tax_code_warning])
        person = self._ref("partner_doanhnghiep")
        self.assertTrue(person.commercial_partner_id.is_company)
        self.assertNotEqual(person.commercial_partner_id, person)

    def test_nothing_leaves_the_house(self):
        self.assertFalse(
            self.env["mail.mail"].search(
                [("state", "=", "outgoing"), ("email_to", "like", "example.com")]
            )
        )
        self.assertFalse(
            self.env["ir.model.data"].search(
                [("module", "=", MODULE), ("name", "=", "demo_backdate")]
            )
        )
