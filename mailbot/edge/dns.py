"""DNS TXT records, by dnspython: the keys of DKIM signatures. Asks nothing else and keeps nothing."""

_SECONDS = 5.0


def txt(name: str) -> bytes | None:
    """The TXT record of this name, joined (RFC 6376, 3.6.2.2); None when there is none or nobody answers."""
    import dns.exception  # most mails need no question, and a start shall not wait for it
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=_SECONDS, search=False)
    except (dns.exception.DNSException, OSError):
        return None
    for record in answer:
        return b"".join(record.strings)
    return None
