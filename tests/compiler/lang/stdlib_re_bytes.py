"""re with patterns of bytes."""

import re


def at_run_time(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
    return re.compile(pattern, flags)


pair = re.compile(rb"(?P<key>\w+)=(?P<value>[^;\s]*)(;)?")
found = pair.search(b"\xff a=1; b=\xe9")
assert found is not None
print(found, found.group(), found["key"], found.group("value", 3), found.groups(), found.groupdict(), found.span(), found.regs)
print(found.string, found.pos, found.endpos, found.lastindex, found.lastgroup, found.re is pair, found.expand(rb"\g<value>\1\n"))
print(pair, pair.flags, pair.groups, pair.pattern, dict(pair.groupindex))
print(pair.findall(b"a=1;b=2 c="), [one.span() for one in pair.finditer(b"a=1;b=2 c=")], pair.split(b"x a=1;y"))
print(pair.sub(rb"<\2=\g<key>>", b"a=1;b=2"), pair.subn(lambda m: m.group().upper(), b"a=x;b=y", 1))
print(re.search(b"B", b"abc", re.I), re.match(rb"\xff+", b"\xff\xff"), re.fullmatch(b"[\x80-\xff]*", b"\x80\xff"), re.match(b".", b"\n"))
print(re.findall(rb"\w+", b"na\xefve caf\xe9"), re.findall(rb"[^a]", b"a\xe9\n"), re.findall(rb"\W", b"a \xe9"), re.findall(rb"(?i)\xc9", b"\xe9\xc9"))
print(re.split(rb"\s*,\s*", b"a , b,c"), re.sub(b"", b"-", b"ab"), re.escape(b"a.b\xff"), re.findall(rb"\bx\b|$", b"x \xe9x"))
print(re.findall(rb"\d+|\s", "1٢ 3".encode()), re.search(rb"(?m)^b", b"a\nb"), re.search(rb"(?s).{3}", b"a\nb"), re.compile(rb"a", re.L).flags)
print(at_run_time(b"a+|b").findall(b"aab"), at_run_time(b"A", re.I), at_run_time(b"x") == at_run_time(b"x"))
for wrong in (b"(", b"[", b"(?u)a", b"\\u1234", b"[\xe9-a]", b"(?P<a>b)(?P<a>c)", b"a\n*b**"):
    try:
        at_run_time(wrong)
    except re.error as error:
        print("re.error:", error, error.pattern, error.pos, error.lineno, error.colno)
for flags in (re.U, re.A | re.L):
    try:
        at_run_time(b"a", flags)
    except ValueError as error:
        print("ValueError:", error)
match = re.match(b"(a)(b)?", bytearray(b"abc"))
assert match is not None
print(match.group(), match.groups())
