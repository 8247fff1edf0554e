# ruff: noqa: B023, E501
import calendar
import datetime
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pygress.compiler.stdlib import calendar as our_calendar
from pygress.compiler.stdlib import datetime as ours
from pygress.compiler.stdlib import time as our_time

OFFSETS = st.sampled_from([None, 0, 60, -90, 330, 1439, -1439])
NAIVE = st.datetimes()


def outcome(call: Any) -> Any:
    try:
        return call()
    except (ValueError, OverflowError, TypeError, ZeroDivisionError) as error:
        return type(error).__name__, str(error)


def zone(module: Any, minutes: int | None) -> Any:
    return None if minutes is None else module.timezone(module.timedelta(minutes=minutes))


def moment(module: Any, t: datetime.datetime, minutes: int | None) -> Any:
    tz = zone(module, minutes)
    return module.datetime(t.year, t.month, t.day, t.hour, t.minute, t.second, t.microsecond, tz)


def text(value: Any) -> Any:
    return repr(value).replace("datetime.timezone.utc", "UTC") if not isinstance(value, tuple) else value


SMALL = st.integers(-(10**6), 10**6)


@given(SMALL, SMALL, SMALL, SMALL, SMALL, SMALL)
def test_timedelta_of_integers(d: int, s: int, us: int, ms: int, m: int, h: int) -> None:
    mine, theirs = ours.timedelta(d, s, us, ms, m, h), datetime.timedelta(d, s, us, ms, m, h)
    assert repr(mine) == repr(theirs)
    assert str(mine) == str(theirs)
    assert mine.total_seconds() == theirs.total_seconds()


@given(st.floats(-1e4, 1e4), st.floats(-1e6, 1e6), st.floats(-1e8, 1e8), st.floats(-1e4, 1e4))
@example(0.5, 0.0, 0.5, 0.0)
@example(0.0, 0.0000005, 0.0, 0.0)
def test_timedelta_of_floats(d: float, s: float, us: float, h: float) -> None:
    mine, theirs = ours.timedelta(d, s, us, hours=h), datetime.timedelta(d, s, us, hours=h)
    assert repr(mine) == repr(theirs)


@given(
    st.timedeltas(datetime.timedelta(-9999), datetime.timedelta(9999)),
    st.timedeltas(datetime.timedelta(-99), datetime.timedelta(99)),
)
def test_timedelta_arithmetic(a: datetime.timedelta, b: datetime.timedelta) -> None:
    x, y = (
        ours.timedelta(a.days, a.seconds, a.microseconds),
        ours.timedelta(b.days, b.seconds, b.microseconds),
    )
    for step in (
        lambda p, q: p + q,
        lambda p, q: p - q,
        lambda p, q: -p,
        lambda p, q: abs(p),
        lambda p, q: p * 3,
        lambda p, q: 0.5 * p,
        lambda p, q: p // 7,
        lambda p, q: p / 7,
        lambda p, q: p / -8,
        lambda p, q: p // q,
        lambda p, q: p / q,
        lambda p, q: p % q,
        lambda p, q: divmod(p, q)[1],
        lambda p, q: p < q,
        lambda p, q: p >= q,
        lambda p, q: p == q,
        lambda p, q: bool(p),
        lambda p, q: +p,
    ):
        mine, theirs = outcome(lambda: step(x, y)), outcome(lambda: step(a, b))
        if isinstance(theirs, tuple):
            assert mine[0] == theirs[0]
        else:
            assert repr(mine) == repr(theirs)


@given(NAIVE, OFFSETS)
def test_datetime(t: datetime.datetime, minutes: int | None) -> None:
    mine, theirs = moment(ours, t, minutes), moment(datetime, t, minutes)
    for step in (
        repr,
        str,
        lambda v: v.isoformat(),
        lambda v: v.isoformat(" ", "milliseconds"),
        lambda v: v.isoformat(timespec="minutes"),
        lambda v: v.date(),
        lambda v: v.time(),
        lambda v: v.timetz(),
        lambda v: v.weekday(),
        lambda v: v.isoweekday(),
        lambda v: tuple(v.isocalendar()),
        lambda v: v.toordinal(),
        lambda v: v.ctime(),
        lambda v: tuple(v.timetuple()),
        lambda v: v.replace(hour=3, microsecond=0),
        lambda v: v.replace(tzinfo=None),
        lambda v: v.tzname(),
        lambda v: v.utcoffset(),
        lambda v: f"{v:%Y/%m/%d}",
        lambda v: v.date().isoformat(),
        lambda v: v.time().isoformat(),
        lambda v: v.date().ctime(),
        lambda v: v.dst(),
    ):
        assert text(step(mine)) == text(step(theirs))
    if minutes is not None:
        assert mine.timestamp() == theirs.timestamp()
        assert outcome(lambda: text(mine.astimezone(zone(ours, 45)))) == outcome(
            lambda: text(theirs.astimezone(zone(datetime, 45)))
        )
        assert outcome(lambda: tuple(mine.utctimetuple())) == outcome(lambda: tuple(theirs.utctimetuple()))


