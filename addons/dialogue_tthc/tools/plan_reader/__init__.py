"""The parts of the plan reader. Use ``plan_text.parse_plan``.

How it reads: a plan is a letterhead, a title, the bases, the body, and the end
(closing sentence, recipients, signature). One stage after the other takes the lines
in turn: it keeps a line or hands it on. Words are compared without accents and in
small letters, so NFC, NFD, capitals and "hoà"/"hòa" are all one.
"""

from .plan import Assignment, Basis, PlanText, TextLine
from .reader import Reader
