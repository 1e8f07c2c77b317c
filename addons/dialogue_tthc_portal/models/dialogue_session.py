from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

ANSWERS_SHOWN = 50


class DialogueSession(models.Model):
    """What the pages show of a session: plain values, picked one by one.

    No draft, no official and no link to join is among them.
    """

    _inherit = "dialogue.session"

    @api.model
    def _portal_open_sessions(self, company):
        """Return the sessions of ``company`` that take questions in advance, in sudo.

        They are announced, and the last day for questions has not passed. What a
        petitioner may know of them is their name, time and that day.

        :param res.company company: whose sessions
        """
        # sudo: announced sessions are public; the domain leaves out all others
        sessions_sudo = self.sudo()
        today = company._dialogue_today()
        deadline = Domain("question_deadline", "=", False) | Domain(
            "question_deadline", ">=", today
        )
        return sessions_sudo.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "announced")
            & deadline,
            order="date_start, id",
        )

    @api.model
    def _portal_public(self, session_id):
        """Return the session with this id in sudo, or none if it is not public."""
        # sudo: announced sessions are public; the domain leaves out all others
        sessions_sudo = self.sudo().with_context(active_test=False)
        if not 0 < session_id < 2**31:
            return sessions_sudo.browse()
        return sessions_sudo.search(
            Domain("id", "=", session_id) & self._public_domain(), limit=1
        )

    def action_open_page(self):
        """Open the page that everybody sees of this session."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._public_path(),
            "target": "new",
        }

    def _portal_session(self, files_url, audiences=("public",)):
        """Return one session as plain values; call it in sudo.

        :param str files_url: where its files are served: an id follows
        :param audiences: which files are shown, keys of ``AUDIENCES``
        :return: dict
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        modes = dict(self._fields["mode"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "state_label": states[self.state],
            "issuer": self._issuer_name(),
            "when": self._when_words(),
            "where": self._where_words(),
            "mode": modes[self.mode],
            "is_online": self.mode in ("online", "hybrid"),
            "sectors": self.sector_ids.mapped("name"),
            "questions_until": self.question_deadline
            and self._day_words(self.question_deadline),
            "takes_questions": self in self._portal_open_sessions(self.company_id),
            "agenda": self._portal_agenda(),
            "files": self._portal_materials(files_url, audiences),
            "cancel_reason": self.state == "cancelled" and self.cancel_reason,
            "replacement": self._portal_replacement(),
            "result": self._portal_result(),
            **self._portal_answers(),
            "url": self._public_path(),
        }

    def _portal_agenda(self):
        """Return the items of the agenda: ``time``, ``name`` and ``presenter``.

        The item about what earlier sessions owe says it in numbers, as ``debt``.
        """
        is_timed = self.mode != "in_writing"
        return [
            {
                "time": self._hour_words(item.date_start)
                if is_timed and item.date_start
                else "",
                "name": item.name,
                "presenter": item.presenter or "",
                "debt": item.debt or "",
                # stated in the language of the department, counted in that of the page
                "debt_lang": "vi" if item.stated_debt else None,
            }
            for item in self.agenda_item_ids.sorted("sequence")
        ]

    def _portal_materials(self, files_url, audiences):
        """Return the files that are handed out, as ``file_list`` shows them."""
        materials = self.material_ids.filtered(
            lambda material: material.audience in audiences
        )
        sizes = materials._size()
        return [
            {
                "name": material.name,
                "size": sizes.get(material.id, 0),
                "url": f"{files_url}{material.id}",
            }
            for material in materials
        ]

    def _portal_replacement(self):
        """Return name and page of the session in place of this one, or None."""
        other = self.replaced_by_id
        if self.state != "cancelled" or not other or not other._is_public():
            return None
        return {
            "name": other.name,
            "when": other._when_words(),
            "url": other._public_path(),
        }

    def _portal_result(self):
        """Return the published result of one session, or None.

        :return: dict of ``day``, ``place`` (where else it is), ``is_link``,
            ``conclusion`` (markup), ``figures`` (see ``_result_figures``) and ``debt``
            (see ``_public_debt``), the last three only where the result is published
            on our own page
        """
        if not self.result_published_on:
            return None
        place = self.result_place or ""
        is_ours = self.is_result_public
        return {
            "day": format_date(self.env, self.result_published_on),
            "place": "" if is_ours else place,
            "is_link": place.startswith(("https://", "http://")),
            "conclusion": is_ours and self.conclusion,
            "figures": self._result_figures() if is_ours else None,
            "debt": self._public_debt() if is_ours else None,
        }

    def _portal_answers(self):
        """Return the newest public answers to questions of one session.

        :return: dict: ``answers`` (list of dict of str: ``title`` and ``url``), and,
            where there are more, ``answers_label`` (how many) and ``answers_url``
            (of all of them), else empty
        """
        publications = self.env["dialogue.publication"]._for_everybody()
        domain = publications._public_domain(session_id=self.id)
        found, total, is_more = publications._public_page(domain, size=ANSWERS_SHOWN)
        values = {
            "answers": [
                {"title": copy.title, "url": copy._public_path()} for copy in found
            ],
            "answers_label": "",
            "answers_url": "",
        }
        if total > len(found):
            words = {"shown": len(found), "total": total}
            values["answers_label"] = (
                self.env._(
                    "These are the newest %(shown)s of more than %(total)s.", **words
                )
                if is_more
                else self.env._("These are the newest %(shown)s of %(total)s.", **words)
            )
            values["answers_url"] = f"/dialogue/answers?session={self.id}"
        return values
