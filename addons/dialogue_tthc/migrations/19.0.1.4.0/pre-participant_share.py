"""The share of time at a session has a target since 19.0.1.4.0."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

COLUMNS = (
    ("res_company", "dialogue_participant_share"),
    ("dialogue_plan", "participant_share"),
)
USUAL = 60


def migrate(cr, _version):
    """Give plans the usual target before their default asks their department's."""
    for table, column in COLUMNS:
        if column_exists(cr, table, column):
            continue
        create_column(cr, table, column, "int4")
        cr.execute(
            SQL(
                "UPDATE %s SET %s = %s",
                SQL.identifier(table),
                SQL.identifier(column),
                USUAL,
            )
        )
