"""Every route of this addon, and how it must answer to whoever has no business there.

A route that is not in here fails the tests; ``test_route_matrix.py`` tries each row
with every kind of person, key and method.
"""

from dataclasses import dataclass, field

LIST = "/my/feedback"
CASE = f"{LIST}/<int:feedback_id>"
ORGANISATION = "/my/organisation"
LINK = "/dialogue/case/<string:token>"
RATING = "/dialogue/rating/<string:token>"
LOOKUP = "/dialogue/lookup"
SESSIONS = "/my/sessions"
INVITATION = f"{SESSIONS}/<int:attendance_id>"
INVITATION_LINK = "/dialogue/invitation/<string:token>"
SESSION = "/dialogue/sessions/<int:session_id>"
REGISTER = "/dialogue/answers"
ASK = "/dialogue/ask"
FILING = "/dialogue/filing/<string:token>"
CHECK_IN = "/dialogue/check-in/<string:token>"
HALL = "/dialogue/hall/<string:token>"
ASKED = "/dialogue/asked/<string:token>"
SURVEY = "/dialogue/survey/<string:token>"


@dataclass(frozen=True)
class Route:
    """One route.

    :param method: the one method it takes
    :param door: who gets in: ``account`` (signed in; with an id in the path, the
        owner of that case), ``public`` (anybody), or the scope of the private link
        whose token is in the path
    :param missing: status for an id or token that is not there, not one's own, wrong
        or too old: one answer for all of them; None where the path has neither
    :param signed_in: status for a petitioner who is signed in, where the page is
        meant for those who are not
    :param data: values that would change something if they got through
    """

    method: str
    door: str = "account"
    missing: int | None = None
    data: dict = field(default_factory=dict)
    signed_in: int = 200


REPLY = {"answer": "decline", "reason": "KẺ LẠ GHI"}

