class LinksTicket:
    """Proof, inside one call, that all links of new records stay in one company.

    A context key sent over the network can never be an instance of this class.
    """

    __slots__ = ()
