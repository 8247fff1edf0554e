"""`fnmatch`: file name patterns, by backtracking over one star."""

from __future__ import annotations

from collections.abc import Iterable


def fnmatchcase(name: str, pat: str) -> bool:
    """Tell whether a name fits: `*`, `?`, `[seq]` and `[!seq]`."""
    at = 0
    i = 0
    star = -1
    mark = 0
    size = len(name)
    end = len(pat)
    while at < size:
        step = 0
        if i < end:
            char = pat[i]
            if char == "*":
                star = i
                mark = at
                i += 1
                continue
            if char == "[":
                step = _set_end(pat, i)
                if step == 0:
                    step = 1 if name[at] == "[" else 0
                elif not _in_set(name[at], pat[i + 1 : i + step - 1]):
                    step = 0
            elif char == "?" or char == name[at]:
                step = 1
        if step > 0:
            at += 1
            i += step
        elif star >= 0:
            mark += 1
            at = mark
            i = star + 1
        else:
            return False
    while i < end and pat[i] == "*":
        i += 1
    return i == end


def _set_end(pat: str, start: int) -> int:
    """Give the length of `[...]`, 0 if it does not end."""
    i = start + 1
    if i < len(pat) and pat[i] == "!":
        i += 1
    if i < len(pat) and pat[i] == "]":
        i += 1
    close = pat.find("]", i)
    return 0 if close < 0 else close - start + 1


def _in_set(char: str, body: str) -> bool:
    negated = body.startswith("!")
    if negated:
        body = body[1:]
    i = 0
    found = False
    while i < len(body):
        if i + 2 < len(body) and body[i + 1] == "-":
            if body[i] <= char <= body[i + 2]:
                found = True
            i += 3
        else:
            if body[i] == char:
                found = True
            i += 1
    return found != negated


def fnmatch(name: str, pat: str) -> bool:
    """Tell whether a name fits; case counts, as on POSIX."""
    return fnmatchcase(name, pat)


def filter(names: Iterable[str], pat: str) -> list[str]:
    """List the names that fit."""
    return [name for name in names if fnmatchcase(name, pat)]
