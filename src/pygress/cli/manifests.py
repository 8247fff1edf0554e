"""Manifests on disk: which files a name means, and how their objects get to the server."""

import asyncio
import logging
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pygress.base.diagnostics import DiagnosticError
from pygress.cli.connect import api_error_lines, shown
from pygress.cli.errors import CommandError
from pygress.client import ApiError, Client, UnreachableError, apply
from pygress.resources import KINDS, Kind, Manifest, kinds, read_manifests

log = logging.getLogger(__name__)

_WATCH_MILLISECONDS = 200
_SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Item:
    """One object of a file and its kind."""

    kind: Kind
    manifest: Manifest

    @property
    def name(self) -> str:
        """The object's name; empty when the server makes it."""
        return str((self.manifest.object.get("metadata") or {}).get("name") or "")

    @property
    def place(self) -> str:
        """Where the object stands, for messages."""
        return f"{self.manifest.path}:{self.manifest.line}"


def files_of(names: Sequence[str], *, recursive: bool = False) -> list[Path]:
    """Expand folders to their manifests, in order of name; raises `CommandError` for what is not there."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if name == "-" or path.is_file():
            found.append(path)
        elif path.is_dir():
            inside = path.rglob("*") if recursive else path.glob("*")
            files = sorted(one for one in inside if one.suffix in _SUFFIXES and one.is_file())
            if not files:
                raise CommandError(
                    f"no manifest in `{name}`: no {', '.join(f'`*{one}`' for one in _SUFFIXES)}"
                )
            found += files
        else:
            raise CommandError(f"`{name}` does not exist")
    return found


def read_files(files: Iterable[Path]) -> list[Item]:
    """Read the objects of all files, namespaces first.

    Raises `DiagnosticError` for what is no manifest and `CommandError` for an unknown kind or an unreadable file.
    """
    items = [
        _item(manifest) for file in files for manifest in read_manifests(_content(file), _shown_path(file))
    ]
    return sorted(items, key=lambda item: item.kind is not kinds.NAMESPACE)


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"cannot read `{file}`: {error.strerror or error}") from error


def _shown_path(file: Path) -> str:
    return "<stdin>" if str(file) == "-" else str(file)


def _item(manifest: Manifest) -> Item:
    api_version, name = manifest.object["apiVersion"], manifest.object["kind"]
    kind = kinds.by_type(api_version, name)
    if kind is not None:
        return Item(kind, manifest)
    versions = [one.api_version for one in KINDS if one.kind == name]
    allowed = (
        f"`{name}` is known in {', '.join(f'`{one}`' for one in versions)}"
        if versions
        else f"known kinds: {', '.join(dict.fromkeys(one.kind for one in KINDS))}"
    )
    raise CommandError(f"{manifest.path}:{manifest.line}: no kind `{name}` in `{api_version}`; {allowed}")


async def keep_applied(client: Client, names: list[str], *, watch: bool) -> None:
    """Apply files and folders; with `watch` again at every change, deleting what vanished from them.

    Mistakes are logged and end nothing: the rest is applied, and the next change tries again.
    """
    applied = await _apply_all(client, names, {})
    if not watch:
        return
    from watchfiles import awatch

    watched = False
    # A yield without changes says that the watch is on: what changed before it began is read then.
    async for changes in awatch(*names, rust_timeout=_WATCH_MILLISECONDS, yield_on_timeout=True):
        if changes or not watched:
            watched = True
            applied = await _apply_all(client, names, applied)


async def _apply_all(
    client: Client, names: list[str], before: dict[tuple[Kind, str, str], Item]
) -> dict[tuple[Kind, str, str], Item]:
    try:
        # A folder may be empty for a moment while an editor or git replaces its files.
        files = [file for name in names if Path(name).exists() for file in _files_now(name)]
        items = await asyncio.to_thread(read_files, files)
    except (DiagnosticError, CommandError) as error:
        for line in _lines(error):
            log.error("%s", line)
        return before
    now: dict[tuple[Kind, str, str], Item] = {}
    for item in items:
        meta = item.manifest.object.get("metadata") or {}
        now[item.kind, str(meta.get("namespace") or client.namespace), item.name] = item
        try:
            outcome = await apply(client, item.kind, item.manifest.object)
            if outcome.change != "unchanged":
                log.info("%s %s", shown(item.kind, item.name), outcome.change)
        except ApiError as error:
            for line in api_error_lines(error):
                log.error("%s: %s: %s", item.place, shown(item.kind, item.name), line)
        except UnreachableError as error:
            log.error("%s: %s", item.place, error)
    for (kind, namespace, name), item in before.items():
        if (kind, namespace, name) not in now and name:
            try:
                await client.delete(kind, name, namespace)
                log.info("%s deleted: it is no longer in `%s`", shown(kind, name), item.manifest.path)
            except (ApiError, UnreachableError) as error:
                log.warning("%s: %s", shown(kind, name), error)
    return now


def _files_now(name: str) -> list[Path]:
    try:
        return files_of([name])
    except CommandError:
        return []


def _lines(error: DiagnosticError | CommandError) -> list[str]:
    if isinstance(error, CommandError):
        return [str(error)]
    return [
        f"{one.span.path}:{one.span.line}: {one.message}" if one.span else one.message
        for one in error.diagnostics
    ]
