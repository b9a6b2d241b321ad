"""A webmaster's report on a task: published, returned, delayed, for another site, taken down.

Each webmaster reports on the own site only, and a URL must lie on that site (R21).
"""

from datetime import date, datetime, timedelta

from mailbot.core.authority import Act, Action, Role, judge, roles
from mailbot.core.case import Case, Decision
from mailbot.core.decide.answers import done
from mailbot.core.decide.asking import give_tasks
from mailbot.core.decide.sites import belongs, find_site, item_for
from mailbot.core.decide.takedown import order_takedown
from mailbot.core.dossier import Dossier
from mailbot.core.ledger import Outcome
from mailbot.core.letters import (
    Letter,
    Notice,
    NoticeAbout,
    PublishedNotice,
    Purpose,
    Returned,
    TakenDown,
    Task,
)
from mailbot.core.mail import WebmasterIs, WebmasterWord
from mailbot.core.office import Site
from mailbot.core.request import EventKind, Item, Request, Status

_TO_PUBLISH = frozenset({Status.AWAITING_PUBLICATION, Status.URGENT_RELEASED})
_CONCERNED = frozenset({Role.SITE_WEBMASTER, Role.WEBMASTER, Role.APPROVER, Role.REQUESTER})
_NOT_TO_BE_UP = frozenset({Status.AWAITING_APPROVAL, Status.NEEDS_INFO, Status.NEEDS_FILES, Status.ON_HOLD})
_ENDED = {Status.REJECTED: "rejected", Status.WITHDRAWN: "withdrawn"}
_ACT = {WebmasterIs.RETURNED: Act.RETURN, WebmasterIs.TAKEN_DOWN: Act.TAKE_DOWN}


def report_task(
    case: Case, request: Request, word: WebmasterWord, *, letter: Letter | None, words: str
) -> Decision:
    """What a webmaster's word about one request does. ``letter``: the task or digest it answers."""
    dossier = Dossier(request, case.office, case.now, case.key)
    who = roles(case.office, case.sender, request, case.now.date())
    action = judge(
        _ACT.get(word.is_, Act.PUBLISH),
        who,
        secret=case.holds(letter, Purpose.PUBLISH, Purpose.DIGEST),
        authentication=case.mail.authentication.result,
    )
    if action is not Action.DO:
        about = NoticeAbout.WRONG_SITE if Role.WEBMASTER in who else NoticeAbout.NOT_AUTHORISED
        return _explain(dossier, case, about, words)
    if word.is_ is WebmasterIs.PUBLISHED and letter is not None and _superseded(letter, request):
        return _explain(dossier, case, NoticeAbout.SUPERSEDED, words)
    handlers = {
        WebmasterIs.PUBLISHED: _published,
        WebmasterIs.RETURNED: _returned,
        WebmasterIs.DELAYED: _delayed,
        WebmasterIs.TAKEN_DOWN: _taken_down,
        WebmasterIs.WRONG_SITE: _wrong_site,
        WebmasterIs.UNCLEAR: _unclear,
    }
    return handlers[word.is_](dossier, case, word, words)


def _superseded(letter: Letter, request: Request) -> bool:
    """The package answered is not what is approved now: what went up may be the older content (R23)."""
    bound = letter.content_hash
    return bool(bound) and bound != request.content_hash and request.status in _TO_PUBLISH


def _explain(dossier: Dossier, case: Case, about: NoticeAbout, words: str, detail: str = "") -> Decision:
    dossier.happen(EventKind.NOTED, case.by, words[:400], outcome=about.value)
    if case.sender is not None and case.mail.authentication.result != "fail":
        # Whoever has nothing to do with it does not see what it has become, nor gets a letter to report on.
        concerned = bool(roles(case.office, case.sender, dossier.request, case.now.date()) & _CONCERNED)
        shown = dossier.summary if concerned else None
        notice = Notice(about=about, summary=shown, words=words[:400], detail=detail)
        purpose = Purpose.PUBLISH if concerned else Purpose.NONE
        dossier.owe(notice, case.by, purpose, references=case.thread_id)
    return done(dossier, Outcome.ANSWERED, about.value)


def _own_items(dossier: Dossier, case: Case) -> list[Item]:
    """The items on the sender's own sites; those still open first."""
    own = {site.id for site in case.office.sites_of(case.by.address)}
    mine = [item for item in dossier.request.items if item.site in own]
    return sorted(mine, key=lambda item: item.published_at is not None)


def _replace(dossier: Dossier, old: Item, new: Item) -> None:
    dossier.change(items=tuple(new if item is old else item for item in dossier.request.items))


