from . import test_case_code
