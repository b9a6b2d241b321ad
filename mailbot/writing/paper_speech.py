"""How the papers write dates, times and counts: the Buddhist era, the office's zone, Thai or Arabic digits.

What people wrote, numbers of requests and addresses never come here: they are printed as they are (S2, S3).
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailbot.core import calendar
from mailbot.core.office import Office
from mailbot.writing.words import number


class PaperSpeech:
    """The papers' own way to write one office's dates and counts."""

    def __init__(self, office: Office) -> None:
        """Take the office for its zone and its choice of digits."""
        self._zone = ZoneInfo(office.timezone)
        self._digits: calendar.Digits = "thai" if office.thai_digits_on_paper else "arabic"

    def said(self, text: str) -> str:
        """Words of our own in the paper's digits."""
        return calendar.to_thai_digits(text) if self._digits == "thai" else text

    def plain(self, value: int) -> str:
        """A running number or a year: «๒๕๖๙»."""
        return self.said(str(value))

    def number(self, value: float) -> str:
        """A count: «๑,๑๑๘», «๖.๒»."""
        return self.said(number(value))

    def numerals(self, count: int) -> list[str]:
        """The numbers 0 to ``count``, for the pages."""
        return [self.plain(value) for value in range(count + 1)]

    def day(self, value: date | None, *, short: bool = False) -> str:
        """«๑๕ มกราคม ๒๕๖๙», short «๑๕ ม.ค. ๖๙»; empty for nothing. Moments count in the office's zone."""
        return calendar.thai_date(self.local(value), short=short, digits=self._digits) if value else ""

    def clock(self, value: datetime) -> str:
        """«๑๐.๒๓ น.»."""
        return calendar.thai_time(value.astimezone(self._zone), digits=self._digits)

    def moment(self, value: datetime | None, *, short: bool = False) -> str:
        """«๑๕ มกราคม ๒๕๖๙ เวลา ๑๐.๒๓ น.», short «๑๕ ม.ค. ๖๙ ๑๐.๒๓ น.»; empty for nothing."""
        if value is None:
            return ""
        return calendar.thai_datetime(value.astimezone(self._zone), short=short, digits=self._digits)

    def month(self, key: str, *, short: bool = False) -> str:
        """«ธันวาคม ๒๕๖๘», short «ธ.ค. ๖๘» for ``2568-12``."""
        return calendar.thai_month(key, short=short, digits=self._digits)

    def parts(self, value: date) -> list[str]:
        """Day, month and year for «วันที่..../..../....»."""
        day = self.local(value)
        return [
            self.plain(day.day),
            calendar.MONTHS[day.month - 1],
            self.plain(calendar.buddhist_year(day)),
        ]

    def date_and_time(self, value: datetime | None) -> list[str]:
        """Date and time of day for «วันที่....เวลา....น.», where the unit is printed already."""
        if value is None:
            return []
        clock = value.astimezone(self._zone)
        return [self.day(value), self.said(f"{clock.hour:02d}.{clock.minute:02d}")]

    def local(self, value: date) -> date:
        """The office's date of a moment; a date stays itself."""
        return value.astimezone(self._zone).date() if isinstance(value, datetime) else value
