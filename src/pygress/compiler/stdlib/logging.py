"""`logging`: loggers whose records go to the host's log in a plugin, to stderr in a program."""

from __future__ import annotations

from pygress.compiler.stdlib import native

CRITICAL = 50
FATAL = 50
ERROR = 40
WARNING = 30
WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

_NAMES = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}


_disabled = [NOTSET]


class Logger:
    """A named source of records."""

    def __init__(self, name: str, level: int | str = NOTSET) -> None:
        self.name = name
        self.level = _level(level)
        self.parent: Logger | None = None
        self.disabled = False

    def setLevel(self, level: int | str) -> None:
        """Drop what is below a level."""
        self.level = _level(level)

    def getEffectiveLevel(self) -> int:
        """Give the level of this logger or of the nearest one above that has one."""
        logger: Logger | None = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level: int) -> bool:
        """Tell whether records of a level are kept."""
        return not self.disabled and level > _disabled[0] and level >= self.getEffectiveLevel()

    def getChild(self, suffix: str) -> Logger:
        """Give the logger below this one."""
        return getLogger(suffix if self is root else f"{self.name}.{suffix}")

    def debug(self, msg: object, *args: object) -> None:
        """Log for whoever looks for a fault."""
        if self.isEnabledFor(DEBUG):
            _write(self, DEBUG, msg, args)

    def info(self, msg: object, *args: object) -> None:
        """Log what happens."""
        if self.isEnabledFor(INFO):
            _write(self, INFO, msg, args)

    def warning(self, msg: object, *args: object) -> None:
        """Log what may be wrong."""
        if self.isEnabledFor(WARNING):
            _write(self, WARNING, msg, args)

    def warn(self, msg: object, *args: object) -> None:
        """Log what may be wrong."""
        if self.isEnabledFor(WARNING):
            _write(self, WARNING, msg, args)

    def error(self, msg: object, *args: object) -> None:
        """Log what is wrong."""
        if self.isEnabledFor(ERROR):
            _write(self, ERROR, msg, args)

    def exception(self, msg: object, *args: object) -> None:
        """Log what is wrong, with the traceback of the exception that is being handled."""
        if self.isEnabledFor(ERROR):
            _write(self, ERROR, msg, args, traceback=True)

    def critical(self, msg: object, *args: object) -> None:
        """Log what ends the work."""
        if self.isEnabledFor(CRITICAL):
            _write(self, CRITICAL, msg, args)

    def fatal(self, msg: object, *args: object) -> None:
        """Log what ends the work."""
        if self.isEnabledFor(CRITICAL):
            _write(self, CRITICAL, msg, args)

    def log(self, level: int, msg: object, *args: object) -> None:
        """Log at a level."""
        if self.isEnabledFor(level):
            _write(self, level, msg, args)

    def __repr__(self) -> str:
        return f"<Logger {self.name} ({getLevelName(self.getEffectiveLevel())})>"


def _level(level: int | str) -> int:
    if isinstance(level, int):
        return level
    for number, name in _NAMES.items():
        if name == level:
            return number
    if level == "WARN":
        return WARNING
    if level == "FATAL":
        return CRITICAL
    raise ValueError(f"Unknown level: {level!r}")


root = Logger("root", WARNING)
_loggers: dict[str, Logger] = {}


def _write(
    logger: Logger, level: int, msg: object, args: tuple[object, ...], traceback: bool = False
) -> None:
    text = str(msg)
    if args:
        # One dict as only argument is for `%(name)s`.
        if len(args) == 1 and isinstance(args[0], dict) and args[0]:
            text = text % args[0]
        else:
            text = text % args
    if traceback:
        text = f"{text}\n{native.handled_traceback()}"
    native.log_write(level, logger.name, text)


def getLevelName(level: int) -> str:
    """Name a level."""
    return _NAMES.get(level, f"Level {level}")


def getLogger(name: str | None = None) -> Logger:
    """Give the logger of a name."""
    if not name or name == "root":
        return root
    found = _loggers.get(name)
    if found is None:
        found = Logger(name)
        _loggers[name] = found
        found.parent = _parent(name)
        # Loggers below that came first hung higher up.
        for other in _loggers.values():
            if other is not found and other.name.startswith(name + "."):
                other.parent = _parent(other.name)
    return found


def _parent(name: str) -> Logger:
    dot = name.rfind(".")
    while dot > 0:
        found = _loggers.get(name[:dot])
        if found is not None:
            return found
        dot = name.rfind(".", 0, dot)
    return root


def basicConfig(*, level: int | str | None = None) -> None:
    """Set the level of the root logger."""
    if level is not None:
        root.setLevel(level)


def disable(level: int = CRITICAL) -> None:
    """Drop everything up to a level."""
    _disabled[0] = level


def debug(msg: object, *args: object) -> None:
    """Log for whoever looks for a fault."""
    root.debug(msg, *args)


def info(msg: object, *args: object) -> None:
    """Log what happens."""
    root.info(msg, *args)


def warning(msg: object, *args: object) -> None:
    """Log what may be wrong."""
    root.warning(msg, *args)


def error(msg: object, *args: object) -> None:
    """Log what is wrong."""
    root.error(msg, *args)


def exception(msg: object, *args: object) -> None:
    """Log what is wrong, with the traceback of the exception that is being handled."""
    root.exception(msg, *args)


def critical(msg: object, *args: object) -> None:
    """Log what ends the work."""
    root.critical(msg, *args)


def log(level: int, msg: object, *args: object) -> None:
    """Log at a level."""
    root.log(level, msg, *args)
