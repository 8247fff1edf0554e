"""The tree of builtin exceptions: parents, messages, attributes, catching by base."""

TREE: list[type[BaseException]] = [
    BaseException, Exception, ArithmeticError, FloatingPointError, OverflowError, ZeroDivisionError, AssertionError, AttributeError,
    BufferError, EOFError, ImportError, ModuleNotFoundError, LookupError, IndexError, KeyError, MemoryError, NameError, UnboundLocalError,
    OSError, BlockingIOError, ConnectionError, BrokenPipeError, ConnectionAbortedError, ConnectionRefusedError, ConnectionResetError, FileExistsError,
    FileNotFoundError, InterruptedError, IsADirectoryError, NotADirectoryError, PermissionError, ProcessLookupError, TimeoutError,
    ReferenceError, RuntimeError, NotImplementedError, RecursionError, StopAsyncIteration, StopIteration, SystemError, TypeError, ValueError,
    UnicodeError, KeyboardInterrupt, SystemExit, GeneratorExit, Warning, UserWarning, DeprecationWarning, RuntimeWarning,
]  # fmt: skip


def main() -> None:
    for kind in TREE:
        print([base.__name__ for base in kind.__mro__])
    for kind in TREE:
        try:
            raise kind("message", 2)
        except LookupError as error:
            print("lookup", repr(error), error)
        except ArithmeticError as error:
            print("arithmetic", repr(error), error)
        except ValueError as error:
            print("value", repr(error), error)
        except RuntimeError as error:
            print("runtime", repr(error), error)
        except OSError as error:
            print("os", type(error).__name__)
        except Exception as error:
            print("exception", type(error).__name__, error.args)
        except BaseException as error:
            print("base", type(error).__name__, error.args)
    print(IOError is OSError, EnvironmentError is OSError, issubclass(UnicodeDecodeError, ValueError))
    print(type(OSError("x")).__name__)
    stop = StopIteration(5)
    print(stop.value, SystemExit(3).code, SystemExit("bye").code, KeyError(1), KeyError("k"), KeyError(("a", 1)), KeyError())
    group = [ValueError("a"), KeyError("b"), TypeError("c")]
    print([f"{type(e).__name__}: {e}" for e in group], [isinstance(e, LookupError) for e in group])
    try:
        b"\xff".decode()
    except UnicodeDecodeError as error:
        print(error)


main()
