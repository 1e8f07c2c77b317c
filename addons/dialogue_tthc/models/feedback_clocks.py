"""The one table of what each move of a case does to its terms.

Every step of ``feedback_states.MOVES`` that touches a due day has a row here; one that
has none leaves the clocks alone. ``dialogue_feedback_clock.py`` carries it out.
"""

from dataclasses import dataclass

ALL = ("*",)
PUBLISHING = ("publish",)
# the terms of a case that stand still while its petitioner is asked for more
HANDLING = ("accept", "classify", "refer", "answer", "update")


@dataclass(frozen=True)
class ClockChange:
    """What one move does to the terms of a case, in this order.

    :param stops: steps whose terms end; ``ALL`` for every one
    :param pauses: steps whose terms stand still from today
    :param resumes: steps whose terms go on from tomorrow
    :param starts: steps whose terms begin, where none of them runs; that of
        publishing only where something is to be made public
    """

    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


CLOCKS_OF_MOVES = {
    "receive": ClockChange(starts=("accept", "classify")),
    "appeal": ClockChange(starts=("accept", "classify")),
    "unmerge": ClockChange(starts=("accept", "classify")),
    "accept": ClockChange(stops=("accept",), starts=("answer", "update")),
    "ask_info": ClockChange(pauses=HANDLING, starts=("supplement",)),
    "info_received": ClockChange(stops=("supplement",), resumes=HANDLING),
    "info_accepted": ClockChange(
        stops=("supplement",), resumes=HANDLING, starts=("classify",)
    ),
    "info_assigned": ClockChange(stops=("supplement",), resumes=HANDLING),
    "assign": ClockChange(stops=("classify",)),
    "return_to_desk": ClockChange(starts=("classify",)),
    "refer": ClockChange(stops=("classify", "refer"), pauses=("answer",)),
    "take_back": ClockChange(resumes=("answer",), starts=("classify",)),
    "reopen": ClockChange(stops=("publish",), starts=("answer", "update", "classify")),
    "issue": ClockChange(stops=ALL, starts=PUBLISHING),
    "answer_on_spot": ClockChange(stops=ALL, starts=PUBLISHING),
    "issue_reply": ClockChange(stops=ALL, starts=PUBLISHING),
    "refuse": ClockChange(stops=ALL),
    "withdraw": ClockChange(stops=ALL),
    "withdraw_unanswered": ClockChange(stops=ALL),
    "merge": ClockChange(stops=ALL),
}
