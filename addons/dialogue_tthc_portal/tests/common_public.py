from .common import PortalHttpCommon


class PublicCommon(PortalHttpCommon):
    """Public answers, and what must not be public."""

    @classmethod
    def _publish(cls, **vals):
        """Return the public copy of an answered case of the enterprise."""
        publication = cls._prepare(**vals)
        publication.with_user(cls.leader).action_publish()
        return publication

    @classmethod
    def _prepare(cls, body="<p>Trong 12 tháng.</p>", **vals):
        feedback = cls._create_own(**vals)
        cls._answer(feedback, body)
        action = feedback.with_user(cls.desk).action_open_publication()
        return cls.env["dialogue.publication"].browse(action["res_id"])