def _published(dossier: Dossier, case: Case, word: WebmasterWord, words: str) -> Decision:
    items = _own_items(dossier, case)
    item = _meant(case, items, word.url)
    if item is None:
        return _explain(dossier, case, NoticeAbout.WRONG_SITE, words, word.url or "")
    site = case.office.site(item.site)
    if word.url and site is not None and not belongs(word.url, site, case.office):
        return _explain(dossier, case, NoticeAbout.WRONG_SITE, words, word.url)
    if item.published_at is not None:
        return _again(dossier, case, item, word, words)
    if dossier.request.status in _NOT_TO_BE_UP:
        return _up_without_approval(dossier, case, word, words)
    if dossier.request.status not in {*_TO_PUBLISH, *_ENDED}:
        return _explain(dossier, case, NoticeAbout.LATE, words)
    up = item.model_copy(
        update={
            "published_at": _when(case, word.at, item.given_at),
            "published_by": case.by,
            "reported_at": case.now,
            "reported_mail": case.key,
            "url": word.url,
            "remark": word.reason or "",
            "until": _until(dossier.request, site, case.now),
        }
    )
    _replace(dossier, item, up)
    if (ended := _ENDED.get(dossier.request.status)) is not None:
        return _up_after_the_end(dossier, case, up, ended, words)
    complete = all(each.published_at for each in dossier.request.items)
    kind = EventKind.PUBLISHED if complete else EventKind.ITEM_PUBLISHED
    dossier.happen(kind, case.by, words[:400], site=item.site, url=word.url or "")
    _announce(dossier, up, word.reason or "")
    if not word.url:
        _ask_url(dossier, case, up)
    return done(dossier, Outcome.ANSWERED, "published")


def _up_without_approval(dossier: Dossier, case: Case, word: WebmasterWord, words: str) -> Decision:
    """The report crossed a head's «ยกเลิก» or a change: what is up now nobody has approved (R18).

    It counts as not published: it must come down, and the task comes again with the approval.
    """
    about = NoticeAbout.UP_WITHOUT_APPROVAL
    dossier.happen(EventKind.NOTED, case.by, words[:400], outcome=about.value, url=word.url or "")
    url = word.url or ""
    notice = Notice(about=about, summary=dossier.summary, by=case.by, words=words[:400], detail=url)
    dossier.owe(notice, case.by, references=case.thread_id)
    if dossier.request.approver is not None:
        dossier.owe(notice, dossier.request.approver)
    return done(dossier, Outcome.ANSWERED, about.value)


def _up_after_the_end(dossier: Dossier, case: Case, item: Item, ended: str, words: str) -> Decision:
    """It went up while its end was on the way: on record as up, and ordered down (R31)."""
    dossier.happen(EventKind.ITEM_PUBLISHED, case.by, words[:400], site=item.site, url=item.url or "")
    order_takedown(dossier, ended)
    return done(dossier, Outcome.ANSWERED, "published_after_the_end")


def _until(request: Request, site: Site | None, now: datetime) -> date | None:
    """The end of the publication period: as asked for, else the site's rule for the category (R15)."""
    if request.fields.publish_until or site is None:
        return request.fields.publish_until
    days = [site.publish_days[each] for each in request.fields.categories if each in site.publish_days]
    return (now + timedelta(days=min(days))).date() if days else None


def _meant(case: Case, items: list[Item], url: str | None) -> Item | None:
    """The item a URL points at; without a URL the first one that is still open."""
    if url:
        for item in items:
            site = case.office.site(item.site)
            if site is not None and belongs(url, site, case.office):
                return item
    return items[0] if items else None


def _when(case: Case, stated: datetime | None, given: datetime | None) -> datetime:
    """The moment the webmaster states (R60), if it can be true; else when the report was sent."""
    if stated is not None and stated <= case.now and (given is None or stated >= given):
        return stated
    return case.sent_at if given is None else max(case.sent_at, given)


def _again(dossier: Dossier, case: Case, item: Item, word: WebmasterWord, words: str) -> Decision:
    """Reported before: the address may be what was still missing."""
    if word.url and word.url != item.url:
        up = item.model_copy(update={"url": word.url})
        _replace(dossier, item, up)
        dossier.happen(EventKind.URL_ADDED, case.by, words[:400], site=item.site, url=word.url)
        _announce(dossier, up, "")
        return done(dossier, Outcome.ANSWERED, "url_added")
    dossier.happen(EventKind.NOTED, case.by, words[:400], outcome="second")
    return done(dossier, Outcome.NOTED, "second_report")


