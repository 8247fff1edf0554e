"""The data directory of `pygress up`: one directory, one process, and how other commands find that process."""

import fcntl
import json
import os
from pathlib import Path
from typing import IO

LOCK = "lock"
PORTS = "ports.json"
_LOCK_BYTES = 20


class DataDirError(Exception):
    """The directory cannot be used; the message says why and what to do."""


def lock(data_dir: Path) -> IO[str]:
    """Create the directory and take its lock; the lock ends with the returned file, also on kill -9.

    Raises `DataDirError` when another process holds it, or the directory cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        file = os.fdopen(os.open(data_dir / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+")
    except OSError as error:
        raise DataDirError(f"cannot use the data directory `{data_dir}`: {error.strerror or error}") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        holder = running_pid(data_dir)
        raise DataDirError(
            f"the data directory `{data_dir}` is in use by process {holder or 'unknown'}; "
            "stop it with `pygress down`, or choose another with `--data-dir`"
        ) from None
    try:
        # In place and always as long: a full disk has room for what is there already. And past the file's buffer,
        # which would try again when the file is closed.
        text = f"{os.getpid():<{_LOCK_BYTES - 1}}\n".encode()
        os.pwrite(file.fileno(), text, 0)
        os.ftruncate(file.fileno(), len(text))
    except OSError as error:
        file.close()
        raise DataDirError(f"cannot use the data directory `{data_dir}`: {error.strerror or error}") from None
    return file


def running_pid(data_dir: Path) -> int | None:
    """Give the process that holds the directory, or None when nobody does."""
    try:
        with (data_dir / LOCK).open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                text = file.read().strip()
                return int(text) if text.isdigit() else None
            return None
    except OSError:
        return None


def write_ports(data_dir: Path, ports: dict[str, int]) -> None:
    """Publish the ports in use, whole or not at all; written when everything is ready. Raises OSError."""
    partial = data_dir / f"{PORTS}.partial"
    partial.write_text(json.dumps(ports, indent=1) + "\n")
    partial.replace(data_dir / PORTS)


def read_ports(data_dir: Path) -> dict[str, int] | None:
    """Give the published ports, or None when the gateway is not ready."""
    try:
        data = json.loads((data_dir / PORTS).read_text())
    except (OSError, ValueError):
        return None
    return {name: int(port) for name, port in data.items()}
