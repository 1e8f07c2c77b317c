from datetime import date

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.alike_texts import telling_pairs
from ..tools.folded_text import folded_words
from .alike import likeness

# words of one search, letters of one word, and of a whole text, that count
WORDS_MAX = 12
WORD_MAX = 40
TEXT_MAX = 20_000
# hits are counted so far; beyond, "more than" says enough
COUNT_MAX = 1_000
# of those whose titles share words in a row, the newest are compared letter by letter
ALIKE_COMPARED = 600
ALIKE_MIN = 0.25


class DialoguePublication(models.Model):
    """How public answers are found: by words, and by likeness to what is typed.

    Words are folded before they are stored and before they are searched, so it takes
    no diacritics. Every search is answered from an index, whatever is typed: the
    planner knows how common each word is and either goes through the register from
    the newest on, or looks the rare word up.
    """

    _inherit = "dialogue.publication"

    # the register from the newest on, whole or of one sector, procedure or year
    _register_idx = models.Index(
        "(published_on DESC, id DESC) WHERE state = 'published'"
    )
    _sector_register_idx = models.Index(
        "(sector_id, published_on DESC, id DESC) WHERE state = 'published'"
    )
    _procedure_register_idx = models.Index(
        "(procedure_id, published_on DESC, id DESC) WHERE state = 'published'"
    )
    _year_register_idx = models.Index(
        "(year, published_on DESC, id DESC) WHERE state = 'published'"
    )
    # whole and not only of what is public: of a partial index PostgreSQL does not use
    # what it knows about the words in it
    _words_idx = models.Index(
        "USING gin (array_to_tsvector(string_to_array(search_text, ' '))) "
        # written seldom, and then at once in its place
        "WITH (fastupdate = off)"
    )
    _alike_idx = models.Index(
        "USING gin (array_to_tsvector(string_to_array(title_pairs::text, ' '))) "
        "WITH (fastupdate = off)"
    )

    @api.model
    def _searchable(self, *texts):
        """Return the words of ``texts`` for the index, each once, in their order."""
        words = dict.fromkeys(
            word[:WORD_MAX]
            for text in texts
            for word in folded_words(str(text or "")[:TEXT_MAX])
        )
        return " ".join(words)

    @api.model
    def _pairs(self, words):
        """Return the pairs of words that follow each other, common words left out."""
        return [
            f"{one[:WORD_MAX]}_{two[:WORD_MAX]}" for one, two in telling_pairs(words)
        ]

    # ------------------------------------------------------------------
    # By words
    # ------------------------------------------------------------------

    @api.model
    def _public_domain(
        self, words="", sector_id=None, procedure_id=None, year=None, session_id=None
    ):
        """Return the domain of what is public and fits.

        :param str words: as typed; all of them have to occur
        :param int sector_id: only of this sector; likewise for the next two
        :param int session_id: only to questions of this session; whether everybody
            may know of it is for the caller to see to
        """
        domain = Domain("state", "=", "published")
        if sector_id:
            domain &= Domain("sector_id", "=", sector_id)
        if procedure_id:
            domain &= Domain("procedure_id", "=", procedure_id)
        if year:
            domain &= Domain("year", "=", year)
        if session_id:
            domain &= self._session_domain(session_id)
        return domain & self._words_domain(words)

    @api.model
    def _session_domain(self, session_id):
        # sudo: only the ids; what is public among them is for the rules to say
        copies_sudo = self.sudo().with_context(active_test=False)
        ids = copies_sudo._search([("feedback_id.session_id", "=", session_id)])
        return Domain("id", "in", ids)

    @api.model
    def _words_domain(self, text):
        """Return the domain of the copies in which all words of ``text`` occur."""
        words = [word[:WORD_MAX] for word in folded_words(text)[:WORDS_MAX]]
        if not words:
            # blanks find everything, mere signs nothing
            return Domain.FALSE if (text or "").strip() else Domain.TRUE
        query_text = " & ".join(f"'{word}'" for word in words)

        def to_sql(model, alias, query):
            return SQL(
                "array_to_tsvector(string_to_array(%s, ' ')) @@ %s::tsquery",
                SQL.identifier(alias, "search_text"),
                query_text,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _public_count(self, domain):
        """Count the public copies in ``domain``, as far as counting is cheap.

        :return: (how many, whether there are more than that)
        """
        total = self.search_count(domain, limit=COUNT_MAX + 1)
        return min(total, COUNT_MAX), total > COUNT_MAX

    @api.model
    def _public_page(self, domain, page=1, size=20):
        """Return one page of the public register, the newest first.

        Pages go as far as is counted; what is older has no number and is read by
        :meth:`_public_older`. A page past that has nothing on it.

        :param domain: as of :meth:`_public_domain`
        :return: (copies, how many there are in all, whether there are more than that)
        """
        total, is_more = self._public_count(domain)
        offset = (max(page, 1) - 1) * size
        if offset >= total:
            return self.browse(), total, is_more
        found = self.search(domain, offset=offset, limit=min(size, total - offset))
        return found, total, is_more

    @api.model
    def _public_older(self, domain, place, size=20):
        """Return what comes after a place in the register, the newest first.

        What becomes public in the meantime moves no place, and no place costs more
        than another, however far down it is.

        :param domain: as of :meth:`_public_domain`
        :param place: of :meth:`_public_place`; need not be there any more
        :return: (copies, whether there are still older ones)
        """

        def comes_after(model, alias, query):
            return SQL(
                "(%s, %s) < (%s, %s)",
                SQL.identifier(alias, "published_on"),
                SQL.identifier(alias, "id"),
                *place,
            )

        self.flush_model(["published_on"])
        older = domain & Domain.custom(to_sql=comes_after)
        found = self.search(older, limit=size + 1)
        return found[:size], len(found) > size

    def _public_place(self):
        """Return where one public copy stands in the register: (moment, id)."""
        return self.published_on, self.id

    @api.model
    def _public_counted_end(self, domain):
        """Return the place of the last copy that is counted, or None if all are."""
        last = self.search(domain, offset=COUNT_MAX - 1, limit=1)
        return last._public_place() if last else None

    # ------------------------------------------------------------------
    # What there is to choose from
    # ------------------------------------------------------------------

    @api.model
    def _public_sectors(self):
        """Return the sectors of which something is public: list of (id, name)."""
        # sudo: names of sectors in which there is a public answer are public
        sectors_sudo = self.env["dialogue.sector"].sudo()
        return self._public_choices(sectors_sudo, "sector_id")

    @api.model
    def _public_procedures(self, sector_id):
        """Return the procedures of a sector of which something is public."""
        # sudo: names of procedures to which there is a public answer are public
        procedures_sudo = self.env["dialogue.procedure"].sudo()
        return self._public_choices(
            procedures_sudo, "procedure_id", Domain("sector_id", "=", sector_id)
        )

    @api.model
    def _public_sector_of(self, procedure_id):
        """Return the id of the sector of a procedure of which something is public.

        :return: None where nothing is, as where there is no such procedure
        """
        if not self.search_count(self._public_domain(procedure_id=procedure_id), 1):
            return None
        # sudo: where a procedure belongs to which there is a public answer is public
        return self.env["dialogue.procedure"].sudo().browse(procedure_id).sector_id.id

    @api.model
    def _public_choices(self, records, name, domain=Domain.TRUE):
        def has_public(model, alias, query):
            # one look into an index for each of the few
            return SQL(
                "EXISTS (SELECT FROM dialogue_publication p WHERE p.%s = %s "
                "AND p.state = 'published')",
                SQL.identifier(name),
                SQL.identifier(alias, "id"),
            )

        self.flush_model([name, "state"])
        found = records.with_context(active_test=False).search(
            domain & Domain.custom(to_sql=has_public)
        )
        return [(record.id, record.display_name) for record in found]

    @api.model
    def _public_years(self):
        """Return the years from the newest public answer back to the oldest."""
        public = Domain("state", "=", "published")
        newest = self.search(public, order="year desc", limit=1).year
        oldest = self.search(public, order="year", limit=1).year
        this_year = date.today().year
        if not newest or not 0 <= newest - oldest <= 100:
            return [this_year] if newest else []
        return list(range(newest, oldest - 1, -1))

    # ------------------------------------------------------------------
    # By likeness
    # ------------------------------------------------------------------

    @api.model
    def _public_alike(self, text, limit=5):
        """Return public copies whose title is like ``text``, the likest first.

        Those are compared whose titles have three telling words in a row in common
        with the text; where there are none, two.

        :param str text: what somebody types
        """
        words = folded_words((text or "")[:300])
        pairs = list(dict.fromkeys(self._pairs(words)))[:30]
        if not pairs:
            return self.browse()
        rows = list(zip(pairs, pairs[1:], strict=False))
        close = " | ".join(f"('{one}' & '{two}')" for one, two in rows)
        loose = " | ".join(f"'{pair}'" for pair in pairs)
        typed = " ".join(words)
        found = self._alike_ids(close, typed, limit) if close else []
        if len(found) < limit:
            more = self._alike_ids(loose, typed, limit)
            found += [number for number in more if number not in found]
        # the rules of the user decide what of it is theirs to read
        readable = self.search([("id", "in", found[:limit])])
        return readable.sorted(lambda copy: found.index(copy.id))

    @api.model
    def _alike_ids(self, query_text, typed, limit):
        self.flush_model(["state", "title_folded", "title_pairs", "published_on"])
        rows = self.env.execute_query(self._alike_query(query_text, typed, limit))
        return [number for (number,) in rows]

    @api.model
    def _alike_query(self, query_text, typed, limit):
        return SQL(
            """
            SELECT id
              FROM (SELECT id, %(likeness)s AS likeness
                      FROM (SELECT id, title_folded
                              FROM dialogue_publication
                             WHERE array_to_tsvector(
                                       string_to_array(title_pairs::text, ' ')
                                   ) @@ %(query)s::tsquery
                               AND state = 'published'
                             ORDER BY published_on DESC, id DESC
                             LIMIT %(compared)s) newest) compared
             WHERE likeness >= %(least)s
             ORDER BY likeness DESC, id DESC
             LIMIT %(limit)s
            """,
            likeness=likeness(self.env, SQL("title_folded"), SQL("%s", typed)),
            query=query_text,
            compared=ALIKE_COMPARED,
            least=ALIKE_MIN,
            limit=limit,
        )
