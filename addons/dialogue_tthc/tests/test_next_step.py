from itertools import product

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..models.feedback_states import ENDED_STATES, STATES
from .session_common import SessionCommon


class NextStepCommon(SessionCommon):
    def _form(self, model, user):
        views = self.env[model].with_user(user).get_views([(False, "form")])
        return etree.fromstring(views["views"]["form"]["arch"])

    def _header(self, model, user, **values):
        """Return the buttons that a form shows: those pressed first, and the others.

        :param values: fields that the conditions of the buttons name
        :return: pair of lists of labels
        """
        arch = self._form(model, user)
        first, others, shown = [], [], []
        for button in arch.xpath("//header/button"):
            if safe_eval(button.get("invisible") or "False", dict(values)):
                continue
            is_first = "btn-primary" in (button.get("class") or "")
            (first if is_first else others).append(button.get("string"))
            shown.append(is_first)
        # what is pressed first stands first
        self.assertEqual(shown, sorted(shown, reverse=True), values)
        return first, others

    def _assert_one(self, model, user, values, expected=None):
        first, others = self._header(model, user, **values)
        with self.subTest(user=user.login, **values):
            self.assertLessEqual(len(first), 1)
            self.assertEqual(len(others), len(set(others)))
            self.assertFalse(set(first) & set(others))
            if expected is not None:
                self.assertEqual(first, expected)
        return first, others


@tagged("post_install", "-at_install")
class TestNextStepOfCase(NextStepCommon):
    """A case names one usual next step, and shows every step that it names."""

    NEXT = {
        "draft": ["Receive"],
        "received": ["Accept"],
        "need_info": ["Information received"],
        "accepted": ["Assign for a written answer"],
        "reopened": ["Assign"],
        "assigned": ["Write the answer"],
        "drafting": ["Write the answer"],
        "answered": ["Close"],
    }

    def _values(self, state="accepted", **values):
        return {
            "id": 1,
            "state": state,
            "origin": "before",
            "session_id": False,
            "appeal_count": 0,
            "open_answer_state": False,
            "open_extension_id": False,
            "is_extendable": state not in ENDED_STATES,
            "publish_choice": "nothing",
            "is_sealed": False,
            "publication_state": False,
            **values,
        }

    def test_one_step_in_each_state(self):
        for state, _label in STATES:
            for origin, extension, choice, user in product(
                ("before", "at_session"),
                (False, 7),
                ("nothing", "question"),
                (self.desk, self.leader, self.specialist),
            ):
                values = self._values(
                    state=state,
                    origin=origin,
                    open_extension_id=extension and state not in ENDED_STATES,
                    publish_choice=choice,
                    open_answer_state="review" if state == "review" else False,
                )
                self._assert_one("dialogue.feedback", user, values)
        for state, expected in self.NEXT.items():
            values = self._values(state=state)
            self._assert_one("dialogue.feedback", self.desk, values, expected)

    def test_what_presses_comes_first(self):
        case, values = "dialogue.feedback", self._values
        self._assert_one(
            case,
            self.leader,
            values(state="review", open_answer_state="review"),
            ["Review the answer"],
        )
        self._assert_one(
            case,
            self.leader,
            values(state="drafting", open_extension_id=7),
            ["Decide on the extension"],
        )
        for state in ("answered", "closed"):
            _first, others = self._assert_one(
                case,
                self.desk,
                values(state=state, publish_choice="question"),
                ["Make public"],
            )
            self.assertEqual("Close" in others, state == "answered")

    def test_the_hint_names_only_what_is_there(self):
        view = self.env["dialogue.feedback"].with_user(self.desk)
        arch = etree.fromstring(
            view.get_views([(False, "form")])["views"]["form"]["arch"]
        )
        for name, origin, spot in (
            ("alert_accepted", "before", False),
            ("alert_accepted_session", "at_session", True),
        ):
            values = self._values(origin=origin, is_overdue=False)
            (hint,) = arch.xpath(f"//div[@name='{name}']")
            self.assertFalse(safe_eval(hint.get("invisible"), dict(values)))
            text = "".join(hint.itertext())
            first, others = self._assert_one("dialogue.feedback", self.desk, values)
            self.assertEqual("“Answer on the spot”" in text, spot)
            self.assertEqual("Answer on the spot" in others, spot)
            for label in (*first, "Beyond authority"):
                self.assertIn(f"“{label}”", text)
                self.assertIn(label, first + others)


@tagged("post_install", "-at_install")
class TestNextStepOfSession(NextStepCommon):
    """A session names one usual next step, which is not refused."""

    def _values(self, state, **values):
        return {
            "id": 1,
            "state": state,
            "mode": "in_person",
            "has_come": True,
            "result_published_on": False,
            "is_result_public": False,
            "ungrouped_count": 2,
            "replaced_by_id": False,
            **values,
        }

    def test_one_step_in_each_state(self):
        for state, has_come, expected in (
            ("draft", False, ["Announce"]),
            ("announced", False, ["Invite"]),
            ("announced", True, ["Start"]),
            ("in_progress", True, ["Session desk"]),
            ("concluding", True, ["Close"]),
            ("closed", True, ["Publish the result"]),
            ("cancelled", False, ["Replace by a round in writing"]),
        ):
            values = self._values(state, has_come=has_come)
            _first, others = self._assert_one(
                "dialogue.session", self.desk, values, expected
            )
            if not has_come:
                self.assertNotIn("Start", others)
                self.assertNotIn("Check guests in", others)
            if state in ("draft", "announced"):
                self.assertIn("Group the questions", others)

    def test_its_day_begins_where_the_department_is(self):
        session = self._announce()
        for instant, has_come in (
            ("2026-11-19 16:59:59", False),
            ("2026-11-19 17:00:00", True),
            ("2026-11-25 03:00:00", True),
        ):
            self.now.move_to(instant)
            session.invalidate_recordset(["has_come"])
            self.assertEqual(session.with_context(tz="UTC").has_come, has_come)
