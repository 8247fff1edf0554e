"""Modules on disk: content by digest, and an index that says which request gave which content.

```
modules/SHA256.wasm       a verified, adapted module, ready for an Envoy to read
index/HASH.json           what a request resolved to, named by the hash of the request
temporary/                downloads under way, emptied at start
```
Files get their name after they were synced, so a kill leaves the old state or the new one. The hash of a request holds
its pull secret and verification key too: who has no access to an image gets nothing from the cache either.
"""

import contextlib
import errno
import hashlib
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pygress.modules.adapt import ADAPTER
from pygress.modules.errors import unfetched
from pygress.modules.model import Module, ModuleRequest
from pygress.oci.digest import digest_of_file

_FORMAT = 1
_GRACE = 600.0


@dataclass(frozen=True)
class Entry:
    """What a request resolved to; `tag` is what the source said of its version (an ETag, a file's state)."""

    module: Module
    tag: str = ""


class Cache:
    """The modules below one directory; all functions block. `largest` is in bytes."""

    def __init__(self, root: Path, largest: int) -> None:
        self._modules = root / "modules"
        self._index = root / "index"
        self._temporary = root / "temporary"
        self._largest = largest
        self._verified: set[str] = set()
        self._orders: dict[str, int] = {}
        self._lock = threading.Lock()
        for place in (self._modules, self._index):
            place.mkdir(parents=True, exist_ok=True)
        # Emptied, not made anew: a full disk may have no room for another directory.
        self._temporary.mkdir(exist_ok=True)
        for left in self._temporary.iterdir():
            left.unlink(missing_ok=True)

    @contextmanager
    def temporary(self) -> Iterator[IO[bytes]]:
        """Give an open file that is gone afterwards; a full disk becomes a condition's reason."""
        handle, name = tempfile.mkstemp(dir=self._temporary)
        os.close(handle)
        path = Path(name)
        try:
            with path.open("w+b") as file:
                yield file
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise unfetched("DiskFull", "no space left for plugin modules", transient=True) from error
            raise
        finally:
            path.unlink(missing_ok=True)

    def find(self, request: ModuleRequest) -> Entry | None:
        """Give what the request resolved to before, if the module is still there and undamaged."""
        try:
            data = json.loads((self._index / _name(request)).read_bytes())
            return self._read(data)
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def find_content(self, digest: str) -> Module | None:
        """Give a module that came from the image with this manifest digest, whoever asked for it."""
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            entry = self._read(json.loads((self._index / _content_name(digest)).read_bytes()))
            return entry.module if entry is not None else None
        return None

    def add(self, data: bytes) -> Path:
        """Store the bytes of a finished module and give its path."""
        value = hashlib.sha256(data).hexdigest()
        path = self._modules / f"{value}.wasm"
        if not path.is_file() or value not in self._verified:
            with self.temporary() as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                # Linked, not moved: the temporary name is removed on the way out in every case.
                ready = Path(file.name).with_suffix(".ready")
                Path(file.name).rename(ready)
                ready.chmod(0o644)
                ready.replace(path)
            _sync(self._modules)
            self._verified.add(value)
        return path

    def remember(self, request: ModuleRequest, entry: Entry, order: int) -> None:
        """Write into the index what a request resolved to; `order` grows with the begin of each fetch.

        A fetch that began earlier and ended later than another one of the same thing changes nothing.
        """
        with self._lock:
            if order < self._orders.get(_name(request), 0):
                return
            self._orders[_name(request)] = order
            self._remember(request, entry)

    def _remember(self, request: ModuleRequest, entry: Entry) -> None:
        module = entry.module
        data: dict[str, Any] = {
            "format": _FORMAT,
            "adapter": ADAPTER,
            "sha256": module.sha256,
            "digest": module.digest,
            "size": module.size,
            "abi": module.abi,
            "sdk": module.sdk,
            "language": module.language,
            "metadata": module.metadata,
            "readme": module.readme,
            "changes": list(module.changes),
            "capabilities": list(module.capabilities),
            "tag": entry.tag,
        }
        self._write(_name(request), data)
        if request.url.startswith("oci://"):
            self._write(_content_name(module.digest), {**data, "tag": ""})

    def evict(self, keep: Set[Path]) -> list[Path]:
        """Remove the modules used longest ago until the rest fits; never those in `keep` or used just now."""
        now = time.time()
        files = []
        for path in self._modules.glob("*.wasm"):
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                files.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _, size, _ in files)
        removed = []
        for used, size, path in sorted(files):
            if total <= self._largest:
                break
            # A clock that went back makes files of the future, which must not stay for ever.
            if path in keep or abs(now - used) < _GRACE:
                continue
            path.unlink(missing_ok=True)
            self._verified.discard(path.stem)
            removed.append(path)
            total -= size
        if removed:
            self._forget({path.stem for path in removed})
        return removed

    def drop(self, value: str) -> None:
        """Remove a module whose file is not what it was, by the sha256 of what it should be."""
        self._verified.discard(value)
        (self._modules / f"{value}.wasm").unlink(missing_ok=True)

    def _forget(self, values: Set[str]) -> None:
        for file in self._index.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                if json.loads(file.read_bytes()).get("sha256") in values:
                    file.unlink()

    def _read(self, data: dict[str, Any]) -> Entry | None:
        if data["format"] != _FORMAT or data["adapter"] != ADAPTER:
            return None
        value = str(data["sha256"])
        path = self._modules / f"{value}.wasm"
        if not path.is_file():
            return None
        if value not in self._verified:
            # Once in each run: a disk that lost bytes must not reach an Envoy.
            if digest_of_file(path) != f"sha256:{value}":
                path.unlink(missing_ok=True)
                return None
            self._verified.add(value)
        os.utime(path)
        module = Module(
            path=path,
            sha256=value,
            digest=str(data["digest"]),
            size=int(data["size"]),
            abi=str(data["abi"]),
            sdk=str(data["sdk"]),
            language=str(data["language"]),
            metadata=dict(data["metadata"]),
            readme=str(data["readme"]),
            changes=tuple(data["changes"]),
            capabilities=tuple(data.get("capabilities", ())),
        )
        return Entry(module, str(data["tag"]))

    def _write(self, name: str, data: dict[str, Any]) -> None:
        with self.temporary() as file:
            file.write(json.dumps(data).encode())
            file.flush()
            os.fsync(file.fileno())
            ready = Path(file.name).with_suffix(".ready")
            Path(file.name).rename(ready)
            ready.replace(self._index / name)
        _sync(self._index)


def _name(request: ModuleRequest) -> str:
    parts = [request.url, request.sha256, request.pull_secret, request.verification_key]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest() + ".json"


def _content_name(digest: str) -> str:
    return hashlib.sha256(json.dumps(["content", digest]).encode()).hexdigest() + ".json"


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
