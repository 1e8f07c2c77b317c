"""Until 19.0.1.3.0 a meeting could end with questions that nobody had."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Give what ended sessions still owe an owner and a day where one lacks.

    The secretary of the session has it, as whatever comes late from now on.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    sessions = env["dialogue.session"].with_context(active_test=False)
    ended = sessions.search([("state", "in", ("concluding", "closed"))])
    ended._loose_feedback()._take_care()
    closed = ended.filtered(lambda session: session.state == "closed")
    for loose in (closed._loose_commitments(), closed._loose_referrals()):
        # without a day, a referral shows up where it is followed
        loose.filtered(lambda record: not record._has_owner())._take_owner()
