"""`textwrap`: paragraphs of a width, for text whose words are separated by white space."""

from __future__ import annotations

from collections.abc import Callable


def dedent(text: str) -> str:
    """Remove the white space that all lines begin with."""
    lines = text.split("\n")
    margin: str | None = None
    for i, line in enumerate(lines):
        body = line.lstrip(" \t")
        if not body:
            lines[i] = ""
            continue
        indent = line[: len(line) - len(body)]
        if margin is None:
            margin = indent
        else:
            size = 0
            while size < len(margin) and size < len(indent) and margin[size] == indent[size]:
                size += 1
            margin = margin[:size]
    if margin:
        size = len(margin)
        lines = [line[size:] for line in lines]
    return "\n".join(lines)


def indent(text: str, prefix: str, predicate: Callable[[str], bool] | None = None) -> str:
    """Put `prefix` before the lines that are not blank, or for which `predicate` holds."""
    out: list[str] = []
    for line in text.splitlines(True):
        chosen = bool(line.strip()) if predicate is None else predicate(line)
        out.append(prefix + line if chosen else line)
    return "".join(out)


def wrap(
    text: str,
    width: int = 70,
    *,
    initial_indent: str = "",
    subsequent_indent: str = "",
    break_long_words: bool = True,
) -> list[str]:
    """Break a paragraph into lines; words are broken at white space only."""
    if width <= 0:
        raise ValueError(f"invalid width {width!r} (must be > 0)")
    chunks: list[str] = []
    for word in text.split():
        if chunks:
            chunks.append(" ")
        chunks.append(word)
    lead = text[:1]
    if lead and not lead.strip() and chunks:
        chunks.insert(0, " " * (len(text) - len(text.lstrip())))
    chunks.reverse()
    lines: list[str] = []
    while chunks:
        indent = subsequent_indent if lines else initial_indent
        room = width - len(indent)
        if lines and not chunks[-1].strip():
            chunks.pop()
        line: list[str] = []
        used = 0
        while chunks and used + len(chunks[-1]) <= room:
            used += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > room:
            left = 1 if room < 1 else room - used
            if break_long_words:
                long = chunks.pop()
                line.append(long[:left])
                chunks.append(long[left:])
            elif not line:
                line.append(chunks.pop())
        if line and not line[-1].strip():
            line.pop()
        if line:
            lines.append(indent + "".join(line))
    return lines


def fill(
    text: str,
    width: int = 70,
    *,
    initial_indent: str = "",
    subsequent_indent: str = "",
    break_long_words: bool = True,
) -> str:
    """Break a paragraph into lines, as one text."""
    return "\n".join(
        wrap(
            text,
            width,
            initial_indent=initial_indent,
            subsequent_indent=subsequent_indent,
            break_long_words=break_long_words,
        )
    )


def shorten(text: str, width: int, *, placeholder: str = " [...]") -> str:
    """Cut a paragraph to one line."""
    words = text.split()
    whole = " ".join(words)
    if len(whole) <= width:
        return whole
    if len(placeholder.lstrip()) > width:
        raise ValueError("placeholder too large for max width")
    out = ""
    for word in words:
        longer = word if not out else out + " " + word
        if len(longer) + len(placeholder) > width:
            break
        out = longer
    return out + placeholder if out else placeholder.lstrip()