def _announce(dossier: Dossier, item: Item, remark: str) -> None:
    """To the requester and the head: it is up, where, and since when (S13)."""
    request = dossier.request
    owed = request.status in {Status.PUBLISHED_UNAPPROVED, Status.URGENT_RELEASED}
    notice = PublishedNotice(summary=dossier.summary, items=(item,), owed=owed, remark=remark)
    dossier.to_requester(notice)
    head = request.approval.by if request.approval else request.approver
    if head is not None and head.address != request.requester.address:
        dossier.owe(notice, head)


def _ask_url(dossier: Dossier, case: Case, item: Item) -> None:
    site = case.office.site(item.site)
    dossier.owe(
        Task(
            summary=dossier.summary,
            site=item.site,
            site_address=site.address if site else item.site,
            approval=dossier.request.approval,
            need_url=True,
        ),
        case.by,
        Purpose.PUBLISH,
        references=case.thread_id,
    )


def _returned(dossier: Dossier, case: Case, word: WebmasterWord, words: str) -> Decision:
    if dossier.request.status not in _TO_PUBLISH:
        return _explain(dossier, case, NoticeAbout.LATE, words)
    dossier.retire(case.thread, Purpose.PUBLISH)
    dossier.happen(EventKind.RETURNED, case.by, word.reason or words[:400])
    reason = word.reason or words[:400]
    dossier.to_requester(Returned(summary=dossier.summary, by=case.by, reason=reason))
    return done(dossier, Outcome.ANSWERED, "returned")


def _delayed(dossier: Dossier, case: Case, word: WebmasterWord, words: str) -> Decision:
    dossier.happen(EventKind.DELAYED, case.by, word.reason or words[:400])
    notice = Notice(
        about=NoticeAbout.DELAYED, summary=dossier.summary, by=case.by, words=word.reason or words[:400]
    )
    dossier.to_requester(notice, Purpose.NONE)
    return done(dossier, Outcome.ANSWERED, "delayed")


def _taken_down(dossier: Dossier, case: Case, word: WebmasterWord, words: str) -> Decision:
    if not any(item.published_at and not item.taken_down_at for item in dossier.request.items):
        return _explain(dossier, case, NoticeAbout.LATE, words)
    at = _when(case, word.at, None)
    own = {item.site for item in _own_items(dossier, case)}
    items = tuple(
        item.model_copy(update={"taken_down_at": at})
        if item.site in own and item.published_at and not item.taken_down_at
        else item
        for item in dossier.request.items
    )
    dossier.change(items=items)
    still_up = any(item.published_at and not item.taken_down_at for item in items)
    dossier.happen(EventKind.NOTED if still_up else EventKind.TAKEN_DOWN, case.by, words[:400])
    if not still_up:
        notice = TakenDown(summary=dossier.summary, at=at, by=case.by)
        dossier.to_requester(notice)
        head = dossier.request.approval.by if dossier.request.approval else dossier.request.approver
        if head is not None:
            dossier.owe(notice, head)
    return done(dossier, Outcome.ANSWERED, "taken_down")


def _wrong_site(dossier: Dossier, case: Case, word: WebmasterWord, words: str) -> Decision:
    """Belongs to another site: that site's webmaster gets the package (R21)."""
    if dossier.request.status not in _TO_PUBLISH:
        return _explain(dossier, case, NoticeAbout.LATE, words)
    site = find_site(case.office, word.site)
    open_items = [item for item in _own_items(dossier, case) if item.published_at is None]
    taken = {item.site for item in dossier.request.items}
    if site is None or not open_items or site.id in taken:
        return _explain(dossier, case, NoticeAbout.WRONG_SITE, words, word.site or "")
    dossier.retire(case.thread, Purpose.PUBLISH)
    _replace(dossier, open_items[0], item_for(case.office, site.id))
    dossier.happen(EventKind.REROUTED, case.by, words[:400], site=site.id)
    notice = Notice(about=NoticeAbout.REROUTED, summary=dossier.summary, by=case.by, detail=site.name)
    dossier.to_requester(notice, Purpose.NONE)
    give_tasks(dossier, owed=dossier.request.status is Status.URGENT_RELEASED)
    return done(dossier, Outcome.ANSWERED, "rerouted")


def _unclear(dossier: Dossier, case: Case, _: WebmasterWord, words: str) -> Decision:
    from mailbot.core.language.courtesy import is_courtesy

    dossier.happen(EventKind.UNCLEAR, case.by, words[:400])
    if is_courtesy(words):
        return done(dossier, Outcome.NOTED, "courtesy")
    notice = Notice(about=NoticeAbout.UNCLEAR, summary=dossier.summary, words=words[:400], detail="webmaster")
    dossier.owe(notice, case.by, Purpose.PUBLISH, references=case.thread_id)
    return done(dossier, Outcome.ANSWERED, "unclear_report")
