"""A mail without the passwords in it (R20): what is decided, recorded and written goes on from this one.

Only the raw mail keeps them. The words are masked after they were read, so that nothing is read from a mask.
"""

from dataclasses import replace

from mailbot.core.language.marks import mask_passwords as masked
from mailbot.core.mail import Mail, WebmasterWord

_GIVEN_AWAY = frozenset({"password", "password_file"})


def without_passwords(mail: Mail) -> Mail:
    """The mail with every password in its words masked; itself when there is none."""
    if not any(warning.partition(":")[0] in _GIVEN_AWAY for warning in mail.warnings):
        return mail
    fields = {name: masked(value) for name, value in mail.fields if isinstance(value, str)}
    return replace(
        mail,
        subject=masked(mail.subject),
        title=masked(mail.title),
        own_words=masked(mail.own_words),
        forwarded=replace(mail.forwarded, text=masked(mail.forwarded.text)) if mail.forwarded else None,
        fields=mail.fields.model_copy(update=fields),
        found={
            name: found.model_copy(update={"words": _masked(found.words)})
            for name, found in mail.found.items()
        },
        verdict=replace(mail.verdict, reason=_masked(mail.verdict.reason), words=_masked(mail.verdict.words)),
        webmaster=_report(mail.webmaster),
        items=tuple(replace(item, word=_report(item.word), text=masked(item.text)) for item in mail.items),
    )


def _report(word: WebmasterWord) -> WebmasterWord:
    return replace(word, reason=_masked(word.reason))


def _masked(words: str | None) -> str | None:
    return masked(words) if words else words
