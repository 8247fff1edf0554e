"""Classes below `str`: their own text, and what `str()` of them is."""
class Name(str):
    def __repr__(self) -> str:
        return f"Name({str(self)!r})"
    def shout(self) -> str:
        return self.upper() + "!"
n = Name("a")
print(n, repr(n), n.shout(), str(n) + "x", f"{n}|{n!r}|{n:>4}", [n])
class Tag(str):
    def __str__(self) -> str:
        return "<" + super().__str__() + ">"
print(Tag("t"), f"{Tag('u')}", repr(Tag("v")), len(Tag("abc")))
