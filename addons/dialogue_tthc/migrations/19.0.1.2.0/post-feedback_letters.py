"""Letters to petitioners say more since 19.0.1.2.0: secret, until when to reopen."""

from odoo import SUPERUSER_ID, api

CHANGED = (
    "dialogue_tthc.mail_template_feedback_received",
    "dialogue_tthc.mail_template_feedback_refused",
    "dialogue_tthc.mail_template_feedback_answered",
)


def migrate(cr, _version):
    """Renew the letters that changed, unless people have put them in their words.

    The private link is part of the layout, so that a letter in other words has it, too.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for xmlid in CHANGED:
        template = env.ref(xmlid, raise_if_not_found=False)
        if template and template.write_uid.id == SUPERUSER_ID:
            template.reset_template()
