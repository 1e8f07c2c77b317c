from .common import DialogueCommon

QUESTION = "Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả."
ANSWER = "<p>Trong 12 tháng kể từ ngày nộp đơn.</p>"


class PublicationCommon(DialogueCommon):
    """Cases that are answered, and their public copies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the one who made the answer on the spot is not the one who publishes
        cls.env["res.lang"]._activate_lang("en_US")

    @classmethod
    def _create_answered(cls, body=ANSWER, **vals):
        """Return a case that was answered on the spot."""
        feedback = cls._create_feedback(origin="at_session", **vals)
        feedback.action_receive()
        cls._answer_on_spot(feedback, body)
        return feedback

    @classmethod
    def _answer_on_spot(cls, feedback, body=ANSWER):
        if feedback.state == "reopened":
            feedback.with_user(cls.desk).action_assign(cls.division.id)
            feedback.with_user(cls.desk).action_return_to_desk("Trả lời tại chỗ")
        feedback.with_user(cls.desk).action_answer_on_spot("guided", body)

    @classmethod
    def _prepare(cls, feedback):
        """Return the public copy that the desk has begun."""
        action = feedback.with_user(cls.desk).action_open_publication()
        return cls.env["dialogue.publication"].browse(action["res_id"])

    @classmethod
    def _publish(cls, feedback):
        """Return the copy of ``feedback``, public."""
        publication = cls._prepare(feedback)
        publication.with_user(cls.leader).action_publish()
        return publication

    @classmethod
    def _clock(cls, feedback):
        """Return the running term for making ``feedback`` public."""
        return cls.env["dialogue.clock"]._open(feedback, ["publish"])

    @classmethod
    def _multiply(cls, publication, count):
        """Copy a public case so many times, by SQL."""
        cls.env.flush_all()
        for table, row, more in (
            (
                "dialogue_feedback",
                publication.feedback_id,
                "'number', t.number + n, 'code', t.code || n",
            ),
            (
                "dialogue_publication",
                publication,
                "'feedback_id', t.feedback_id + n, "
                "'published_on', t.published_on - n * interval '1 minute'",
            ),
        ):
            # far beyond the numbers of this database
            cls.env.cr.execute(
                f"""
                INSERT INTO {table}
                SELECT (jsonb_populate_record(t, jsonb_build_object(
                           'id', t.id + n, {more}))).*
                  FROM {table} t, generate_series(1000000, 1000000 + %s) n
                 WHERE t.id = %s
                """,  # noqa: S608
                (count - 1, row.id),
            )
            cls.env.cr.execute(f"ANALYZE {table}")  # noqa: S608
        cls.env.invalidate_all()