@given(NAIVE)
@example(datetime.datetime(1, 1, 1))
@example(datetime.datetime(2024, 12, 30))
@example(datetime.datetime(2023, 1, 1))
def test_strftime(t: datetime.datetime) -> None:
    format = "%a %A %b %B %c %d %D %e %F %G %g %H %I %j %k %l %m %M %n %p %P %r %R %S %t %T %u %U %V %w %W %x %X %y %Y %f %z %Z %% %h"
    for minutes in (None, 330):
        mine, theirs = moment(ours, t, minutes), moment(datetime, t, minutes)
        assert mine.strftime(format) == theirs.strftime(format)
    assert mine.time().strftime("%H:%M %f") == theirs.time().strftime("%H:%M %f")
    assert mine.date().strftime("%F %j %f") == theirs.date().strftime("%F %j %f")


@given(NAIVE, st.timedeltas(datetime.timedelta(-99999), datetime.timedelta(99999)), NAIVE, OFFSETS)
def test_datetime_arithmetic(
    t: datetime.datetime, d: datetime.timedelta, u: datetime.datetime, minutes: int | None
) -> None:
    mine, theirs = moment(ours, t, minutes), moment(datetime, t, minutes)
    step = ours.timedelta(d.days, d.seconds, d.microseconds)
    assert outcome(lambda: text(mine + step)) == outcome(lambda: text(theirs + d))
    assert outcome(lambda: text(mine - step)) == outcome(lambda: text(theirs - d))
    assert outcome(lambda: text(mine.date() + step)) == outcome(lambda: text(theirs.date() + d))
    other, their_other = (
        moment(ours, u, 45 if minutes else minutes),
        moment(datetime, u, 45 if minutes else minutes),
    )
    assert repr(mine - other) == repr(theirs - their_other)
    assert (mine < other, mine == other, mine >= other) == (
        theirs < their_other,
        theirs == their_other,
        theirs >= their_other,
    )
    assert repr(mine.date() - other.date()) == repr(theirs.date() - their_other.date())
    assert (mine.date() <= other.date()) == (theirs.date() <= their_other.date())
    naive = moment(ours, u, None)
    assert (mine == naive) == (theirs == moment(datetime, u, None))
    assert outcome(lambda: mine < naive) == outcome(lambda: theirs < moment(datetime, u, None))
    assert outcome(lambda: mine < naive.date()) == outcome(lambda: theirs < u.date())
    assert mine != mine.date()
    assert hash(mine) == hash(moment(ours, t, minutes))


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-02",
        "20240102",
        "2024-W01-2",
        "2024W012",
        "2024W01",
        "2024-W01",
        "2024-01-02T03:04",
        "2024-01-02T03:04:05.123456+05:30",
        "2024-01-02 03:04:05Z",
        "20240102T030405",
        "20240102T030405,5",
        "2024-01-02T03",
        "2024-01-02T03:04:05.1234567-01",
        "2024-W53-7",
        "2020-W53-7",
        "2024-13-01",
        "2024-01-32",
        "2024-1-2",
        "",
        "2024-01-02T",
        "2024-01-02T25",
        "2024-01-02T03:0405",
        "2024-01-02T03:04:05+0530",
        "2024-01-02T03:04:05-05:30:10.5",
        "2024-01-02T03:04+",
        "2024-01-02T0",
        "abc",
        "2024-01-02T03:04:05+00:00",
        "2024-0102",
        "2024W01-2",
        "0001-01-01",
        "9999-12-31T23:59:59.999999",
        "2024-01-02T03:04:05.",
        "2024-01-02T03:04:60",
        "2024-W01-2T10:00",
        "2024W012T10:00",
    ],
)
def test_fromisoformat(value: str) -> None:
    for kind in ("datetime", "date", "time"):
        mine = outcome(lambda: text(getattr(ours, kind).fromisoformat(value)))
        theirs = outcome(lambda: text(getattr(datetime, kind).fromisoformat(value)))
        if isinstance(theirs, tuple) and "Invalid isoformat" not in theirs[1]:
            assert mine[0] == theirs[0]
        else:
            assert mine == theirs
    mine_time = outcome(lambda: text(ours.time.fromisoformat(value[11:])))
    theirs_time = outcome(lambda: text(datetime.time.fromisoformat(value[11:])))
    if not isinstance(theirs_time, tuple) or "Invalid" in theirs_time[1]:
        assert mine_time == theirs_time


