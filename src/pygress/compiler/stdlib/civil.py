"""Days of the Gregorian calendar, which `time`, `datetime` and `calendar` share. Day 1 is 1 January of year 1."""

from __future__ import annotations

_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
_LENGTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def is_leap(year: int) -> bool:
    """Tell whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_before_year(year: int) -> int:
    """Count the days before 1 January."""
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def days_before_month(year: int, month: int) -> int:
    """Count the days of the year before the first of the month."""
    return _BEFORE[month] + (1 if month > 2 and is_leap(year) else 0)


def days_in_month(year: int, month: int) -> int:
    """Give the length of a month."""
    return 29 if month == 2 and is_leap(year) else _LENGTH[month]


def to_ordinal(year: int, month: int, day: int) -> int:
    """Number a day."""
    return days_before_year(year) + days_before_month(year, month) + day


def from_ordinal(number: int) -> tuple[int, int, int]:
    """Give year, month and day of a number."""
    n = number - 1
    n400 = n // 146097
    n = n % 146097
    n100 = n // 36524
    n = n % 36524
    n4 = n // 1461
    n = n % 1461
    n1 = n // 365
    n = n % 365
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1
    if n1 == 4 or n100 == 4:
        return (year, 12, 31)
    year += 1
    month = (n + 50) >> 5
    before = days_before_month(year, month)
    if before > n:
        month -= 1
        before = days_before_month(year, month)
    return (year, month, n - before + 1)


def weekday(number: int) -> int:
    """Give the day of the week of a number, Monday 0."""
    return (number + 6) % 7


def iso_week_one(year: int) -> int:
    """Number the Monday of ISO week 1."""
    first = to_ordinal(year, 1, 1)
    day = (first + 6) % 7
    monday = first - day
    return monday + 7 if day > 3 else monday


def iso_calendar(number: int, year: int) -> tuple[int, int, int]:
    """Give ISO year, week and day (Monday 1) of a number in `year`."""
    monday = iso_week_one(year)
    week = (number - monday) // 7
    day = (number - monday) % 7
    if week < 0:
        year -= 1
        monday = iso_week_one(year)
        week = (number - monday) // 7
    elif week >= 52 and number >= iso_week_one(year + 1):
        year += 1
        week = 0
    return (year, week + 1, day + 1)
