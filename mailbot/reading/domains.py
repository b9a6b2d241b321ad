"""When two domains belong to the same owner, as far as that can be told without a list of suffixes.

Used for alignment (RFC 7489 3.1, relaxed). Errs on the side of "not the same".
"""

_SECOND_LEVEL = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "gv", "in", "info",
    "k12", "mi", "mil", "ne", "net",
     "nom", "or", "org", "sch", "web", "id", "biz", "ltd", "plc", "me", "nhs", "police",
     "school", "gen", "firm", "ind"}
)  # fmt: skip
_SHARED = frozenset(
    {"onmicrosoft.com", "gappssmtp.com", "amazonses.com", "sendgrid.net", "mailgun.org",
    "github.io", "herokuapp.com",
     "blogspot.com", "appspot.com", "azurewebsites.net", "cloudfront.net", "wordpress.com",
     "000webhostapp.com"}
)  # fmt: skip
"""Under these every customer has a name of his own: the owner is one level deeper."""


def organisation(domain: str) -> str:
    """The registered domain: ``mail.office.go.th`` -> ``office.go.th``."""
    labels = domain.lower().strip(".").split(".")
    if ".".join(labels[-2:]) in _SHARED:
        return ".".join(labels[-3:])
    country = len(labels[-1]) == 2  # noqa: PLR2004  # ISO 3166 country codes have two letters
    if country and len(labels) >= 2 and labels[-2] in _SECOND_LEVEL:  # noqa: PLR2004
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def aligned(one: str, other: str) -> bool:
    """Whether both lie in the same registered domain. A bare suffix is aligned with nothing."""
    one, other = one.lower().strip("."), other.lower().strip(".")
    if not one or not other or "." not in one or "." not in other:
        return False
    owner = organisation(one)
    if owner != organisation(other):
        return False
    labels = owner.split(".")
    needed = 3 if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2  # noqa: PLR2004
    return len(labels) >= needed
