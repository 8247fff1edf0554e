"""Content on disk.

```
blobs/sha256/ab/abcd...            content by digest, blobs and manifests alike
repositories/NAME/_blobs/sha256/HEX        this repository may serve the blob
repositories/NAME/_manifests/sha256/HEX    this repository may serve the manifest; holds its media type
repositories/NAME/_tags/TAG                holds the digest the tag points to
repositories/NAME/_referrers/HEX/HEX       second manifest names the first as its subject; holds its descriptor
uploads/ID                                 bytes received so far
```
Name parts of a repository never start with `_`, so names and bookkeeping can't meet. Every file is written beside its
place, synced and renamed, so a reader sees all of it or nothing, also after a power cut. All functions block; the
application calls them in threads.
"""

import contextlib
import json
import os
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pygress.oci.digest import digest_of_file, valid_digest
from pygress.oci.errors import OciError
from pygress.oci.manifest import Index, parse_manifest
from pygress.oci.reference import valid_repository

_UPLOAD = re.compile("[0-9a-f]{32}")
_STALE_UPLOAD = 24 * 3600.0
_YOUNG = 3600.0


class Storage:
    """The files below one root directory; safe for any number of threads of one process."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._repositories = root / "repositories"
        self._uploads = root / "uploads"
        self._temporary = root / "temporary"
        for place in (root / "blobs", self._repositories, self._uploads):
            place.mkdir(parents=True, exist_ok=True)
        # Emptied, not made anew: a full disk may have no room for another directory.
        self._temporary.mkdir(exist_ok=True)
        for left in self._temporary.iterdir():
            left.unlink(missing_ok=True)

    # Content

    def content_path(self, digest: str) -> Path:
        """Give the path of a digest's bytes; `digest` must be valid."""
        algorithm, _, value = digest.partition(":")
        return self.root / "blobs" / algorithm / value[:2] / value

    def has_blob(self, repository: str, digest: str) -> bool:
        """Tell whether the repository has the blob."""
        return self._link(repository, "_blobs", digest).is_file() and self.content_path(digest).is_file()

    def link_blob(self, repository: str, digest: str) -> None:
        """Make content that is there part of a repository."""
        # The time of the content keeps the sweep away from what a push under way relies on.
        os.utime(self.content_path(digest))
        self._write(self._link(repository, "_blobs", digest), b"")

    def adopt_content(self, file: Path, digest: str) -> None:
        """Move a verified file to its place by digest; it must be on the same file system."""
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
        place = self.content_path(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
        _sync_directory(place.parent)

    def delete_blob(self, repository: str, digest: str) -> bool:
        """Take a blob out of a repository; its bytes go with the next sweep."""
        return _unlink(self._link(repository, "_blobs", digest))

    # Manifests and tags

    def manifest_type(self, repository: str, digest: str) -> str:
        """Give the media type of a manifest of the repository; empty if it isn't there."""
        try:
            found = self._link(repository, "_manifests", digest).read_text("ascii")
        except FileNotFoundError:
            return ""
        return found if self.content_path(digest).is_file() else ""

    def put_manifest(
        self,
        repository: str,
        digest: str,
        media_type: str,
        data: bytes,
        tag: str,
        subject: str,
        descriptor: Any,
    ) -> None:
        """Store a manifest, then what points at it, so that nothing ever points at nothing."""
        self._write(self.content_path(digest), data)
        self._write(self._link(repository, "_manifests", digest), media_type.encode("ascii", "replace"))
        if subject:
            place = self._repository(repository) / "_referrers" / subject.partition(":")[2]
            self._write(place / digest.partition(":")[2], json.dumps(descriptor).encode())
        if tag:
            self._write(self._repository(repository) / "_tags" / tag, digest.encode())

    def delete_manifest(self, repository: str, digest: str) -> bool:
        """Take a manifest and the tags that point at it out of a repository."""
        for tag in self.tags(repository):
            if self.tag(repository, tag) == digest:
                self.delete_tag(repository, tag)
        value = digest.partition(":")[2]
        for entry in (self._repository(repository) / "_referrers").glob(f"*/{value}"):
            _unlink(entry)
        return _unlink(self._link(repository, "_manifests", digest))

    def referrers(self, repository: str, subject: str) -> list[dict[str, Any]]:
        """List the descriptors of manifests whose subject is `subject`, by digest."""
        place = self._repository(repository) / "_referrers" / subject.partition(":")[2]
        found = []
        for file in sorted(place.glob("*")):
            with contextlib.suppress(OSError, ValueError):
                found.append(json.loads(file.read_bytes()))
        return found

    def tag(self, repository: str, tag: str) -> str:
        """Give the digest a tag points to; empty if there is no such tag."""
        try:
            digest = (self._repository(repository) / "_tags" / tag).read_text("ascii")
        except (FileNotFoundError, NotADirectoryError):
            return ""
        return digest if valid_digest(digest) else ""

    def delete_tag(self, repository: str, tag: str) -> bool:
        """Remove a tag; the manifest stays."""
        return _unlink(self._repository(repository) / "_tags" / tag)

    def tags(self, repository: str) -> list[str]:
        """List the tags in the specification's (ASCII) order."""
        try:
            return sorted(one.name for one in os.scandir(self._repository(repository) / "_tags"))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def has_repository(self, repository: str) -> bool:
        """Tell whether anything was ever pushed to the repository."""
        return any((self._repository(repository) / part).is_dir() for part in ("_blobs", "_manifests"))

    def repositories(self) -> list[str]:
        """List all repositories that hold a manifest, by name."""
        found = []
        for directory, names, _ in os.walk(self._repositories):
            if "_manifests" in names:
                found.append(Path(directory).relative_to(self._repositories).as_posix())
            names[:] = [name for name in names if not name.startswith("_")]
        return sorted(name for name in found if valid_repository(name))

    # Uploads

    def new_upload(self, repository: str) -> str:
        """Begin an upload and give its id."""
        name = uuid.uuid4().hex
        (self._uploads / name).touch(exist_ok=False)
        self._write(self._uploads / f"{name}.repository", repository.encode())
        return name

    def upload_path(self, repository: str, upload: str) -> Path | None:
        """Give the file of an upload that is under way in this repository."""
        if not _UPLOAD.fullmatch(upload):
            return None
        try:
            owner = (self._uploads / f"{upload}.repository").read_text()
        except (FileNotFoundError, OSError):
            return None
        file = self._uploads / upload
        return file if owner == repository and file.is_file() else None

    def end_upload(self, upload: str) -> None:
        """Forget an upload and its bytes."""
        _unlink(self._uploads / upload)
        _unlink(self._uploads / f"{upload}.repository")

    # Cleaning

    def sweep(self, now: float | None = None) -> int:
        """Remove content that no manifest needs and uploads that stand still for a day; gives the bytes freed.

        Content younger than an hour stays: a push puts its manifest last.
        """
        moment = time.time() if now is None else now
        freed = 0
        for file in self._uploads.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if moment - file.stat().st_mtime > _STALE_UPLOAD and file.suffix != ".repository":
                    self.end_upload(file.name)
        needed = {digest for repository in self.repositories() for digest in self._needed(repository)}
        for file in (self.root / "blobs").glob("*/*/*"):
            digest = f"{file.parent.parent.name}:{file.name}"
            with contextlib.suppress(FileNotFoundError):
                stat = file.stat()
                if digest not in needed and moment - stat.st_mtime > _YOUNG:
                    file.unlink()
                    freed += stat.st_size
        return freed

    def _needed(self, repository: str) -> Iterator[str]:
        place = self._repository(repository) / "_manifests"
        for file in place.glob("*/*"):
            digest = f"{file.parent.name}:{file.name}"
            yield digest
            try:
                manifest = parse_manifest(self.content_path(digest).read_bytes())
            except (OSError, OciError):
                continue
            if isinstance(manifest, Index):
                yield from (one.digest for one in manifest.manifests)
            else:
                yield from (one.digest for one in (manifest.config, *manifest.layers))

    def check(self) -> list[str]:
        """Re-hash all content and name what is damaged; for tests and for the curious."""
        return [
            f"{file.parent.parent.name}:{file.name}"
            for file in (self.root / "blobs").glob("*/*/*")
            if digest_of_file(file, file.parent.parent.name) != f"{file.parent.parent.name}:{file.name}"
        ]

    def _repository(self, repository: str) -> Path:
        return self._repositories / repository

    def _link(self, repository: str, kind: str, digest: str) -> Path:
        algorithm, _, value = digest.partition(":")
        return self._repository(repository) / kind / algorithm / value

    def _write(self, place: Path, data: bytes) -> None:
        temporary = self._temporary / uuid.uuid4().hex
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(place)
        except BaseException:
            _unlink(temporary)
            raise
        _sync_directory(place.parent)


def _unlink(file: Path) -> bool:
    try:
        file.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
