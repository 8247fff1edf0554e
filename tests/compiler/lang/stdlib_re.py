"""re."""

import re

pattern = re.compile(r"(?P<key>\w+)\s*=\s*(?P<value>\"[^\"]*\"|\S+)?")
for line in ("a=1", 'name = "x y"', "empty=", "nothing", " b=2 c=3"):
    found = pattern.search(line)
    if found is None:
        print("no match in", line)
        continue
    print(
        found.group(),
        found.group(1),
        found.group("value"),
        found.groups(),
        found.groupdict(),
        found.span(),
        found.start("key"),
    )
    print(found.group("key", 2), found["key"], found.lastgroup, found.lastindex, found.end(2))
print(re.findall(r"\d+", "1 22 333"), re.findall(r"(a)(b)?", "ab a"), re.findall(r"x*", "axb"))
print(re.split(r"[,;]\s*", "a, b;c,d"), re.split(r"(,)", "a,b", maxsplit=1), re.split(r"x*", "axbc"))
print(
    re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"),
    re.sub(r"a", "b", "aaa", count=2),
    re.subn(r"\s+", " ", "a  b   c"),
)
print(re.sub(r"\d+", lambda m: str(int(m.group()) * 2), "1 and 20"), re.sub(r"(?P<n>\d)", r"<\g<n>>", "a1b2"))
print([m.start() for m in re.finditer("a", "banana")], [m.group() for m in re.finditer(r"\b\w", "one two")])
print(re.match("b", "ab"), re.fullmatch("a+", "aaa") is not None, re.fullmatch("a+", "aab") is None)
print(
    re.search("HELLO", "say hello", re.IGNORECASE),
    re.search("^b", "a\nb", re.M),
    re.search("a.b", "a\nb", re.S | re.I),
)
print(re.escape("a.b*c[d]"), pattern.groups, dict(pattern.groupindex), pattern.pattern)
print(re.search(r"(?<=\$)\d+(?=\.)", "cost $15.99"), re.search(r"(?<!\d)\d{2}(?!\d)", "123 45"))
print(re.search(r"<.+?>", "<a><b>"), re.search("é+", "caféé"), re.findall(r"\w+", "naïve café"))
print(re.sub(r"^", "> ", "a\nb", flags=re.M), re.sub("", "-", "ab"))
verbose = re.compile(
    r"""
    (\d{4})  # year
    -(\d\d)  # month
""",
    re.VERBOSE,
)
print(verbose.match("2024-05"), verbose.sub(r"\2/\1", "2024-05"))
for wrong in ("(", "[a", "*a", "(?P<1>a)", "a{3,1}", "(?z)"):
    try:
        re.compile(wrong)
    except re.error as error:
        print("re.error:", error, error.pos)
try:
    re.sub("a", r"\5", "a")
except re.error as error:
    print("re.error:", error)
if (m := re.match(r"(\d+)", "42abc")) is not None:
    try:
        m.group(2)
    except IndexError as error:
        print("IndexError:", error)
print(re.search("(a|b)*c|(a|ab)*c", "abc"), re.compile("x") == re.compile("x"))
