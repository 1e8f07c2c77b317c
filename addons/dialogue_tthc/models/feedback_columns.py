"""The columns of the working table (bảng tổng hợp ý kiến, kiến nghị), in one place.

Each column is SQL over the cases, so that a hundred thousand rows come from one
query. What a reader may not know about a petitioner is masked in it; which rows there
are is decided by ``dialogue_feedback_table.py``, by the rules of the reader.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .dialogue_feedback_due import ANSWERED_STATES
from .feedback_source import CaseSource

_lt = LazyTranslate(__name__)

TEXT, DATE, NUMBER = "text", "date", "number"
_BLOCK_ENDS = r"<(br|/p|/li|/div|/tr|/h[1-6])\M[^>]*>"
# the address of a link stands before its words
_LINK = r"""<a\s[^>]*href=["'](https?://[^"']*)["'][^>]*>"""
# the five that a stored HTML text has; the ampersand last
_ENTITIES = (
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&#39;", "'"),
    ("&amp;", "&"),
)


class Column(NamedTuple):
    """One column of the table.

    :param key: its name for code and templates
    :param title: its heading, translated when it is turned into text
    :param width: in characters, for a spreadsheet
    :param kind: TEXT, DATE (a day in Vietnam) or NUMBER
    :param sql: function of a :class:`CaseSource` that returns the value as SQL; None
        for the rank, which whoever writes the rows counts
    """

    key: str
    title: Any
    width: int
    kind: str
    sql: Callable[[CaseSource], SQL] | None


def _joined_text(parts, separator="; "):
    """Return the parts that are there, one after the other; never NULL."""
    return SQL(
        "concat_ws(%s, %s)",
        separator,
        SQL(", ").join(SQL("NULLIF((%s)::text, '')", part) for part in parts),
    )


def _plain(html):
    """Return the text of a stored HTML text; its blocks are lines.

    As ``tools/plain_html.py`` has it, which a letter is made with; in SQL, because a
    hundred thousand answers are not to be read twice.
    """
    html = SQL("regexp_replace(%s, %s, %s, 'gi')", html, _LINK, r" \1 ")
    text = SQL(
        "regexp_replace(regexp_replace(%s, %s, %s, 'gi'), '<[^>]*>', '', 'g')",
        html,
        _BLOCK_ENDS,
        "\n",
    )
    for entity, character in _ENTITIES:
        text = SQL("replace(%s, %s, %s)", text, entity, character)
    return SQL("btrim(%s, %s)", text, "\n \t\N{NO-BREAK SPACE}")


def _petitioner_name(source):
    label = source.own("petitioner_label")
    return SQL("COALESCE(%s, %s)", source.petitioner("name"), label)


def _petitioner_address(source):
    tax_code = source.petitioner("tax_code")
    known = _joined_text(
        (
            source.petitioner("address"),
            SQL(
                "CASE WHEN %s <> '' THEN %s || %s END",
                tax_code,
                source.env._("Tax code") + " ",
                tax_code,
            ),
        )
    )
    return SQL(
        "CASE WHEN %s THEN %s ELSE %s END",
        source.is_masked(),
        source.env._("Not shown"),
        known,
    )


def _procedure(source):
    codes = (
        source.of("procedure_id", "national_code"),
        source.of("procedure_id", "local_code"),
    )
    code = SQL("COALESCE(NULLIF(%s, ''), %s)", *codes)
    return _joined_text((code, source.of("procedure_id", "name")), " - ")


def _cooperating(source):
    # sudo: the name of a division is no secret
    name = source.env["hr.department"].sudo()._field_to_sql("d", "name")
    return SQL(
        """(SELECT string_agg(%s, '; ' ORDER BY d.id)
            FROM dialogue_feedback_cooperating_rel r
            JOIN hr_department d ON d.id = r.hr_department_id
            WHERE r.dialogue_feedback_id = %s)""",
        name,
        SQL.identifier(source.alias, "id"),
    )


def _answered(source):
    return SQL(
        "CASE WHEN %s IN %s THEN %s END",
        source.own("state"),
        ANSWERED_STATES,
        source.day("answered_on"),
    )


def _published(source):
    return SQL(
        "CASE WHEN %s THEN %s ELSE '' END",
        source.own("is_published"),
        source.env._("Public"),
    )


def _note(source):
    env = source.env
    merged = source.of("merged_into_id", "code")
    return _joined_text(
        (
            SQL(
                "CASE WHEN %s > 0 THEN %s END",
                source.own("reopen_count"),
                env._("Opened again"),
            ),
            SQL(
                "CASE WHEN %s THEN %s END",
                source.own("was_extended"),
                env._("Extended"),
            ),
            source.of("refusal_reason_id", "name"),
            SQL("%s || %s", env._("Merged into") + " ", merged),
            SQL(
                "CASE WHEN %s = 'withdrawn' THEN %s END",
                source.own("state"),
                env._("Withdrawn"),
            ),
        )
    )


# in this order; domain.md 3.2, with the day of the document in a column of its own so
# that it is a date
COLUMNS = (
    Column("rank", _lt("Row no."), 5, NUMBER, None),
    Column("code", _lt("Code"), 19, TEXT, lambda of: of.own("code")),
    Column("petitioner", _lt("Petitioner"), 26, TEXT, _petitioner_name),
    Column("address", _lt("Address, tax code"), 26, TEXT, _petitioner_address),
    Column(
        "channel",
        _lt("Channel, time"),
        18,
        TEXT,
        lambda of: _joined_text((of.label("channel"), of.label("origin"))),
    ),
    Column("received", _lt("Received on"), 12, DATE, lambda of: of.day("received_on")),
    Column("sector", _lt("Sector"), 18, TEXT, lambda of: of.of("sector_id", "name")),
    Column("procedure", _lt("Procedure (code, name)"), 24, TEXT, _procedure),
    Column("question", _lt("Petition"), 48, TEXT, lambda of: of.own("question")),
    Column("kind", _lt("Kind"), 16, TEXT, lambda of: of.label("kind")),
    Column(
        "lead",
        _lt("Lead division"),
        18,
        TEXT,
        lambda of: of.of("department_id", "name"),
    ),
    Column("cooperating", _lt("Cooperating divisions"), 18, TEXT, _cooperating),
    Column("way", _lt("Way of answering"), 18, TEXT, lambda of: of.label("outcome")),
    Column(
        "answer",
        _lt("Answer"),
        48,
        TEXT,
        lambda of: _plain(of.of("answer_id", "body")),
    ),
    Column(
        "document",
        _lt("Number of the document"),
        16,
        TEXT,
        lambda of: of.of("answer_id.document_id", "reference"),
    ),
    Column(
        "document_day",
        _lt("Day of the document"),
        12,
        DATE,
        lambda of: of.of("answer_id.document_id", "date"),
    ),
    Column("due", _lt("Due on"), 12, DATE, lambda of: of.own("date_deadline")),
    Column("answered", _lt("Completed on"), 12, DATE, _answered),
    Column("standing", _lt("Standing"), 15, TEXT, lambda of: of.label("due_state")),
    Column("published", _lt("Made public"), 11, TEXT, _published),
    Column(
        "satisfaction",
        _lt("Satisfaction (1 to 5)"),
        11,
        NUMBER,
        lambda of: SQL("NULLIF(%s, 0)", of.own("satisfaction")),
    ),
    Column("note", _lt("Note"), 20, TEXT, _note),
)
BY_KEY = {column.key: column for column in COLUMNS}


def chosen(keys=None) -> tuple[Column, ...]:
    """Return the columns called ``keys`` in this order; all of them without keys."""
    return tuple(BY_KEY[key] for key in keys) if keys else COLUMNS
