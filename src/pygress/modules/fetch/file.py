"""`file://`: a module on the disk of this machine, in every packing that `http://` may have too.

A file has no version, so its state (size, time, inode) is its tag: the same state is not read again.
"""

import asyncio
import hashlib
import os
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pygress.modules.archive import LARGEST_UNPACKED, extract_module
from pygress.modules.cache import Entry
from pygress.modules.errors import unfetched
from pygress.modules.fetch.tools import Tools, check_wanted, wanted_digest
from pygress.modules.model import Module, ModuleRequest
from pygress.modules.prepare import prepare_module
from pygress.oci.image import PLUGIN_FILE


async def fetch_file(request: ModuleRequest, tools: Tools, known: Entry | None) -> Entry:
    """Read the file unless it stands as it stood; a folder means the `plugin.wasm` in it."""
    path = file_path(request.url)
    tag = await asyncio.to_thread(file_state, path)
    if known is not None and known.tag == tag:
        return known
    module = await asyncio.to_thread(_read, request, path, tools)
    return Entry(module, tag)


def file_path(url: str) -> Path:
    """Give the path of a `file://` url."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.netloc not in ("", "localhost") or not path.startswith("/") or "\0" in path:
        raise unfetched(
            "InvalidURL",
            f"`{url[:200]}` is not a file url with an absolute path, as `file:///plugins/a.wasm`",
        )
    return Path(path)


def file_state(path: Path) -> str:
    """Give what changes when the file is written or replaced."""
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            info = (path / PLUGIN_FILE).stat()
    except FileNotFoundError:
        raise unfetched("FileNotFound", f"`{path}` does not exist", transient=True) from None
    except OSError as error:
        raise unfetched("FileUnreadable", f"`{path}`: {error.strerror}", transient=True) from error
    if not stat.S_ISREG(info.st_mode):
        raise unfetched("FileUnreadable", f"`{path}` is not a regular file", transient=True)
    if info.st_size > LARGEST_UNPACKED:
        raise unfetched("TooLarge", f"`{path}` has {info.st_size} bytes, at most {LARGEST_UNPACKED}")
    return f"{info.st_size} {info.st_mtime_ns} {info.st_ino}"


def _read(request: ModuleRequest, path: Path, tools: Tools) -> Module:
    if path.is_dir():
        path = path / PLUGIN_FILE
    with tools.cache.temporary() as copy:
        digester = hashlib.sha256()
        try:
            # Non-blocking, because the path may have become a pipe since it was looked at.
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
                while block := file.read(1 << 20):
                    digester.update(block)
                    copy.write(block)
        except OSError as error:
            raise unfetched("FileUnreadable", f"`{path}`: {error.strerror}", transient=True) from error
        digest = "sha256:" + digester.hexdigest()
        copy.flush()
        with tools.cache.temporary() as target:
            extract_module(Path(copy.name), target)
            target.seek(0)
            data = target.read()
    inner = "sha256:" + hashlib.sha256(data).hexdigest()
    wanted = wanted_digest(request.sha256)
    if wanted != inner:
        check_wanted(wanted, digest, f"`{path}`")
    return prepare_module(data, inner, tools.cache)
