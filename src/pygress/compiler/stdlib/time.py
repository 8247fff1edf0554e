"""`time`: clocks, and dates in UTC, which is the local time here."""

from __future__ import annotations

from typing import NamedTuple

from pygress.compiler.stdlib import civil, datetext, native

timezone = 0
altzone = 0
daylight = 0
tzname = ("UTC", "UTC")


class struct_time(NamedTuple):
    """A date and time in pieces; Monday is 0, 1 January is 1."""

    tm_year: int
    tm_mon: int
    tm_mday: int
    tm_hour: int
    tm_min: int
    tm_sec: int
    tm_wday: int
    tm_yday: int
    tm_isdst: int


def time() -> float:
    """Give the seconds since 1970."""
    # Whole seconds apart: nanoseconds since 1970 need more than the 53 bits of a float.
    now = native.time_ns()
    return float(now // 1000000000) + float(now % 1000000000) / 1000000000.0


def time_ns() -> int:
    """Give the nanoseconds since 1970."""
    return native.time_ns()


def monotonic() -> float:
    """Give the seconds since some moment."""
    return native.monotonic_ns() / 1000000000.0


def monotonic_ns() -> int:
    """Give the nanoseconds since some moment."""
    return native.monotonic_ns()


def perf_counter() -> float:
    """Give the seconds since some moment."""
    return native.monotonic_ns() / 1000000000.0


def perf_counter_ns() -> int:
    """Give the nanoseconds since some moment."""
    return native.monotonic_ns()


def process_time() -> float:
    """Give the seconds since some moment; there is no other clock."""
    return native.monotonic_ns() / 1000000000.0


def process_time_ns() -> int:
    """Give the nanoseconds since some moment; there is no other clock."""
    return native.monotonic_ns()


def gmtime(seconds: float | None = None, /) -> struct_time:
    """Split seconds since 1970, now by default."""
    if seconds is None:
        return _split(native.time_ns() // 1000000000)
    whole = int(seconds)
    return _split(whole - 1 if whole > seconds else whole)


def localtime(seconds: float | None = None, /) -> struct_time:
    """Split seconds since 1970 like `gmtime`."""
    return gmtime(seconds)


def _split(seconds: int) -> struct_time:
    days = seconds // 86400 + 719163
    rest = seconds % 86400
    year, month, day = civil.from_ordinal(days)
    return struct_time(
        year,
        month,
        day,
        rest // 3600,
        rest // 60 % 60,
        rest % 60,
        civil.weekday(days),
        days - civil.days_before_year(year),
        0,
    )


def mktime(time_tuple: struct_time, /) -> float:
    """Give the seconds since 1970 of a date in UTC."""
    days = civil.days_before_year(time_tuple.tm_year) + civil.days_before_month(
        time_tuple.tm_year, time_tuple.tm_mon
    )
    days += time_tuple.tm_mday - 719163
    return float(days * 86400 + time_tuple.tm_hour * 3600 + time_tuple.tm_min * 60 + time_tuple.tm_sec)


def _moment(t: struct_time) -> datetext.Moment:
    return datetext.Moment(
        t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, t.tm_wday, t.tm_yday
    )


def strftime(format: str, time_tuple: struct_time | None = None, /) -> str:
    """Write a date, now by default."""
    moment = _moment(gmtime() if time_tuple is None else time_tuple)
    return datetext.write(moment, format, None, "+0000", "UTC")


def strptime(data_string: str, format: str = "%a %b %d %H:%M:%S %Y", /) -> struct_time:
    """Read a date."""
    t = datetext.read(data_string, format)
    dst = 0 if t.zone is not None else -1
    return struct_time(t.year, t.month, t.day, t.hour, t.minute, t.second, t.weekday, t.yearday, dst)


def asctime(time_tuple: struct_time | None = None, /) -> str:
    """Write a date like `Sun Jun 20 23:21:05 1993`."""
    moment = _moment(gmtime() if time_tuple is None else time_tuple)
    return datetext.write(moment, "%a %b %e %H:%M:%S %Y", None, "", "")


def ctime(seconds: float | None = None, /) -> str:
    """Write seconds since 1970 like `asctime`."""
    return asctime(gmtime(seconds))