READ = [
    ("2024-01-02 03:04:05", "%Y-%m-%d %H:%M:%S"),
    ("02/Jan/2024:03:04:05 +0100", "%d/%b/%Y:%H:%M:%S %z"),
    ("Tue, 02 Jan 2024 03:04:05 GMT", "%a, %d %b %Y %H:%M:%S %Z"),
    ("12 pm", "%I %p"),
    ("12 AM", "%I %p"),
    ("7:5", "%H:%M"),
    ("2024 60", "%Y %j"),
    ("24 1 1", "%y %W %w"),
    ("2024 0 0", "%Y %U %w"),
    ("2020 53 7", "%G %V %u"),
    ("111", "%d%m"),
    ("1112024", "%d%m%Y"),
    ("x", "%d"),
    ("1 2", "%d"),
    ("%", "%%"),
    ("1", "%Q"),
    ("1", "%"),
    ("2024-02-30", "%Y-%m-%d"),
    ("February 29", "%B %d"),
    ("0.5", "%S.%f"),
    ("2024-01-02T03:04:05Z", "%Y-%m-%dT%H:%M:%S%z"),
    ("+05:30:10.25", "%z"),
    ("-0000", "%z"),
    ("+0530:10", "%z"),
    ("Monday", "%A"),
    ("mon", "%a"),
    ("2024 10", "%G %V"),
    ("2024 5", "%Y %V"),
    ("Tue Jan  2 03:04:05 2024", "%c"),
    ("01/02/24", "%x"),
    ("03:04:05", "%X"),
    ("a  b", "a b"),
    ("ab", "a b"),
    ("99", "%y"),
    ("68", "%y"),
    ("31 4", "%d %m"),
    ("UTC+00:00", "%Z%z"),
    ("  5", "%d"),
    (" 5", "%d"),
    ("May 5", "%B %d"),
    ("May", "%b"),
    ("2024 366", "%Y %j"),
    ("2023 366", "%Y %j"),
    ("23:60", "%H:%M"),
]


@pytest.mark.parametrize(("value", "format"), READ)
def test_strptime(value: str, format: str) -> None:
    mine = outcome(lambda: text(ours.datetime.strptime(value, format)))
    assert mine == outcome(lambda: text(datetime.datetime.strptime(value, format)))
    if "%Z" not in format:
        assert outcome(lambda: tuple(our_time.strptime(value, format))) == outcome(
            lambda: tuple(time.strptime(value, format))
        )


@given(
    NAIVE,
    st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S.%f",
            "%d%m%Y%H%M%S",
            "%A %d %B %Y %I %p",
            "%j %Y",
            "%G-%V-%u",
            "%Y %U %w",
            "%Y %W %a",
        ]
    ),
)
def test_strptime_reads_what_strftime_wrote(t: datetime.datetime, format: str) -> None:
    if t.year < 1000:
        return
    written = t.strftime(format)
    mine = outcome(lambda: text(ours.datetime.strptime(written, format)))
    assert mine == outcome(lambda: text(datetime.datetime.strptime(written, format)))


@given(st.floats(-6e10, 2.5e11))
def test_timestamps(seconds: float) -> None:
    utc = datetime.UTC
    assert text(ours.datetime.fromtimestamp(seconds, ours.timezone.utc)) == text(
        datetime.datetime.fromtimestamp(seconds, utc)
    )
    assert tuple(our_time.gmtime(seconds)) == tuple(time.gmtime(seconds))
    parts = time.gmtime(seconds)
    assert our_calendar.timegm(tuple(parts)) == calendar.timegm(parts)
    assert our_time.asctime(our_time.gmtime(seconds)) == time.asctime(parts)
    assert our_time.strftime("%c %Q %f", our_time.gmtime(seconds)) == time.strftime("%c %Q %f", parts)
    assert our_time.mktime(our_time.gmtime(seconds)) == calendar.timegm(parts)


