from odoo import models
from odoo.fields import Domain

from ..tools.day_text import day_text
from .dialogue_rating import SATISFIED_SCORE, TOP_SCORE

REPORT = "dialogue.feedback.report"
# satisfaction, the best first: key, lowest and highest score
LEVELS = (
    ("very_satisfied", TOP_SCORE, TOP_SCORE),
    ("satisfied", SATISFIED_SCORE, TOP_SCORE - 1),
    ("unsatisfied", 1, SATISFIED_SCORE - 1),
)


class DialogueSession(models.Model):
    """The figures of the report after a session (báo cáo kết quả).

    Each is a sum over ``dialogue.feedback.report``, which defines it, and comes with
    the domain of what is behind it, so that a person can look.
    """

    _inherit = "dialogue.session"

    def _report_figures(self):
        """Return the figures of one session, as far as the user may read them.

        A sealed case is in none of them: the report is read by others than its
        readers. Neither is a merged one, which is answered with another.

        :return: list of groups, dicts of ``key``, ``title`` and ``rows``; a row is a
            dict of ``key``, ``label``, ``value`` (int, float, or None where there is
            nothing to divide by; a share lies between 0 and 1), ``unit`` (``""``,
            ``"%"`` or ``"days"``), and ``model`` and ``domain`` (list) of what was
            counted
        """
        self.ensure_one()
        groups = (
            self._delegate_figures(),
            self._petition_figures(),
            self._sector_figures(),
            self._kind_figures(),
            self._answer_figures(),
            self._refusal_figures(),
            self._handling_figures(),
            self._rating_figures(),
            self._earlier_figures(),
        )
        return [
            {"key": key, "title": title, "rows": rows}
            for key, title, rows in groups
            if rows
        ]

    def _figure_notes(self):
        """Return the lines that say which session the figures are of."""
        self.ensure_one()
        notes = [self.name]
        if self.date_start:
            day = self.company_id._dialogue_local(self.date_start)
            notes.append(self.env._("Session of %s", day_text(day)))
        return tuple(notes)

    # ------------------------------------------------------------------
    # Counting
    # ------------------------------------------------------------------

    def _report_cases_domain(self):
        """Return the domain, on cases, of those that this report and its table have.

        The one place that says so: report, appendix, notice and spreadsheet have the
        same number. Whoever searches with it looks at archived ones, too, as the
        figures do.
        """
        return Domain("report_ids", "any", list(self._figure_domain()))

    def _figure_domain(self):
        """Return the domain, on the analysis, of the cases of this report.

        One that was withdrawn was raised, too: it stays, and the table says so.
        """
        return (
            Domain("session_id", "=", self.id)
            & Domain("is_sealed", "=", False)
            & Domain("state", "!=", "merged")
        )

    def _figure(self, key, label, value, domain, unit="", model=REPORT):
        return {
            "key": key,
            "label": label,
            "value": value,
            "unit": unit,
            "model": model,
            "domain": list(domain),
        }

    def _count(self, key, label, extra=Domain.TRUE):
        """Return a row that counts the cases of the report that meet ``extra``."""
        domain = self._figure_domain() & extra
        return self._figure(key, label, self.env[REPORT].search_count(domain), domain)

    def _average(self, key, label, field, unit, extra):
        """Return a row with the average of a field over the cases that meet ``extra``.

        It is None when there is no such case.
        """
        domain = self._figure_domain() & extra
        ((count, value),) = self.env[REPORT]._read_group(
            domain, [], ["__count", f"{field}:avg"]
        )
        return self._figure(key, label, value if count else None, domain, unit)

    def _counts_by(self, field):
        """Return one row for each value of ``field`` that occurs."""
        Report = self.env[REPORT]
        domain = self._figure_domain()
        # the sum of a flag is the number of cases
        groups = Report._read_group(domain, [field], ["feedback_count:sum"])
        labels = {}
        if Report._fields[field].type == "selection":
            labels = dict(Report._fields[field]._description_selection(self.env))
        rows = []
        for value, count in groups:
            is_record = isinstance(value, models.BaseModel)
            label = value.display_name if is_record else labels.get(value)
            found = (value.id if is_record else value) or False
            rows.append(
                self._figure(
                    f"{field}:{found}",
                    label or self.env._("Not said"),
                    count,
                    domain & Domain(field, "=", found),
                )
            )
        return sorted(rows, key=lambda row: (-row["value"], row["label"]))

    # ------------------------------------------------------------------
    # The groups
    # ------------------------------------------------------------------

    def _delegate_figures(self):
        Attendance = self.env["dialogue.attendance"]
        rows = []
        if Attendance.has_access("read"):
            of_session = Domain("session_id", "=", self.id)
            invited = of_session & Domain("is_walk_in", "=", False)
            attended = of_session & Domain("state", "=", "attended")
            counted = (
                ("invited", self.env._("Invited"), invited),
                ("attended", self.env._("Attended"), attended),
                (
                    "opinion",
                    self.env._("Absent, sent an opinion"),
                    of_session
                    & Domain("has_opinion", "=", True)
                    & Domain("state", "!=", "attended"),
                ),
            )
            rows = [
                self._figure(
                    key,
                    label,
                    Attendance.search_count(domain),
                    domain,
                    model="dialogue.attendance",
                )
                for key, label, domain in counted
            ]
            rows += self._delegate_kinds("invited", self.env._("Invited: %s"), invited)
            rows += self._delegate_kinds(
                "attended", self.env._("Attended: %s"), attended
            )
        return "delegates", self.env._("Delegates"), rows

    def _delegate_kinds(self, key, title, domain):
        """Return one row for each kind of delegate among those of ``domain``.

        :param str title: with room for the name of a kind
        """
        Attendance = self.env["dialogue.attendance"]
        labels = dict(Attendance._fields["kind"]._description_selection(self.env))
        return [
            self._figure(
                f"{key}:{kind}",
                title % labels[kind],
                count,
                domain & Domain("kind", "=", kind),
                model="dialogue.attendance",
            )
            for kind, count in Attendance._read_group(domain, ["kind"], ["__count"])
        ]

    def _petition_figures(self):
        labels = dict(
            self.env[REPORT]._fields["origin"]._description_selection(self.env)
        )
        rows = [self._count("total", self.env._("Petitions in all"))]
        rows += [
            self._count(f"origin:{origin}", label, Domain("origin", "=", origin))
            for origin, label in labels.items()
            if origin != "outside"
        ]
        return "petitions", self.env._("Petitions"), rows

    def _sector_figures(self):
        return (
            "sectors",
            self.env._("Petitions by sector"),
            self._counts_by("sector_id"),
        )

    def _kind_figures(self):
        return "kinds", self.env._("Petitions by kind"), self._counts_by("kind")

    def _answer_figures(self):
        labels = dict(
            self.env[REPORT]._fields["outcome"]._description_selection(self.env)
        )
        written = Domain("way", "=", "written")
        beyond = Domain("way", "=", "superior")
        answered = Domain("is_answered", "=", 1)
        overdue = Domain("is_overdue", "=", 1)
        rows = [
            self._count("on_spot", labels["on_spot"], Domain("way", "=", "on_spot")),
            self._count(
                "written", self.env._("In writing: answered"), written & answered
            ),
            self._count(
                "written_open",
                self.env._("In writing: under way, within the term"),
                written & Domain("is_open", "=", 1) & ~overdue,
            ),
            self._count(
                "written_overdue", self.env._("In writing: overdue"), written & overdue
            ),
            self._count("superior", self.env._("Beyond authority: in all"), beyond),
            *self._reported_figures(beyond),
            self._count(
                "superior_answered",
                self.env._("Beyond authority: answered"),
                beyond & answered,
            ),
            *(
                self._count(way, labels[way], Domain("way", "=", way))
                for way in ("other_body", "undecided")
            ),
        ]
        return "answers", self.env._("Answers"), rows

    def _reported_figures(self, beyond):
        """Return how many cases were reported to the superior, for who reads that."""
        if not self.env["dialogue.referral"].has_access("read"):
            return []
        sent = Domain("referral_line_ids.referral_id.sent_on", "!=", False)
        return [
            self._count(
                "superior_reported",
                self.env._("Beyond authority: reported to the superior"),
                beyond & Domain("feedback_id", "any", sent),
            )
        ]

    def _refusal_figures(self):
        refused = Domain("is_refused", "=", 1)
        rows = [self._count("refused", self.env._("Not accepted"), refused)]
        rows += [
            self._count(
                f"refused:{reason.id}",
                self.env._("Not accepted: %s", reason.display_name),
                refused & Domain("refusal_reason_id", "=", reason.id),
            )
            for (reason,) in self.env[REPORT]._read_group(
                self._figure_domain() & refused, ["refusal_reason_id"]
            )
            if reason
        ]
        return "refusals", self.env._("Not accepted"), rows

    def _handling_figures(self):
        answered = Domain("is_answered", "=", 1)
        overdue = Domain("is_overdue", "=", 1)
        rows = [
            self._count(
                "on_time", self.env._("Answered on time"), Domain("is_on_time", "=", 1)
            ),
            self._count("late", self.env._("Answered late"), Domain("is_late", "=", 1)),
            self._count("overdue", self.env._("Open and overdue"), overdue),
            self._average(
                "on_time_share",
                self.env._("Share on time"),
                "on_time_share",
                "%",
                answered | overdue,
            ),
            self._average(
                "days",
                self.env._("Days to the answer"),
                "days_to_answer",
                "days",
                answered,
            ),
            self._count(
                "extended", self.env._("Extended"), Domain("was_extended", "=", 1)
            ),
            self._returned_figure(),
            self._count("reopened", self.env._("Reopened"), Domain("reopened", "=", 1)),
            self._count(
                "published", self.env._("Made public"), Domain("is_published", "=", 1)
            ),
        ]
        return "handling", self.env._("Handling"), rows

    def _returned_figure(self):
        cases = self.env[REPORT].search(self._figure_domain())
        domain = Domain("feedback_id", "in", cases.ids) & Domain("return_count", ">", 0)
        groups = self.env["dialogue.answer"]._read_group(domain, ["feedback_id"])
        return self._figure(
            "returned",
            self.env._("Answers returned by the leader"),
            len(groups),
            domain,
            model="dialogue.answer",
        )

    def _rating_figures(self):
        labels = {
            "very_satisfied": self.env._("Very satisfied"),
            "satisfied": self.env._("Satisfied"),
            "unsatisfied": self.env._("Not satisfied"),
        }
        rated = Domain("is_rated", "=", 1)
        rows = [
            self._count("rated", self.env._("Rated"), rated),
            *(
                self._count(
                    key,
                    labels[key],
                    Domain("satisfaction", ">=", low)
                    & Domain("satisfaction", "<=", high),
                )
                for key, low, high in LEVELS
            ),
            self._average(
                "satisfied_share",
                self.env._("Share satisfied"),
                "satisfied_share",
                "%",
                rated,
            ),
        ]
        return "ratings", self.env._("Satisfaction"), rows

    def _earlier_figures(self):
        cases = self.earlier_feedback_ids.filtered(lambda case: not case.is_sealed)
        row = self._figure(
            "earlier",
            self.env._("Questions of earlier sessions without answer"),
            len(cases),
            Domain("id", "in", cases.ids),
            model="dialogue.feedback",
        )
        return "earlier", self.env._("From earlier sessions"), [row]
