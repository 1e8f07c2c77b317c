from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .session_common import SessionCommon

KEY, OTHER_KEY = "a" * 22, "b" * 22
FORM, OTHER_FORM = "f" * 22, "g" * 22


@tagged("post_install", "-at_install")
class TestSessionHall(SessionCommon):
    """Questions by phone: they wait, and become cases or get a reason."""

    def _send(self, form=FORM, key=KEY, **vals):
        values = {"name": "Lê Văn Cam", "question": "Phí bao giờ giảm?", **vals}
        return self.session._hall_ask(values, key, form)

    def test_only_while_the_session_runs(self):
        with self.assertRaises(UserError):
            self._send()
        self._announce()
        with self.assertRaises(UserError):
            self._send()
        self.now.move_to("2026-11-20 03:00:00")
        self.session.action_start()
        self.assertFalse(self.session._hall_problem())
        self._send().with_user(self.desk).action_refuse("Ngoài phạm vi")
        self.session.action_conclude()
        with self.assertRaises(UserError):
            self._send(form=OTHER_FORM)

    def test_a_phone_shows_cards_with_what_can_be_done(self):
        door = self.session.action_view_hall_questions()
        self.assertIn("kanban", door["view_mode"])
        questions = self.env["dialogue.hall.question"]
        steps = {"desk": 3, "auditor": 1}
        for role, count in steps.items():
            user = getattr(self, role)
            arch = questions.with_user(user).get_view(view_type="kanban")["arch"]
            self.assertEqual(arch.count("<button"), count, role)

    def test_what_is_sent_twice_is_one_question(self):
        self._hold()
        first = self._send()
        self.assertEqual(self._send(), first)
        self.assertNotEqual(self._send(question="Một câu khác"), first)
        self.assertNotEqual(self._send(form=OTHER_FORM), first)
        # also when no more are taken meanwhile
        self.session.action_hall_close()
        self.assertEqual(self._send(), first)

    def test_let_in_it_is_a_case_of_the_session_once(self):
        self._hold()
        question = self._send(organisation="HTX Chè Shan", is_name_hidden=True)
        question = question.with_user(self.desk)
        case = question.action_take_in()
        self.assertEqual(question.action_take_in(), case)
        self.assertEqual(question.state, "taken")
        self.assertEqual(len(self.session.feedback_ids), 1)
        self.assertEqual(case.origin, "at_session")
        self.assertEqual(case.state, "received")
        self.assertEqual(case.petitioner_id.name, "HTX Chè Shan")
        self.assertEqual(case.petitioner_id.representative, "Lê Văn Cam")
        self.assertTrue(case.is_name_hidden)

    def test_who_asks_by_phone_is_there(self):
        self._hold()
        question = self._send(organisation="HTX Chè Shan").with_user(self.desk)
        case = question.action_take_in()
        (guest,) = self.session.attendance_ids
        self.assertEqual(
            (guest.state, guest.name, guest.delegate_name, guest.kind),
            ("attended", "HTX Chè Shan", "Lê Văn Cam", "enterprise"),
        )
        self.assertEqual(case.petitioner_id.kind, "enterprise")
        # who is there already is not there twice
        again = self._send("g" * 22, organisation="HTX Chè Shan", question="Khi nào?")
        again.with_user(self.desk).action_take_in()
        self.assertEqual(self.session.attendance_ids, guest)

    def test_a_name_typed_on_a_phone_is_no_guest_who_was_invited(self):
        invited = self.session.attendance_ids.create(
            {
                "session_id": self.session.id,
                "name": "HTX Chè Shan",
                "delegate_name": "Lê Văn Cam",
                "delegate_phone": "0912 000 222",
            }
        )
        self._hold()
        for form, vals in ((FORM, {}), (OTHER_FORM, {"organisation": "HTX Chè Shan"})):
            question = self._send(form, **vals).with_user(self.desk)
            case = question.action_take_in()
            self.assertNotEqual(invited.state, "attended")
            self.assertFalse(case.petitioner_id.phone)

    def test_who_is_not_to_be_named_is_on_no_list(self):
        self._hold()
        question = self._send(is_name_hidden=True).with_user(self.desk)
        case = question.action_take_in()
        self.assertFalse(self.session.attendance_ids)
        self.assertEqual(case.petitioner_id.name, "Lê Văn Cam")

    def test_those_who_ask_the_same_count_with_the_case(self):
        self._hold()
        question = self._send()
        case = question.with_user(self.desk).action_take_in()
        question._echo(self.session._hall_key(OTHER_KEY))
        case.sudo().hand_count = 2
        self.assertEqual(case._also_asked(), {case: 3})

    def test_turned_down_only_with_a_reason(self):
        self._hold()
        question = self._send().with_user(self.desk)
        with self.assertRaises(UserError), self.cr.savepoint():
            question.action_refuse(" ")
        question.action_refuse("Vừa được trả lời")
        self.assertEqual(question.refusal_reason, "Vừa được trả lời")
        with self.assertRaises(UserError):
            question.action_take_in()
        self.assertFalse(self.session.feedback_ids)

    def test_the_session_does_not_end_while_one_waits(self):
        self._hold()
        question = self._send()
        for step in (
            self.session.action_conclude,
            lambda: self.session.action_cancel("Bão"),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()
        question.with_user(self.desk).action_refuse("Ngoài phạm vi")
        self.session.action_conclude()
        self.assertEqual(self.session.state, "concluding")

    def test_one_that_waits_is_missing_by_its_words(self):
        self._hold()
        question = self._send()
        session = self.session.with_user(self.desk)
        (entry,) = session._missing()
        self.assertEqual(
            (entry["model"], entry["id"], entry["lacks"], entry["blocks"]),
            (question._name, question.id, ["decision"], "conclude"),
        )
        # who asked is not for a list that the hall may see over a shoulder
        self.assertNotIn("Lê Văn Cam", entry["text"])
        with self.assertRaisesRegex(UserError, "Phí bao giờ giảm"):
            session.action_conclude()
        case = question.with_user(self.desk).action_take_in()
        self.assertEqual([each["id"] for each in session._missing()], [case.id])

    def test_a_new_link_ends_the_old_one_of_the_hall_alone(self):
        self._hold()
        hall, survey = (self.session._link_token(s) for s in ("hall", "survey"))
        self.session.action_hall_renew()
        self.assertFalse(self.session._link_find(hall, "hall"))
        self.assertEqual(self.session._link_find(survey, "survey"), self.session)
        new = self.session._link_token("hall")
        self.assertEqual(self.session._link_find(new, "hall"), self.session)
        self.assertFalse(self.session._link_find(new, "survey"))

    def test_closed_and_opened_by_the_desk_alone(self):
        self._hold()
        for user in (self.specialist, self.auditor):
            for step in ("close", "open", "renew"):
                with self.subTest(user=user.login, step=step):
                    session = self.session.with_user(user)
                    with self.assertRaises(AccessError):
                        getattr(session, f"action_hall_{step}")()
        self.session.action_hall_close()
        with self.assertRaises(UserError):
            self._send()
        self.session.action_hall_open()
        self.assertTrue(self._send())

    def test_nobody_else_reads_or_decides(self):
        self._hold()
        question = self._send()
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="hall-stranger",
            groups="dialogue_tthc.dialogue_tthc_group_leader",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        portal = new_test_user(
            self.env, login="hall-portal", groups="base.group_portal"
        )
        public = self.env.ref("base.public_user")
        question = self.env["dialogue.hall.question"].browse(question.id)
        for user in (self.specialist, stranger, portal, public):
            as_user = question.with_user(user)
            self.assertFalse(as_user.has_access("read"))
            for step, args in (("take_in", ()), ("refuse", ("x",))):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(as_user, f"action_{step}")(*args)
        with self.assertRaises(AccessError):
            question.with_user(self.auditor).action_take_in()
        with self.assertRaises(UserError):
            question.with_user(self.desk).write({"question": "x"})

    def test_a_sealed_case_hides_what_was_asked(self):
        self._hold()
        question = self._send()
        case = question.with_user(self.desk).action_take_in()
        self.assertIn(question, question._hall_shown(self.session))
        reader = new_test_user(
            self.env,
            login="hall-reader",
            groups="dialogue_tthc.dialogue_tthc_group_desk,"
            "dialogue_tthc.dialogue_tthc_group_confidential",
        )
        case.write({"is_sealed": True, "reader_ids": [(6, 0, reader.ids)]})
        self.assertFalse(question.with_user(self.desk).has_access("read"))
        self.assertTrue(question.with_user(reader).has_access("read"))
        self.assertNotIn(question, question._hall_shown(self.session))

    def test_each_browser_counts_once(self):
        self._hold()
        question = self._send()
        for key in (KEY, OTHER_KEY, OTHER_KEY, "c" * 22):
            question._echo(self.session._hall_key(key))
        # whoever asked is not one of the others
        self.assertEqual(question.echo_count, 2)

    def test_keys_are_sealed_for_each_session(self):
        other = self._create_session(name="Buổi khác")
        seals = {self.session._hall_key(KEY), other._hall_key(KEY)}
        self.assertEqual(len(seals), 2)
        self.assertNotIn(KEY, str(seals))
