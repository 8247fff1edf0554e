"""Dates as text, in the C locale: what `time` and `datetime` share."""

from __future__ import annotations

from pygress.compiler.stdlib import civil

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
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


class Moment:
    """A date and time in pieces; `weekday` counts from Monday 0, `yearday` from 1. `offset` is in seconds east."""

    def __init__(
        self, year: int, month: int, day: int, hour: int, minute: int, second: int, weekday: int, yearday: int
    ) -> None:
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.weekday = weekday
        self.yearday = yearday
        self.microsecond = 0
        self.zone: str | None = None
        self.offset: int | None = None
        self.offset_microsecond = 0


def _two(n: int) -> str:
    return f"0{n}" if n < 10 else str(n)


def _spaced(n: int) -> str:
    return f" {n}" if n < 10 else str(n)


def write(moment: Moment, text: str, fraction: str | None, offset: str, zone: str) -> str:
    """Write a moment by a format of `strftime`; `fraction` is for `%f`, which stays as it is if there is none."""
    out: list[str] = []
    i = 0
    while i < len(text):
        char = text[i]
        i += 1
        if char != "%" or i == len(text):
            out.append(char)
            continue
        char = text[i]
        i += 1
        if char == "f" and fraction is not None:
            out.append(fraction)
        elif char == "z":
            out.append(offset)
        elif char == "Z":
            out.append(zone)
        else:
            out.append(_written(moment, char))
    return "".join(out)


