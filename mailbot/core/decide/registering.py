"""Deliveries outside mail that a webmaster registers for somebody (R33 to R35)."""

from dataclasses import replace
from email.utils import parseaddr

from mailbot.core.authority import Act, Action, Role, judge, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.attendance import vouch
from mailbot.core.decide.intake import open_request
from mailbot.core.decide.people import find_person
from mailbot.core.dossier import Dossier
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    Notice,
    NoticeAbout,
    Purpose,
)
from mailbot.core.request import Delivery, Party


def forwarded(case: Case) -> Decision | None:
    """What a webmaster forwards is the request of who wrote it, if that is one person on record (R32).

    Who wrote it is asked to certify: what stands in a forwarded mail proves nothing.
    """
    inner = parseaddr(case.mail.forwarded.sender or "")[1] if case.mail.forwarded else ""
    person = case.office.person(inner) if inner else None
    who = roles(case.office, case.sender, None, case.now.date())
    action = judge(Act.REGISTER, who, secret=False, authentication=case.mail.authentication.result)
    if person is None or person.address == case.by.address:
        return None
    if action is not Action.DO or Role.WEBMASTER not in who:
        return None
    if Role.STAFF not in roles(case.office, person, None, case.now.date()):
        return None
    fields = case.mail.fields.model_copy(update={"certify": False})
    case = replace(case, mail=replace(case.mail, fields=fields), earlier=None)
    requester = Party(address=person.address, name=person.name, position=person.position, order=person.order)
    return open_request(case, requester=requester, reason="forwarded")


def register(case: Case) -> Decision:
    """A delivery outside mail: my office, in person, a flash drive. The case exists from now on."""
    registration = case.mail.registration
    who = roles(case.office, case.sender, None, case.now.date())
    for_another = registration is not None and registration.person is not None
    if registration is None or (Role.WEBMASTER not in who and for_another):
        return open_request(case)
    if Role.WEBMASTER not in who:
        return open_request(case, reason="registered_by_requester")
    action = judge(Act.REGISTER, who, secret=False, authentication=case.mail.authentication.result)
    if action is Action.EXPLAIN:
        return Decision(outcome=Outcome.NOTED, reason="not_authenticated")
    person = find_person(case.office, registration.person or "")
    requester = case.by if person is None else Party(
        address=person.address, name=person.name, position=person.position, order=person.order
    )  # fmt: skip
    opened = open_request(case, requester=requester, reason="registered")
    dossier = Dossier(opened.requests[0], case.office, case.now, case.key)
    delivery = {"my_office": Delivery.MY_OFFICE, "media": Delivery.MEDIA}.get(
        registration.channel, Delivery.IN_PERSON
    )
    dossier.change(delivered_by=registration.person)
    fields = dossier.request.fields.model_copy(
        update={"delivery": (delivery,), "register_no": registration.register_no}
    )
    dossier.change(fields=fields)
    if person is None and registration.person:
        question = Notice(about=NoticeAbout.WHICH_PERSON, summary=dossier.summary, detail=registration.person)
        dossier.owe(question, case.by, Purpose.ATTEND)
    letters = (*opened.letters, *dossier.letters)
    if registration.paper_approved and action is Action.DO and person is not None:
        vouched = vouch(dossier, case)
        return Decision(
            outcome=Outcome.OPENED,
            reason="registered_with_paper",
            requests=vouched.requests,
            letters=(*opened.letters, *vouched.letters),
        )
    return Decision(outcome=Outcome.OPENED, reason="registered", requests=(dossier.request,), letters=letters)
