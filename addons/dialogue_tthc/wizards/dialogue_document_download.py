import base64
from urllib.parse import urlencode

from odoo import api, fields, models


class DialogueDocumentDownload(models.TransientModel):
    """A file made for one user who asked for it, gone by tomorrow."""

    _name = "dialogue.document.download"
    _description = "Document to Download"

    name = fields.Char(required=True, readonly=True)
    file = fields.Binary(attachment=True, required=True, readonly=True)

    @api.model
    def _offer(self, content, name, mimetype):
        """Keep a file for the current user and send their browser to it.

        :param bytes content: what the user has the right to see
        :param str name: name of the file
        :param str mimetype: a PDF opens in the browser, all else is saved
        :return: an action
        """
        # sudo: nobody puts files here but the program; the rule on this model lets
        # only the user who asked read it
        download = self.sudo().create({"name": name, "file": base64.b64encode(content)})
        is_pdf = mimetype == "application/pdf"
        query = {"filename": name, "mimetype": mimetype}
        if not is_pdf:
            query["download"] = "true"
        address = f"/web/content/{self._name}/{download.id}/file"
        return {
            "type": "ir.actions.act_url",
            "url": f"{address}?{urlencode(query)}",
            "target": "new" if is_pdf else "download",
        }
