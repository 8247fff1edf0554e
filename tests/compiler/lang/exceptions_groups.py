"""Exception groups: making, splitting, `except*` with several clauses, groups of one's own."""

from collections.abc import Iterator, Sequence


class Coded(ExceptionGroup[ValueError]):
    code: int

    def __new__(cls, message: str, excs: Sequence[ValueError], code: int) -> "Coded":
        obj = super().__new__(cls, message, excs)
        obj.code = code
        return obj

    def derive(self, excs: Sequence[ValueError]) -> "Coded":  # type: ignore[override]
        return Coded(self.message, excs, self.code)


def show(e: BaseException | None, depth: int = 0) -> None:
    pad = "  " * depth
    if e is None:
        print(pad + "None")
    elif isinstance(e, BaseExceptionGroup):
        print(f"{pad}{type(e).__name__} {e.message!r} {len(e.exceptions)} {e}")
        for one in e.exceptions:
            show(one, depth + 1)
    else:
        print(pad + repr(e))


def tree() -> ExceptionGroup[Exception]:
    return ExceptionGroup(
        "root",
        [
            ValueError(1),
            TypeError("t"),
            ExceptionGroup("inner", [ValueError(2), KeyError("k"), OSError("o")]),
        ],
    )


def basics() -> None:
    g = tree()
    print(g, repr(g), g.args)
    show(g)
    match, rest = g.split(ValueError)
    show(match)
    show(rest)
    for half in g.split((TypeError, KeyError)):
        show(half)
    a, b = g.split(lambda e: isinstance(e, OSError))
    show(a)
    show(b)
    show(g.subgroup(LookupError))
    show(g.subgroup(ZeroDivisionError))
    show(g.derive([ValueError("d")]))
    print(g.subgroup(Exception) is g, type(g).__mro__)
    base = BaseExceptionGroup("b", [ValueError(1)])
    print(type(base).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt(1)])).__name__)
    for one in g.exceptions:
        if isinstance(one, ExceptionGroup):
            print(one.message, [type(x).__name__ for x in one.exceptions])
        else:
            print(one.args)


def wrong() -> None:
    try:
        ExceptionGroup("x", [])
    except ValueError as e:
        print(repr(e))
    try:
        ExceptionGroup("x", [1])  # type: ignore[type-var]
    except ValueError as e:
        print(repr(e))
    try:
        ExceptionGroup("x", [KeyboardInterrupt()])  # type: ignore[type-var]
    except TypeError as e:
        print(repr(e))


def clauses(error: BaseException) -> None:
    print("--", type(error).__name__)
    try:
        try:
            raise error
        except* ValueError as eg:
            print("values", eg.message, eg.exceptions, eg)
        except* (TypeError, LookupError) as eg:
            print("types", eg.exceptions)
            raise
        except* OSError:
            print("os")
            raise RuntimeError("from os")
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        show(e)
        show(e.__context__)
        show(e.__cause__)


def own() -> None:
    c = Coded("own", [ValueError(1), UnicodeError("u")], 7)
    print(c, c.code, repr(c))
    part, rest = c.split(UnicodeError)
    show(part)
    show(rest)
    print(isinstance(part, Coded) and part.code)
    try:
        raise c
    except* UnicodeError as eg:
        print(type(eg).__name__, eg.exceptions, isinstance(eg, Coded))
    except* ValueError as eg:
        print(type(eg).__name__, eg.exceptions)


def own_derive_is_wrong() -> None:
    class Broken(ExceptionGroup[ValueError]):
        def derive(self, excs: Sequence[ValueError]) -> int:  # type: ignore[override]
            return len(excs)

    try:
        Broken("b", [ValueError(1), UnicodeError("u")]).split(UnicodeError)
    except TypeError as e:
        print(e)


def notes() -> None:
    error = ExceptionGroup("noted", [ValueError(1), KeyError("k")])
    error.add_note("a note")
    try:
        try:
            raise error
        except* ValueError as eg:
            print(eg.__notes__, eg is error, eg.__notes__ is error.__notes__)
    except* KeyError as rest:
        print(rest.__notes__, rest.message, rest.__suppress_context__)


def raises_in_clause() -> None:
    try:
        try:
            raise ExceptionGroup("eg", [ValueError(1), TypeError(2), OSError(3)])
        except* ValueError as eg:
            raise KeyError("new") from eg
        except* TypeError as eg:
            raise eg
    except ExceptionGroup as e:
        show(e)
        for one in e.exceptions:
            print(repr(one), repr(one.__cause__), repr(one.__context__))


def nested_statements() -> list[str]:
    out: list[str] = []
    for kind in (ValueError, TypeError, KeyError):
        try:
            try:
                raise ExceptionGroup("n", [kind("a"), ExceptionGroup("m", [OSError("b")])])
            except* (ValueError, TypeError) as eg:
                for one in eg.exceptions:
                    if isinstance(one, TypeError):
                        break
                    out.append(f"value {one}")
                try:
                    raise eg
                except* TypeError:
                    out.append("type")
                except* ValueError:
                    out.append("again value")
            except* OSError as eg2:
                out.append(f"os {eg2!r}")
        except* LookupError as eg3:
            out.append(f"lookup {eg3.exceptions!r}")
        finally:
            out.append("finally")
    return out


KINDS = (ValueError, OSError)


def classes_in_a_variable() -> None:
    try:
        raise ExceptionGroup("dyn", [ValueError(1), OSError(2)])
    except* KINDS as eg:
        print("both", eg.exceptions)


def generator() -> Iterator[str]:
    try:
        yield "start"
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError as eg:
        yield f"in clause {eg.exceptions}"
        yield "still"
    except* TypeError as eg2:
        yield f"types {eg2.exceptions}"
    yield "end"


def collects() -> None:
    errors: list[Exception] = []
    for text in ("1", "x", "2", ""):
        try:
            print(int(text))
        except ValueError as e:
            errors.append(e)
    try:
        if errors:
            raise ExceptionGroup(f"{len(errors)} bad", errors)
    except ExceptionGroup as group:
        print(group)
        errors.clear()
        print(len(group.exceptions), [str(e) for e in group.exceptions])


class Plain(BaseExceptionGroup[Exception]):
    def __init__(self, message: str, excs: Sequence[Exception]) -> None:
        super().__init__("other", excs)
        self.count = len(excs)


def plain() -> None:
    p = Plain("mine", [ValueError(1), TypeError(2)])
    print(p, p.message, p.args, p.count, isinstance(p, Exception))
    part = p.subgroup(ValueError)
    print(type(part).__name__, part)
    match p:
        case BaseExceptionGroup(message=m, exceptions=(ValueError(), other)):
            print(m, repr(other))
    caught: Exception = ExceptionGroup("any", [KeyError(1)])
    anything: object = caught
    if isinstance(anything, BaseExceptionGroup):
        print(anything.message, len(anything.exceptions))
    try:
        raise caught
    except LookupError:
        print("no")
    except Exception as e:
        print("a group is an exception", repr(e))


basics()
wrong()
clauses(ValueError("naked"))
clauses(TypeError("naked t"))
clauses(OSError("naked o"))
clauses(ZeroDivisionError("naked z"))
clauses(tree())
clauses(KeyboardInterrupt())
clauses(BaseExceptionGroup("bg", [SystemExit(2), ValueError("v"), ExceptionGroup("e", [OSError(1)])]))
own()
own_derive_is_wrong()
notes()
raises_in_clause()
print(nested_statements())
classes_in_a_variable()
print(list(generator()))
collects()
plain()
raise ExceptionGroup("the end", [ValueError("uncaught")])
