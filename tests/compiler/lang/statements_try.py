"""try / except / else / finally: order, return in finally, re-raise, chaining, nested, exception groups of types."""


class Custom(Exception):
    pass


class Special(Custom):
    def __init__(self, code: int, *rest: object) -> None:
        super().__init__(code, *rest)
        self.code = code


def run(kind: int) -> str:
    log: list[str] = []
    try:
        log.append("try")
        if kind == 1:
            raise ValueError("one")
        if kind == 2:
            raise KeyError("two")
        if kind == 3:
            raise Special(3, "x")
        if kind == 4:
            return "early " + ",".join(log)
        if kind == 5:
            int("zz")
        if kind == 6:
            [][0]
    except ValueError as error:
        log.append(f"value:{error}")
    except (KeyError, IndexError) as error:
        log.append(f"lookup:{error!r}")
    except Custom as error:
        log.append(f"custom:{error.args}")
    else:
        log.append("else")
    finally:
        log.append("finally")
        if kind == 4:
            print("cleanup", log)
    return ",".join(log)


def override() -> int:
    try:
        return 1
    finally:
        print("in finally")


def loop_finally() -> list[str]:
    log: list[str] = []
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            log.append(f"body{i}")
        finally:
            log.append(f"fin{i}")
    return log


def reraise() -> None:
    try:
        raise ValueError("inner")
    except ValueError:
        print("saw it")
        raise


def chain() -> None:
    try:
        dict[str, int]()["missing"]  # noqa: B018
    except KeyError as error:
        raise RuntimeError("outer") from error


def implicit() -> None:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second")  # noqa: B904


def suppressed() -> None:
    try:
        raise KeyError("first")
    except KeyError:
        raise ValueError("second") from None


def deep(n: int) -> int:
    if n == 0:
        raise Custom("bottom")
    try:
        return deep(n - 1) + 1
    finally:
        if n % 2 == 0:
            print("unwind", n)


def forever(n: int) -> int:
    return forever(n + 1) + 1


def main() -> None:
    for kind in range(7):
        print(kind, run(kind))
    print(override(), loop_finally())
    for function in (reraise, chain, implicit, suppressed):
        try:
            function()
        except Exception as error:
            cause, context = error.__cause__, error.__context__
            print(repr(error), repr(cause), repr(context), error.__suppress_context__)
    try:
        deep(4)
    except Custom as error:
        print(error, type(error).__mro__[1].__name__)
    try:
        try:
            raise ValueError("a")
        finally:
            print("inner finally")
    except Exception as error:
        print("outer", error)
    try:
        try:
            raise ValueError("lost")
        finally:
            raise TypeError("replaces")
    except TypeError as error:
        print(error, repr(error.__context__))
    try:
        forever(0)
    except RecursionError as error:
        print(type(error).__name__, isinstance(error, RuntimeError))
    error_names: list[str] = []
    for exception in (ZeroDivisionError("z"), OverflowError("o"), FileNotFoundError("f"), UnicodeError("u"), StopIteration(3), NotImplementedError(), EOFError("e")):
        try:
            raise exception
        except ArithmeticError as error:
            error_names.append("arith " + str(error))
        except (OSError, LookupError) as error:
            error_names.append("os/lookup " + str(error))
        except ValueError as error:
            error_names.append("value " + str(error))
        except StopIteration as error:
            error_names.append(f"stop {error.value}")
        except BaseException as error:
            error_names.append("base " + type(error).__name__ + str(error))
    print(error_names)
    print(Exception(), repr(Exception()), Exception("a", 1), repr(Exception("a", 1)), Exception("a").args, str(KeyError("k")), repr(KeyError("k")), str(Special(7)), Special(7).code, repr(Special(7)))
    try:
        raise Custom
    except Custom as error:
        print(repr(error))
    try:
        raise ValueError("with note")
    except ValueError as error:
        error.add_note("a note")
        print(error.__notes__)
    e: Exception | None = None
    try:
        raise ValueError("saved")
    except ValueError as caught:
        e = caught
    print(e, issubclass(KeyError, LookupError), isinstance(e, (KeyError, ValueError)), ValueError.__name__)


main()
