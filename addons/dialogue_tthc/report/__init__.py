from . import dialogue_feedback_report
from . import dialogue_overview
from . import dialogue_period_report