def _written(t: Moment, char: str) -> str:
    match char:
        case "Y":
            return str(t.year)
        case "m":
            return _two(t.month)
        case "d":
            return _two(t.day)
        case "H":
            return _two(t.hour)
        case "M":
            return _two(t.minute)
        case "S":
            return _two(t.second)
        case "a":
            return DAYS[t.weekday][:3]
        case "A":
            return DAYS[t.weekday]
        case "b" | "h":
            return MONTHS[t.month][:3]
        case "B":
            return MONTHS[t.month]
        case "y":
            return _two(t.year % 100)
        case "C":
            return _two(t.year // 100)
        case "e":
            return _spaced(t.day)
        case "I":
            return _two((t.hour + 11) % 12 + 1)
        case "k":
            return _spaced(t.hour)
        case "l":
            return _spaced((t.hour + 11) % 12 + 1)
        case "p":
            return "AM" if t.hour < 12 else "PM"
        case "P":
            return "am" if t.hour < 12 else "pm"
        case "j":
            return f"{t.yearday:03d}"
        case "w":
            return str((t.weekday + 1) % 7)
        case "u":
            return str(t.weekday + 1)
        case "U":
            return _two((t.yearday + 6 - (t.weekday + 1) % 7) // 7)
        case "W":
            return _two((t.yearday + 6 - t.weekday) // 7)
        case "G" | "g" | "V":
            number = civil.days_before_year(t.year) + t.yearday
            year, week, _ = civil.iso_calendar(number, t.year)
            if char == "V":
                return _two(week)
            return str(year) if char == "G" else _two(year % 100)
        case "c":
            return f"{DAYS[t.weekday][:3]} {MONTHS[t.month][:3]} {_spaced(t.day)} {_clock(t)} {t.year}"
        case "D" | "x":
            return f"{_two(t.month)}/{_two(t.day)}/{_two(t.year % 100)}"
        case "F":
            return f"{t.year}-{_two(t.month)}-{_two(t.day)}"
        case "T" | "X":
            return _clock(t)
        case "R":
            return f"{_two(t.hour)}:{_two(t.minute)}"
        case "r":
            half = "AM" if t.hour < 12 else "PM"
            return f"{_two((t.hour + 11) % 12 + 1)}:{_two(t.minute)}:{_two(t.second)} {half}"
        case "s":
            days = civil.days_before_year(t.year) + t.yearday - 719163
            return str(days * 86400 + t.hour * 3600 + t.minute * 60 + t.second)
        case "n":
            return "\n"
        case "t":
            return "\t"
        case "%":
            return "%"
        case _:
            return "%" + char


def _clock(t: Moment) -> str:
    return f"{_two(t.hour)}:{_two(t.minute)}:{_two(t.second)}"


class _Reader:
    """Matches a text against a format, trying shorter readings of a number where the longest leads nowhere."""

    def __init__(self, text: str, format: str) -> None:
        self.text = text
        self.format = format
        self.found: dict[str, str] = {}
        self.end = 0

    def match(self, f: int, i: int) -> bool:
        """Match the format from `f` on at `i`; `end` is where the match ends."""
        if f >= len(self.format):
            self.end = i
            return True
        char = self.format[f]
        if char.isspace():
            while f < len(self.format) and self.format[f].isspace():
                f += 1
            stop = i
            while stop < len(self.text) and self.text[stop].isspace():
                stop += 1
            while stop > i:
                if self.match(f, stop):
                    return True
                stop -= 1
            return False
        if char != "%":
            return i < len(self.text) and _folded(self.text[i]) == _folded(char) and self.match(f + 1, i + 1)
        kind = self.format[f + 1]
        for size in self._sizes(kind, i):
            self.found[kind] = self.text[i : i + size]
            if self.match(f + 2, i + size):
                # A deeper attempt may have left its own reading behind.
                self.found[kind] = self.text[i : i + size]
                return True
        return False

    def _sizes(self, kind: str, i: int) -> list[int]:
        match kind:
            case "d":
                out = self._numbers(i, 1, 2, 1, 31)
                if self._number(i + 1, 1) > 0 and self.text[i] == " ":
                    out.append(2)
                return out
            case "H":
                return self._numbers(i, 1, 2, 0, 23)
            case "I":
                return self._numbers(i, 1, 2, 1, 12)
            case "m":
                return self._numbers(i, 1, 2, 1, 12)
            case "M":
                return self._numbers(i, 1, 2, 0, 59)
            case "S":
                return self._numbers(i, 1, 2, 0, 61)
            case "j":
                return self._numbers(i, 1, 3, 1, 366)
            case "U" | "W":
                return self._numbers(i, 1, 2, 0, 53)
            case "V":
                out = self._numbers(i, 1, 2, 1, 53)
                return [2] if self._number(i, 2) == 0 else out
            case "w":
                return self._numbers(i, 1, 1, 0, 6)
            case "u":
                return self._numbers(i, 1, 1, 1, 7)
            case "y":
                return self._numbers(i, 2, 2, 0, 99)
            case "Y" | "G":
                return self._numbers(i, 4, 4, 0, 9999)
            case "f":
                return self._numbers(i, 1, 6, 0, 999999)
            case "a":
                return self._names(i, [name[:3] for name in DAYS])
            case "A":
                return self._names(i, DAYS)
            case "b":
                return self._names(i, [name[:3] for name in MONTHS[1:]])
            case "B":
                return self._names(i, MONTHS[1:])
            case "p":
                return self._names(i, ["AM", "PM"])
            case "Z":
                return self._names(i, ["utc", "gmt"])
            case "z":
                return self._offset(i)
            case _:
                return self._names(i, ["%"])

    def _number(self, i: int, size: int) -> int:
        part = self.text[i : i + size]
        return int(part) if len(part) == size and part.isascii() and part.isdigit() else -1

    def _numbers(self, i: int, least: int, most: int, low: int, high: int) -> list[int]:
        out: list[int] = []
        for size in range(most, least - 1, -1):
            if low <= self._number(i, size) <= high:
                out.append(size)
        return out

    def _names(self, i: int, names: list[str]) -> list[int]:
        out: list[int] = []
        for name in names:
            if self.text[i : i + len(name)].lower() == name.lower():
                out.append(len(name))
        out.sort(reverse=True)
        return out

    def _offset(self, i: int) -> list[int]:
        text = self.text
        if text[i : i + 1] == "Z":
            return [1]
        if text[i : i + 1] not in ("+", "-") or self._number(i + 1, 2) < 0:
            return []
        at = i + 3
        if text[at : at + 1] == ":":
            at += 1
        if not 0 <= self._number(at, 2) <= 59:
            return []
        at += 2
        out = [at - i]
        if text[at : at + 1] == ":":
            at += 1
        if 0 <= self._number(at, 2) <= 59:
            at += 2
            out.insert(0, at - i)
            if text[at : at + 1] == ".":
                for size in range(1, 7):
                    if self._number(at + 1, size) >= 0:
                        out.insert(0, at + 1 + size - i)
        return out


def _folded(char: str) -> str:
    return char.lower()


def read(text: str, format: str) -> Moment:
    """Read a moment by a format of `strptime`."""
    reader = _Reader(text, _expanded(format))
    if not reader.match(0, 0):
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if reader.end != len(text):
        raise ValueError(f"unconverted data remains: {text[reader.end :]}")
    return _moment(reader.found)


def _expanded(format: str) -> str:
    """Write composed directives out and refuse those that do not exist."""
    out: list[str] = []
    i = 0
    seen = ""
    while i < len(format):
        if format[i] != "%":
            out.append(format[i])
            i += 1
            continue
        if i + 1 == len(format):
            raise ValueError(f"stray % in format '{format}'")
        char = format[i + 1]
        i += 2
        if char == "c":
            part = "%a %b %d %H:%M:%S %Y"
        elif char == "x":
            part = "%m/%d/%y"
        elif char == "X":
            part = "%H:%M:%S"
        elif char in "aAbBdfGHIjmMpSuUVwWyYzZ%":
            part = "%" + char
        else:
            wrong = "\\" + char if char == "\\" else char
            raise ValueError(f"'{wrong}' is a bad directive in format '{format}'")
        out.append(part)
        for j in range(1, len(part)):
            if part[j - 1] == "%" and part[j] != "%":
                if part[j] in seen:
                    raise ValueError(f"the directive `%{part[j]}` appears twice in format '{format}'")
                seen += part[j]
    return "".join(out)


def _moment(found: dict[str, str]) -> Moment:
    year = 1900
    has_year = True
    if "Y" in found:
        year = int(found["Y"])
    elif "y" in found:
        year = int(found["y"])
        year += 2000 if year <= 68 else 1900
    else:
        has_year = False
    month = int(found.get("m", "1"))
    if "B" in found:
        month = _place(found["B"], MONTHS)
    elif "b" in found:
        month = _place(found["b"], [name[:3] for name in MONTHS])
    day = int(found.get("d", "1").strip())
    hour = int(found.get("H", "0"))
    if "I" in found:
        hour = int(found["I"]) % 12
        if found.get("p", "").lower() == "pm":
            hour += 12
    weekday = -1
    if "A" in found:
        weekday = _place(found["A"], DAYS)
    elif "a" in found:
        weekday = _place(found["a"], [name[:3] for name in DAYS])
    elif "w" in found:
        weekday = (int(found["w"]) + 6) % 7
    elif "u" in found:
        weekday = int(found["u"]) - 1
    julian = int(found["j"]) if "j" in found else -1
    iso_year = int(found["G"]) if "G" in found else -1
    iso_week = int(found["V"]) if "V" in found else -1
    if not has_year and iso_year >= 0:
        if iso_week < 0 or weekday < 0:
            raise ValueError(
                "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday "
                "directive ('%A', '%a', '%w', or '%u')."
            )
        if julian >= 0:
            raise ValueError(
                "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead."
            )
    elif iso_week >= 0 and "U" not in found and "W" not in found:
        if weekday < 0:
            raise ValueError(
                "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday "
                "directive ('%A', '%a', '%w', or '%u')."
            )
        raise ValueError(
            "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead."
        )
    leap_day = not has_year and month == 2 and day == 29
    if leap_day:
        year = 1904
    if julian < 0 and weekday >= 0:
        known = False
        if "U" in found or "W" in found:
            known = True
            first = civil.weekday(civil.to_ordinal(year, 1, 1))
            week_day = weekday
            if "U" in found:
                first = (first + 1) % 7
                week_day = (week_day + 1) % 7
            week = int(found["U"] if "U" in found else found["W"])
            if week == 0:
                julian = 1 + week_day - first
            else:
                julian = 1 + (7 - first) % 7 + 7 * (week - 1) + week_day
        elif iso_year >= 0 and iso_week >= 0:
            known = True
            number = civil.iso_week_one(iso_year) + (iso_week - 1) * 7 + weekday
            # A day of the next year counts on, as with CPython.
            year = iso_year
            julian = number - civil.days_before_year(year)
        if known and julian <= 0:
            year -= 1
            julian += 366 if civil.is_leap(year) else 365
    if julian >= 0:
        year, month, day = civil.from_ordinal(civil.days_before_year(year) + julian)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    if day > civil.days_in_month(year, month):
        raise ValueError("day is out of range for month")
    number = civil.to_ordinal(year, month, day)
    if julian < 0:
        julian = number - civil.days_before_year(year)
    if weekday < 0:
        weekday = civil.weekday(number)
    out = Moment(
        1900 if leap_day else year,
        month,
        day,
        hour,
        int(found.get("M", "0")),
        int(found.get("S", "0")),
        weekday,
        julian,
    )
    if "f" in found:
        out.microsecond = int((found["f"] + "00000")[:6])
    out.zone = found.get("Z")
    if "z" in found:
        _set_offset(out, found["z"])
    return out


def _place(name: str, names: list[str]) -> int:
    for i, one in enumerate(names):
        if one.lower() == name.lower():
            return i
    return -1


def _set_offset(out: Moment, text: str) -> None:
    if text == "Z":
        out.offset = 0
        return
    digits = text
    if digits[3] == ":":
        digits = digits[:3] + digits[4:]
        if len(digits) > 5:
            if digits[5] != ":":
                raise ValueError(f"Inconsistent use of : in {text}")
            digits = digits[:5] + digits[6:]
    seconds = int(digits[1:3]) * 3600 + int(digits[3:5]) * 60
    if len(digits) >= 7:
        seconds += int(digits[5:7])
    fraction = int((digits[8:] + "000000")[:6])
    if digits[0] == "-":
        seconds = -seconds
        fraction = -fraction
    out.offset = seconds
    out.offset_microsecond = fraction
