"""The one table of moves of a case (phản ánh, kiến nghị).

Every change of ``dialogue.feedback.state`` is a row here; what is not here cannot
happen. The methods that carry the moves out are in ``dialogue_feedback_moves.py``.
"""

from .moves_mixin import Move

SPECIALIST = "dialogue_tthc.dialogue_tthc_group_specialist"
DESK = "dialogue_tthc.dialogue_tthc_group_desk"
LEADER = "dialogue_tthc.dialogue_tthc_group_leader"

STATES = [
    ("draft", "Draft"),
    ("received", "Received"),
    ("need_info", "Waiting for information"),
    ("accepted", "Accepted"),
    ("assigned", "Assigned"),
    ("drafting", "Answer being drafted"),
    ("review", "Answer under review"),
    ("referred", "Referred"),
    ("reopened", "Reopened"),
    ("answered", "Answered"),
    ("closed", "Closed"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
    ("merged", "Merged"),
]
OPEN_STATES = (
    "draft",
    "received",
    "need_info",
    "accepted",
    "assigned",
    "drafting",
    "review",
    "referred",
    "reopened",
)
# states in which an answer is owed: filed, and not yet at an end
OWED_STATES = OPEN_STATES[1:]
ENDED_STATES = ("answered", "closed", "refused", "withdrawn", "merged")

# the move by which a case gets its number
FIRST_RECEIPT = "receive"

MOVES = (
    Move(FIRST_RECEIPT, ("draft",), "received", DESK, ("content", "petitioner")),
    # answered in an old register, before this system; see
    # dialogue_feedback_taken_over.py
    Move(
        "take_over",
        ("draft",),
        "closed",
        DESK,
        ("content", "petitioner", "taken_over", "issued_answer"),
    ),
    Move(
        "ask_info",
        ("received", "accepted", "assigned", "drafting"),
        "need_info",
        SPECIALIST,
        ("info_request",),
    ),
    Move("info_received", ("need_info",), "received", DESK, ("not_accepted_yet",)),
    Move("info_accepted", ("need_info",), "accepted", DESK, ("accepted_before",)),
    Move("info_assigned", ("need_info",), "assigned", DESK, ("assigned_before",)),
    Move("accept", ("received",), "accepted", DESK, ("identity",)),
    Move("refuse", ("received",), "refused", DESK, ("refusal",)),
    Move("appeal", ("refused",), "received", DESK, ("first_appeal",)),
    Move(
        "assign",
        ("accepted", "reopened"),
        "assigned",
        DESK,
        ("department", "deadline"),
    ),
    Move("return_to_desk", ("assigned", "drafting"), "accepted", SPECIALIST),
    Move("start_draft", ("assigned",), "drafting", SPECIALIST),
    Move("submit", ("drafting",), "review", SPECIALIST, ("draft_answer",)),
    Move("return_draft", ("review",), "drafting", LEADER),
    Move("issue", ("review",), "answered", LEADER, ("issued_answer",)),
    Move(
        "answer_on_spot",
        ("accepted",),
        "answered",
        DESK,
        ("session", "issued_answer"),
    ),
    Move(
        "refer",
        ("accepted", "assigned", "drafting"),
        "referred",
        DESK,
        ("sent_referral",),
    ),
    Move("take_back", ("referred",), "accepted", DESK),
    Move("issue_reply", ("referred",), "answered", LEADER, ("issued_answer",)),
    Move("close", ("answered",), "closed", DESK),
    Move("reopen", ("answered", "closed"), "reopened", DESK, ("reopen_reason",)),
    Move("withdraw", OPEN_STATES, "withdrawn", DESK),
    Move(
        "withdraw_unanswered",
        ("need_info",),
        "withdrawn",
        DESK,
        ("supplement_over",),
    ),
    Move("merge", OPEN_STATES, "merged", DESK, ("merge_target",)),
    Move("unmerge", ("merged",), "received", DESK),
)
