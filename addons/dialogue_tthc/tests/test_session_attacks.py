from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .session_common import SessionCommon

# what a session can be asked for over the network, and with what
SESSION_STEPS = {
    "action_propose_groups": (),
    "action_build_agenda": (),
    "action_carry_over": (),
    "action_replace_in_writing": (),
    "action_hall_close": (),
    "action_hall_open": (),
    "action_hall_renew": (),
    "action_conclude": (),
    "action_resume": (),
    "action_close": (),
}
# doors, which those who read sessions may open
SESSION_DOORS = (
    "action_view_groups",
    "action_view_owed",
    "action_view_owed_referrals",
    "action_view_hall_questions",
    "action_view_feedback",
    "action_view_commitments",
)
GROUP_STEPS = ("action_join", "action_take_apart", "action_ready")
FIGURES = [
    "owed_total",
    "owed_overdue_count",
    "earlier_owed_count",
    "group_count",
    "participant_share",
]


@tagged("post_install", "-at_install")
class TestSessionAttacks(SessionCommon):
    """Nobody but the desk of the department moves what a session owes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "Sở khác"})
        cls.stranger = new_test_user(
            cls.env,
            login="attack-leader",
            groups="dialogue_tthc.dialogue_tthc_group_leader",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.outsiders = (
            cls.stranger,
            cls.employee_only,
            new_test_user(cls.env, login="attack-portal", groups="base.group_portal"),
            cls.env.ref("base.public_user"),
        )
        cls.readers = (cls.specialist, cls.auditor)

    def setUp(self):
        super().setUp()
        self._hold()
        self.group = self.env["dialogue.question.group"].create(
            {
                "session_id": self.session.id,
                "name": "Phí",
                "department_id": self.other_division.id,
                "draft_answer": "Không thu.",
            }
        )
        self.speech = self.env["dialogue.speech"]._begin(
            self.session, "authority", name="Giám đốc"
        )
        self.task = self.env["dialogue.commitment"].create(
            {
                "name": "Sửa mẫu đơn",
                "session_id": self.session.id,
                "department_id": self.other_division.id,
                "date_deadline": "2026-12-01",
            }
        )

    def _denied(self, act, *args):
        with self.assertRaises(AccessError), self.cr.savepoint():
            act(*args)

    def _as(self, user, record):
        """Return the record as the network hands it to this user: by its id."""
        return self.env[record._name].with_user(user).browse(record.id)

    def test_steps_of_the_session_are_the_desks(self):
        for user in (*self.outsiders, *self.readers):
            session = self._as(user, self.session)
            for step, args in SESSION_STEPS.items():
                with self.subTest(user=user.login, step=step):
                    self._denied(getattr(session, step), *args)

    def test_doors_open_for_those_who_read_sessions(self):
        for user in self.outsiders:
            session = self._as(user, self.session)
            for door in SESSION_DOORS:
                with self.subTest(user=user.login, door=door):
                    self._denied(getattr(session, door))
        for user in self.readers:
            door = self._as(user, self.session).action_view_owed()
            self.assertTrue(door["domain"])

    def test_figures_are_read_by_nobody_from_outside(self):
        for user in self.outsiders:
            with self.subTest(user=user.login):
                self._denied(self._as(user, self.session).read, FIGURES)
        for user in self.readers:
            self._as(user, self.session).read(FIGURES)

    def test_groups_are_the_desks_and_the_divisions(self):
        for user in (*self.outsiders, *self.readers):
            group = self._as(user, self.group)
            for step in GROUP_STEPS:
                with self.subTest(user=user.login, step=step):
                    self._denied(getattr(group, step))
            with self.subTest(user=user.login):
                self._denied(group.write, {"draft_answer": "Có thu."})
                self._denied(group.unlink)
        for user in (*self.outsiders, self.specialist):
            with self.subTest(user=user.login):
                self._denied(self._as(user, self.group).read, ["draft_answer"])
                self._denied(self._as(user, self.group).action_view_feedback)
                groups = self._as(user, self.group).browse()
                if groups.has_access("read"):
                    self.assertNotIn(self.group, groups.search([]))

    def test_the_window_of_the_agenda_shows_no_group_of_another_department(self):
        windows = self.env["dialogue.agenda.build"].with_user(self.stranger)
        with self.assertRaises(AccessError), self.cr.savepoint():
            windows.create(
                {
                    "session_id": self.session.id,
                    "line_ids": [
                        Command.create({"group_id": self.group.id, "name": "Phí"})
                    ],
                }
            )
        self._denied(
            windows.with_context(
                active_model="dialogue.session", active_id=self.session.id
            ).default_get,
            ["session_id", "line_ids"],
        )
        window = windows.create({"session_id": self.session.id})
        self._denied(self._as(self.stranger, self.session)._put_on_agenda, [])
        with self.assertRaises(UserError):
            window.action_apply()

    def test_a_division_takes_no_question_into_its_group(self):
        group = self._as(self.colleague, self.group)
        case = self._ask()
        for vals in (
            {"feedback_ids": [Command.link(case.id)]},
            {"session_id": self._create_session(name="Khác").id},
            {"department_id": self.division.id},
            {"stage": "proposed"},
            {"company_id": self.stranger.company_id.id},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                group.write(vals)
        self.assertFalse(case.group_id)

    def test_speaking_times_are_the_desks(self):
        for user in (*self.outsiders, *self.readers):
            speech = self._as(user, self.speech)
            with self.subTest(user=user.login):
                self._denied(speech.write, {"side": "participants"})
                self._denied(speech.unlink)
                self._denied(
                    speech.create,
                    {
                        "session_id": self.session.id,
                        "side": "participants",
                        "ended_on": self.now(),
                    },
                )
        for user in (*self.outsiders, self.specialist):
            with self.subTest(user=user.login):
                self._denied(self._as(user, self.speech).read, ["name"])

    def test_promises_are_settled_by_those_who_may(self):
        for user in (*self.outsiders, *self.readers):
            task = self._as(user, self.task)
            with self.subTest(user=user.login):
                self._denied(task.action_report_done, "Đã sửa")
                self._denied(task.action_check)
                self._denied(task.action_cancel, "Thôi")
        for user in (*self.outsiders, self.specialist):
            with self.subTest(user=user.login):
                self._denied(self._as(user, self.task).read, ["kept"])

    def test_records_of_two_departments_are_not_mixed(self):
        session = self.env["dialogue.session"].create(
            {"name": "Của sở khác", "company_id": self.stranger.company_id.id}
        )
        for record in (self.group, self.speech, self.task):
            with (
                self.subTest(model=record._name),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                record.with_user(self.desk).write({"session_id": session.id})
        with self.assertRaises(AccessError):
            self.group.with_user(self.desk).copy({"session_id": session.id})

    def test_a_name_tells_no_question_by_phone(self):
        question = self.session._hall_ask(
            {"name": "Bà Cúc", "question": "Lời riêng"}, "k" * 22, "f" * 22
        )
        windows = self.env["dialogue.hall.refuse"].with_user(self.stranger)
        with self.assertRaises(AccessError), self.cr.savepoint():
            windows.create({"question_ids": question.ids, "reason": "x"})
        # links to one record are named in sudo, whoever made them
        named = question.with_user(self.stranger).sudo()
        named = named.with_context(allowed_company_ids=self.stranger.company_ids.ids)
        self.assertNotIn("Lời riêng", named.display_name)
        named = question.with_user(self.desk).sudo()
        self.assertIn("Lời riêng", named.display_name)

    def test_what_was_asked_or_promised_at_a_session_stays_with_it(self):
        case = self._ask().with_user(self.desk)
        other = self._create_session()
        for record in (case, self.task.with_user(self.desk)):
            for session_id in (False, other.id):
                with self.assertRaises(UserError), self.cr.savepoint():
                    record.session_id = session_id
            self.assertEqual(record.session_id, self.session)
            record.session_id = self.session

    def test_our_own_debts_are_neither_typed_in_nor_struck_out(self):
        session = self._create_session().with_user(self.desk)
        session.action_carry_over()
        item = session.agenda_item_ids
        items = item.with_context(default_stated_debt="Không nợ gì")
        vals = {"session_id": session.id, "name": "Nợ"}
        for step in (
            lambda: items.create(vals),
            lambda: item.create({**vals, "stated_debt": "Không nợ gì"}),
            lambda: item.write({"stated_debt": False}),
            lambda: item.write({"is_carry_over": False}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()
        self._hold(session)
        for step in (item.unlink, lambda: item.write({"name": "Khác"})):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()
        self.assertTrue(item.debt)
