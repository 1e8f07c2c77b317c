"""The columns that a spreadsheet can bring in, and how departments call them.

For each target one table. All of it is Vietnamese, as the sheets are.
"""

from .attendance import ATTENDANCE
from .feedback import FEEDBACK
from .procedure import PROCEDURE

TARGETS = {"feedback": FEEDBACK, "procedure": PROCEDURE, "attendance": ATTENDANCE}
