"""Attributes of built-in exceptions."""


def show_os(e: OSError) -> None:
    print(type(e).__name__, repr(e), str(e), e.errno, e.strerror, e.filename, e.filename2, e.args)


class DiskError(OSError):
    pass


class Tagged(OSError):
    def __init__(self, number: int, tag: str) -> None:
        super().__init__(number, f"tagged {tag}", "file.txt")
        self.tag = tag


def os_errors() -> None:
    for number in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 108, 110, 111, 114, 115, 5, 28, 999):
        show_os(OSError(number, "why"))
    show_os(OSError())
    show_os(OSError("text"))
    show_os(OSError(2, "No such file", "a.txt"))
    show_os(OSError(2, "No such file", "a.txt", None, "b.txt"))
    show_os(OSError(2, "x", None))
    show_os(OSError(1, 2, 3, 4, 5, 6))
    show_os(FileNotFoundError(2, "No such file or directory", "/etc/x"))
    show_os(FileNotFoundError("only text"))
    show_os(TimeoutError("slow"))
    show_os(ConnectionResetError(104, "reset"))
    show_os(DiskError(28, "full", "/dev/sda"))
    show_os(DiskError(2, "not mapped"))
    t = Tagged(13, "red")
    show_os(t)
    print(t.tag)
    args = (2, "starred", "f")
    show_os(OSError(*args))
    try:
        raise IOError(17, "there")
    except FileExistsError as e:
        print("exists", e.errno == 17, e)
    try:
        raise OSError(11, "again")
    except (BlockingIOError, InterruptedError) as e:
        print("again", e.errno, e)


def unicode_errors() -> None:
    for data, codec in [
        (b"abc\xff", "utf-8"),
        (b"\xe2\x82", "utf-8"),
        (b"\xe2\x28\xa1", "utf-8"),
        (b"\xf0\x9f\x98", "utf-8"),
        (b"ab\x80", "ascii"),
        (b"\xd8", "utf-16"),
        (b"a\x00\x00\xd8", "utf-16-le"),
        (b"\x00\xd8a\x00", "utf-16-le"),
    ]:
        try:
            data.decode(codec)
        except UnicodeDecodeError as e:
            print(e.encoding, e.object, e.start, e.end, e.reason, e.args, str(e), repr(e))
    for text, codec in [
        ("ab\xe9\xe8c", "ascii"),
        ("\u20ac", "latin-1"),
        ("x\ud800", "utf-8"),
        ("\ud800\udc00y", "utf-8"),
        ("\U0001f600", "ascii"),
        ("\udc80\udc81", "utf-16"),
    ]:
        try:
            text.encode(codec)
        except UnicodeEncodeError as e:
            print(
                e.encoding, ascii(e.object), e.start, e.end, e.reason, ascii(e.args), str(e), ascii(repr(e))
            )
    d = UnicodeDecodeError("mine", b"abc", 1, 3, "because")
    print(d, d.start, d.end, d.object, d.encoding, d.reason, d.args)
    print(
        UnicodeDecodeError("mine", b"abc", 1, 2, "because"),
        UnicodeDecodeError("mine", b"abc", 5, 6, "because"),
    )
    print(
        UnicodeEncodeError("mine", "a\u20acb", 1, 2, "because"),
        UnicodeTranslateError("abc", 0, 1, "no"),
        UnicodeTranslateError("abc", 0, 2, "no"),
    )
    try:
        bytearray(b"\xfe").decode()
    except UnicodeError as u:
        if isinstance(u, UnicodeDecodeError):
            print(u.object, u.start)
    try:
        str(b"\xfe", "ascii")
    except ValueError as v:
        print(isinstance(v, UnicodeDecodeError), v)


def named() -> None:
    i = ImportError("no", name="mod", path="/x")
    print(i, i.name, i.path, i.msg, i.args, repr(i), ImportError().name)
    m = ModuleNotFoundError("No module named 'q'", name="q")
    print(m.name, m.path, m)
    n = NameError("name 'x' is not defined", name="x")
    print(n.name, n, NameError("y").name)
    a = AttributeError("no attr", name="at", obj=[1])
    print(a.name, a.obj, a, AttributeError("z").name)


class Thing:
    value: int


def raised_names() -> None:
    try:
        print(Thing().value)
    except AttributeError as e:
        print(e.name, type(e.obj).__name__, e)
    try:
        getattr(Thing(), "nothing")
    except AttributeError as e:
        print(e.name, type(e.obj).__name__, e)
    try:
        print(late)
    except NameError as e:
        print(e.name, e)
    try:
        if len(sys_argv()) > 100:
            local = 1
        print(local)
    except UnboundLocalError as e:
        print(e.name, e)


def sys_argv() -> list[str]:
    return []


def rest() -> None:
    print(
        StopIteration(1, 2).value,
        StopIteration().value,
        SystemExit(1).code,
        SystemExit().code,
        SystemExit("x").code,
    )
    s = SyntaxError("bad", ("/a/b/file.py", 3, 5, "x = ="))
    print(s, s.msg, s.filename, s.lineno, s.offset, s.text, s.args, s.end_lineno)
    s = SyntaxError("plain")
    print(s, s.msg, s.lineno, s.filename, s.text)
    e = ValueError("a")
    print(hasattr(e, "__notes__"), getattr(e, "__notes__", []))
    e.add_note("one")
    e.add_note("two")
    print(e.__notes__, e)
    try:
        print(KeyError("k").__notes__)
    except AttributeError as error:
        print(error)
    e.args = ("b", 2)
    print(e, repr(e), e.args)
    e.__cause__ = KeyError("c")
    print(e.__suppress_context__, repr(e.__cause__), e.__context__)
    e.__suppress_context__ = False
    e.__context__ = None
    print(e.__suppress_context__)
    items = ["x", "y"]
    print(repr(ValueError(*items)), repr(KeyError(*items[:1])), ValueError(*items[:1]))
    kinds: list[type[Exception]] = [ValueError, KeyError, OSError, FileNotFoundError]
    for kind in kinds:
        made = kind(2, "w")
        print(type(made).__name__, made, repr(made))
        made = kind("w")
        print(type(made).__name__, made, repr(made))


os_errors()
unicode_errors()
named()
raised_names()
rest()
late = 1
