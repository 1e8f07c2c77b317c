"""Run Odoo's own command line as a script. With workers it starts itself again by the
name that it was started by, which a module started with ``-m`` has none of.
"""

from odoo.cli.command import main

if __name__ == "__main__":
    main()
