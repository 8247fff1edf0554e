"""sys.exit: the code of the process, finally blocks run, SystemExit can be caught."""

import sys


def main() -> int:
    try:
        sys.exit("caught")
    except SystemExit as error:
        print("caught", error.code)
    try:
        return 3
    finally:
        print("finally")


if __name__ == "__main__":
    sys.exit(main())
