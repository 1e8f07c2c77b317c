"""Accounts lay under their organisation until 19.0.1.1.0: they become its members."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Take over those whom the desk itself put under an organisation."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["dialogue.membership"]._adopt_accounts()
