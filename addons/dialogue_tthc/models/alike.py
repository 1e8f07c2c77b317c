"""How alike texts are, by the trigrams of PostgreSQL: the one place that says so."""

from odoo.tools import SQL

from ..tools.alike_texts import similarity, telling_texts, worth_comparing


def likeness(env, one, other):
    """Return the SQL of how alike two folded texts are: 0 nothing in common, 1 all.

    Without trigrams every two texts count as alike: whoever wants more than a list of
    what shares words looks at ``env.registry.has_trigram`` first.

    :param one: SQL of a text; likewise ``other``
    """
    if not env.registry.has_trigram:
        return SQL("1")
    return SQL("similarity(%s, %s)", one, other)


def likenesses(env, texts):
    """Return how alike each two texts are that share what they tell.

    Half of it is the similarity of the whole. The other half is how much of what the
    name of each tells is found in the whole of the other, for a name says what a text
    is about.

    :param texts: list of (name, text), as typed; PostgreSQL knows trigrams
    :return: dict of (place, later place): likeness
    """
    told = telling_texts([f"{name} {text}" for name, text in texts])
    names = [
        [pair for pair in name if pair in whole]
        for name, whole in zip(
            telling_texts([name for name, _text in texts]), map(set, told), strict=True
        )
    ]
    wholes, heads = _trigrams(env, told), _trigrams(env, names)
    return {
        (one, other): (
            similarity(wholes[one], wholes[other])
            + _found(heads[one], wholes[other]) / 2
            + _found(heads[other], wholes[one]) / 2
        )
        / 2
        for one, other in worth_comparing(told)
    }


def _trigrams(env, told):
    """Return the set of trigrams of each text.

    PostgreSQL takes each text apart once: its ``similarity()`` would do so again for
    each two, which for the questions of one session takes most of a minute.
    """
    rows = env.execute_query(
        SQL(
            "SELECT show_trgm(told) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS text (told, place) "
            "ORDER BY place",
            [" ".join(pairs) for pairs in told],
        )
    )
    return [set(trigrams) for (trigrams,) in rows]


def _found(some, whole):
    return len(some & whole) / len(some) if some else 0
