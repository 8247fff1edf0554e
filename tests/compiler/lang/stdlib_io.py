"""`io.StringIO`, `io.BytesIO`, and `print` to them or to a class with `write`."""

import sys
from io import BytesIO, StringIO


class Log:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, text: str, /) -> int:
        self.lines.append(text)
        return len(text)


def report(out: StringIO, values: list[int]) -> None:
    print("values", *values, sep=", ", file=out)
    print(f"sum={sum(values):>6}", file=out, end=";\n")


out = StringIO()
report(out, [1, 2, 3])
out.write("tail")
print(repr(out.getvalue()), out.tell())
text = StringIO("one\ntwo\n\nlast")
print(text.readline(), text.read(2), text.readlines(), text.read(), text.tell())
text.seek(0)
print([line.strip() for line in text], text.seek(4), text.write("TWO!"), text.getvalue(), text.tell())
print(text.truncate(6), repr(text.getvalue()), text.seek(0, 2), text.read())
text.seek(9)
text.write("x")
print(repr(text.getvalue()), text.closed)
with StringIO() as inner:
    inner.writelines(str(i) for i in range(5))
    print(inner.getvalue())
print(inner.closed)
for wrong in (lambda: inner.getvalue(), lambda: text.seek(-1)):
    try:
        print(wrong())
    except ValueError as error:
        print(error)
data = BytesIO(b"ab\ncd")
print(data.readline(), data.read(1), data.tell(), data.seek(-1, 2), data.read(), data.write(b"e\n"), data.getvalue())
print(data.seek(0), [*data], data.truncate(3), data.getvalue(), data.seek(5), data.write(b"!"), data.getvalue())
print(BytesIO().read(), BytesIO(bytearray(b"xy")).read(-1), list(BytesIO(b"1\n2")))
print("plain", file=None)
print("out", file=sys.stdout)
log = Log()
print("to", "log", file=log)
print(log.lines)
