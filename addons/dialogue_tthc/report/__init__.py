from . import dialogue_feedback_report
