from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_journey import DialogueJourneyCommon

VIEWS = ("list", "kanban", "form", "search", "calendar", "activity", "pivot", "graph")


@tagged("post_install", "-at_install")
class TestDialogueFeedbackScreens(DialogueJourneyCommon):
    def _arch(self, model, view_type, user):
        views = self.env[model].with_user(user).get_views([(False, view_type)])
        return etree.fromstring(views["views"][view_type]["arch"])

    def _buttons(self, user, model="dialogue.feedback"):
        arch = self._arch(model, "form", user)
        return {button.get("string") for button in arch.xpath("//header/button")}

    # Every screen loads for every role

    def test_views_load_and_read_for_each_role(self):
        feedback = self._bring_to("drafting")
        for user in (self.specialist, self.desk, self.leader, self.auditor):
            records = {
                "dialogue.feedback": feedback,
                "dialogue.answer": feedback.answer_ids,
            }
            for model, record in records.items():
                types = VIEWS if model == "dialogue.feedback" else VIEWS[:4]
                for view_type in types:
                    with self.subTest(user=user.login, model=model, view=view_type):
                        arch = self._arch(model, view_type, user)
                        names = {
                            node.get("name")
                            for node in arch.xpath("//field[not(ancestor::field)]")
                        } & set(record._fields)
                        if view_type != "search":
                            record.with_user(user).read(list(names))

    def test_wizards_load_for_who_may_open_them(self):
        screens = {
            "dialogue.feedback.move": self.specialist,
            "dialogue.feedback.answer": self.desk,
            "dialogue.feedback.split": self.desk,
            "dialogue.feedback.extend": self.specialist,
            "dialogue.answer.issue": self.leader,
            "dialogue.extension.decide": self.leader,
        }
        for model, user in screens.items():
            with self.subTest(model=model):
                self.assertEqual(self._arch(model, "form", user).tag, "form")

    def test_specialist_gets_no_name(self):
        for view_type in VIEWS:
            arch = self._arch("dialogue.feedback", view_type, self.specialist)
            names = {node.get("name") for node in arch.iter("field")}
            self.assertFalse(
                names
                & {"petitioner_id", "partner_id", "petitioner_contact", "reader_ids"},
                view_type,
            )

    def test_auditor_reads_contact(self):
        feedback = self._bring_to("received")
        self.assertIn(
            "12 Trần Phú", feedback.with_user(self.auditor).petitioner_contact
        )

    # Buttons

    def test_buttons_by_role(self):
        specialist = {
            "Write the answer",
            "Return to the desk",
            "Ask the petitioner",
            "Extend",
            "Extension asked for",
        }
        self.assertEqual(self._buttons(self.specialist), specialist)
        desk = self._buttons(self.desk)
        self.assertLess(specialist, desk)
        self.assertLessEqual(
            {
                "Receive",
                "Accept",
                "Do not accept",
                "Answer on the spot",
                "Assign for a written answer",
                "Beyond authority",
                "Assign",
                "Close",
                "Reopen",
                "End, nothing was sent",
            },
            desk,
        )
        approving = {
            "Issue the answer",
            "Return the answer",
            "Review the answer",
            "Decide on the extension",
        }
        self.assertFalse(desk & approving)
        self.assertLess(approving, self._buttons(self.leader))
        self.assertFalse(self._buttons(self.auditor))

    def test_answer_buttons_by_role(self):
        model = "dialogue.answer"
        self.assertEqual(
            self._buttons(self.specialist, model),
            {"Hand in for approval", "Open the case", "Open the letter"},
        )
        self.assertLess({"Issue", "Return"}, self._buttons(self.leader, model))
        self.assertFalse({"Issue", "Return"} & self._buttons(self.desk, model))
        self.assertEqual(
            self._buttons(self.auditor, model), {"Open the case", "Open the letter"}
        )

    def test_state_cannot_be_edited_or_dragged(self):
        kanban = self._arch("dialogue.feedback", "kanban", self.leader)
        self.assertEqual(kanban.get("records_draggable"), "0")
        form = self._arch("dialogue.feedback", "form", self.leader)
        (state,) = form.xpath("//header/field[@name='state']")
        self.assertNotIn("clickable", state.get("options") or "")
        self.assertNotIn(
            "multi_edit", self._arch("dialogue.feedback", "list", self.leader).attrib
        )

    def test_steps_bound_to_the_list_by_role(self):
        def bound(user):
            actions = (
                self.env["ir.actions.actions"]
                .with_user(user)
                .get_bindings("dialogue.feedback")
                .get("action", [])
            )
            return {
                action["id"]
                for action in actions
                if action.get("res_model", "dialogue.feedback.move")
            }

        assign = self.env.ref("dialogue_tthc.dialogue_feedback_move_action_assign").id
        self.assertIn(assign, bound(self.desk))
        self.assertNotIn(assign, bound(self.specialist))
        self.assertNotIn(assign, bound(self.auditor))

    # Entering a case

    def test_desk_enters_a_letter(self):
        form = Form(self.env["dialogue.feedback"].with_user(self.desk))
        form.subject = "Xin hướng dẫn mã vạch"
        form.question = "Cần giấy tờ gì?"
        form.petitioner_id = self._create_petitioner()
        feedback = form.save()
        feedback.action_receive()
        self.assertEqual(feedback.state, "received")
        with (
            self.assertRaises(AssertionError),  # received words stay as they came
            Form(feedback.with_user(self.desk)) as form,
        ):
            form.code = "x"

    def test_details_of_an_ended_case_are_readonly(self):
        feedback = self._bring_to("closed")
        form = Form(feedback.with_user(self.desk))
        for name, value in (
            ("subject", "Khác"),
            ("kind", "initiative"),
            ("date_deadline", fields.Date.today()),
        ):
            with self.subTest(field=name), self.assertRaises(AssertionError):
                form[name] = value

    # Writing an answer

    def test_specialist_writes_and_hands_in(self):
        feedback = self._bring_to("assigned")
        action = feedback.with_user(self.specialist).action_start_draft()
        answer = self.env["dialogue.answer"].browse(action["res_id"])
        with Form(answer.with_user(self.specialist)) as form:
            self.assertEqual(form.question, feedback.question)
            form.verdict = "will_do"
            form.body = "<p>Sẽ sửa.</p>"
            form.promised_action = "Sửa mẫu đơn"
            form.promised_on = fields.Date.today() + timedelta(days=30)
            form.legal_basis = "Luật SHTT, Điều 119"
        answer.with_user(self.specialist).action_submit()
        self.assertEqual((feedback.state, answer.state), ("review", "review"))
        form = Form(answer.with_user(self.leader))
        with self.assertRaises(AssertionError):
            form.verdict = "guided"

    def test_open_answer(self):
        feedback = self._bring_to("accepted")
        self.assertFalse(feedback.action_open_answer())
        self._as(feedback, self.desk).action_assign(
            self.division.id, self.specialist.id, self.company._dialogue_today()
        )
        self._as(feedback, self.specialist).action_start_draft()
        self.assertEqual(feedback.open_answer_id, feedback.answer_ids)
        self.assertEqual(feedback.open_answer_state, "draft")
        self.assertEqual(
            feedback.action_open_answer()["res_id"], feedback.answer_ids.id
        )
        answered = self._bring_to("answered")
        self.assertFalse(answered.open_answer_id)
        self.assertEqual(answered.action_open_answer()["res_id"], answered.answer_id.id)

    # Filters

    def test_my_division(self):
        mine = self._bring_to("assigned")
        helping = self._bring_to("accepted")
        helping.cooperating_department_ids = self.division
        other = self._bring_to("accepted")
        Feedback = self.env["dialogue.feedback"].with_user(self.specialist)
        found = Feedback.search([("is_of_my_division", "=", True)])
        self.assertLessEqual(mine | helping, found)
        self.assertNotIn(other, found)
        self.assertTrue(mine.with_user(self.specialist).is_of_my_division)
        self.assertTrue(helping.with_user(self.specialist).is_of_my_division)
        self.assertFalse(
            self.env["dialogue.feedback"]
            .with_user(self.desk)
            .search([("is_of_my_division", "=", True)])
        )

    def test_every_filter_can_be_applied(self):
        arch = self._arch("dialogue.feedback", "search", self.desk)
        Feedback = self.env["dialogue.feedback"].with_user(self.desk)
        for node in arch.xpath("//filter[@domain]"):
            domain = node.get("domain").replace("uid", str(self.desk.id))
            with self.subTest(filter=node.get("name")):
                Feedback.search(literal_eval(domain), limit=1)

    def test_due_note(self):
        feedback = self._bring_to("assigned")
        feedback.date_deadline = feedback.company_id._dialogue_today()
        self.assertEqual(feedback.due_note, "Due today")
        feedback.with_user(self.desk).action_withdraw("Xong.")
        self.assertFalse(feedback.due_note)

    def test_groups_follow_the_life_of_a_case(self):
        for state in ("closed", "accepted", "received", "draft"):
            self._bring_to(state)
        groups = (
            self.env["dialogue.feedback"]
            .with_user(self.desk)
            .with_context(read_group_expand=True)
            .formatted_read_group(
                [("subject", "=", "Bao lâu thì có giấy chứng nhận nhãn hiệu?")],
                ["state"],
                ["__count"],
            )
        )
        self.assertEqual(
            [group["state"] for group in groups],
            ["draft", "received", "accepted", "closed"],
        )

    def test_sealed_parent_shows_nothing(self):
        """A case split from one that is sealed later names nothing of it."""
        reader = self._create_user("desk", login="sealed-reader")
        reader.group_ids = [
            Command.link(
                self.env.ref("dialogue_tthc.dialogue_tthc_group_confidential").id
            )
        ]
        parent = self._bring_to("received", subject="Việc kín")
        child = parent.with_user(self.desk).action_split(
            [{"subject": "Câu hai", "question": "Câu hai?"}]
        )
        parent.write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        self.env.invalidate_all()
        (values,) = child.with_user(self.desk).web_read(
            {"parent_id": {"fields": {"display_name": {}}}}
        )
        self.assertNotIn("Việc kín", str(values))

    # Menus

    def test_menus_by_role(self):
        root = self.env.ref("dialogue_tthc.dialogue_tthc_menu_root")

        menus = self.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        xmlids = {
            menu: xmlid.split(".")[1] for menu, xmlid in menus.get_external_id().items()
        }

        def visible(user):
            ids = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            return {name for menu, name in xmlids.items() if menu in ids}

        self.assertNotIn("dialogue_tthc_menu_root", visible(self.employee_only))
        specialist = visible(self.specialist)
        self.assertIn("dialogue_feedback_menu_mine", specialist)
        self.assertFalse(
            specialist
            & {
                "dialogue_feedback_menu_intake",
                "dialogue_answer_menu_review",
                "dialogue_petitioner_menu",
                "dialogue_configuration_menu",
            }
        )
        self.assertIn("dialogue_feedback_menu_intake", visible(self.desk))
        self.assertNotIn("dialogue_answer_menu_review", visible(self.desk))
        self.assertIn("dialogue_answer_menu_review", visible(self.leader))
        self.assertNotIn("dialogue_feedback_menu_mine", visible(self.auditor))
        self.assertIn("dialogue_feedback_menu_all", visible(self.auditor))
        administrator = visible(self.administrator)
        self.assertIn("dialogue_sector_menu", administrator)
        self.assertNotIn("dialogue_feedback_menu", administrator)
