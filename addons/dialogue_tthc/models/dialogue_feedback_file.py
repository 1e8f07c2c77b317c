from odoo import api, fields, models

# what the questions of one form have in common beside what parts always have
SHARED_BY_PARTS = ("procedure_id", "legal_document_id", "legal_article")


class DialogueFeedback(models.Model):
    """How a case comes in, whoever files it, with its petitioner and its files."""

    _inherit = "dialogue.feedback"

    def _file(self, vals, petitioner_vals, files=(), more=()):
        """File and receive one case, and further questions of the same letter.

        The desk calls it as itself; the portal as the superuser, so that neither
        ``create_uid`` nor the history names the petitioner.

        :param dict vals: values of the case (subject, question, kind, origin...)
        :param dict petitioner_vals: values of ``dialogue.petitioner``
        :param files: list of (name: str, content: bytes), sent by the petitioner; each
            question keeps them, whoever answers it
        :param more: dicts with ``subject`` and ``question`` of further questions; each
            becomes a case of its own, split from the first one
        :return: the received case, with its code; the further ones are its parts
        :raise UserError: something that every case needs is missing
        """
        company_id = vals.get("company_id") or self.env.company.id
        petitioner = self.env["dialogue.petitioner"].create(
            {**petitioner_vals, "company_id": company_id}
        )
        # of the portal the history would say that the server drew it up, and the server
        # would follow it
        is_portal = vals.get("channel") == "portal"
        creator = self.with_context(
            mail_create_nolog=is_portal, mail_create_nosubscribe=is_portal
        )
        feedback = creator.create(
            {
                "partner_id": petitioner.partner_id.id,
                **self._prepare_receipt_values(company_id, vals),
                "company_id": company_id,
                "petitioner_id": petitioner.id,
            }
        ).with_env(self.env)
        parts = self.browse()
        if more:
            parts = creator.create(
                [feedback._prepare_part_values(part) for part in more]
            ).with_env(self.env)
        for part in parts:
            part.write({name: vals[name] for name in SHARED_BY_PARTS if name in vals})
        for case in feedback + parts:
            case._attach(files)
        # at once: one receipt names all of them
        (feedback + parts).action_receive()
        return feedback

    @api.model
    def _prepare_receipt_values(self, company_id, vals):
        """Return ``vals`` of a case with its receipt, where the server makes it.

        Set with the number, the row would be written once more.
        """
        if not self.env.su:
            return vals
        received_on = fields.Datetime.to_datetime(
            vals.get("received_on") or fields.Datetime.now()
        )
        company = self.env["res.company"].browse(company_id)
        return {
            **vals,
            "received_on": received_on,
            "year": company._dialogue_local(received_on).year,
        }

    def _attach(self, files):
        """Keep files of the petitioner with the case.

        :param files: iterable of (name: str, content: bytes)
        """
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content in files
            ]
        )
        if attachments:
            self.attachment_ids = [fields.Command.link(a.id) for a in attachments]
        return attachments
