from . import dialogue_answer
from . import dialogue_feedback
from . import dialogue_feedback_page
from . import dialogue_limit
from . import dialogue_session
from . import ir_attachment
from . import ir_qweb
from . import mail_message
