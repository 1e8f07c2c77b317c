from . import test_case_code
from . import test_feedback_moves
