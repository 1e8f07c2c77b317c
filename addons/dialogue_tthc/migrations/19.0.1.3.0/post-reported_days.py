"""Cases did not know when they became public or were rated until 19.0.1.2.0."""


def migrate(cr, _version):
    """Take the days from the public copies and the votes."""
    cr.execute(
        """
        UPDATE dialogue_feedback AS feedback
           SET published_on = publication.published_on
          FROM dialogue_publication AS publication
         WHERE publication.feedback_id = feedback.id
           AND publication.published_on IS NOT NULL
           AND feedback.published_on IS NULL
        """
    )
    cr.execute(
        """
        UPDATE dialogue_feedback AS feedback
           SET rated_on = rating.rated_on
          FROM dialogue_rating AS rating
         WHERE rating.feedback_id = feedback.id
           AND rating.level IS NOT NULL
           AND feedback.rated_on IS NULL
        """
    )
