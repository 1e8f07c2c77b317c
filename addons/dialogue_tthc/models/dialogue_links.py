from odoo import models

from .links_ticket import LinksTicket


class DialogueLinksMixin(models.AbstractModel):
    """Records whose links are known to be of one company by whoever makes them.

    Odoo asks of each link of each record whether it belongs to the company, one after
    the other: for an import a quarter of the whole time. The import finds what it
    links among what belongs to its company, and nowhere else; a clock has the company
    of the record that it counts for, its events have the clock's.
    """

    _name = "dialogue.links.mixin"
    _description = "Links Looked Up by Whoever Makes Them"

    def _check_company(self, fnames=None):
        if isinstance(self.env.context.get("dialogue_links"), LinksTicket):
            return
        super()._check_company(fnames)


class DialogueFeedback(models.Model):
    _name = "dialogue.feedback"
    _inherit = ["dialogue.feedback", "dialogue.links.mixin"]


class DialogueAnswer(models.Model):
    _name = "dialogue.answer"
    _inherit = ["dialogue.answer", "dialogue.links.mixin"]


class DialogueClock(models.Model):
    _name = "dialogue.clock"
    _inherit = ["dialogue.clock", "dialogue.links.mixin"]


class DialogueClockEvent(models.Model):
    _name = "dialogue.clock.event"
    _inherit = ["dialogue.clock.event", "dialogue.links.mixin"]
