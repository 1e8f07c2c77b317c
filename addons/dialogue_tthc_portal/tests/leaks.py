"""Marks on everything that is no petitioner's business, to look for them afterwards.

Every stored text of the dialogue's models is overwritten by a mark of its own, except
what ``SHOWN`` names: a new field is marked, and looked for, until somebody decides
that it is told to people.
"""

from odoo.tools import SQL

LEAK = "RÒRỈ"
TEXTS = ("char", "text", "html")

# what petitioners, invitees or the public are told; all other texts are internal
SHOWN = {
    "dialogue.agenda.item": {"name", "presenter", "stated_debt"},
    "dialogue.answer": {"body", "legal_basis", "promised_action"},
    "dialogue.attendance": {
        "name",
        "delegate_name",
        "delegate_function",
        "delegate_phone",
        "absence_reason",
        "check_in_code",
    },
    "dialogue.clock": {"legal_basis"},
    "dialogue.commitment": {"name"},
    "dialogue.day": {"name"},
    "dialogue.dissatisfaction.reason": {"name"},
    "dialogue.document": {
        "name",
        "symbol",
        "reference",
        "place",
        "issuer",
        "superior",
        "signer_title",
        "signer_name",
    },
    "dialogue.extension": {"apology"},
    "dialogue.feedback": {
        "code",
        "subject",
        "question",
        "legal_article",
        "info_request",
        "info_answer",
        "refusal_guidance",
        "appeal_reason",
        "reopen_reason",
        "withdrawal_reason",
    },
    # in the letter to that address
    "dialogue.filing": {"drop_reason", "email"},
    # to whoever asked
    "dialogue.hall.question": {"name", "organisation", "question", "refusal_reason"},
    "dialogue.legal.document": {"number", "name", "issuer"},
    # of oneself alone: what one stated, and why it was refused
    "dialogue.membership": {
        "name",
        "tax_code",
        "position",
        "phone",
        "street",
        "ward",
        "province",
        "refuse_reason",
    },
    "dialogue.petitioner": {
        "name",
        "representative",
        "representative_title",
        "tax_code",
        "address",
        "phone",
        "email",
    },
    "dialogue.procedure": {"name", "national_code", "national_key", "local_code"},
    "dialogue.publication": {
        "code",
        "title",
        "question",
        "answer",
        "legal_basis",
        "authority_name",
        "petitioner_name",
    },
    "dialogue.refusal.reason": {"name", "guidance", "legal_basis"},
    "dialogue.sector": {"name"},
    "dialogue.session": {
        "name",
        "location",
        "online_link",
        "result_place",
        "cancel_reason",
    },
    "dialogue.session.material": {"name", "file_name"},
    "dialogue.term": {"legal_basis"},
}
# keys of private links and of forms, codes of languages: a mark there would only break
# them
KEYS = {"form_key", "key", "lang", "link_salt"}


def marked_fields(env):
    """Return the internal texts of the dialogue as list of (model, field name)."""
    return [
        (model, name)
        for model in sorted(env.registry)
        if model.startswith("dialogue.")
        and env[model]._auto
        and not env[model]._abstract
        and not env[model]._transient
        for name, field in env[model]._fields.items()
        if field.store
        and field.column_type
        and field.type in TEXTS
        and name not in SHOWN.get(model, ())
        and name not in KEYS
    ]


def mark(env, model, name, domain=None):
    """Overwrite a column by its mark, by SQL: no rule, step or compute is asked."""
    table, column = env[model]._table, SQL.identifier(name)
    value = SQL("%s || id", f"{LEAK} {model}.{name} ")
    if env[model]._fields[name].translate:
        value = SQL("jsonb_build_object('en_US', %s, 'vi_VN', %s)", value, value)
    env.cr.execute(
        SQL(
            "UPDATE %s SET %s = %s WHERE %s",
            SQL.identifier(table),
            column,
            value,
            domain or SQL("TRUE"),
        )
    )


def mark_everything(env, officials):
    """Mark all internal texts there are.

    :param officials: ``res.users``; who they are and how to reach them is marked, too
    """
    env.flush_all()
    for model, name in marked_fields(env):
        mark(env, model, name)
    # an answer that is not issued is a draft, whatever is in it
    for name in ("body", "legal_basis", "promised_action"):
        draft = SQL("state NOT IN ('issued', 'superseded')")
        mark(env, "dialogue.answer", name, draft)
    petitioner = env.ref("dialogue_tthc.mt_petitioner").id
    internal = SQL(
        "model LIKE 'dialogue.%%' AND subtype_id IS DISTINCT FROM %s", petitioner
    )
    for name in ("body", "subject", "email_from", "reply_to"):
        mark(env, "mail.message", name, internal)
    for name in ("old_value_char", "new_value_char", "old_value_text"):
        mark(env, "mail.tracking.value", name)
    for name in ("summary", "note"):
        mark(env, "mail.activity", name)
    people = SQL("id IN %s", tuple(officials.partner_id.ids))
    for name in ("name", "email", "phone", "function", "street", "comment"):
        mark(env, "res.partner", name, people)
    mark(env, "res.users", "signature", SQL("id IN %s", tuple(officials.ids)))
    for name in ("name", "work_email", "work_phone", "mobile_phone", "job_title"):
        if (
            name in env["hr.employee"]._fields
            and env["hr.employee"]._fields[name].store
        ):
            mark(env, "hr.employee", name)
    env.invalidate_all()
