from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import AccessError, LockError, UserError


@dataclass(frozen=True)
class Move:
    """One allowed change of state.

    :param name: key of the move; the public method is ``action_<name>``
    :param sources: states the move may start from
    :param target: state it ends in
    :param group: external id of the group that may make the move
    :param needs: names of checks; each is a method ``_need_<name>(move)`` of the
        model that raises ``UserError`` when something is missing
    """

    name: str
    sources: tuple[str, ...]
    target: str
    group: str
    needs: tuple[str, ...] = ()


# of each model the ids of the records that the transaction under way has made
MADE = "dialogue_tthc.made"


class BusyError(UserError):
    """Somebody else has the record at this moment; the same step can be tried again."""


class _Ticket:
    """Proof, inside one call, that a change of ``state`` comes from a move.

    A context key sent over the network can never be an instance of this class.
    """

    __slots__ = ("ids", "target")

    def __init__(self, ids, target):
        self.ids = frozenset(ids)
        self.target = target


class DialogueMovesMixin(models.AbstractModel):
    """Records whose ``state`` changes by the moves of one table and no other way.

    A model that inherits this mixin has a ``state`` selection and gives its table
    in ``_moves``; the first state of the selection is the only one that a record
    can be created in. Forms, imports, ``write``, ``create`` and the network are all
    refused when they set ``state`` themselves.
    """

    _name = "dialogue.moves.mixin"
    _description = "Moves Between States"

    _moves: tuple[Move, ...] = ()
    # True: fields declared readonly are closed to forms, imports and the network too,
    # and written by moves alone
    _closes_readonly = False
    # closed fields that the model's own ``create`` gives; it checks what callers give
    _set_at_creation: frozenset[str] = frozenset()

    def _moves_table(self):
        """Return the moves of this model as a tuple of :class:`Move`."""
        return self._moves

    def _initial_state(self):
        """Return the key of the only state a record may be created in."""
        return self._fields["state"].get_values(self.env)[0]

    def _creation_message(self):
        # one sentence for all: the name of a model is not yet translated while a
        # database is set up, and reads like a machine's afterwards
        return self.env._("Drawn up")

    def _find_move(self, name):
        """Return the move called ``name``.

        :raise UserError: the table has no such move
        """
        for move in self._moves_table():
            if move.name == name:
                return move
        raise UserError(self.env._("There is no step called “%s”.", name))

    def _check_handled(self):
        """Check that the records are the user's to handle, by steps or otherwise.

        Whoever reads a record may handle it, where a model does not say otherwise.

        :raise AccessError: they are not
        """
        self.check_access("read")

    def _may_move(self, move):
        """Say whether the current user belongs to those who may make ``move``."""
        return self.env.su or self.env.user.has_group(move.group)

    def _move(self, name, vals=None, note=None):
        """Make the move ``name`` on all records of ``self`` at once, or on none.

        The records are locked first, so that of two people who move one record at
        the same time one succeeds and the other is told.

        :param dict vals: values to write together with the move; they are written
            before the needs of the move are checked
        :param str note: a sentence for the history of the record
        :raise AccessError: the user may not read the records or not make this move
        :raise UserError: a record stands elsewhere, or something is missing
        """
        if not self:
            return
        move = self._find_move(name)
        self._check_handled()
        if not self._may_move(move):
            raise AccessError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )
        # sudo: the right to make a move comes from the table, which was just asked;
        # those who only read a record (a specialist) move it without a general right
        # to change its fields.
        records_sudo = self.sudo()
        records_sudo._lock_alone()
        records_sudo._check_move_sources(move)
        if vals:
            records_sudo.write(vals)
        for need in move.needs:
            getattr(records_sudo, f"_need_{need}")(move)
        records_sudo._before_move(move)
        ticket = _Ticket(records_sudo.ids, move.target)
        records_sudo.with_context(dialogue_move_ticket=ticket).write(
            {"state": move.target}
        )
        records_sudo._after_move(move, note)

    def _made_here(self):
        """Return those that this transaction made: nobody else sees them yet."""
        made = self.env.cr.precommit.data.get(MADE, {}).get(self._name, ())
        return self.filtered(lambda record: record.id in made)

    def _lock_alone(self):
        """Lock the records of ``self`` (in sudo) until the end of the transaction.

        :raise BusyError: somebody else has locked one of them
        """
        # one move after the other: indexes on states see them in their order
        self.flush_model(["state"])
        seen = self - self._made_here()
        seen.flush_recordset()
        try:
            seen.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise BusyError(
                self.env._(
                    "Somebody else is working on this record right now. "
                    "Wait a moment, load the page again and repeat the step."
                )
            ) from error
        seen.invalidate_recordset(["state"])

    def _keeps_files(self):
        """Say whether the files of this record are evidence and stay as they are."""
        return False

    def _check_move_sources(self, move):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if record.state not in move.sources:
                raise UserError(
                    self.env._(
                        "“%(record)s” is at “%(state)s”, so this step is not "
                        "possible. Load the page again to see what happened.",
                        record=record.display_name,
                        state=labels[record.state],
                    )
                )

    def _before_move(self, move):
        """Hook for values that the new state depends on, such as a number.

        :param Move move: the move about to be made; all its needs are met
        """

    def _after_move(self, move, note=None):
        """Hook for what follows a move: history, activities, dates.

        :param Move move: the move just made on all records of ``self`` (in sudo)
        :param note: a sentence given with the move, or None
        """
        if note and hasattr(self, "message_post"):
            for record in self:
                record.message_post(body=note, subtype_xmlid="mail.mt_note")

    def write(self, vals):
        if "state" in vals:
            ticket = self.env.context.get("dialogue_move_ticket")
            if not (
                isinstance(ticket, _Ticket)
                and vals["state"] == ticket.target
                and ticket.ids.issuperset(self.ids)
            ):
                raise UserError(
                    self.env._(
                        "The status changes by its steps only. "
                        "Use the buttons at the top of the record."
                    )
                )
        self._check_closed_fields(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        initial = self._initial_state()
        # a default of the context or of the user is another door to the state
        default = self.default_get(["state"]).get("state")
        if any(vals.get("state", default) != initial for vals in vals_list):
            raise self._wrong_start(initial)
        given = {"company_id", "state", *self._set_at_creation}
        for vals in (self._given_defaults(), *vals_list):
            self._check_closed_fields(
                {
                    name: value
                    for name, value in vals.items()
                    if value and name not in given
                }
            )
        records = super().create(vals_list)
        made = self.env.cr.precommit.data.setdefault(MADE, {})
        made.setdefault(self._name, set()).update(records.ids)
        return records

    @api.model
    def _given_defaults(self):
        """Return the defaults that callers give: in the context, or as their own.

        A personal default (``ir.default``) is theirs to set, so it is as good as a
        value sent with the record.
        """
        if self.env.su:
            return {}
        defaults = self.env["ir.default"]._get_model_defaults(self._name)
        return {
            **defaults,
            **{
                key.removeprefix("default_"): value
                for key, value in self.env.context.items()
                if key.startswith("default_")
            },
        }

    def _check_closed_fields(self, vals):
        if self.env.su or not self._closes_readonly:
            return
        for name in vals:
            field = self._fields.get(name)
            if field and field.readonly and name != "state":
                raise AccessError(
                    self.env._(
                        "“%(field)s” is filled in by the steps of the record. "
                        "Use the buttons at the top.",
                        field=field._description_string(self.env),
                    )
                )

    def _wrong_start(self, initial):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return UserError(
            self.env._(
                "A new record starts as “%s”. Use the buttons at the top to move it.",
                labels[initial],
            )
        )
