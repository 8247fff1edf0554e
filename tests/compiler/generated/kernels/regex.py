"""Kernel: pattern, text and replacement in hex a line: everything `re` says about them."""

import re
import sys


def run(pattern: str, text: str, replacement: str, flags: int) -> None:
    compiled = re.compile(pattern, flags)
    for match in (compiled.match(text), compiled.search(text), compiled.fullmatch(text)):
        if match is None:
            print(None, end=" ")
        else:
            print(
                match.span(),
                ascii(match.group()),
                ascii(match.groups()),
                [match.span(i) for i in range(compiled.groups + 1)],
                end=" ",
            )
    print()
    print([m.span() for m in compiled.finditer(text)], ascii(compiled.findall(text)))
    print(
        ascii(compiled.sub(replacement, text)),
        ascii(compiled.subn("-", text, count=2)),
        ascii(compiled.split(text)),
        compiled.groups,
    )


def main() -> None:
    for line in sys.stdin:
        pattern, text, replacement, flags = line.rstrip("\n").split(",")
        try:
            run(
                bytes.fromhex(pattern).decode(),
                bytes.fromhex(text).decode(),
                bytes.fromhex(replacement).decode(),
                int(flags),
            )
        except re.error as error:
            print("error", error.msg, error.pos)


main()
