"""Invitations had a key of their own until 19.0.1.1.0, and no letter was written."""

import secrets

from odoo.tools import SQL


def migrate(cr, _version):
    """Make the links of invitees anew, and write no letter for what was announced.

    Whoever is invited to a session that was announced before was told by the desk.
    """
    cr.execute("SELECT id FROM dialogue_attendance ORDER BY id")
    ids = [row[0] for row in cr.fetchall()]
    # a new column has one default for all rows
    cr.execute(
        SQL(
            """
            UPDATE dialogue_attendance AS attendance
               SET link_salt = new.salt
              FROM unnest(%s::int[], %s::varchar[]) AS new(id, salt)
             WHERE attendance.id = new.id
            """,
            ids,
            [secrets.token_urlsafe(16) for _id in ids],
        )
    )
    cr.execute(
        "UPDATE dialogue_session SET is_invited_by_mail = FALSE WHERE state <> 'draft'"
    )
