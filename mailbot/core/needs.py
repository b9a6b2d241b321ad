"""What is missing from a request before the head can be asked.

Only what the form requires (R47 to R56) is asked for, once, and nothing that is already known.
"""

import re

from mailbot.core.request import Category, Delivery, Fields, Need

_SPEAKS_OF_FILES = re.compile("แนบ|ไฟล์|attach", re.IGNORECASE)
_BY_FIELD = (Need.NAME, Need.POSITION, Need.UNIT, Need.PHONE, Need.CATEGORIES, Need.TOPIC)


def missing_needs(fields: Fields, *, files: int) -> tuple[Need, ...]:
    """What has to be asked for, in the form's order. ``files``: how many content files came with it."""
    missing = [need for need in _BY_FIELD if not getattr(fields, need.value)]
    if Category.OTHER in fields.categories and not fields.category_other:
        missing.append(Need.CATEGORY_OTHER)
    if not fields.detail and not files:
        missing.append(Need.DETAIL)
    if Category.INFO_UPDATE in fields.categories and not fields.target_url:
        missing.append(Need.TARGET_URL)
    if files == 0 and _files_announced(fields):
        missing.append(Need.FILES)
    if not fields.certify:
        missing.append(Need.CERTIFY)
    return tuple(missing)


def _files_announced(fields: Fields) -> bool:
    """The mail says that files come with it (R55), so an empty one is an oversight."""
    if comes_outside_mail(fields):
        return False
    return Delivery.EMAIL in fields.delivery or bool(_SPEAKS_OF_FILES.search(fields.detail or ""))


def comes_outside_mail(fields: Fields) -> bool:
    """The files are on their way by another channel (R33 to R35), so the request waits for them."""
    outside = {Delivery.MY_OFFICE, Delivery.MEDIA, Delivery.IN_PERSON, Delivery.OTHER}
    return bool(outside & set(fields.delivery)) and Delivery.EMAIL not in fields.delivery


def missing_for_urgent(fields: Fields) -> tuple[Need, ...]:
    """Which of the two conditions of R30 has not been stated. A subject «ด่วน» states neither."""
    missing = []
    if not fields.urgent_reason:
        missing.append(Need.URGENT_REASON)
    if fields.no_stakeholder_impact is None:
        missing.append(Need.NO_STAKEHOLDER_IMPACT)
    return tuple(missing)
