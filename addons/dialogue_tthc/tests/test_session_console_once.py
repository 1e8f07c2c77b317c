from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MODULE
from .console_common import ConsoleCommon


@tagged("post_install", "-at_install")
class TestConsoleOnce(ConsoleCommon):
    """What is sent twice is done once; what is refused was not done."""

    def test_same_key_is_done_once(self):
        first = self._act("record", self._said(), key="key-0001")
        again = self._act("record", self._said(), key="key-0001")
        self.assertTrue(first["is_new"])
        self.assertFalse(again["is_new"])
        self.assertEqual(first["questions"], again["questions"])
        self.assertEqual(len(self.session.feedback_ids), 1)

    def test_other_keys_are_other_questions(self):
        for number in range(3):
            self._act("record", self._said(), key=f"key-000{number}")
        self.assertEqual(len(self.session.feedback_ids), 3)
        self.assertEqual(len(self.session.attendance_ids), 1)

    def test_same_key_of_two_users_is_done_once(self):
        self._act("record", self._said(), key="key-0001")
        again = self._act("record", self._said(), key="key-0001", user=self.leader)
        self.assertFalse(again["is_new"])
        self.assertEqual(len(self.session.feedback_ids), 1)

    def test_same_key_at_another_session_is_another_act(self):
        other = self._hold(self._create_session())
        self._act("record", self._said(), key="key-0001")
        result = self._act("record", self._said(), key="key-0001", session=other)
        self.assertTrue(result["is_new"])
        self.assertEqual(len(other.feedback_ids), 1)

    def test_same_key_for_another_act_is_refused(self):
        self._act("record", self._said(), key="key-0001")
        with self.assertRaisesRegex(UserError, "out of date"):
            self._act("check_in", {"speaker_name": "Bà Bình"}, key="key-0001")

    def test_refused_act_leaves_its_key_free(self):
        with self.assertRaisesRegex(UserError, "What was asked"), self.cr.savepoint():
            self._act("record", self._said(question=" "), key="key-0001")
        result = self._act("record", self._said(), key="key-0001")
        self.assertTrue(result["is_new"])

    def test_bad_keys_and_values_are_refused(self):
        for key in ("", "short", "x" * 65, "a b c d e f", None, 5, ["key-0001"]):
            with self.subTest(key=key), self.assertRaises(UserError):
                self.session.with_user(self.desk).action_console_record(
                    key, self._said()
                )
        for vals in (None, [], "text"):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self._act("record", vals)

    def test_what_comes_from_outside_is_checked(self):
        cases = (
            {"outcome": "state"},
            {"outcome": ["written"]},
            {"sector_id": "1", "outcome": "superior", "verdict": "x"},
            {"outcome": "written", "date_deadline": "tomorrow"},
            {"outcome": "written", "question": "x" * 20_001},
        )
        for vals in cases:
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self._act("record", self._said(**vals))
        self.assertFalse(self.session.feedback_ids)

    def test_not_running_session_takes_nothing_new_but_what_was_asked(self):
        self._act("record", self._said(), key="key-0001")
        session = self._create_session()
        with self.assertRaisesRegex(UserError, "in progress"):
            self._act("record", self._said(), session=session)
        self.session.with_user(self.desk).action_conclude()
        self.session.with_user(self.desk).action_close()
        # what was done before the end is still told to whoever asks again
        again = self._act("record", self._said(), key="key-0001")
        self.assertFalse(again["is_new"])
        with self.assertRaisesRegex(UserError, "in progress"):
            self._act("check_in", {"speaker_name": "Ông An"}, key="key-0002")

    def test_console_is_for_the_desk(self):
        portal = new_test_user(
            self.env, login="dlg-console-portal", groups="base.group_portal"
        )
        others = (
            self.specialist,
            self.auditor,
            self.administrator,
            self.employee_only,
            portal,
            self.env.ref("base.public_user"),
        )
        for user in others:
            session = self.session.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._act("record", self._said(), user=user)
                for method in ("console_load", "screen_load"):
                    with self.assertRaises(AccessError):
                        getattr(session, method)()
                with self.assertRaises(AccessError):
                    session.console_changes([], [])
                with self.assertRaises(AccessError):
                    session.action_open_console()
        self.assertFalse(self.session.feedback_ids)

    def test_other_company_is_shut_out(self):
        company = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-console-other",
            groups=f"{MODULE}desk",
            company_id=company.id,
            company_ids=[company.id],
        )
        self._act("record", self._said(), key="key-0001")
        with self.assertRaises(AccessError):
            self._act("record", self._said(), key="key-0001", user=stranger)
        with self.assertRaises(AccessError):
            self.session.with_user(stranger).console_load()

    def test_entries_are_closed_to_everybody(self):
        self._act("record", self._said(), key="key-0001")
        for user in (self.desk, self.leader, self.auditor, self.specialist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["dialogue.console.entry"].with_user(user).search([])

    def test_records_of_another_session_are_refused(self):
        other = self._hold(self._create_session())
        theirs = self._ask(other)
        guest = other.with_user(self.desk).attendance_ids.create(
            {"session_id": other.id, "name": "Bà Bình"}
        )
        mine = self._record()
        for act, vals in (
            ("edit", {"question": theirs.id, "text": "Khác"}),
            ("decide", {"question": theirs.id, "outcome": "undecided"}),
            ("split", {"question": theirs.id, "parts": ["Khác"]}),
            ("join", {"question": theirs.id, "into": mine.id}),
            ("join", {"question": mine.id, "into": theirs.id}),
            ("echo", {"question": theirs.id}),
            ("check_out", {"attendance_id": guest.id}),
            ("hand", {"attendance_id": guest.id, "up": True}),
            ("floor", {"side": "participants", "attendance_id": guest.id}),
        ):
            with self.subTest(act=act, vals=vals), self.assertRaises(UserError):
                self._act(act, vals)

    def test_a_key_that_comes_with_other_words_is_told(self):
        vals = self._said(outcome="undecided")
        self._act("record", {**vals, "ago": 3}, key="key-0001")
        again = self._act("record", {**vals, "ago": 9}, key="key-0001")
        self.assertFalse(again["is_new"])
        with self.assertRaisesRegex(UserError, "in other words"):
            self._act("record", {**vals, "question": "Khác"}, key="key-0001")
        self.assertEqual(len(self.session.feedback_ids), 1)

    def test_what_one_typed_is_not_recorded_as_anothers(self):
        vals = self._said(outcome="undecided", by=self.leader.id)
        with self.assertRaisesRegex(UserError, "Sign in as them"):
            self._act("record", vals)
        self._act("record", vals, user=self.leader)
        self.assertEqual(len(self.session.feedback_ids), 1)
