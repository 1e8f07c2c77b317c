"""What was sent twice was recognised by a key on the case; now by its form."""

from odoo.tools.sql import column_exists


def migrate(cr, _version):
    """Give each case that came by the form the form that it came by.

    Nothing of what was typed is known any more but the case itself.
    """
    if not column_exists(cr, "dialogue_feedback", "filing_key"):
        return
    cr.execute(
        """
        WITH filing AS (
            INSERT INTO dialogue_filing (
                form_key, company_id, partner_id, fingerprint, state, link_salt,
                submitted_on, create_uid, write_uid, create_date, write_date
            )
            SELECT md5(filing_key || id), company_id, partner_id, filing_key, 'filed',
                   md5(random()::text || clock_timestamp()::text),
                   COALESCE(received_on, create_date), 1, 1, create_date, create_date
              FROM dialogue_feedback
             WHERE filing_key IS NOT NULL AND filing_id IS NULL
         RETURNING id, partner_id, fingerprint
        )
        UPDATE dialogue_feedback AS feedback
           SET filing_id = filing.id
          FROM filing
         WHERE filing.fingerprint = feedback.filing_key
           AND filing.partner_id IS NOT DISTINCT FROM feedback.partner_id
        """
    )
