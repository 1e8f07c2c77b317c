from dataclasses import dataclass
from datetime import date, timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .cached import forget_cached

TERM_CLASSES = [
    ("normal", "Ordinary"),
    ("urgent", "Urgent"),
    ("complex", "Complex"),
    ("session", "Raised at a session"),
    ("national_portal", "From the national portal"),
]
STEPS = [
    ("accept", "Accept or refuse"),
    ("classify", "Classify and assign"),
    ("refer", "Refer to another body"),
    ("supplement", "Petitioner sends what is missing"),
    ("answer", "Answer"),
    ("update", "Next word to the petitioner"),
    ("publish", "Publish the answer"),
    ("session_notice", "Announce a session before the day"),
    ("session_result", "Publish the result of a session"),
    ("referral_reminder", "Remind the body that was asked"),
    ("commitment", "Carry out what was promised"),
]
UNITS = [
    ("working_day", "Working days"),
    ("calendar_day", "Calendar days"),
    ("working_hour", "Working hours"),
    ("by_leader", "Set by the leader"),
]
# a term longer than a year is a slip of the keyboard, in any unit of days
LONGEST = 365
# where a copy with another of these does not follow its original, it stands beside it
BESIDE_FIELDS = frozenset({"company_id", "step", "term_class", "valid_from"})
# what counts of a term that clocks already ran by
FROZEN_FIELDS = frozenset(
    {"company_id", "length", "step", "term_class", "unit", "valid_from"}
)


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term in force, as it is kept in memory; the one without id is no term.

    Of ``company_id``, ``term_class`` and the days ``False`` stands for every one.
    """

    id: int | bool = False
    company_id: int | bool = False
    step: str | bool = False
    term_class: str | bool = False
    valid_from: date | bool = False
    valid_to: date | bool = False
    length: int = 0
    unit: str | bool = False
    legal_basis: str | bool = False
    ladder_id: int | bool = False

    def __bool__(self):
        return bool(self.id)


NO_TERM = TermRow()


class DialogueTerm(models.Model):
    """How long a step of a class of cases may take, and by which rule.

    The only place where terms are: no length is in code. A term that a clock ran by
    is part of the record: it can end, and a new one follows it.
    """

    _name = "dialogue.term"
    _description = "Term"
    _inherit = ["dialogue.validity.mixin"]
    _order = "step, term_class, valid_from desc, id"
    _check_company_auto = True

    step = fields.Selection(selection=STEPS, required=True)
    term_class = fields.Selection(
        selection=TERM_CLASSES,
        string="Class of case",
        help="Empty: every class that has no term of its own for this step.",
    )
    # a field of this name, not the old attribute
    # pylint: disable-next=attribute-deprecated
    length = fields.Integer(
        aggregator=None, help="Number of days or hours; none if the leader sets it."
    )
    unit = fields.Selection(selection=UNITS, default="working_day", required=True)
    ladder_id = fields.Many2one(
        comodel_name="dialogue.ladder",
        string="Reminders",
        index="btree_not_null",
        check_company=True,
        help="Empty: nobody is reminded.",
    )
    legal_basis = fields.Char(
        help="The rule behind the term, as the department confirmed it."
    )
    note = fields.Text()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database that has none of its own.",
    )

    @api.constrains("length", "unit")
    def _check_length(self):
        for term in self:
            if term.unit == "by_leader":
                if term.length:
                    raise ValidationError(
                        self.env._(
                            "Where the leader sets the day, the term has no length. "
                            "Set it to 0, or choose another unit."
                        )
                    )
            elif not 1 <= term.length <= LONGEST:
                raise ValidationError(
                    self.env._(
                        "A term of %(length)s is not possible: enter a whole number "
                        "from 1 to %(longest)s.",
                        length=term.length,
                        longest=LONGEST,
                    )
                )

    @api.constrains(
        "step", "term_class", "company_id", "valid_from", "valid_to", "active"
    )
    def _check_one_at_a_time(self):
        """On any day at most one term holds for a step, a class and a company."""
        for term in self.filtered("active"):
            overlap = (
                Domain("id", "!=", term.id)
                & Domain("step", "=", term.step)
                & Domain("term_class", "=", term.term_class)
                & Domain("company_id", "=", term.company_id.id)
            )
            if term.valid_to:
                overlap &= Domain("valid_from", "=", False) | Domain(
                    "valid_from", "<=", term.valid_to
                )
            if term.valid_from:
                overlap &= Domain("valid_to", "=", False) | Domain(
                    "valid_to", ">=", term.valid_from
                )
            other = self.search(overlap, limit=1)
            if other:
                raise ValidationError(
                    self.env._(
                        "“%(other)s” holds at the same time. End it the day before the "
                        "new term begins.",
                        other=other.display_name,
                    )
                )

    @api.depends("step", "term_class", "length", "unit")
    def _compute_display_name(self):
        steps = dict(self._fields["step"]._description_selection(self.env))
        classes = dict(self._fields["term_class"]._description_selection(self.env))
        for term in self:
            name = steps.get(term.step, "")
            if term.term_class:
                name = f"{name} ({classes[term.term_class]})"
            term.display_name = f"{name}: {term._length_text()}"

    def _length_text(self):
        """Return the length in words, such as “15 working days”."""
        self.ensure_one()
        return self._length_words(self.length, self.unit)

    @api.model
    def _length_words(self, length, unit):
        """Return ``length`` of ``unit`` in words, such as “15 working days”."""
        return {
            "working_day": self.env._("%s working days", length),
            "calendar_day": self.env._("%s calendar days", length),
            "working_hour": self.env._("%s working hours", length),
            "by_leader": self.env._("set by the leader"),
        }[unit or "by_leader"]

    @api.model
    def _find(self, company, step, day, term_class=False):
        """Return the term that holds for a step on a day, or none.

        A term of the company itself goes before a shared one, a term of the class
        before one for every class.

        :param company: ``res.company``
        :param str step: key of ``STEPS``
        :param day: the day on which the step begins
        :param str term_class: key of ``TERM_CLASSES`` or False
        """
        row = self._row_finder()(company, step, day, term_class)
        # sudo: how long a step may take is no secret; portal users file cases too
        return self.sudo().browse(row.id or [])

    @api.model
    def _row_finder(self):
        """Return :meth:`_find` for many records; it answers with a :class:`TermRow`."""
        rows = self._rows_in_force()

        def find(company, step, day, term_class=False):
            for row in rows:
                if (
                    row.step == step
                    and row.company_id in (company.id, False)
                    and row.term_class in (term_class, False)
                    and (not row.valid_from or row.valid_from <= day)
                    and (not row.valid_to or day <= row.valid_to)
                ):
                    return row
            return NO_TERM

        return find

    @api.model
    @tools.ormcache()
    def _rows_in_force(self):
        """Return the terms that are not archived as a tuple of :class:`TermRow`.

        Those that go before others come first. There are a few dozen of them, and
        every step of every case asks for some.
        """
        # sudo: as in _find; an archived term holds no more, whatever the caller
        # looks at besides
        terms = (
            self.sudo().with_context(active_test=True).search([("step", "!=", False)])
        )
        return tuple(
            TermRow(
                id=term.id,
                company_id=term.company_id.id,
                step=term.step,
                term_class=term.term_class,
                valid_from=term.valid_from,
                valid_to=term.valid_to,
                length=term.length,
                unit=term.unit,
                legal_basis=term.legal_basis,
                ladder_id=term.ladder_id.id,
            )
            for term in terms.sorted(
                lambda term: (bool(term.company_id), bool(term.term_class)),
                reverse=True,
            )
        )

    def _current_ladder_id(self):
        """Return the id of the ladder, or False; of a term in force from memory."""
        for row in self._rows_in_force():
            if row.id == self.id:
                return row.ladder_id
        return self.ladder_id.id

    @api.model_create_multi
    def create(self, vals_list):
        terms = super().create(vals_list)
        forget_cached(self.env)
        return terms

    def unlink(self):
        result = super().unlink()
        forget_cached(self.env)
        return result

    def copy_data(self, default=None):
        """Let a copy follow its original: it begins the day after that one ends."""
        vals_list = super().copy_data(default)
        if BESIDE_FIELDS.isdisjoint(default or {}):
            for term, vals in zip(self, vals_list, strict=True):
                if term.valid_to in (False, date.max):
                    raise UserError(
                        self.env._(
                            "Enter the day on which “%s” ends, save it and duplicate "
                            "it then: the copy begins the day after.",
                            term.display_name,
                        )
                    )
                vals["valid_from"] = term.valid_to + timedelta(days=1)
                vals["valid_to"] = False
        return vals_list

    def write(self, vals):
        if not FROZEN_FIELDS.isdisjoint(vals):
            # sudo: a clock counts also when this user may not read its case
            used = self.filtered(
                lambda term: (
                    any(
                        name in vals
                        and term._fields[name].convert_to_write(term[name], term)
                        != (
                            vals[name]
                            or term._fields[name].convert_to_write(False, term)
                        )
                        for name in FROZEN_FIELDS
                    )
                    and self.env["dialogue.clock"]
                    .sudo()
                    .search_count([("term_id", "=", term.id)], limit=1)
                )
            )
            if used:
                raise UserError(
                    self.env._(
                        "Due days were counted by “%s”, so it stays as it is. Enter "
                        "the day on which it ends and add a new term from the day "
                        "after.",
                        used[0].display_name,
                    )
                )
        result = super().write(vals)
        forget_cached(self.env)
        if "company_id" in vals:
            # rules are asked before: it must not go where its author may not write
            self.check_access("write")
        return result
