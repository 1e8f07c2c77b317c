from odoo import api, fields, models
from odoo.fields import Domain


class DialogueValidityMixin(models.AbstractModel):
    """Entries of a catalogue that hold from one day to another, both included.

    An empty day means without limit on that side. An entry that ended stays: old
    cases keep pointing at the rule that held when they were filed.
    """

    _name = "dialogue.validity.mixin"
    _description = "Validity From and To"

    valid_from = fields.Date(string="In force from")
    valid_to = fields.Date(string="In force until")
    is_in_force = fields.Boolean(
        string="Still in force",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
        help="Whether the entry holds today.",
    )

    _validity_order = models.Constraint(
        "CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)",
        "The entry ends before it comes into force. Check the two days.",
    )

    @api.depends("valid_from", "valid_to")
    def _compute_is_in_force(self):
        today = fields.Date.context_today(self)
        for entry in self:
            entry.is_in_force = (
                not entry.valid_from or entry.valid_from <= today
            ) and (not entry.valid_to or entry.valid_to >= today)

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._in_force_domain(fields.Date.context_today(self))

    @api.model
    def _in_force_domain(self, day):
        """Return the domain of the entries that hold on ``day``."""
        begun = Domain("valid_from", "=", False) | Domain("valid_from", "<=", day)
        not_ended = Domain("valid_to", "=", False) | Domain("valid_to", ">=", day)
        return begun & not_ended
