"""Prepared answers as ``mailto:`` addresses (RFC 6068): one tap opens the answer, the person sends it.

Nothing ever happens on a click, so nothing here makes an ``http`` address.
"""

import re
from urllib.parse import quote

_NEWLINE = re.compile(r"\r\n|\r|\n")


def mailto(to: str, *, subject: str = "", body: str = "") -> str:
    """The address that opens a mail to ``to`` with subject and body filled in.

    Spaces are ``%20`` and line ends ``%0D%0A`` (RFC 6068 section 5), since Gmail and Outlook show a ``+`` as
    a plus sign; the plus of a plus-address is ``%2B``, since some web mailers read it as a space.
    """
    fields = []
    if subject:
        fields.append("subject=" + quote(_NEWLINE.sub(" ", subject), safe=""))
    if body:
        fields.append("body=" + quote(_NEWLINE.sub("\r\n", body), safe=""))
    return "mailto:" + quote(to, safe="@") + ("?" + "&".join(fields) if fields else "")
