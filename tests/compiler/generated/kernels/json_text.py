"""Kernel: JSON text in hex a line: parsed, printed, dumped in several ways, or the error with its place."""

import json
import sys
from typing import Any


def walk(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(walk(one) for one in value.values())
    if isinstance(value, list):
        return 1 + sum(walk(one) for one in value)
    return 1


def main() -> None:
    for line in sys.stdin:
        text = bytes.fromhex(line.strip()).decode()
        try:
            value: Any = json.loads(text)
            print(ascii(value), walk(value), type(value).__name__)
            print(json.dumps(value), ascii(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)))
            print(json.dumps(value, separators=(",", ":")), json.loads(json.dumps(value)) == value)
        except json.JSONDecodeError as error:
            print(ascii(str(error)), error.pos, error.lineno, error.colno)
        except (OverflowError, RecursionError) as error:
            print(type(error).__name__)


main()
