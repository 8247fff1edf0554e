"""`if TYPE_CHECKING:` is skipped when the program runs."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

if typing.TYPE_CHECKING:
    print("never")


def show(value: Decimal | None) -> str:
    if TYPE_CHECKING:
        print("never")
    return str(value)


print(show(None), TYPE_CHECKING)
