from odoo import api, fields, models


class DialogueClockOwner(models.AbstractModel):
    """A record with terms of its own: what it still owes by when, in words.

    The model that inherits this has ``clock_ids`` and says in :meth:`_due_sentence`
    what each of its terms asks for.
    """

    _name = "dialogue.clock.owner"
    _description = "Record with Terms"

    clock_lines = fields.Json(
        string="Due days",
        compute="_compute_clock_lines",
        help="The open terms, the nearest first.",
    )
    due_note = fields.Char(string="Time left", compute="_compute_clock_lines")
    due_light = fields.Char(compute="_compute_clock_lines")
    due_icon = fields.Char(compute="_compute_clock_lines")
    due_sentence = fields.Char(string="What is due", compute="_compute_clock_lines")

    @api.depends("clock_ids.due_on", "clock_ids.state", "clock_ids.paused_on")
    @api.depends_context("lang")
    def _compute_clock_lines(self):
        # sudo (in _open): whoever reads a record may know what it still owes by when
        clocks = self.env["dialogue.clock"]._open(self)
        name = clocks._subject_field(self)
        lines = {}
        for clock, line in zip(clocks, clocks._lines(), strict=True):
            lines.setdefault(clock[name].id, []).append((clock, line))
        words = self.env["dialogue.ledger"]
        for record in self:
            own = lines.get(record._origin.id)
            if not own:
                record.update(
                    {
                        "clock_lines": [],
                        "due_note": False,
                        "due_light": False,
                        "due_icon": False,
                        "due_sentence": False,
                    }
                )
                continue
            clock, line = own[0]
            record.clock_lines = [line for _clock, line in own]
            record.due_note = line["note"]
            record.due_light = line["light"]
            record.due_icon = line["icon"]
            record.due_sentence = clock.due_on and record._due_sentence(
                clock.step, words._day_words(clock.due_on)
            )

    def _due_sentence(self, step, day):
        """Say what a term asks for.

        :param str step: key of ``STEPS``
        :param str day: the due day in words
        """
        raise NotImplementedError