def test_wrong_values() -> None:
    for step in (
        lambda m: m.date(2023, 2, 29),
        lambda m: m.date(0, 1, 1),
        lambda m: m.date(2023, 13, 1),
        lambda m: m.datetime(1, 1, 1, 24),
        lambda m: m.time(0, 60),
        lambda m: m.time(0, 0, 60),
        lambda m: m.time(0, 0, 0, 10**6),
        lambda m: m.date.max + m.timedelta(1),
        lambda m: m.date.fromordinal(0),
        lambda m: m.date.fromisocalendar(2023, 53, 1),
        lambda m: m.date.fromisocalendar(2020, 1, 8),
        lambda m: m.datetime.fromtimestamp(1e15),
        lambda m: m.timedelta(10**9),
        lambda m: m.datetime(1, 1, 1).isoformat(timespec="x"),
        lambda m: m.datetime(1, 1, 1) - m.datetime(1, 1, 1, tzinfo=m.timezone.utc),
        lambda m: m.tzinfo().utcoffset(None),
    ):
        try:
            mine = outcome(lambda: step(ours))
            theirs = outcome(lambda: step(datetime))
        except NotImplementedError:
            continue
        if "timestamp" in str(theirs) or "year" in str(theirs):
            assert mine[0] == theirs[0]
        else:
            assert mine == theirs


@given(st.times(), st.times(), OFFSETS)
def test_times(a: datetime.time, b: datetime.time, minutes: int | None) -> None:
    def both(module: Any) -> list[Any]:
        x = module.time(a.hour, a.minute, a.second, a.microsecond, zone(module, minutes))
        y = module.time(
            b.hour, b.minute, b.second, b.microsecond, zone(module, 0 if minutes is not None else None)
        )
        day = module.date(2024, 2, 29)
        return [
            x < y, x == y, x >= y, x == x.replace(), repr(x), str(x), repr(module.datetime.combine(day, x)), x.isoformat("hours"),
            x.strftime("%H %z %Z"), f"{x:%M}", repr(x.replace(minute=1)), bool(x),
        ]  # fmt: skip

    assert [str(v).replace("datetime.timezone.utc", "UTC") for v in both(ours)] == [
        str(v).replace("datetime.timezone.utc", "UTC") for v in both(datetime)
    ]


def test_time_zones() -> None:
    class Rome(ours.tzinfo):
        def utcoffset(self, dt: Any) -> Any:
            return ours.timedelta(hours=1) + self.dst(dt)

        def dst(self, dt: Any) -> Any:
            return ours.timedelta(hours=1 if dt is not None and 4 <= dt.month <= 9 else 0)

        def tzname(self, dt: Any) -> str:
            return "CEST" if self.dst(dt) else "CET"

    summer = ours.datetime(2024, 7, 1, 10, tzinfo=ours.timezone.utc).astimezone(Rome())
    assert summer.strftime("%H %Z %z") == "12 CEST +0200"
    assert summer.timetuple().tm_isdst == 1
    assert repr(ours.timezone.utc) == "datetime.timezone.utc"
    assert repr(ours.timezone(ours.timedelta(hours=2), "X")) == repr(
        datetime.timezone(datetime.timedelta(hours=2), "X")
    )
    assert str(ours.timezone(ours.timedelta(hours=-2, minutes=-5))) == "UTC-02:05"
    with pytest.raises(ValueError, match="offset must be a timedelta strictly between"):
        ours.timezone(ours.timedelta(1))


def test_now() -> None:
    now = ours.datetime.now(ours.timezone.utc)
    assert abs(now.timestamp() - time.time()) < 60
    assert abs(ours.datetime.utcnow().timestamp() - time.time()) < 60
    assert ours.date.today() == ours.datetime.today().date()
    assert abs(our_time.time() - time.time()) < 60
    assert our_time.monotonic() <= our_time.monotonic()
    assert our_time.strftime("%Z") == "UTC"


@given(st.integers(1, 9999), st.integers(0, 13))
def test_calendar(year: int, month: int) -> None:
    assert our_calendar.isleap(year) == calendar.isleap(year)
    assert our_calendar.leapdays(1, year) == calendar.leapdays(1, year)
    mine, theirs = (
        outcome(lambda: our_calendar.monthrange(year, month)),
        outcome(lambda: calendar.monthrange(year, month)),
    )
    assert mine == theirs
    if 1 <= month <= 12:
        assert our_calendar.monthcalendar(year, month) == calendar.monthcalendar(year, month)
        assert our_calendar.weekday(year, month, 7) == calendar.weekday(year, month, 7)
