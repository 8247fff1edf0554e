"""re: patterns and matches in full, from constants (compiled at build time) and from text made at run time."""

import re

DATE = r"(?P<year>\d{4})" "-" r"(?P<month>\d\d)(-(?P<day>\d\d))?"
FLAGS = re.IGNORECASE | re.MULTILINE


def show(match: re.Match[str] | None) -> None:
    if match is None:
        print("no match")
        return
    print(match, match.group(), match.groups(), match.groups("-"), match.groupdict(), match.groupdict("none"))
    print(match.span(), match.start(0), match.end(), match.regs, match.lastindex, match.lastgroup)
    print(match.pos, match.endpos, match.string, match.re.pattern, match[0])


def at_run_time(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


date = re.compile(DATE)
for found in (date.search("on 2024-05, or 2023-11-09"), date.match("2024-05-06x"), date.fullmatch("2024-05-06x")):
    show(found)
show(date.search("2024-05-06 2025-01", 4))
show(date.search("2024-05-06", 0, 9))
show(date.match("x2024-05-06", 1, 8))
show(date.fullmatch("x2024-05-06", 1, 8))
show(date.search("é€😀 2024-05-06"))
show(date.search("2024-05", 100, 200))
show(date.search("2024-05", -5, 3))
print(date.flags, date.groups, dict(date.groupindex), date.pattern == DATE, date)

found = date.search("2024-05")
assert found is not None
print(found["year"], found[2], found.group("day"), found["day"], found.span("day"), found.start("day"), found.end(4))
print(found.group("year", "month", 4), found.group(0, 1))
print(found.group(1).upper() + "!", found["month"].zfill(4), len(found.group(1)), found.group(1)[1:])
for wrong in (5, -1):
    try:
        print(found.group(wrong))
    except IndexError as error:
        print("IndexError:", error)
try:
    found["nothing"]
except IndexError as error:
    print("IndexError:", error)
try:
    print(found.group("day").upper())
except AttributeError as error:
    print("AttributeError:", error)
print(found.expand(r"\2/\1 \g<year>-\g<4>\n\x" if False else r"\2/\1 \g<year>-\g<4>."))

print(re.compile("a", re.I), re.compile("A" "b", FLAGS), re.compile("(?ims)x"), re.compile("é", re.A), re.compile(""))
for text in ("(?i)ab", "(?x) a b # c", "(?a)\\w", "(?s).", "a|b", "(?-i:x)", "(?i:a)B"):
    pattern = at_run_time(text)
    print(pattern.flags, pattern, [one.span() for one in pattern.finditer("ab AB\n\u00e9 aB")])
print(at_run_time("x", re.I).flags, at_run_time("x", re.X | re.S | re.A).flags)

print(re.findall(r"(?i:h)ello", "Hello hello HELLO"), re.findall(r"(?>a+)b|a", "aaab a"), re.findall(r"a++b|a?+", "aab a"))
print(re.findall(r"\w+", "naïve Straße ÅNGSTRÖM x²"), re.findall(r"\w+", "naïve Straße", re.ASCII))
print(re.findall("straße", "STRASSE Straße STRAẞE", re.I), re.findall("[k-s]", "Kſk", re.I), re.findall("[k-s]", "Kſk", re.I | re.A))
print(re.findall(r"\d", "1٣²x"), re.findall(r"\s", "a\u2003b c"), re.findall(r"\bé\b", "é éa é"))
print(re.findall("^.", "ab\ncd\n", re.M), re.findall(".$", "ab\ncd\n"), re.findall(r".\Z", "ab\ncd"), re.findall("(?m).$", "ab\ncd\n"))
print(re.split(r"(\W)(x)?", "a.xb,c"), re.split(r"\W+", " a b "), re.split("b*", "abbc"), re.split("x", "axbxc", maxsplit=1))
print(re.split("x", "axbxc", -1), re.sub("x", "y", "axbxc", count=-1))
print(re.sub(r"(?P<a>\w)(\w)?", r"[\g<2>\g<a>\1]", "abc"), re.sub("", "-", "aéb"), re.sub("b|", "x", "abc"))
print(re.subn(r"\d", lambda m: f"<{m.group()}{m.start()}>", "a1é2", count=1), re.sub("a", r"\n\t\\\101", "bab"))
print(re.sub(r"(a)|b", r"\1", "aXb"), re.subn("z", "y", "abc"), re.sub("é+", "ée", "éé é"))
for template in (r"\2", r"\g<x>", r"\g<", r"\g<>", r"\g<1", r"\q", "\\", r"\g<-1>", r"\400"):
    try:
        print(re.sub("(a)", template, "a"))
    except re.error as error:
        print("re.error:", error, error.msg, error.pos, error.pattern, error.lineno, error.colno)
    except IndexError as error:
        print("IndexError:", error)
for text in ("(", "a\n(b", "[", "[a-\\d]", "[z-a]", "*", "a**", "x{2,1}", "(?P<a>b)(?P<a>c)", "(?P<1>a)", "(?P<a", "\\", "(?z)", "(?<a)", "a)"):
    try:
        print(at_run_time(text))
    except re.error as error:
        print("re.error:", error, "|", error.msg, error.pattern, error.pos, error.lineno, error.colno)
try:
    at_run_time("a", re.A | re.U)
except ValueError as error:
    print(type(error).__name__, error)
try:
    at_run_time("a{4294967296}")
except OverflowError as error:
    print("OverflowError")

print(re.escape("a.b*c\n[é]-~ "), re.escape(""), re.findall(re.escape("a.b"), "a.b axb"))
print(re.compile("x") == at_run_time("x"), hash(date) == hash(at_run_time(DATE)), date != re.compile("x"))
print(re.compile(at_run_time("x")).pattern, re.search(at_run_time("b+"), "abbc"))
words = re.compile(
    r"""
    (?P<first> [a-z]+ )   # a word
    \s* , \s*             # a comma
    (?P<rest> .* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
print(words.sub(r"\g<rest>; \g<first>", "One , two, three"), words.flags)
print([(one.group("k"), one["v"]) for one in re.finditer(r"(?P<k>\w)=(?P<v>\w)?", "a=1 b= c=3")])
iterator = re.finditer("a", "aXa")
print(next(iterator).span(), next(iterator).span(), next(iterator, None))
print(re.search(r"(?<=é)x|(?<!a)y", "aéx"), re.search(r"(?=(\w+))\1" if False else r"(?=(\w+))\w", "abc"), re.search("a(?!b)", "abac"))
re.purge()


def groups(text: str) -> re.Match[str]:
    found = re.match(r"(\d+)(x)?", text)
    assert found is not None
    return found


m = groups("12")
parts: list[str | int] = [1]
parts.append(m[1])
table = {m[1]: "b"}
print(int(m[1]), int(m[1], 16), float(m[1]), parts, table.get(m[1]), m[1] in table, chr(int(m[1], 8)), bytes.fromhex(m[1]))
for use in (lambda: int(m[2], 16), lambda: bytes.fromhex(m[2])):
    try:
        print(use())
    except TypeError:
        print("no group")
pair = ("a", "b") if m[2] else ("a", "b", "c")
print(";".join(pair))


def length(text: str) -> int:
    return len(text)


def groups_that_took_no_part() -> None:
    # mypy takes a group for text wherever text is declared.
    match = re.match(r"(a)(b)?", "ac")
    assert match is not None
    print(length(match[1]), length(match.group(1)), match[1].upper())
    for number in (1, 2):
        try:
            declared: str = match[number]
            print(len(declared))
        except TypeError:
            print("no text")
        try:
            print(length(match.group(number)))
        except TypeError:
            print("no text")


groups_that_took_no_part()
