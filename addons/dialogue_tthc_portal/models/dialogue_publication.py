import uuid

from odoo import api, models
from odoo.tools import format_date

PUBLIC_USER = "base.public_user"


class DialoguePublication(models.Model):
    """What public pages, feeds and lists show of a public answer: plain values."""

    _inherit = "dialogue.publication"

    @api.model
    def _for_everybody(self):
        """Return the model as the public reads it, whoever looks.

        So the pages are the same for all, and show nothing but what the rules and
        ``PUBLIC_FIELDS`` let the public read.
        """
        # no sudo: the public user has fewer rights than whoever looks
        return self.with_user(self.env.ref(PUBLIC_USER)).with_context(
            allowed_company_ids=None
        )

    @api.model
    def _public_find(self, publication_id):
        """Return the public answer with this id, or none."""
        if not 0 < publication_id < 2**31:
            return self.browse()
        return self.search([("id", "=", publication_id)], limit=1)

    def _public_path(self):
        """Return the address of one public answer, which never changes."""
        return f"/dialogue/answers/{self.id}"

    def _public_uuid(self, asked=""):
        """Return a name for one public answer that is its own in the whole world.

        :param str asked: without an answer, it is the name of what this search finds
        """
        # sudo: a number of this database that says nothing about anybody
        parameters = self.env["ir.config_parameter"].sudo()
        own = uuid.uuid5(uuid.NAMESPACE_URL, parameters.get_param("database.uuid"))
        return uuid.uuid5(own, f"dialogue/answers/{self.id or asked}").urn

    def _public_values(self):
        """Return each public answer as plain values, in the order of ``self``.

        :return: list of dict: ``id``, ``code``, ``title``, ``question``, ``answer``
            (markup), ``legal_basis``, ``verdict`` (label), ``authority``, ``sector``,
            ``sector_id``, ``procedure``, ``procedure_id``, ``year``, ``asked_on``,
            ``answered_on`` (dates), ``asked_day``, ``answered_day`` (in words),
            ``published_on``, ``changed_on`` (naive UTC), ``petitioner``,
            ``is_looked_at_again`` and ``path``
        """
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        # sudo: two names that stand in the public register
        sectors = {each.id: each.name for each in self.sector_id.sudo()}
        procedures = {each.id: each.name for each in self.procedure_id.sudo()}
        return [
            {
                "id": copy.id,
                "code": copy.code or "",
                "title": copy.title,
                "question": copy.question,
                "answer": copy.answer,
                "legal_basis": copy.legal_basis or "",
                "verdict": verdicts.get(copy.verdict, ""),
                "authority": copy.authority_name or "",
                "sector_id": copy.sector_id.id,
                "sector": sectors.get(copy.sector_id.id, ""),
                "procedure_id": copy.procedure_id.id,
                "procedure": procedures.get(copy.procedure_id.id, ""),
                "year": copy.year,
                "asked_on": copy.asked_on,
                "asked_day": format_date(self.env, copy.asked_on),
                "answered_on": copy.answered_on,
                "answered_day": format_date(self.env, copy.answered_on),
                "published_on": copy.published_on,
                "changed_on": copy.changed_on,
                "petitioner": copy.petitioner_name or "",
                "is_looked_at_again": copy.is_looked_at_again,
                "path": copy._public_path(),
            }
            for copy in self
        ]

    def _public_related(self, limit=5):
        """Return further public answers about the same procedure."""
        if not self.procedure_id:
            return self.browse()
        domain = self._public_domain(procedure_id=self.procedure_id.id)
        found = self.search(domain, limit=limit + 1)
        return (found - self)[:limit]
