"""`iter(function, sentinel)` calls the function when the next item is wanted."""
from functools import partial
data = iter(["a", "b", "", "c"])
def read() -> str:
    r = next(data)
    print("read", repr(r))
    return r
for x in iter(read, ""):
    print("got", x)
import io
n = 0
def count() -> int:
    global n
    n += 1
    return n
for v in iter(count, 3):
    print(v, n)
print(list(iter(lambda: count(), 8)))
