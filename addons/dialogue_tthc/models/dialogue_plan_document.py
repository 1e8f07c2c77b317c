from odoo import api, fields, models

from ..tools.document_text import (
    ROMAN,
    day_words,
    each_text,
    ended,
    ended_list,
    keep_together,
    lines_of,
    lower_first,
)

END_TEXTS = ("introduction", "closing")
PARTS = ("participants", "forms", "contents", "time_frame")


class DialoguePlan(models.Model):
    """What the document of a plan says, section by section."""

    _inherit = "dialogue.plan"

    introduction = fields.Text(
        string="Sentence before the sections",
        help="Empty: the usual one is written into the document.",
    )
    closing = fields.Text(
        string="Sentence after the sections",
        help="Empty: the usual one is written into the document.",
    )

    def _copy_to_year(self, year):
        copies = super()._copy_to_year(year)
        for plan, copy in zip(self, copies, strict=True):
            for name in END_TEXTS:
                copy[name] = plan._in_year(plan[name], year)
        return copies

    def _document_values(self, key):
        self.ensure_one()
        sections = {
            name: lines_of(self[name]) for name in ("purposes", "requirements", *PARTS)
        }
        if len(sections["time_frame"]) > 1:
            sections["time_frame"] = [f"- {line}" for line in sections["time_frame"]]
        values = {
            **super()._document_values(key),
            **sections,
            "has_body": any(sections[name] for name in PARTS),
            "numbers": self._section_numbers(sections),
            "bases": ended_list([basis.name for basis in self.basis_ids]),
            "introduction": self.introduction or self._usual_introduction(),
            "assignments": [task._sentence() for task in self.assignment_ids],
            "budget": lines_of(self.budget),
            "closing": ended(self.closing or self._usual_closing(), "./."),
        }
        return each_text(values, keep_together)

    def _section_numbers(self, sections):
        """Return the number of each heading; sections without text have none."""
        aims = [name for name in ("purposes", "requirements") if sections[name]]
        parts = [name for name in PARTS if sections[name]]
        chapters = iter(ROMAN)
        numbers = dict.fromkeys((*sections, "aims", "body", "assignments"), "")
        if aims:
            numbers["aims"] = next(chapters)
        if parts:
            numbers["body"] = next(chapters)
        numbers["assignments"] = next(chapters)
        for names in (aims, parts):
            numbers.update({name: str(at) for at, name in enumerate(names, start=1)})
        return numbers

    def _usual_introduction(self):
        name = lower_first(self.name or "")
        return f"{self._plan_issuer()} xây dựng kế hoạch {name} như sau:"

    def _usual_closing(self):
        name = lower_first(self.name or "")
        issuer = self._plan_issuer()
        is_named = issuer.casefold() in name.casefold()
        return f"Trên đây là Kế hoạch {name}" + ("" if is_named else f" của {issuer}")

    def _plan_issuer(self):
        # sudo: the head of the plan is part of the plan
        return self.document_id.sudo()._issuer_name()

    @api.model
    def _document_placeholders(self, key):
        return {
            **super()._document_placeholders(key),
            "bases": self.env._("List: the documents that the plan rests on"),
            "introduction": self.env._("The sentence before the sections"),
            "purposes": self.env._("List: the purposes"),
            "requirements": self.env._("List: the requirements"),
            "participants": self.env._("List: who takes part"),
            "forms": self.env._("List: the forms of dialogue"),
            "contents": self.env._("List: the subjects"),
            "time_frame": self.env._("List: when and where"),
            "assignments": self.env._("List: who does what"),
            "budget": self.env._("List: the sentences on money"),
            "closing": self.env._("The last sentence, with ./. at its end"),
            "has_body": self.env._("True when the second chapter says anything"),
            "numbers": self.env._("The numbers of the headings, without gaps"),
            **{
                f"numbers.{name}": self.env._("Number of the heading of this section")
                for name in (
                    "aims",
                    "purposes",
                    "requirements",
                    "body",
                    *PARTS,
                    "assignments",
                )
            },
        }

    def action_make_document(self):
        """Open the document of one plan, which exists from its start.

        :return: an action
        """
        self.ensure_one()
        return self.document_id._get_records_action()


class DialoguePlanAssignment(models.Model):
    _inherit = "dialogue.plan.assignment"

    def _sentence(self):
        """Return who does what until when, as a plan says it."""
        self.ensure_one()
        unit = self.unit or self.department_id.name
        text = (self.name or "").strip()
        if unit:
            text = f"Giao {unit} {text}" if text[:1].islower() else f"{unit}: {text}"
        if self.date_deadline:
            text = ended(
                text, f", hoàn thành chậm nhất ngày {day_words(self.date_deadline)}."
            )
        return text
