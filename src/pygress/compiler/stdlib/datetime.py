"""`datetime`: dates, times, durations and fixed time zones. The local time is UTC."""

from __future__ import annotations

from typing import NamedTuple, overload

from pygress.compiler.stdlib import civil, datetext, math, native
from pygress.compiler.stdlib import time as clock

MINYEAR = 1
MAXYEAR = 9999


def _two(n: int) -> str:
    return f"0{n}" if n < 10 else str(n)


class timedelta:
    """A duration: days, then seconds and microseconds that are never negative."""

    min: timedelta
    max: timedelta
    resolution: timedelta

    def __init__(
        self,
        days: float = 0,
        seconds: float = 0,
        microseconds: float = 0,
        milliseconds: float = 0,
        minutes: float = 0,
        hours: float = 0,
        weeks: float = 0,
    ) -> None:
        # As CPython adds them: from the smallest unit on, whole parts exactly, and the fractions of a microsecond
        # by themselves, which are rounded once, half to even.
        d = 0
        s = 0
        us = 0
        rest = 0.0
        for value, unit in (
            (microseconds, 1),
            (milliseconds, 1000),
            (seconds, 1000000),
            (minutes, 60000000),
            (hours, 3600000000),
            (days, 86400000000),
            (weeks, 604800000000),
        ):
            fraction, whole = math.modf(value)
            if unit >= 86400000000:
                d += int(whole) * (unit // 86400000000)
            elif unit >= 1000000:
                n = int(whole) * (unit // 1000000)
                d += n // 86400
                s += n % 86400
            else:
                n = int(whole) * unit
                s += n // 1000000
                us += n % 1000000
            if fraction != 0.0:
                fraction, whole = math.modf(unit * fraction)
                s += int(whole) // 1000000
                us += int(whole) % 1000000
                rest += fraction
        if rest != 0.0:
            nearest = round(rest)
            if abs(nearest - rest) == 0.5:
                odd = us & 1
                nearest = 2 * round((rest + odd) * 0.5) - odd
            us += nearest
        s += us // 1000000
        us = us % 1000000
        d += s // 86400
        self._set(d, s % 86400, us)

    def _set(self, days: int, seconds: int, microseconds: int) -> None:
        if not -999999999 <= days <= 999999999:
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self._days = days
        self._seconds = seconds
        self._microseconds = microseconds

    @property
    def days(self) -> int:
        """The days; negative for a negative duration."""
        return self._days

    @property
    def seconds(self) -> int:
        """The seconds of the last day."""
        return self._seconds

    @property
    def microseconds(self) -> int:
        """The microseconds of the last second."""
        return self._microseconds

    def total_seconds(self) -> float:
        """Give the whole duration in seconds."""
        if -100000000 < self._days < 100000000:
            return ((self._days * 86400 + self._seconds) * 1000000 + self._microseconds) / 1000000
        return self._days * 86400.0 + self._seconds + self._microseconds / 1000000.0

    def _micros(self) -> int:
        """Give the whole duration in microseconds; beyond 292,000 years it has no 64-bit value."""
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def __add__(self, other: timedelta) -> timedelta:
        return _delta(
            self._days + other._days, self._seconds + other._seconds, self._microseconds + other._microseconds
        )

    def __sub__(self, other: timedelta) -> timedelta:
        return _delta(
            self._days - other._days, self._seconds - other._seconds, self._microseconds - other._microseconds
        )

    def __neg__(self) -> timedelta:
        return _delta(-self._days, -self._seconds, -self._microseconds)

    def __pos__(self) -> timedelta:
        return self

    def __abs__(self) -> timedelta:
        return -self if self._days < 0 else self

    def __mul__(self, other: float) -> timedelta:
        if other == math.floor(other):
            n = int(other)
            return _delta(self._days * n, self._seconds * n, self._microseconds * n)
        return _delta(0, 0, round(self._micros() * other))

    def __rmul__(self, other: float) -> timedelta:
        return self * other

    @overload
    def __floordiv__(self, other: timedelta) -> int: ...

    @overload
    def __floordiv__(self, other: int) -> timedelta: ...

    def __floordiv__(self, other: timedelta | int) -> timedelta | int:
        if isinstance(other, timedelta):
            return self._micros() // other._micros()
        return _delta(0, 0, self._micros() // other)

    @overload
    def __truediv__(self, other: timedelta) -> float: ...

    @overload
    def __truediv__(self, other: float) -> timedelta: ...

    def __truediv__(self, other: timedelta | float) -> timedelta | float:
        if isinstance(other, timedelta):
            return self._micros() / other._micros()
        if other == math.floor(other):
            return _delta(0, 0, _divided(self._micros(), int(other)))
        return _delta(0, 0, round(self._micros() / other))

    def __mod__(self, other: timedelta) -> timedelta:
        return _delta(0, 0, self._micros() % other._micros())

    def __divmod__(self, other: timedelta) -> tuple[int, timedelta]:
        return (self._micros() // other._micros(), self % other)

    def _key(self) -> tuple[int, int, int]:
        return (self._days, self._seconds, self._microseconds)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, timedelta) and self._key() == other._key()

    def __lt__(self, other: timedelta) -> bool:
        return self._key() < other._key()

    def __le__(self, other: timedelta) -> bool:
        return self._key() <= other._key()

    def __gt__(self, other: timedelta) -> bool:
        return self._key() > other._key()

    def __ge__(self, other: timedelta) -> bool:
        return self._key() >= other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __bool__(self) -> bool:
        return self._days != 0 or self._seconds != 0 or self._microseconds != 0

    def __repr__(self) -> str:
        parts: list[str] = []
        if self._days:
            parts.append(f"days={self._days}")
        if self._seconds:
            parts.append(f"seconds={self._seconds}")
        if self._microseconds:
            parts.append(f"microseconds={self._microseconds}")
        return f"datetime.timedelta({', '.join(parts) if parts else '0'})"

    def __str__(self) -> str:
        s = self._seconds
        out = f"{s // 3600}:{s // 60 % 60:02d}:{s % 60:02d}"
        if self._days:
            plural = "" if abs(self._days) == 1 else "s"
            out = f"{self._days} day{plural}, {out}"
        if self._microseconds:
            out = f"{out}.{self._microseconds:06d}"
        return out


def _delta(days: int, seconds: int, microseconds: int) -> timedelta:
    """Make a duration of whole parts of any sign."""
    seconds += microseconds // 1000000
    out = timedelta()
    out._set(days + seconds // 86400, seconds % 86400, microseconds % 1000000)
    return out


def _divided(a: int, b: int) -> int:
    """Divide, to the nearest, ties to even."""
    q = a // b
    r = a % b
    twice = 2 * r
    if (twice > b if b > 0 else twice < b) or (twice == b and q % 2 == 1):
        q += 1
    return q


class IsoCalendarDate(NamedTuple):
    """What `isocalendar` gives."""

    year: int
    week: int
    weekday: int

    def __repr__(self) -> str:
        return f"datetime.IsoCalendarDate(year={self.year}, week={self.week}, weekday={self.weekday})"


class tzinfo:
    """A time zone; a class of one's own overrides these."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
        """Give the offset east of UTC."""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt: datetime | None, /) -> timedelta | None:
        """Give the daylight saving part of the offset."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def tzname(self, dt: datetime | None, /) -> str | None:
        """Give the name."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def fromutc(self, dt: datetime, /) -> datetime:
        """Turn a time of UTC, marked as of this zone, into the time of this zone."""
        offset = self.utcoffset(dt)
        if offset is None:
            raise ValueError("fromutc() requires a non-None utcoffset() result")
        saving = self.dst(dt)
        if saving is None:
            raise ValueError("fromutc() requires a non-None dst() result")
        out = dt + (offset - saving)
        saving = self.dst(out)
        if saving is None:
            raise ValueError("fromutc(): dt.dst gave inconsistent results; cannot convert")
        return out + saving


class timezone(tzinfo):
    """A fixed offset."""

    utc: timezone
    min: timezone
    max: timezone

    def __init__(self, offset: timedelta, name: str | None = None) -> None:
        if not -86400 < offset.total_seconds() < 86400:
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), "
                f"not {offset!r}."
            )
        self._offset = offset
        self._name = name

    def utcoffset(self, dt: datetime | None, /) -> timedelta:
        """Give the offset east of UTC."""
        return self._offset

    def dst(self, dt: datetime | None, /) -> timedelta | None:
        """Give nothing: a fixed offset knows no daylight saving."""
        return None

    def tzname(self, dt: datetime | None, /) -> str:
        """Give the name."""
        if self._name is not None:
            return self._name
        return f"UTC{_offset_text(self._offset, ':')}" if self._offset else "UTC"

    def fromutc(self, dt: datetime, /) -> datetime:
        """Turn a time of UTC into the time of this zone."""
        return dt + self._offset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, timezone) and self._offset == other._offset

    def __hash__(self) -> int:
        return hash(self._offset)

    def __str__(self) -> str:
        return self.tzname(None)

    def __repr__(self) -> str:
        if self._name is None and not self._offset:
            return "datetime.timezone.utc"
        if self._name is not None:
            return f"datetime.timezone({self._offset!r}, {self._name!r})"
        return f"datetime.timezone({self._offset!r})"


def _offset_text(offset: timedelta, mark: str) -> str:
    sign = "+"
    if offset._days < 0:
        sign = "-"
        offset = -offset
    s = offset._days * 86400 + offset._seconds
    out = f"{sign}{_two(s // 3600)}{mark}{_two(s // 60 % 60)}"
    if s % 60 or offset._microseconds:
        out = f"{out}{mark}{_two(s % 60)}"
        if offset._microseconds:
            out = f"{out}.{offset._microseconds:06d}"
    return out


timedelta.min = timedelta(-999999999)
timedelta.max = _delta(999999999, 86399, 999999)
timedelta.resolution = timedelta(microseconds=1)
timezone.utc = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))
UTC = timezone.utc


def _check_date(year: int, month: int, day: int) -> None:
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= civil.days_in_month(year, month):
        raise ValueError("day is out of range for month")


def _check_time(hour: int, minute: int, second: int, microsecond: int) -> None:
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")


class date:
    """A day."""

    min: date
    max: date
    resolution: timedelta

    def __init__(self, year: int, month: int, day: int) -> None:
        _check_date(year, month, day)
        self._year = year
        self._month = month
        self._day = day

    @property
    def year(self) -> int:
        """The year, 1 to 9999."""
        return self._year

    @property
    def month(self) -> int:
        """The month, 1 to 12."""
        return self._month

    @property
    def day(self) -> int:
        """The day of the month, from 1."""
        return self._day

    @classmethod
    def today(cls) -> date:
        """Give the present day."""
        return _date_of(civil.from_ordinal(native.time_ns() // 86400000000000 + 719163))

    @classmethod
    def fromtimestamp(cls, timestamp: float, /) -> date:
        """Give the day of seconds since 1970."""
        return _date_of(civil.from_ordinal(math.floor(timestamp) // 86400 + 719163))

    @classmethod
    def fromordinal(cls, n: int, /) -> date:
        """Give the day of a number; 1 is 1 January of year 1."""
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        return _date_of(civil.from_ordinal(n))

    @classmethod
    def fromisoformat(cls, date_string: str, /) -> date:
        """Read an ISO 8601 date."""
        if len(date_string) not in (7, 8, 10) or not date_string.isascii():
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        try:
            parts = _read_date(date_string)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return _date_of(parts)

    @classmethod
    def fromisocalendar(cls, year: int, week: int, day: int) -> date:
        """Give a day of an ISO week; Monday is 1."""
        return _date_of(_from_iso_week(year, week, day))

    def toordinal(self) -> int:
        """Number the day; 1 is 1 January of year 1."""
        return civil.to_ordinal(self._year, self._month, self._day)

    def weekday(self) -> int:
        """Give the day of the week, Monday 0."""
        return civil.weekday(self.toordinal())

    def isoweekday(self) -> int:
        """Give the day of the week, Monday 1."""
        return civil.weekday(self.toordinal()) + 1

    def isocalendar(self) -> IsoCalendarDate:
        """Give ISO year, week and day."""
        year, week, day = civil.iso_calendar(self.toordinal(), self._year)
        return IsoCalendarDate(year, week, day)

    def isoformat(self) -> str:
        """Write `YYYY-MM-DD`."""
        return f"{self._year:04d}-{_two(self._month)}-{_two(self._day)}"

    def _moment(self) -> datetext.Moment:
        number = self.toordinal()
        return datetext.Moment(
            self._year,
            self._month,
            self._day,
            0,
            0,
            0,
            civil.weekday(number),
            number - civil.days_before_year(self._year),
        )

    def strftime(self, format: str, /) -> str:
        """Write by a format."""
        return datetext.write(self._moment(), format, "000000", "", "")

    def __format__(self, fmt: str, /) -> str:
        return self.strftime(fmt) if fmt else str(self)

    def ctime(self) -> str:
        """Write like `Wed Dec  4 00:00:00 2002`."""
        day = datetext.write(self._moment(), "%a %b %e %H:%M:%S", None, "", "")
        return f"{day} {self._year:04d}"

    def timetuple(self) -> clock.struct_time:
        """Give the pieces."""
        t = self._moment()
        return clock.struct_time(t.year, t.month, t.day, t.hour, t.minute, t.second, t.weekday, t.yearday, -1)

    def replace(self, year: int | None = None, month: int | None = None, day: int | None = None) -> date:
        """Give a day with other parts."""
        return date(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
        )

    def _moved(self, days: int) -> date:
        number = self.toordinal() + days
        if not 1 <= number <= 3652059:
            raise OverflowError("date value out of range")
        return _date_of(civil.from_ordinal(number))

    def __add__(self, other: timedelta, /) -> date:
        return self._moved(other._days)

    def __radd__(self, other: timedelta, /) -> date:
        return self + other

    @overload
    def __sub__(self, other: timedelta, /) -> date: ...

    @overload
    def __sub__(self, other: date, /) -> timedelta: ...

    def __sub__(self, other: timedelta | date, /) -> date | timedelta:
        if isinstance(other, timedelta):
            return self._moved(-other._days)
        return _delta(self.toordinal() - other.toordinal(), 0, 0)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, datetime):
            return False
        return isinstance(other, date) and self._date_key() == other._date_key()

    def _date_key(self) -> int:
        return (self._year * 16 + self._month) * 32 + self._day

    def _comparable(self, other: date) -> int:
        if isinstance(other, datetime):
            raise TypeError("can't compare datetime.datetime to datetime.date")
        return other._date_key()

    def __lt__(self, other: date, /) -> bool:
        return self._date_key() < self._comparable(other)

    def __le__(self, other: date, /) -> bool:
        return self._date_key() <= self._comparable(other)

    def __gt__(self, other: date, /) -> bool:
        return self._date_key() > self._comparable(other)

    def __ge__(self, other: date, /) -> bool:
        return self._date_key() >= self._comparable(other)

    def __hash__(self) -> int:
        return hash((self._year, self._month, self._day))

    def __str__(self) -> str:
        return self.isoformat()

    def __repr__(self) -> str:
        return f"datetime.date({self._year}, {self._month}, {self._day})"


def _date_of(parts: tuple[int, int, int]) -> date:
    return date(parts[0], parts[1], parts[2])


class time:
    """A time of day, maybe in a time zone."""

    min: time
    max: time
    resolution: timedelta

    def __init__(
        self,
        hour: int = 0,
        minute: int = 0,
        second: int = 0,
        microsecond: int = 0,
        tzinfo: tzinfo | None = None,
        *,
        fold: int = 0,
    ) -> None:
        _check_time(hour, minute, second, microsecond)
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._fold = fold

    @property
    def hour(self) -> int:
        """The hour, 0 to 23."""
        return self._hour

    @property
    def minute(self) -> int:
        """The minute, 0 to 59."""
        return self._minute

    @property
    def second(self) -> int:
        """The second, 0 to 59."""
        return self._second

    @property
    def microsecond(self) -> int:
        """The microsecond, 0 to 999999."""
        return self._microsecond

    @property
    def tzinfo(self) -> tzinfo | None:
        """The time zone."""
        return self._tzinfo

    @property
    def fold(self) -> int:
        """1 for the second of two equal times."""
        return self._fold

    @classmethod
    def fromisoformat(cls, time_string: str, /) -> time:
        """Read an ISO 8601 time."""
        text = time_string[1:] if time_string.startswith("T") else time_string
        try:
            parts, zone = _read_time(text)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {time_string!r}") from None
        return time(parts[0], parts[1], parts[2], parts[3], zone)

    def utcoffset(self) -> timedelta | None:
        """Give the offset east of UTC."""
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self) -> str | None:
        """Give the name of the time zone."""
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self) -> timedelta | None:
        """Give the daylight saving part of the offset."""
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def isoformat(self, timespec: str = "auto") -> str:
        """Write `HH:MM:SS.ffffff`, the last part if it is not 0, and the offset."""
        out = _clock_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return out if offset is None else out + _offset_text(offset, ":")

    def strftime(self, format: str, /) -> str:
        """Write by a format; the day is 1 January 1900."""
        moment = datetext.Moment(1900, 1, 1, self._hour, self._minute, self._second, 0, 1)
        offset = self.utcoffset()
        name = self.tzname()
        return datetext.write(
            moment,
            format,
            f"{self._microsecond:06d}",
            "" if offset is None else _offset_text(offset, ""),
            "" if name is None else name,
        )

    def __format__(self, fmt: str, /) -> str:
        return self.strftime(fmt) if fmt else str(self)

    def replace(
        self,
        hour: int | None = None,
        minute: int | None = None,
        second: int | None = None,
        microsecond: int | None = None,
    ) -> time:
        """Give a time with other parts."""
        return time(
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo,
            fold=self._fold,
        )

    def _micros(self) -> int:
        """Give the microseconds since midnight, of UTC if there is an offset."""
        out = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        offset = self.utcoffset()
        return out if offset is None else out - offset._micros()

    def _comparable(self, other: time) -> int:
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return other._micros()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, time) or (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._micros() == other._micros()

    def __lt__(self, other: time, /) -> bool:
        return self._micros() < self._comparable(other)

    def __le__(self, other: time, /) -> bool:
        return self._micros() <= self._comparable(other)

    def __gt__(self, other: time, /) -> bool:
        return self._micros() > self._comparable(other)

    def __ge__(self, other: time, /) -> bool:
        return self._micros() >= self._comparable(other)

    def __hash__(self) -> int:
        return hash(self._micros())

    def __str__(self) -> str:
        return self.isoformat()

    def __repr__(self) -> str:
        out = f"datetime.time({self._hour}, {self._minute}"
        if self._microsecond:
            out = f"{out}, {self._second}, {self._microsecond}"
        elif self._second:
            out = f"{out}, {self._second}"
        if self._tzinfo is not None:
            out = f"{out}, tzinfo={self._tzinfo!r}"
        return out + ")"


def _clock_text(hour: int, minute: int, second: int, microsecond: int, timespec: str) -> str:
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec == "hours":
        return _two(hour)
    if timespec == "minutes":
        return f"{_two(hour)}:{_two(minute)}"
    out = f"{_two(hour)}:{_two(minute)}:{_two(second)}"
    if timespec == "seconds":
        return out
    if timespec == "milliseconds":
        return f"{out}.{microsecond // 1000:03d}"
    if timespec == "microseconds":
        return f"{out}.{microsecond:06d}"
    raise ValueError("Unknown timespec value")


_date = date
_tzinfo = tzinfo
_time = time


class datetime(date):
    """A day and a time, maybe in a time zone."""

    min: datetime
    max: datetime

    def __init__(
        self,
        year: int,
        month: int,
        day: int,
        hour: int = 0,
        minute: int = 0,
        second: int = 0,
        microsecond: int = 0,
        tzinfo: _tzinfo | None = None,
        *,
        fold: int = 0,
    ) -> None:
        super().__init__(year, month, day)
        _check_time(hour, minute, second, microsecond)
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._fold = fold

    @property
    def hour(self) -> int:
        """The hour, 0 to 23."""
        return self._hour

    @property
    def minute(self) -> int:
        """The minute, 0 to 59."""
        return self._minute

    @property
    def second(self) -> int:
        """The second, 0 to 59."""
        return self._second

    @property
    def microsecond(self) -> int:
        """The microsecond, 0 to 999999."""
        return self._microsecond

    @property
    def tzinfo(self) -> _tzinfo | None:
        """The time zone."""
        return self._tzinfo

    @property
    def fold(self) -> int:
        """1 for the second of two equal times."""
        return self._fold

    @classmethod
    def today(cls) -> datetime:
        """Give the present time."""
        return _now(None)

    @classmethod
    def now(cls, tz: _tzinfo | None = None) -> datetime:
        """Give the present time, in UTC without a time zone."""
        return _now(tz)

    @classmethod
    def utcnow(cls) -> datetime:
        """Give the present time of UTC, without a time zone."""
        return _now(None)

    @classmethod
    def fromtimestamp(cls, timestamp: float, /, tz: _tzinfo | None = None) -> datetime:
        """Give the time of seconds since 1970."""
        fraction, whole = math.modf(timestamp)
        return _in_zone(_from_micros(int(whole) * 1000000 + round(fraction * 1000000.0)), tz)

    @classmethod
    def utcfromtimestamp(cls, t: float, /) -> datetime:
        """Give the time of seconds since 1970, without a time zone."""
        fraction, whole = math.modf(t)
        return _from_micros(int(whole) * 1000000 + round(fraction * 1000000.0))

    @classmethod
    def fromordinal(cls, n: int, /) -> datetime:
        """Give midnight of the day of a number."""
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        year, month, day = civil.from_ordinal(n)
        return datetime(year, month, day)

    @classmethod
    def fromisocalendar(cls, year: int, week: int, day: int) -> datetime:
        """Give midnight of a day of an ISO week; Monday is 1."""
        y, m, d = _from_iso_week(year, week, day)
        return datetime(y, m, d)

    @classmethod
    def fromisoformat(cls, date_string: str, /) -> datetime:
        """Read an ISO 8601 date, or date and time."""
        try:
            if len(date_string) < 7:
                raise ValueError("too short")
            cut = _separator(date_string)
            year, month, day = _read_date(date_string[:cut])
            zone: _tzinfo | None = None
            parts = [0, 0, 0, 0]
            if len(date_string) > cut:
                parts, zone = _read_time(date_string[cut + 1 :])
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return datetime(year, month, day, parts[0], parts[1], parts[2], parts[3], zone)

    @classmethod
    def strptime(cls, date_string: str, format: str, /) -> datetime:
        """Read by a format."""
        t = datetext.read(date_string, format)
        zone: _tzinfo | None = None
        if t.offset is not None:
            offset = _delta(0, t.offset, t.offset_microsecond)
            if t.zone is not None:
                zone = timezone(offset, t.zone)
            else:
                zone = timezone(offset) if offset else timezone.utc
        return datetime(t.year, t.month, t.day, t.hour, t.minute, t.second, t.microsecond, zone)

    @classmethod
    def combine(cls, date: _date, time: _time, tzinfo: _tzinfo | None = None) -> datetime:
        """Put a day and a time together."""
        return datetime(
            date.year,
            date.month,
            date.day,
            time.hour,
            time.minute,
            time.second,
            time.microsecond,
            time.tzinfo if tzinfo is None else tzinfo,
            fold=time.fold,
        )

    def date(self) -> _date:
        """Give the day."""
        return _date_of((self._year, self._month, self._day))

    def time(self) -> _time:
        """Give the time of day without a time zone."""
        return _time(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self) -> _time:
        """Give the time of day."""
        return _time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def utcoffset(self) -> timedelta | None:
        """Give the offset east of UTC."""
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self) -> str | None:
        """Give the name of the time zone."""
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self) -> timedelta | None:
        """Give the daylight saving part of the offset."""
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def _micros(self) -> int:
        """Give the microseconds since year 1, as this clock shows them."""
        days = self.toordinal()
        seconds = ((days * 24 + self._hour) * 60 + self._minute) * 60 + self._second
        return seconds * 1000000 + self._microsecond

    def _utc_micros(self) -> int:
        offset = self.utcoffset()
        return self._micros() if offset is None else self._micros() - offset._micros()

    def timestamp(self) -> float:
        """Give the seconds since 1970."""
        return (self._utc_micros() - 62135683200000000) / 1000000

    def astimezone(self, tz: _tzinfo | None = None) -> datetime:
        """Give the same moment in another time zone, UTC by default."""
        zone: _tzinfo = timezone.utc if tz is None else tz
        if zone is self._tzinfo:
            return self
        utc = _from_micros(self._utc_micros() - 62135683200000000)
        return zone.fromutc(utc._with_zone(zone))

    def _with_zone(self, zone: _tzinfo | None) -> datetime:
        return datetime(
            self._year,
            self._month,
            self._day,
            self._hour,
            self._minute,
            self._second,
            self._microsecond,
            zone,
        )

    def timetuple(self) -> clock.struct_time:
        """Give the pieces."""
        t = self._moment()
        saving = self.dst()
        dst = -1 if saving is None else (1 if saving else 0)
        return clock.struct_time(
            t.year, t.month, t.day, t.hour, t.minute, t.second, t.weekday, t.yearday, dst
        )

    def utctimetuple(self) -> clock.struct_time:
        """Give the pieces in UTC."""
        t = _from_micros(self._utc_micros() - 62135683200000000)._moment()
        return clock.struct_time(t.year, t.month, t.day, t.hour, t.minute, t.second, t.weekday, t.yearday, 0)

    def _moment(self) -> datetext.Moment:
        out = super()._moment()
        out.hour = self._hour
        out.minute = self._minute
        out.second = self._second
        return out

    def strftime(self, format: str, /) -> str:
        """Write by a format."""
        offset = self.utcoffset()
        name = self.tzname()
        return datetext.write(
            self._moment(),
            format,
            f"{self._microsecond:06d}",
            "" if offset is None else _offset_text(offset, ""),
            "" if name is None else name,
        )

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """Write `YYYY-MM-DDTHH:MM:SS.ffffff`, the last part if it is not 0, and the offset."""
        day = f"{self._year:04d}-{_two(self._month)}-{_two(self._day)}"
        out = day + sep + _clock_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return out if offset is None else out + _offset_text(offset, ":")

    def replace(
        self,
        year: int | None = None,
        month: int | None = None,
        day: int | None = None,
        hour: int | None = None,
        minute: int | None = None,
        second: int | None = None,
        microsecond: int | None = None,
        tzinfo: _tzinfo | bool | None = True,
        *,
        fold: int | None = None,
    ) -> datetime:
        """Give a time with other parts."""
        zone = self._tzinfo if isinstance(tzinfo, bool) else tzinfo
        return datetime(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            zone,
            fold=self._fold if fold is None else fold,
        )

    def _shifted(self, days: int, seconds: int, microseconds: int) -> datetime:
        us = self._microsecond + microseconds
        s = (self._hour * 60 + self._minute) * 60 + self._second + seconds + us // 1000000
        us = us % 1000000
        number = self.toordinal() + days + s // 86400
        s = s % 86400
        if not 1 <= number <= 3652059:
            raise OverflowError("date value out of range")
        y, m, d = civil.from_ordinal(number)
        return datetime(y, m, d, s // 3600, s // 60 % 60, s % 60, us, self._tzinfo)

    def __add__(self, other: timedelta, /) -> datetime:
        return self._shifted(other._days, other._seconds, other._microseconds)

    def __radd__(self, other: timedelta, /) -> datetime:
        return self + other

    @overload  # type: ignore[override]
    def __sub__(self, other: timedelta, /) -> datetime: ...

    @overload
    def __sub__(self, other: datetime, /) -> timedelta: ...

    def __sub__(self, other: timedelta | datetime, /) -> datetime | timedelta:
        if isinstance(other, timedelta):
            return self._shifted(-other._days, -other._seconds, -other._microseconds)
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return _delta(0, 0, self._utc_micros() - other._utc_micros())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, datetime) or (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._utc_micros() == other._utc_micros()

    def _moment_of(self, other: _date) -> int:
        if not isinstance(other, datetime):
            raise TypeError("can't compare datetime.datetime to datetime.date")
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return other._utc_micros()

    def __lt__(self, other: _date, /) -> bool:
        return self._utc_micros() < self._moment_of(other)

    def __le__(self, other: _date, /) -> bool:
        return self._utc_micros() <= self._moment_of(other)

    def __gt__(self, other: _date, /) -> bool:
        return self._utc_micros() > self._moment_of(other)

    def __ge__(self, other: _date, /) -> bool:
        return self._utc_micros() >= self._moment_of(other)

    def __hash__(self) -> int:
        return hash(self._utc_micros())

    def __str__(self) -> str:
        return self.isoformat(" ")

    def __repr__(self) -> str:
        parts = [
            self._year,
            self._month,
            self._day,
            self._hour,
            self._minute,
            self._second,
            self._microsecond,
        ]
        if self._microsecond == 0:
            parts.pop()
            if self._second == 0:
                parts.pop()
        out = f"datetime.datetime({', '.join([str(one) for one in parts])}"
        if self._tzinfo is not None:
            out = f"{out}, tzinfo={self._tzinfo!r}"
        return out + ")"


def _now(tz: _tzinfo | None) -> datetime:
    return _in_zone(_from_micros(native.time_ns() // 1000), tz)


def _in_zone(utc: datetime, tz: _tzinfo | None) -> datetime:
    return utc if tz is None else tz.fromutc(utc._with_zone(tz))


def _from_micros(micros: int) -> datetime:
    """Give the time of microseconds since 1970."""
    seconds = micros // 1000000
    number = seconds // 86400 + 719163
    s = seconds % 86400
    if not 1 <= number <= 3652059:
        raise ValueError(f"year {civil.from_ordinal(number)[0]} is out of range")
    y, m, d = civil.from_ordinal(number)
    return datetime(y, m, d, s // 3600, s // 60 % 60, s % 60, micros % 1000000)


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)
time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)


def _number(text: str) -> int:
    """Read ASCII digits."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not a number")
    return int(text)


def _from_iso_week(year: int, week: int, day: int) -> tuple[int, int, int]:
    if not 1 <= year <= 9999:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        first = civil.to_ordinal(year, 1, 1) % 7
        if week != 53 or not (first == 4 or (first == 3 and civil.is_leap(year))):
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid day: {day} (range is [1, 7])")
    return civil.from_ordinal(civil.iso_week_one(year) + (week - 1) * 7 + day - 1)


def _separator(text: str) -> int:
    """Find where the date ends."""
    size = len(text)
    if size == 7:
        return 7
    if text[4] == "-":
        if text[5] != "W":
            return 10
        if size > 8 and text[8] == "-":
            if size == 9:
                raise ValueError("Invalid ISO string")
            # `YYYY-Www-##`: the separator is a dash at 8 or a digit at 10; the dash is more likely.
            return 8 if size > 10 and "0" <= text[10] <= "9" else 10
        return 8
    if text[4] != "W":
        return 8
    at = 7
    while at < size and "0" <= text[at] <= "9":
        at += 1
    if at < 9:
        return at
    return 7 if at % 2 == 0 else 8


def _read_date(text: str) -> tuple[int, int, int]:
    if len(text) not in (7, 8, 10):
        raise ValueError("length")
    year = _number(text[:4])
    dashed = text[4] == "-"
    at = 5 if dashed else 4
    if text[at : at + 1] == "W":
        week = _number(text[at + 1 : at + 3])
        at += 3
        day = 1
        if len(text) > at:
            if (text[at] == "-") != dashed:
                raise ValueError("Inconsistent use of dash separator")
            at += 1 if dashed else 0
            if len(text) != at + 1:
                raise ValueError("length")
            day = _number(text[at:])
        return _from_iso_week(year, week, day)
    month = _number(text[at : at + 2])
    at += 2
    if (text[at : at + 1] == "-") != dashed:
        raise ValueError("Inconsistent use of dash separator")
    at += 1 if dashed else 0
    if len(text) != at + 2:
        raise ValueError("length")
    return (year, month, _number(text[at:]))


def _read_clock(text: str) -> list[int]:
    """Read `HH[:MM[:SS[.f]]]`, with or without colons."""
    out = [0, 0, 0, 0]
    size = len(text)
    at = 0
    colons = False
    for i in range(3):
        if size - at < 2:
            raise ValueError("Incomplete time component")
        out[i] = _number(text[at : at + 2])
        at += 2
        following = text[at : at + 1]
        if i == 0:
            colons = following == ":"
        if not following or following in ".,":
            break
        if colons:
            if following != ":" or i == 2:
                raise ValueError("Invalid time separator")
            at += 1
    if at < size:
        # Without colons the fraction may even follow without a point, as with CPython.
        digits = text[at + 1 :] if text[at] in ".," else text[at:]
        _number(digits)
        out[3] = int((digits + "00000")[:6])
    return out


def _read_time(text: str) -> tuple[list[int], tzinfo | None]:
    if len(text) < 2:
        raise ValueError("Isoformat time too short")
    at = text.find("-")
    if at < 0:
        at = text.find("+")
    if at < 0:
        at = text.find("Z")
    if at < 0:
        return (_read_clock(text), None)
    parts = _read_clock(text[:at])
    if text[at] == "Z":
        if at != len(text) - 1:
            raise ValueError("Malformed time zone string")
        return (parts, timezone.utc)
    rest = text[at + 1 :]
    if len(rest) in (0, 1, 3):
        raise ValueError("Malformed time zone string")
    hours, minutes, seconds, micros = _read_clock(rest)
    offset = _delta(0, (hours * 60 + minutes) * 60 + seconds, micros)
    if not offset:
        return (parts, timezone.utc)
    return (parts, timezone(-offset if text[at] == "-" else offset))
