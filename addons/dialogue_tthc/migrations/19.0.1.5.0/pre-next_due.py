"""Lists of work follow the next day that binds since 19.0.1.5.0."""

from odoo.tools.sql import column_exists, create_column

TABLE = "dialogue_feedback"


def migrate(cr, _version):
    """Fill the columns at once, before they would be computed case by case."""
    if column_exists(cr, TABLE, "next_due_on"):
        return
    create_column(cr, TABLE, "next_due_on", "date")
    create_column(cr, TABLE, "next_paused_on", "date")
    cr.execute(
        """
        UPDATE dialogue_feedback
           SET next_due_on = date_deadline, next_paused_on = paused_on
         WHERE date_deadline IS NOT NULL OR paused_on IS NOT NULL
        """
    )
    # the one open clock of a step that a case can have
    cr.execute(
        """
        UPDATE dialogue_feedback AS f
           SET next_due_on = c.due_on,
               next_paused_on = CASE WHEN c.state = 'paused' THEN c.paused_on END
          FROM dialogue_clock AS c
         WHERE c.feedback_id = f.id AND c.step = 'accept' AND c.state <> 'stopped'
        """
    )
