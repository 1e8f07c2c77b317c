"""A petitioner read their own cases alone until 19.0.1.0.0."""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert

RULE = "dialogue_tthc_portal.dialogue_feedback_rule_portal"
OLD = "[('partner_id', '=', user.partner_id.id), ('state', '!=', 'draft')]"


def migrate(cr, _version):
    """Let the rule know of colleagues, unless people have put it in their own way."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref(RULE, raise_if_not_found=False)
    if rule and rule.domain_force.strip() == OLD:
        convert.convert_file(
            env,
            "dialogue_tthc_portal",
            "security/dialogue_feedback_security.xml",
            {},
            mode="init",
            noupdate=False,
        )
