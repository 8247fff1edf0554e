"""Cookies (RFC 6265)."""

_TOKEN = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def parse(header: str) -> dict[str, str]:
    """Read a `cookie` header; of equal names the first counts, as browsers send the closest one first."""
    out: dict[str, str] = {}
    for part in header.split(";"):
        at = part.find("=")
        if at < 0:
            continue
        name = part[:at].strip()
        value = part[at + 1 :].strip()
        if len(value) >= 2 and value[0] == '"' and value[-1] == '"':
            value = value[1:-1]
        if name and name not in out:
            out[name] = value
    return out


def set_cookie(
    name: str,
    value: str,
    *,
    path: str = "/",
    domain: str = "",
    max_age: int | None = None,
    secure: bool = True,
    http_only: bool = True,
    same_site: str = "Lax",
) -> str:
    """Write the value of a `set-cookie` header; raises `ValueError` for what a header cannot hold.

    `max_age` is in seconds, 0 removes the cookie; without it the cookie lasts as long as the browser runs.
    """
    if not name:
        raise ValueError("the name of a cookie cannot be empty")
    for char in name:
        if char not in _TOKEN:
            raise ValueError(f"the name of a cookie cannot hold {char!r}")
    for text in (value, path, domain):
        for char in text:
            if char < "!" or char > "~" or char in '",;\\':
                raise ValueError(f"a cookie cannot hold {char!r}")
    out = f"{name}={value}"
    if path:
        out += f"; Path={path}"
    if domain:
        out += f"; Domain={domain}"
    if max_age is not None:
        out += f"; Max-Age={max_age}"
    if secure:
        out += "; Secure"
    if http_only:
        out += "; HttpOnly"
    if same_site:
        if same_site not in ("Strict", "Lax", "None"):
            raise ValueError(f"`same_site` must be Strict, Lax or None, got {same_site!r}")
        out += f"; SameSite={same_site}"
    return out
