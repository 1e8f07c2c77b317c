from .common_journey import DialogueJourneyCommon


class ReferralCommon(DialogueJourneyCommon):
    """Cases that go to the superior body, or to a ministry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Referral = cls.env["dialogue.referral"]
        cls.ministry = cls.env["res.partner"].create({"name": "Bộ KH&CN"})

    def _plan(self, feedbacks, **arguments):
        """Put cases on the draft referral, as the desk."""
        return feedbacks.with_user(self.desk).action_plan_referral(**arguments)

    def _accepted(self, count=1, **vals):
        feedbacks = self.env["dialogue.feedback"]
        for _index in range(count):
            feedbacks |= self._bring_to("accepted", **vals)
        return feedbacks

    def _sent(self, count=2):
        """Return a referral that was sent with ``count`` cases, as the desk."""
        referral = self._plan(self._accepted(count))
        referral.action_submit()
        referral.with_user(self.leader).action_send()
        return referral

    def _reply(self, line, **vals):
        line.write({"reply": "<p>Tỉnh đồng ý.</p>", "verdict": "resolved", **vals})
