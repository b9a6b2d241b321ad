"""Dates and times as they stand in a closed text, where no space separates them from what follows."""

from typing import Final

_MONTH: Final = (
    r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|(?:ม|ก|มี|เม|พ|มิ|ส|ต|ธ)\.?[คพย]\.?)"
)
_TIME: Final = r"(?:(?:เวลา)?[0-9]{1,2}[.:][0-9]{2}(?:น\.?)?)"
DATE: Final = (
    rf"(?:[0-9]{{1,2}}(?:{_MONTH}(?:พ\.?ศ\.?)?(?:[0-9]{{4}}|[0-9]{{2}})?"
    rf"|[/-][0-9]{{1,2}}[/-](?:[0-9]{{4}}|[0-9]{{2}})))"
)
_WITH_YEAR: Final = (
    rf"(?:[0-9]{{1,2}}(?:{_MONTH}(?:พ\.?ศ\.?)?(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|[/-][0-9]{{1,2}}[/-](?:[0-9]{{4}}|[0-9]{{2}})))"
)
DATE_AND_TIME: Final = rf"(?:{_WITH_YEAR}{_TIME}?)(?![0-9])"
"""As a decision is dated: with its year. Without one it may be the day something shall happen."""
