"""Sessions had no links of their own until 19.0.1.3.0."""

import secrets

from odoo.tools import SQL


def migrate(cr, _version):
    """Give each session a salt of its own: a new column has one default for all."""
    cr.execute("SELECT id FROM dialogue_session ORDER BY id")
    ids = [row[0] for row in cr.fetchall()]
    cr.execute(
        SQL(
            """
            UPDATE dialogue_session AS session
               SET link_salt = new.salt
              FROM unnest(%s::int[], %s::varchar[]) AS new(id, salt)
             WHERE session.id = new.id
            """,
            ids,
            [secrets.token_urlsafe(16) for _id in ids],
        )
    )
