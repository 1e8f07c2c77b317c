from odoo import api, models
from odoo.fields import Domain

from .cached import forget_cached
from .dialogue_clock import RUNNING


class DialogueLadder(models.Model):
    _inherit = "dialogue.ladder"

    def _look_again(self):
        """Let the job look at the terms of these ladders anew, from tomorrow on.

        It plans their next day by what the ladder says then.
        """
        self._terms()._look_again()

    def _terms(self):
        """Return (in sudo) the terms with these ladders, archived ones included."""
        # sudo: who may change a ladder need not read the cases
        terms = self.env["dialogue.term"].sudo().with_context(active_test=False)
        return terms.search([("ladder_id", "in", self.ids)])

    def unlink(self):
        # the database takes it from its terms, and no write tells of that
        terms = self._terms()
        result = super().unlink()
        terms.invalidate_recordset(["ladder_id"])
        forget_cached(self.env)
        terms._look_again()
        return result


class DialogueLadderRung(models.Model):
    _inherit = "dialogue.ladder.rung"

    @api.model_create_multi
    def create(self, vals_list):
        rungs = super().create(vals_list)
        rungs.ladder_id._look_again()
        return rungs

    def write(self, vals):
        ladders = self.ladder_id
        result = super().write(vals)
        (ladders | self.ladder_id)._look_again()
        return result

    def unlink(self):
        ladders = self.ladder_id
        result = super().unlink()
        ladders._look_again()
        return result


class DialogueTerm(models.Model):
    _inherit = "dialogue.term"

    def write(self, vals):
        result = super().write(vals)
        if "ladder_id" in vals:
            self._look_again()
        return result

    def _look_again(self):
        # sudo: see the ladder
        clocks = self.env["dialogue.clock"].sudo()
        of_terms = Domain("term_id", "in", self.ids) & Domain("state", "=", RUNNING)
        of_terms &= Domain("due_on", "!=", False)
        for company, own in clocks.search(of_terms).grouped("company_id").items():
            own.write({"remind_on": company._dialogue_today()})
