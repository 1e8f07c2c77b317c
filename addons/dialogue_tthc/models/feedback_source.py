"""Cases and what is joined to them, as SQL, with the eyes of one reader."""

from odoo.tools import SQL

from .dialogue_feedback_due import LEGAL_OFFSET


class CaseSource:
    """The cases of one query and what is joined to them, as the user may see it.

    :param feedbacks: empty recordset of ``dialogue.feedback`` with user and language
    :param query: the cases, as ``_search`` returned them; tables are joined to it
    :param withheld_too: also tell who asked not to be named, to those who may know
    """

    def __init__(self, feedbacks, query, *, withheld_too=False):
        self.env = feedbacks.env
        self.alias = query.table
        self._feedbacks = feedbacks
        self._query = query
        self._withheld_too = withheld_too

    def own(self, name: str) -> SQL:
        """Return a field of the case."""
        return self._feedbacks._field_to_sql(self.alias, name, self._query)

    def of(self, path: str, name: str) -> SQL:
        """Return a field of the record that the links in ``path`` lead to.

        :param path: names of Many2one fields, parted by dots
        """
        alias, model = self._joined(path)
        # sudo: names of catalogues, and the letter, which the reader of a case reads
        return model.sudo()._field_to_sql(alias, name, self._query)

    def day(self, name: str) -> SQL:
        """Return the day in Vietnam of a moment of the case."""
        return SQL("(%s + %s)::date", self.own(name), LEGAL_OFFSET)

    def label(self, name: str) -> SQL:
        """Return the words for a selection field of the case."""
        field = self._feedbacks._fields[name]
        labels = field._description_selection(self.env)
        return SQL(
            "CASE %s %s END",
            self.own(name),
            SQL(" ").join(SQL("WHEN %s THEN %s", key, label) for key, label in labels),
        )

    def petitioner(self, name: str) -> SQL:
        """Return a field of the petitioner; NULL where the reader may not know it."""
        alias = self._petitioner_alias()
        if not alias:
            return SQL("NULL")
        value = SQL.identifier(alias, name)
        if self._withheld_too:
            return value
        hidden = SQL.identifier(self.alias, "is_name_hidden")
        return SQL("CASE WHEN %s THEN NULL ELSE %s END", hidden, value)

    def is_masked(self) -> SQL:
        """Return the condition that the reader may not know who a petitioner is."""
        known = self.petitioner("id")
        return SQL(
            "(%s IS NOT NULL AND %s IS NULL)",
            SQL.identifier(self.alias, "petitioner_id"),
            known,
        )

    def _petitioner_alias(self):
        Petitioner = self.env["dialogue.petitioner"]
        if not Petitioner.has_access("read"):
            return None
        alias = self._query.make_alias(self.alias, "petitioner_id")
        # searched as the reader: the rules of petitioners hold row by row
        self._query.add_join(
            "LEFT JOIN",
            alias,
            "dialogue_petitioner",
            SQL(
                "%s = %s AND %s IN %s",
                SQL.identifier(self.alias, "petitioner_id"),
                SQL.identifier(alias, "id"),
                SQL.identifier(alias, "id"),
                Petitioner._search([]).subselect(),
            ),
        )
        return alias

    def _joined(self, path):
        alias, model = self.alias, self._feedbacks
        for name in path.split("."):
            comodel = self.env[model._fields[name].comodel_name]
            alias = self._query.left_join(alias, name, comodel._table, "id", name)
            model = comodel
        return alias, model
