from . import test_filing
from . import test_portal
from . import test_portal_clock
from . import test_portal_routes
from . import test_portal_security
from . import test_portal_unanswered
from . import test_tours
from . import test_upload
