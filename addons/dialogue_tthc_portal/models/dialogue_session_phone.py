from markupsafe import Markup

from odoo import fields, models

from odoo.addons.dialogue_tthc.models.dialogue_session_survey import QUESTIONS
from odoo.addons.dialogue_tthc.models.feedback_states import DESK
from odoo.addons.dialogue_tthc.tools.qr import qr_address

# side of a QR code on the form, in pixels
QR_SIZE = 240


def qr_picture(url, alt):
    """Return the QR code of ``url`` as a picture for a form, or False without one."""
    return url and Markup('<img src="%s" alt="%s" width="%s" height="%s"/>') % (
        qr_address(url),
        alt,
        QR_SIZE,
        QR_SIZE,
    )


class DialogueSession(models.Model):
    """The pages of a session for phones, and their QR codes on its form.

    The links are made of the day and the seal; nothing of them is stored.
    """

    _inherit = "dialogue.session"

    hall_url = fields.Char(
        string="Link for questions", compute="_compute_phone_links", groups=DESK
    )
    hall_qr = fields.Html(
        string="QR code for questions",
        compute="_compute_phone_links",
        sanitize=False,
        groups=DESK,
    )
    survey_url = fields.Char(
        string="Link of the survey", compute="_compute_phone_links", groups=DESK
    )
    survey_qr = fields.Html(
        string="QR code of the survey",
        compute="_compute_phone_links",
        sanitize=False,
        groups=DESK,
    )

    def _compute_phone_links(self):
        alt = self.env._("QR code of the page")
        for session in self:
            for scope in ("hall", "survey"):
                url = session._origin._link_url(scope) if session._origin else False
                session[f"{scope}_url"] = url
                session[f"{scope}_qr"] = qr_picture(url, alt)

    def _console_phone(self):
        if not self._hall_problem():
            kind = "hall"
        elif not self._survey_problem():
            # no more questions by phone: what is left is to say how it was
            kind = "survey"
        else:
            return False
        url = self._link_url(kind)
        return {"kind": kind, "url": url, "qr": qr_address(url)}

    # ------------------------------------------------------------------
    # Plain values for the pages; call them in sudo
    # ------------------------------------------------------------------

    def _portal_head(self):
        """Return what stands above each page for phones."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "issuer": self._issuer_name(),
            "when": self._when_words(),
        }

    def _portal_hall(self, base_url, browser_key):
        """Return the page of the hall for one browser.

        :param str base_url: path of the page
        :param browser_key: random key of the browser, or None for a new one
        :return: dict of ``session``, ``base``, ``problem`` (why nobody can ask, or an
            empty text), ``mine`` and ``others`` (lists of dicts)
        """
        self.ensure_one()
        key = self._hall_key(browser_key) if browser_key else None
        questions_sudo = self.env["dialogue.hall.question"].sudo()
        mine = questions_sudo.browse()
        if key:
            mine = questions_sudo.search(
                [("session_id", "=", self.id), ("sender_key", "=", key)],
                order="id desc",
            )
        others = questions_sudo._hall_shown(self) - mine
        return {
            "session": self._portal_head(),
            "base": base_url,
            "problem": self._hall_problem() or "",
            "mine": [question._portal_asked() for question in mine],
            "others": others._portal_others(key),
        }

    def _portal_survey(self, base_url, browser_key):
        """Return the page of the survey for one browser; see ``_portal_hall``."""
        self.ensure_one()
        return {
            "session": self._portal_head(),
            "base": base_url,
            "problem": self._survey_problem() or "",
            "is_answered": bool(browser_key) and self._survey_is_answered(browser_key),
        }

    def _portal_survey_questions(self):
        """Return the questions of the survey: list of (key, text)."""
        counts = self.env["dialogue.survey.count"]
        labels = dict(counts._fields["question"]._description_selection(self.env))
        return [(key, labels[key]) for key, _label in QUESTIONS]


class DialogueHallQuestion(models.Model):
    _inherit = "dialogue.hall.question"

    def _portal_asked(self):
        """Return what became of one question, for whoever asked it; call it in sudo."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        case = self.feedback_id
        return {
            "url": self._link_path("asked"),
            "question": self.question,
            "name": self.name,
            "organisation": self.organisation or "",
            "is_name_hidden": self.is_name_hidden,
            "state": self.state,
            "state_label": labels[self.state],
            "reason": self.refusal_reason or "",
            "echoes": self.echo_count,
            "code": case.code or "",
            "case_url": case._link_path("case") if case else "",
        }

    def _portal_hall_url(self):
        """Return the way back to the hall, or None; call it in sudo.

        A link that the secretary has renewed is not told to those it was renewed for.
        """
        session = self.session_id
        if session._hall_problem() or self.hall_round != session.hall_round:
            return None
        return session._link_path("hall")

    def _portal_others(self, sender_key):
        """Return what everybody in the hall sees of questions, without any name.

        :param sender_key: sealed key of the browser that looks, or None
        """
        # sudo: which of them this browser counted for already
        echoed = (
            self.env["dialogue.hall.echo"]
            .sudo()
            .search([("question_id", "in", self.ids), ("sender_key", "=", sender_key)])
            .question_id
            if sender_key
            else self.browse()
        )
        return [
            {
                "id": question.id,
                "subject": question.feedback_id.subject,
                "echoes": question.echo_count,
                "is_echoed": question in echoed,
            }
            for question in self
        ]
