"""`calendar`: facts about months and years."""

from __future__ import annotations

from collections.abc import Sequence

from pygress.compiler.stdlib import civil

MONDAY = 0
TUESDAY = 1
WEDNESDAY = 2
THURSDAY = 3
FRIDAY = 4
SATURDAY = 5
SUNDAY = 6

day_name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
day_abbr = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
month_name = [
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
month_abbr = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class IllegalMonthError(ValueError):
    """A month that is not from 1 to 12."""

    def __init__(self, month: int) -> None:
        super().__init__(f"bad month number {month!r}; must be 1-12")
        self.month = month


def isleap(year: int) -> bool:
    """Tell whether a year has a 29 February."""
    return civil.is_leap(year)


def leapdays(y1: int, y2: int) -> int:
    """Count the leap years from `y1` up to but not including `y2`."""
    y1 -= 1
    y2 -= 1
    return (y2 // 4 - y1 // 4) - (y2 // 100 - y1 // 100) + (y2 // 400 - y1 // 400)


def weekday(year: int, month: int, day: int) -> int:
    """Give the day of the week, Monday 0."""
    return civil.weekday(civil.to_ordinal(year, month, day))


def monthrange(year: int, month: int) -> tuple[int, int]:
    """Give the day of the week of the first, and the length of a month."""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return (weekday(year, month, 1), civil.days_in_month(year, month))


def monthcalendar(year: int, month: int) -> list[list[int]]:
    """List the weeks of a month, Monday first; 0 is a day of another month."""
    first, size = monthrange(year, month)
    out: list[list[int]] = []
    day = 1 - first
    while day <= size:
        out.append([d if 1 <= d <= size else 0 for d in range(day, day + 7)])
        day += 7
    return out


def timegm(tuple: Sequence[int]) -> int:
    """Give the seconds since 1970 of a date in UTC; its parts are not checked."""
    days = civil.to_ordinal(tuple[0], tuple[1], 1) + tuple[2] - 1 - 719163
    return ((days * 24 + tuple[3]) * 60 + tuple[4]) * 60 + tuple[5]
