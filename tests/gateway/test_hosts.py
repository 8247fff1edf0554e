"""How host patterns relate."""

from hypothesis import given
from hypothesis import strategies as st

from pygress.gateway.build import hosts

LABELS = st.sampled_from(["a", "b", "www", "example", "com"])
NAMES = st.lists(LABELS, min_size=1, max_size=4).map(".".join)
PATTERNS = st.one_of(
    NAMES, NAMES.map(lambda name: f"*.{name}"), NAMES.map(lambda name: f"{name}.*"), st.just("*")
)


def matches(pattern: str, host: str) -> bool:
    """The definition, for one exact host."""
    if pattern == "*":
        return True
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    if pattern.endswith(".*"):
        return host.startswith(pattern[:-1])
    return pattern == host


@given(PATTERNS, NAMES)
def test_covers_an_exact_host_as_defined(pattern: str, host: str) -> None:
    assert hosts.covers(pattern, host) == matches(pattern, host)


@given(PATTERNS, PATTERNS, NAMES)
def test_what_covers_matches_everything_inside(wide: str, narrow: str, host: str) -> None:
    if hosts.covers(wide, narrow) and matches(narrow, host):
        assert matches(wide, host)


@given(st.sets(PATTERNS, max_size=12), PATTERNS)
def test_fallbacks_are_all_that_cover_in_order(patterns: set[str], host: str) -> None:
    expected = sorted((one for one in patterns if hosts.covers(one, host)), key=hosts.precedence)
    assert hosts.fallbacks(host, patterns) == expected


@given(PATTERNS, PATTERNS)
def test_crossing_patterns_do_not_cover_each_other(one: str, other: str) -> None:
    if hosts.crosses(one, other):
        assert not hosts.covers(one, other) and not hosts.covers(other, one)
        assert hosts.crosses(other, one)


def test_ports_case_and_nothing() -> None:
    assert hosts.normal("WWW.Example.com:8080") == "www.example.com"
    assert hosts.normal("") == "*"
