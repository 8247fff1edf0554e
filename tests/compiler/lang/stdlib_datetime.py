"""datetime, time and calendar."""

import calendar
import time
from datetime import date, datetime, timedelta, timezone
from datetime import time as clock

moment = datetime(2024, 2, 29, 13, 5, 9, 120000, tzinfo=timezone.utc)
print(
    moment,
    repr(moment),
    moment.isoformat(),
    moment.date(),
    moment.time(),
    moment.weekday(),
    moment.timestamp(),
)
print(moment.strftime("%Y-%m-%d %H:%M:%S %a %b %j %U %p %I %% %z %Z"), f"{moment:%d/%m/%y}")
print(
    moment + timedelta(days=1, hours=11),
    moment - timedelta(weeks=9),
    moment - datetime(2023, 1, 1, tzinfo=timezone.utc),
)
print(
    moment.astimezone(timezone(timedelta(hours=5, minutes=30))),
    moment.replace(year=2020, hour=0),
    moment.isocalendar(),
)
print(
    datetime.fromisoformat("2024-01-02T03:04:05+02:00"),
    datetime.fromisoformat("20240102"),
    date.fromisoformat("2024-W01-2"),
)
print(
    datetime.strptime("02/Jan/2024:03:04:05 +0100", "%d/%b/%Y:%H:%M:%S %z"),
    datetime.strptime("7:5 pm", "%I:%M %p"),
)
print(
    datetime.fromtimestamp(1700000000, tz=timezone.utc),
    date.fromordinal(738000),
    date(2024, 1, 31) + timedelta(1),
)
print(
    datetime(2024, 1, 1) < datetime(2024, 1, 2),
    date(2024, 1, 1) == date(2024, 1, 1),
    max(date(2020, 1, 1), date(2021, 1, 1)),
)
print(
    (date(2024, 3, 1) - date(2024, 2, 1)).days,
    date(2024, 5, 6).strftime("%A"),
    date.min,
    datetime.max,
    date(2024, 1, 1).isoformat(),
)
span = timedelta(days=2, seconds=5, milliseconds=1.5)
print(
    span,
    repr(span),
    span.total_seconds(),
    span * 2,
    span / 4,
    span // timedelta(hours=1),
    -span,
    abs(-span),
    span > timedelta(1),
)
print(
    timedelta(hours=25),
    timedelta(seconds=-1),
    timedelta(),
    bool(timedelta()),
    sum([timedelta(1), timedelta(2)], timedelta()),
)
print(
    clock(3, 4, 5),
    clock.fromisoformat("03:04:05.5"),
    clock(1) < clock(2),
    datetime.combine(date(2024, 1, 2), clock(3)),
)
for call in (
    lambda: str(date(2023, 2, 29)),
    lambda: str(datetime.strptime("x", "%d")),
    lambda: str(datetime.fromisoformat("nope")),
    lambda: str(datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=timezone.utc)),
    lambda: str(date.max + timedelta(1)),
):
    try:
        print(call())
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
stamps = {datetime(2024, 1, 1): "a", datetime(2024, 1, 2): "b"}
print(stamps[datetime(2024, 1, 2)], sorted([date(2024, 2, 1), date(2023, 1, 1)]))
print(
    time.gmtime(86400)[:6],
    time.strftime("%Y-%m-%d", time.gmtime(0)),
    time.strptime("2024-05-06", "%Y-%m-%d").tm_yday,
)
print(
    calendar.timegm((2024, 1, 1, 0, 0, 0)),
    calendar.isleap(2024),
    calendar.monthrange(2024, 2),
    calendar.month_name[3],
)
print(
    time.time() > 1.6e9,
    time.monotonic() <= time.monotonic(),
    time.time_ns() > 0,
    datetime.now(timezone.utc).year >= 2024,
)
for spelled in ("0000000", "2024-1", "2024W011", "2024W01123", "2024010", "20240101T", "2024-01-011"):
    try:
        print(datetime.fromisoformat(spelled))
    except ValueError as wrong:
        print(wrong)
