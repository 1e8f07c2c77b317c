from odoo import models


class DialogueFeedback(models.Model):
    """A case that is sealed afterwards is not read in the spreadsheet it came from."""

    _inherit = "dialogue.feedback"

    def _shut_out(self):
        res = super()._shut_out()
        # sudo: rows and files are closed to everybody, and those who seal a case may
        # not read imports
        rows_sudo = (
            self.env["dialogue.sheet.row"]
            .sudo()
            .search(
                [
                    ("res_id", "in", self.sudo().filtered("is_sealed").ids),
                    ("import_id.target", "=", "feedback"),
                ]
            )
        )
        rows_sudo.write(
            {
                "name": False,
                "summary": False,
                "message": False,
                "cells": None,
                "values": None,
            }
        )
        done_sudo = rows_sudo.import_id.filtered(lambda one: one.state == "done")
        done_sudo.write({"file": False})
        return res
