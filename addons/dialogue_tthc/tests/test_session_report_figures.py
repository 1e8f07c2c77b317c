from odoo.fields import Command, Domain
from odoo.tests import new_test_user, tagged

from .common import MODULE
from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSessionReportFigures(SessionCommon):
    """What the report after a session counts is what the analysis counts."""

    def _figures(self, user=None):
        groups = self.session.with_user(user or self.desk)._report_figures()
        return {row["key"]: row for group in groups for row in group["rows"]}

    def _values(self, *keys, user=None):
        figures = self._figures(user)
        return tuple(figures[key]["value"] for key in keys)

    def test_petitions_by_origin_and_way_of_answering(self):
        self._hold()
        spot = self._ask()
        spot.with_user(self.desk).action_answer_on_spot("guided", "<p>Có.</p>")
        self._ask(origin="before", kind="regulation")
        self._ask(origin="absent_invitee")
        self.assertEqual(
            self._values(
                "total",
                "origin:before",
                "origin:at_session",
                "origin:after",
                "origin:absent_invitee",
            ),
            (3, 1, 1, 0, 1),
        )
        self.assertEqual(self._values("on_spot", "undecided", "written"), (1, 2, 0))
        self.assertEqual(self._values("on_time", "on_time_share"), (1, 1.0))
        self.assertEqual(
            self._values(f"sector_id:{self.sector.id}", "kind:regulation"), (3, 1)
        )

    def test_every_figure_is_the_number_of_records_behind_it(self):
        self._hold()
        self._ask().with_user(self.desk).action_answer_on_spot("guided", "<p>Có.</p>")
        self._ask(origin="before")
        for key, row in self._figures().items():
            if row["unit"]:
                continue
            with self.subTest(figure=key):
                found = self.env[row["model"]].with_user(self.desk)
                if row["model"] == "dialogue.feedback":
                    found = found.with_context(active_test=False)
                self.assertEqual(
                    found.search_count(Domain(row["domain"])), row["value"]
                )

    def test_delegates_are_counted_by_kind(self):
        Attendance = self.env["dialogue.attendance"].with_user(self.desk)
        Attendance.create(
            [
                {"session_id": self.session.id, "name": name, "kind": kind}
                for name, kind in (
                    ("Công ty Một", "enterprise"),
                    ("Công ty Hai", "enterprise"),
                    ("Hội Ba", "association"),
                )
            ]
        )
        self.assertEqual(
            self._values("invited", "invited:enterprise", "invited:association"),
            (3, 2, 1),
        )

    def test_beyond_authority_counts_what_was_reported(self):
        self._hold()
        sent, kept = self._ask(), self._ask()
        self._refer(sent, sent_on="2026-11-21")
        self._refer(kept)
        self.assertEqual(self._values("superior", "superior_reported"), (2, 1))

    def _refer(self, case, sent_on=None):
        """Put a case on a referral of its own, without the steps."""
        self.env.flush_all()
        company = self.company.id
        self.cr.execute(
            "UPDATE dialogue_feedback SET outcome = 'superior' WHERE id = %s", [case.id]
        )
        self.cr.execute(
            """
            WITH referral AS (
                INSERT INTO dialogue_referral (
                       name, kind, company_id, partner_id, state, sent_on)
                VALUES ('Báo cáo', 'superior', %s, %s, 'draft', %s) RETURNING id
            )
            INSERT INTO dialogue_referral_line
                   (referral_id, feedback_id, company_id, progress)
            SELECT id, %s, %s, 'planned' FROM referral
            """,
            [company, self.company.partner_id.id, sent_on, case.id, company],
        )
        self.env.invalidate_all()

    def test_nothing_answered_is_no_share(self):
        self._hold()
        self._ask()
        self.assertEqual(
            self._values("on_time_share", "days", "satisfied_share"),
            (None, None, None),
        )

    def test_a_sealed_case_is_in_no_figure_not_even_for_its_reader(self):
        reader = new_test_user(
            self.env, login="dlg-reader", groups=f"{MODULE}desk,{MODULE}confidential"
        )
        self._hold()
        case = self._ask()
        case.sudo().write({"reader_ids": [Command.link(reader.id)], "is_sealed": True})
        self.assertEqual(self._values("total", user=reader), (0,))

    def test_a_specialist_is_told_of_their_own_cases_and_of_no_delegate(self):
        self._hold()
        self._ask()
        figures = self._figures(self.specialist)
        self.assertEqual(figures["total"]["value"], 0)
        self.assertNotIn("invited", figures)

    def test_time_promises_and_the_survey(self):
        self._hold()
        self.assertNotIn("participant_share", self._figures())
        speeches = self.env["dialogue.speech"]
        speeches._begin(self.session, "authority")
        self.now.move_to("2026-11-20 03:10:00")
        speeches._begin(self.session, "participants")
        self.now.move_to("2026-11-20 03:40:00")
        self.session.action_conclude()
        reader = new_test_user(
            self.env, login="dlg-kept", groups=f"{MODULE}desk,{MODULE}confidential"
        )
        sealed = self._ask(origin="after")
        sealed.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        self.env["dialogue.commitment"].create(
            [
                {
                    "name": "Sửa mẫu đơn",
                    "session_id": self.session.id,
                    "department_id": self.division.id,
                    "date_deadline": "2026-12-01",
                    "feedback_id": case.id,
                }
                for case in (sealed.browse(), sealed)
            ]
        )
        for key in "klmn":
            scores = {"clear": 4, "heard": 5, "helpful": 3}
            self.session._survey_answer(key * 22, scores)
        self.assertEqual(
            self._values("participant_share", "participant_share_target"), (0.75, 0.6)
        )
        keys = ("promised", "kept", "promised_open", "promised_overdue")
        for user in (self.desk, reader):
            self.assertEqual(self._values(*keys, user=user), (1, 0, 1, 0))
        # few answers would tell what one person thought
        self.assertEqual(self._figures()["survey_count"]["value"], 4)
        self.assertNotIn("survey_clear", self._figures())
        self.session._survey_answer("o" * 22, scores)
        self.assertEqual(self._figures()["survey_clear"]["value"], 4.0)
