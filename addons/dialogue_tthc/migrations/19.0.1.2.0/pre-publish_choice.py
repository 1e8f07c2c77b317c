"""What may be public is asked since 19.0.1.2.0; nobody was asked before."""

from odoo.tools.sql import column_exists, create_column


def migrate(cr, _version):
    """Let nothing become public of cases whose petitioner never chose.

    Before the field is there: its default is for those who are asked.
    """
    if column_exists(cr, "dialogue_feedback", "publish_choice"):
        return
    create_column(cr, "dialogue_feedback", "publish_choice", "varchar")
    cr.execute("UPDATE dialogue_feedback SET publish_choice = 'nothing'")
