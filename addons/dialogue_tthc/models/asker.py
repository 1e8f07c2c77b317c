from odoo.exceptions import UserError


def as_asker(record, user, company, companies=None):
    """Return ``record`` with the rights of whoever asked for a job, as they are now.

    :param record: what was asked for, of any model
    :param res.users user: who asked
    :param res.company company: the department that it is for
    :param companies: ids of the departments that they looked at; that one alone if not
        given
    :raise UserError: they are gone, or belong to the department no more
    """
    # sudo: to which departments somebody belongs; nothing else is read so
    user_sudo = user.sudo()
    wanted = companies or company.ids
    # commands of the server act as a user that is archived
    is_server = user_sudo._is_superuser()
    allowed = (
        wanted if is_server else [i for i in wanted if i in user_sudo.company_ids.ids]
    )
    if not (user_sudo.active or is_server) or company.id not in allowed:
        raise UserError(
            record.with_context(lang=user_sudo.lang).env._(
                "Whoever asked for this may not have it any more: they have left, or "
                "belong to another department now."
            )
        )
    return (
        record.with_user(user)
        .with_company(company)
        .with_context(allowed_company_ids=allowed, lang=user_sudo.lang, tz=user_sudo.tz)
    )
