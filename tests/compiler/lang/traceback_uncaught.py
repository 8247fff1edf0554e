"""An uncaught exception: output before it, the last line on stderr, exit code 1."""


class ConfigError(ValueError):
    def __str__(self) -> str:
        return "config: " + str(self.args[0])


def load(name: str) -> int:
    try:
        return int(name)
    except ValueError as error:
        raise ConfigError(f"bad number {name!r}") from error


def main() -> None:
    print("before")
    print(load("5"))
    load("five")
    print("never")


main()
