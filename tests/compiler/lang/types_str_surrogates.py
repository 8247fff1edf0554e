"""Lone surrogates in literals."""
s = "a\ud800b"
print(len(s), repr(s), [hex(ord(c)) for c in s])
print(s == "a\ud800b", s[1] == "\ud800", "\udc80" in "x\udc80y")
try:
    s.encode()
except UnicodeEncodeError as e:
    print(e)
print(s.encode("utf-8", "surrogatepass"), "\udcff".encode("utf-8", "surrogateescape"))
print(b"\xff".decode("utf-8", "surrogateescape") == "\udcff")
d = {"\udc80": 1}
print(d)
x = 5
print(repr(f"\udc80{x}"), repr("é\ud800" "b"))
