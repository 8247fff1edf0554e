"""Media types and what a client accepts (RFC 9110, sections 8.3 and 12.5)."""

from dataclasses import dataclass


@dataclass
class MediaType:
    """A media type such as `text/html; charset=utf-8`; all but parameter values in lower case."""

    type: str
    subtype: str
    parameters: dict[str, str]

    @property
    def essence(self) -> str:
        """Type and subtype."""
        return f"{self.type}/{self.subtype}"

    @property
    def charset(self) -> str | None:
        """The character set in lower case."""
        found = self.parameters.get("charset")
        return None if found is None else found.lower()

    @property
    def is_json(self) -> bool:
        """Whether it is JSON, also as `+json`."""
        return self.essence == "application/json" or self.subtype.endswith("+json")


def split_quoted(text: str, mark: str) -> list[str]:
    """Split at a character, but not inside quotes."""
    out: list[str] = []
    start = 0
    quoted = False
    skip = False
    for i, char in enumerate(text):
        if skip:
            skip = False
        elif quoted and char == "\\":
            skip = True
        elif char == '"':
            quoted = not quoted
        elif char == mark and not quoted:
            out.append(text[start:i])
            start = i + 1
    out.append(text[start:])
    return out


def parse_parameters(parts: list[str]) -> dict[str, str]:
    """Read `name=value` pairs; names in lower case, quotes taken off, the first of equal names."""
    out: dict[str, str] = {}
    for part in parts:
        at = part.find("=")
        if at < 0:
            continue
        name = part[:at].strip().lower()
        value = part[at + 1 :].strip()
        if len(value) >= 2 and value[0] == '"' and value[-1] == '"':
            value = _unescaped(value[1:-1])
        if name and name not in out:
            out[name] = value
    return out


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    out: list[str] = []
    skip = False
    for char in text:
        if char == "\\" and not skip:
            skip = True
        else:
            out.append(char)
            skip = False
    return "".join(out)


def parse(text: str) -> MediaType | None:
    """Read a media type, for example a `content-type`; None if it is none."""
    parts = split_quoted(text, ";")
    essence = parts[0].strip().lower()
    slash = essence.find("/")
    if slash <= 0 or slash + 1 == len(essence) or "/" in essence[slash + 1 :] or " " in essence:
        return None
    return MediaType(essence[:slash], essence[slash + 1 :], parse_parameters(parts[1:]))


def best(accept: str, offers: list[str]) -> str | None:
    """Choose the offer that a client likes most by its `accept` header; the first of equal ones, None if it takes none.

    An empty header accepts everything. The most exact range counts for an offer.
    """
    if not accept.strip():
        return offers[0] if offers else None
    ranges: list[tuple[MediaType, float]] = []
    for part in split_quoted(accept, ","):
        found = parse(part)
        if found is not None:
            ranges.append((found, _quality(found)))
    chosen: str | None = None
    most = 0.0
    for offer in offers:
        wanted = parse(offer)
        if wanted is None:
            continue
        exact = -1
        quality = 0.0
        for one, weight in ranges:
            level = _exactness(one, wanted)
            if level > exact:
                exact = level
                quality = weight
        if quality > most:
            most = quality
            chosen = offer
    return chosen


def _quality(one: MediaType) -> float:
    text = one.parameters.get("q")
    if text is None:
        return 1.0
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 1.0 else 0.0


def _exactness(one: MediaType, offer: MediaType) -> int:
    """Tell how exactly a range names an offer, -1 if it does not."""
    if one.type == "*" and one.subtype == "*":
        return 0
    if one.type != offer.type:
        return -1
    if one.subtype == "*":
        return 1
    if one.subtype != offer.subtype:
        return -1
    level = 2
    for name, value in one.parameters.items():
        if name == "q":
            continue
        if offer.parameters.get(name) != value:
            return -1
        level += 1
    return level
