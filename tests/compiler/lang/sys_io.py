"""sys.argv, stdin by line and whole, input, stdout and stderr writes."""

# run: alpha "beta gamma" --flag=1

import sys


def main() -> None:
    print(sys.argv[1:], len(sys.argv))
    first = input()
    print("first:", repr(first))
    print("second:", repr(sys.stdin.readline()))
    for number, line in enumerate(sys.stdin, 1):
        print(number, line.rstrip("\n"))
    print(repr(sys.stdin.read()))
    try:
        input()
    except EOFError as error:
        print(type(error).__name__)
    sys.stdout.write("done\n")
    sys.stderr.write("log line\n")
    print(sys.maxsize, sys.byteorder)


main()
