import logging
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import logging as ours
from pygress.compiler.stdlib import textwrap as our_textwrap


def test_lines_and_levels(capsys: pytest.CaptureFixture[str]) -> None:
    log = ours.getLogger("app.part")
    log.info("hidden")
    log.warning("%s is %d", "x", 5)
    ours.getLogger("app").setLevel("DEBUG")
    log.debug("seen %(name)s", {"name": "me"})
    log.getChild("deep").error("100%")
    ours.critical("root %r", "r")
    ours.log(35, "between")
    log.setLevel(ours.CRITICAL)
    log.error("hidden")
    assert not log.isEnabledFor(ours.ERROR)
    ours.disable(ours.CRITICAL)
    log.critical("hidden")
    ours.disable(ours.NOTSET)
    assert capsys.readouterr().err.splitlines() == [
        "WARNING:app.part:x is 5",
        "DEBUG:app.part:seen me",
        "ERROR:app.part.deep:100%",
        "CRITICAL:root:root 'r'",
        "Level 35:root:between",
    ]
    assert ours.getLogger("app.part") is log
    assert ours.getLogger() is ours.root
    assert repr(log) == "<Logger app.part (CRITICAL)>"
    with pytest.raises(ValueError, match="Unknown level: 'LOUD'"):
        log.setLevel("LOUD")


def test_a_parent_that_comes_later() -> None:
    child = ours.getLogger("late.parent.child")
    assert child.parent is ours.root
    parent = ours.getLogger("late.parent")
    assert child.parent is parent
    assert ours.getLevelName(30) == logging.getLevelName(30)
    assert ours.getLevelName(7) == logging.getLevelName(7)


WORDS = st.lists(st.text(alphabet="abc", min_size=1, max_size=9), max_size=9).map(" ".join)


@given(WORDS, st.integers(1, 12), st.sampled_from(["", "> "]), st.booleans())
def test_wrap(text: str, width: int, indent: str, cut: bool) -> None:
    if len(indent) >= width:
        return
    options = {"initial_indent": indent, "subsequent_indent": indent, "break_long_words": cut}
    assert our_textwrap.wrap(text, width, **options) == textwrap.wrap(text, width, **options)
    assert our_textwrap.fill(text, width, **options) == textwrap.fill(text, width, **options)


@given(st.text(alphabet="ab \t\n", max_size=20))
def test_dedent_and_indent(text: str) -> None:
    assert our_textwrap.dedent(text) == textwrap.dedent(text)
    assert our_textwrap.indent(text, "+ ") == textwrap.indent(text, "+ ")
    assert our_textwrap.indent(text, "+", lambda line: True) == textwrap.indent(text, "+", lambda line: True)


@given(WORDS, st.integers(6, 30))
def test_shorten(text: str, width: int) -> None:
    assert our_textwrap.shorten(text, width) == textwrap.shorten(text, width)
