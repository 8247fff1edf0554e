"""Why a module can't be had: the stage whose condition is false, a reason, the exact cause."""

from typing import Literal

from pygress.oci.errors import OciError

Stage = Literal["Fetched", "Validated"]


class ModuleError(Exception):
    """A module could not be fetched or must not be loaded.

    `transient` tells whether the same bytes or the same place may do better later; `retry_after` is in seconds.
    """

    def __init__(
        self, stage: Stage, reason: str, message: str, *, transient: bool = False, retry_after: float = 0.0
    ) -> None:
        super().__init__(message)
        self.stage: Stage = stage
        self.reason = reason
        self.message = message
        self.transient = transient
        self.retry_after = retry_after

    @classmethod
    def of_fetch(cls, error: OciError) -> "ModuleError":
        """Give a failed fetch the stage that conditions name."""
        return cls(
            "Fetched", error.reason, error.message, transient=error.transient, retry_after=error.retry_after
        )


def invalid(reason: str, message: str) -> ModuleError:
    """The bytes are there and can't be a plugin."""
    return ModuleError("Validated", reason, message)


def unfetched(reason: str, message: str, *, transient: bool = False) -> ModuleError:
    """The bytes can't be had."""
    return ModuleError("Fetched", reason, message, transient=transient)
