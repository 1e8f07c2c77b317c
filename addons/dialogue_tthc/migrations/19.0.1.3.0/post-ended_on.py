"""Cases did not know when they ended without an answer until 19.0.1.2.0."""


def migrate(cr, _version):
    """Take the day of the last change of status out of the history of each case."""
    cr.execute(
        """
        WITH moved AS (
            SELECT message.res_id, max(message.date) AS day
              FROM mail_message message
              JOIN mail_tracking_value value ON value.mail_message_id = message.id
              JOIN ir_model_fields field ON field.id = value.field_id
             WHERE message.model = 'dialogue.feedback'
               AND field.model = 'dialogue.feedback'
               AND field.name = 'state'
             GROUP BY message.res_id
        )
        UPDATE dialogue_feedback AS feedback
           SET ended_on = COALESCE(moved.day, feedback.write_date)
          FROM dialogue_feedback AS old
          LEFT JOIN moved ON moved.res_id = old.id
         WHERE feedback.id = old.id
           AND feedback.ended_on IS NULL
           AND feedback.state IN ('refused', 'withdrawn', 'merged')
        """
    )
