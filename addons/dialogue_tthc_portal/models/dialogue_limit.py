from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime, hmac

# what is limited, how often for whom: action -> kind of key -> (times, minutes).
# A setting ``dialogue_tthc_portal.limit.<action>.<kind>`` such as ``50/60`` changes
# one; ``0/1`` lifts it.
LIMITS = {
    # one filing of a form
    "file": {"account": (40, 1440), "address": (40, 60)},
    # what is kept while somebody types
    "draft": {"account": (2000, 60)},
    # files that are kept with a form that comes back
    "keep": {"account": (40, 60), "address": (60, 60)},
    # a mail to an address that somebody without an account names, whatever it is for
    "mail": {"address": (20, 60), "mail": (5, 60), "mail_day": (20, 1440)},
    # a try to open a case by code and secret; never by code: codes are public, and
    # anybody could lock the owner out
    "lookup": {"address": (20, 15)},
    # a message, a vote, a reply to an invitation and the like
    "act": {"account": (120, 60), "address": (240, 60), "link": (60, 60)},
    # a question from the hall, or a “me too”: a whole hall may have one address
    "hall": {"account": (60, 60), "address": (900, 60), "link": (40, 60)},
    # a key for one more browser in the hall
    "browser": {"address": (1200, 60)},
    # an answer to the exit survey, which knows nobody: the same
    "survey": {"address": (900, 60)},
    # an account that is to be made, or wants to belong to an organisation
    "join": {"account": (10, 1440), "address": (20, 60)},
}

MOST_TRIES = 20
# how much of an IPv6 address is one line to the network; the rest is free to choose
IPV6_NETWORK = 64


def _network_of(address):
    """Return what counts as one address of the network."""
    try:
        found = ip_address(address)
    except ValueError:
        return str(address)
    if isinstance(found, IPv6Address):
        if not found.ipv4_mapped:
            return str(ip_network((found, IPV6_NETWORK), strict=False))
        found = found.ipv4_mapped
    return str(found)


class DialogueLimit(models.Model):
    """How often somebody did something lately, counted for all servers together.

    Keys are sealed: neither addresses nor mail addresses can be read here.
    """

    _name = "dialogue.limit"
    _description = "Limit of the Portal"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    times = fields.Integer(required=True, readonly=True)
    until = fields.Datetime(
        required=True, readonly=True, index=True, help="When counting begins anew."
    )

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _hit(self, action, **keys):
        """Count that somebody does ``action``; say when to come back if too often.

        It is counted at once and stays counted, whatever becomes of the request.

        :param str action: key of ``LIMITS``
        :param keys: for each kind of key of the action who it is; without a value
            that kind is not counted. A kind that ends in ``_day`` has the key of the
            kind before that.
        :return: None, or one sentence for whoever has to wait
        """
        wait_until = None
        for kind, (times, minutes) in sorted(LIMITS[action].items()):
            times, minutes = self._limit_of(action, kind, times, minutes)
            who = keys.get(kind.removesuffix("_day"))
            if not times or not who:
                continue
            value = _network_of(who) if kind == "address" else str(who)
            value = value.strip().casefold()
            # sudo: the secret of the database, which makes the key unreadable
            key = hmac(self.env(su=True), "dialogue_tthc_portal.limit", value)
            count, until = self._count(f"{action}.{kind}.{key[:40]}", minutes)
            if count > times:
                wait_until = max(until, wait_until or until)
        if not wait_until:
            return None
        tz = self.env.company._dialogue_tz()
        return self.env._(
            "This was done too often in a short time. Please come back after %s; what "
            "you typed stays on this page.",
            format_datetime(self.env, wait_until, tz=tz, dt_format="HH:mm dd/MM/yyyy"),
        )

    @api.model
    def _limit_of(self, action, kind, times, minutes):
        # sudo: a setting that says nothing about anybody
        parameters = self.env["ir.config_parameter"].sudo()
        given = parameters.get_param(f"dialogue_tthc_portal.limit.{action}.{kind}")
        first, _slash, second = (given or "").partition("/")
        if first.isdecimal() and second.isdecimal():
            return int(first), max(int(second), 1)
        return times, minutes

    @api.model
    def _count(self, key, minutes):
        """Add one to ``key``; return how often it was within its time, and its end."""
        now = fields.Datetime.now()
        count = SQL(
            "INSERT INTO dialogue_limit (key, times, until) "
            "VALUES (%(key)s, 1, %(end)s) "
            "ON CONFLICT (key) DO UPDATE SET "
            "times = CASE WHEN dialogue_limit.until <= %(now)s THEN 1 "
            "ELSE dialogue_limit.times + 1 END, "
            "until = CASE WHEN dialogue_limit.until <= %(now)s THEN EXCLUDED.until "
            "ELSE dialogue_limit.until END "
            "RETURNING times, until",
            key=key,
            end=now + timedelta(minutes=minutes),
            now=now,
        )
        # a transaction of its own: it stays when the request is rolled back, and
        # nobody who does the same waits for this request to end
        for tries_left in reversed(range(MOST_TRIES)):
            with self.env.registry.cursor() as cr:
                try:
                    cr.execute(count, log_exceptions=False)
                    return cr.fetchone()
                except SerializationFailure:
                    # somebody counted the same key at the same moment
                    cr.rollback()
                    if not tries_left:
                        raise
        return None

    @api.autovacuum
    def _gc_limits(self):
        """Forget what is over."""
        self.search([("until", "<", fields.Datetime.now())], limit=100_000).unlink()