ROUTES = {
    # Every page
    "/dialogue/display": Route("POST", door="public", data={"size": "larger"}),
    # A form without a line
    "/dialogue/offline": Route("GET", door="public"),
    f"{ASK}/offline.js": Route("GET", door="public"),
    f"{LIST}/new/offline.js": Route("GET", door="public"),
    # Public
    "/dialogue": Route("GET", door="public"),
    REGISTER: Route("GET", door="public"),
    f"{REGISTER}/page/<int:page>": Route("GET", door="public"),
    f"{REGISTER}/<int:publication_id>": Route("GET", door="public", missing=404),
    f"{REGISTER}.atom": Route("GET", door="public"),
    f"{REGISTER}.json": Route("GET", door="public"),
    "/dialogue/similar": Route("GET", door="public"),
    # My cases
    LIST: Route("GET"),
    f"{LIST}/page/<int:page>": Route("GET"),
    f"{LIST}/new": Route("GET"),
    f"{LIST}/submit": Route("POST", data={"subject": "KẺ LẠ GHI"}),
    f"{LIST}/draft": Route("POST", data={"subject": "KẺ LẠ GHI"}),
    CASE: Route("GET", missing=303),
    f"{CASE}/file/<int:attachment_id>": Route("GET", missing=404),
    f"{CASE}/info": Route("POST", missing=303, data={"body": "KẺ LẠ GHI"}),
    f"{CASE}/message": Route("POST", missing=303, data={"body": "KẺ LẠ GHI"}),
    f"{CASE}/receipt": Route("GET", missing=303),
    f"{CASE}/withdraw": Route("POST", missing=303, data={"body": "KẺ LẠ GHI"}),
    f"{CASE}/reopen": Route("POST", missing=303, data={"body": "KẺ LẠ GHI"}),
    f"{CASE}/appeal": Route("POST", missing=303, data={"body": "KẺ LẠ GHI"}),
    f"{CASE}/rate": Route("POST", missing=303, data={"level": "1"}),
    f"{CASE}/share": Route("POST", missing=303, data={"is_shared": "1"}),
    # My organisation
    ORGANISATION: Route("GET"),
    f"{ORGANISATION}/request": Route("POST", data={"organisation": "KẺ LẠ GHI"}),
    f"{ORGANISATION}/withdraw": Route("POST"),
    f"{ORGANISATION}/leave": Route("POST"),
    f"{ORGANISATION}/sharing": Route("POST", data={"is_sharing_default": "1"}),
    f"{ORGANISATION}/members/<int:membership_id>": Route(
        "POST", missing=303, data={"step": "approve"}
    ),
    # A case by its private link
    LINK: Route("GET", "case", 404),
    f"{LINK}/file/<int:attachment_id>": Route("GET", "case", 404),
    f"{LINK}/receipt": Route("GET", "case", 404),
    f"{LINK}/info": Route("POST", "case", 404, {"body": "KẺ LẠ GHI"}),
    f"{LINK}/message": Route("POST", "case", 404, {"body": "KẺ LẠ GHI"}),
    f"{LINK}/withdraw": Route("POST", "case", 404, {"body": "KẺ LẠ GHI"}),
    f"{LINK}/reopen": Route("POST", "case", 404, {"body": "KẺ LẠ GHI"}),
    f"{LINK}/appeal": Route("POST", "case", 404, {"body": "KẺ LẠ GHI"}),
    f"{LINK}/rate": Route("POST", "case", 404, {"level": "1"}),
    # The rating by its private link
    RATING: Route("GET", "rating", 404),
    f"{RATING}/vote": Route("POST", "rating", 404, {"level": "5"}),
    f"{RATING}/solved": Route("POST", "rating", 404, {"solved_later": "no"}),
    # Looking a case up
    LOOKUP: Route("GET", "public"),
    f"{LOOKUP}/open": Route("POST", "public", data={"code": "x", "secret": "x"}),
    f"{LOOKUP}/mail": Route("POST", "public", data={"code": "x", "email": "x"}),
    # My invitations
    SESSIONS: Route("GET"),
    f"{SESSIONS}/page/<int:page>": Route("GET"),
    INVITATION: Route("GET", missing=303),
    f"{INVITATION}/reply": Route("POST", missing=303, data=REPLY),
    f"{INVITATION}/calendar.ics": Route("GET", missing=404),
    f"{INVITATION}/file/<int:material_id>": Route("GET", missing=404),
    INVITATION_LINK: Route("GET", "invitation", missing=404),
    f"{INVITATION_LINK}/reply": Route("POST", "invitation", missing=404, data=REPLY),
    f"{INVITATION_LINK}/calendar.ics": Route("GET", "invitation", missing=404),
    f"{INVITATION_LINK}/file/<int:material_id>": Route(
        "GET", "invitation", missing=404
    ),
    # Sessions, for everybody
    "/dialogue/sessions": Route("GET", "public"),
    "/dialogue/sessions/page/<int:page>": Route("GET", "public"),
    SESSION: Route("GET", "public", missing=404),
    f"{SESSION}/calendar.ics": Route("GET", "public", missing=404),
    f"{SESSION}/file/<int:material_id>": Route("GET", "public", missing=404),
    f"{CASE}/consent": Route("POST", missing=303),
    # Filing without an account
    ASK: Route("GET", "public", signed_in=303),
    f"{ASK}/submit": Route("POST", "public", data={"subject": "KẺ LẠ GHI"}),
    f"{ASK}/sent": Route("GET", "public"),
    f"{ASK}/mail": Route("POST", "public", data={"email": "ke-la@example.com"}),
    FILING: Route("GET", "filing", 404),
    f"{FILING}/confirm": Route("POST", "filing", 404),
    # By phone at a session
    CHECK_IN: Route("GET", "check_in", 404),
    f"{CHECK_IN}/arrive": Route("POST", "check_in", 404),
    HALL: Route("GET", "hall", 404),
    f"{HALL}/ask": Route("POST", "hall", 404, {"name": "x", "question": "KẺ LẠ GHI"}),
    f"{HALL}/echo": Route("POST", "hall", 404, {"question": "1"}),
    ASKED: Route("GET", "asked", 404),
    SURVEY: Route("GET", "survey", 404),
    f"{SURVEY}/answer": Route(
        "POST", "survey", 404, {"clear": "1", "heard": "1", "helpful": "1"}
    ),
    # Whose a case is, by its private link
    f"{LINK}/claim": Route("POST", "case", 404),
    f"{LINK}/consent": Route("POST", "case", 404),
}

# routes of Odoo of which this addon does a part: who may use them is Odoo's business
EXTENDED = frozenset({"/my", "/my/address/submit", "/web/login", "/web/signup"})
# of officials: tested with what they hand out; here only that nobody else gets in
OFFICE = frozenset({"/dialogue/export/<int:export_id>"})
