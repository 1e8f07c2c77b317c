from . import dialogue_plan_import
from . import dialogue_plan_copy
from . import dialogue_session_invite
from . import dialogue_session_capture
from . import dialogue_feedback_move
from . import dialogue_feedback_answer
from . import dialogue_feedback_split
from . import dialogue_feedback_refer
