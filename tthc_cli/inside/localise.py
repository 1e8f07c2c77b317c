"""Make a new database Vietnamese. Runs inside Odoo's shell, which gives ``env``."""

import os

LANGUAGE = os.environ["TTHC_LANGUAGE"]
TIMEZONE = os.environ["TTHC_TIMEZONE"]

env = globals()["env"]
everyone = env["res.users"].with_context(active_test=False).search([])
everyone.write({"lang": LANGUAGE, "tz": TIMEZONE})
env["res.partner"].with_context(active_test=False).search([]).write(
    {"lang": LANGUAGE, "tz": TIMEZONE}
)
env["ir.default"].set("res.partner", "lang", LANGUAGE)
env["ir.default"].set("res.partner", "tz", TIMEZONE)
# The demo data were made while everybody still read English: what waits for somebody
# took its summary from its type in that language.
for activity in env["mail.activity"].search([("res_model", "=like", "dialogue.%")]):
    kind = activity.activity_type_id
    if activity.summary and activity.summary == kind.with_context(lang=None).summary:
        activity.summary = kind.with_context(lang=LANGUAGE).summary
# A visitor whose browser asks for English would otherwise be answered in it.
english = env.ref("base.lang_en", raise_if_not_found=False)
if english and english.code != LANGUAGE:
    english.active = False

# Odoo makes this user with a password that everybody knows.
env.ref("base.user_admin").password = os.environ["TTHC_ADMIN_PASSWORD"]
env.cr.commit()
