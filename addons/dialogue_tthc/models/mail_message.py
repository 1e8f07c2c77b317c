from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

PREFIX = "dialogue."
CASE = "dialogue.feedback"
# what a message says, by whom, when and to whom
RECORD_FIELDS = frozenset(
    {
        "attachment_ids",
        "author_guest_id",
        "author_id",
        "body",
        "date",
        "email_from",
        "is_internal",
        "message_type",
        "parent_id",
        "partner_ids",
        "subject",
        "subtype_id",
        "tracking_value_ids",
    }
)


class ExchangeTicket:
    """Proof, inside one call, that a message to or from a petitioner is ours.

    A context key sent over the network can never be an instance of this class.
    """

    __slots__ = ()


class QuietTicket:
    """Proof, inside one call, that the petitioner is told of a move by another letter.

    A context key sent over the network can never be an instance of this class.
    """

    __slots__ = ()


class MailMessage(models.Model):
    """The history of cases, documents and sessions is part of the record.

    It is written once, by its author: nobody forges, rewrites or deletes it. Odoo
    itself lets everybody who may write a record do all of that.
    """

    _inherit = "mail.message"

    def _of_dialogue(self):
        # sudo: what a message belongs to decides who may read that very field
        return self.filtered(
            lambda message: (message.sudo().model or "").startswith(PREFIX)
        )

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        # checked after creation, so that defaults of the context are caught too
        messages._of_dialogue()._check_authors()
        return messages

    def _check_authors(self):
        """Refuse messages in the name of somebody else, and forged exchanges.

        :raise AccessError: the exchange with the petitioner is written by steps alone
        """
        exchange = self.env.ref("dialogue_tthc.mt_petitioner", False)
        ticket = self.env.context.get("dialogue_exchange_ticket")
        for message in self.sudo():
            if (
                exchange
                and message.subtype_id == exchange
                and not isinstance(ticket, ExchangeTicket)
            ):
                raise AccessError(
                    self.env._(
                        "The exchange with the petitioner is written by the steps of "
                        "the case. Use the button that writes to the petitioner."
                    )
                )
            if not self.env.su and message.author_id != self.env.user.partner_id:
                raise AccessError(
                    self.env._("A message is written in your own name only.")
                )

    def write(self, vals):
        if not self.env.su and not RECORD_FIELDS.isdisjoint(vals):
            self._of_dialogue()._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_dialogue(self):
        if not self.env.su:
            self._of_dialogue()._refuse_change()

    def _refuse_change(self):
        if self:
            raise AccessError(
                self.env._("The history is part of the record and does not change.")
            )

    # ------------------------------------------------------------------
    # Sealed cases
    # ------------------------------------------------------------------

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        # Odoo lets authors and whoever was notified read: not of a case sealed since
        # sudo: see _of_dialogue
        rest = (self - forbidden).filtered(lambda message: message.sudo().model == CASE)
        if not rest:
            return forbidden
        cases_sudo = self.env[CASE].sudo().browse(rest.sudo().mapped("res_id"))
        hidden_ids = set(cases_sudo.filtered_domain(self._sealed_domain()).ids)
        return forbidden + rest.filtered(
            lambda message: message.sudo().res_id in hidden_ids
        )

    @api.model
    def _sealed_domain(self):
        """Return the domain of the sealed cases that the user may not read."""
        sealed = Domain("is_sealed", "=", True)
        if self.env.user.has_group("dialogue_tthc.dialogue_tthc_group_confidential"):
            sealed &= Domain("reader_ids", "not in", self.env.uid)
        return sealed

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        bypass_access=False,
        **kwargs,
    ):
        if not (bypass_access or self.env.su):
            # sudo: only the ids of what is to be left out
            hidden = self.env[CASE].sudo().with_context(active_test=False)
            domain = Domain(domain) & (
                Domain("model", "!=", CASE)
                | Domain("res_id", "not in", hidden._search(self._sealed_domain()))
            )
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )
