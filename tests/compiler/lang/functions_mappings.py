"""`**mapping` into named parameters and `**rest`; functions of the library as `key`."""
def kw(a: int, *args: int, b: int = 2, **rest: int) -> tuple[int, tuple[int, ...], int, dict[str, int]]:
    return a, args, b, rest
opts: dict[str, int] = {"b": 5, "q": 6}
print(kw(1, 2, 3, **opts), kw(1, **opts), kw(1, z=0, **opts), opts)
print(max("abc", key=ord), sorted("bca", key=ord), list(map(ord, "ab")))
