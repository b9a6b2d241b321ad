"""Deciding a mail without doing it: against the register as it is, with nothing committed."""

from typing import Any

from mailbot.app import KeyedMint, SystemClock, look_into, vocabulary
from mailbot.config.settings import Settings
from mailbot.core.decide import decide
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.core.mail import Mail
from mailbot.core.office import Office, Site
from mailbot.core.route import route
from mailbot.gather import gather
from mailbot.ports import View
from mailbot.recognise import message_id_of

_NO_OFFICE = Office(
    name="-",
    short="-",
    domain="office.example",
    address="web@office.example",
    operator="web@office.example",
    sites=(Site(id="main", name="-", host="office.example", webmasters=("web@office.example",)),),
)


def decide_on_copy(mail: Mail, raw: bytes, settings: Settings | None) -> dict[str, Any]:
    """Route, outcome, requests and letters this mail would give now."""
    from mailbot.edge.register import MemoryRegister

    if settings is None or not settings.data.exists():
        return _decide(mail, raw, settings, MemoryRegister())
    with look_into(settings.data) as register:
        return _decide(mail, raw, settings, register)


def _decide(mail: Mail, raw: bytes, settings: Settings | None, view: View) -> dict[str, Any]:
    office = settings.office if settings else _NO_OFFICE
    key = bytes.fromhex(settings.key.get_secret_value()) if settings else bytes(32)
    case = gather(
        mail,
        message_id_of(raw) or f"sha256:{mail.sha256}",
        view=view,
        office=office,
        mint=KeyedMint(key),
        vocabulary=vocabulary(settings) if settings else Vocabulary(),
        now=SystemClock(office.timezone).now(),
    )
    decision = decide(case)
    return {
        "route": route(case).route.value,
        "outcome": decision.outcome.value,
        "reason": decision.reason,
        "requests": [
            {"number": request.number, "status": request.status.value} for request in decision.requests
        ],
        "letters": [
            {"kind": letter.kind, "to": letter.to.address, "id": letter.id}
            for letter in decision.letters
            if not letter.token_hash
        ],
    }
