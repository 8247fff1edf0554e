"""Image references: `registry/repository:tag@digest`, read as Docker reads them."""

import re
from dataclasses import dataclass, replace

from pygress.oci.digest import valid_digest
from pygress.oci.errors import OciError

DOCKER_HUB = "docker.io"
_HUB_NAMES = {"docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"}
_COMPONENT = re.compile(r"[a-z0-9]+(?:(?:\.|__|_|-+)[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::([0-9]{1,5}))?"
)
_LONGEST = 4096
_LONGEST_NAME = 255


@dataclass(frozen=True)
class Reference:
    """Where an image lives. `tag` or `digest` may be empty, not both; the digest decides when both are set."""

    registry: str
    repository: str
    tag: str = ""
    digest: str = ""

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read a reference; without tag and digest the tag is `latest`, without registry it is Docker Hub."""
        if len(text) > _LONGEST:
            raise OciError(
                "InvalidReference", f"the image reference has {len(text)} characters, at most {_LONGEST}"
            )
        rest, at, digest = text.partition("@")
        if at and not valid_digest(digest):
            raise _invalid(text, f"`{digest}` is not a sha256 or sha512 digest")
        head, slash, tail = rest.partition("/")
        if slash and ("." in head or ":" in head or head == "localhost"):
            registry, path = head, tail
        else:
            registry, path = DOCKER_HUB, rest
        repository, colon, tag = path.partition(":")
        if colon and not _TAG.fullmatch(tag):
            raise _invalid(text, f"`{tag}` is not a tag (letters, digits, `_`, `.`, `-`, at most 128)")
        if not valid_registry(registry):
            raise _invalid(text, f"`{registry}` is not a host with an optional port")
        if registry in _HUB_NAMES:
            registry = DOCKER_HUB
            repository = repository if "/" in repository else f"library/{repository}"
        if not valid_repository(repository):
            raise _invalid(text, f"`{repository}` is not a repository name (lower case, parts joined by `/`)")
        return cls(registry, repository, tag or ("" if digest else "latest"), digest)

    @property
    def host(self) -> str:
        """The host and port to connect to."""
        return "registry-1.docker.io" if self.registry == DOCKER_HUB else self.registry

    @property
    def target(self) -> str:
        """What the manifest URL ends in: the digest if there is one, else the tag."""
        return self.digest or self.tag

    @property
    def name(self) -> str:
        """The reference without tag and digest."""
        return f"{self.registry}/{self.repository}"

    def at(self, digest: str) -> "Reference":
        """Give the same image pinned to `digest`, without its tag."""
        return replace(self, tag="", digest=digest)

    def __str__(self) -> str:
        tag = f":{self.tag}" if self.tag else ""
        return f"{self.name}{tag}" + (f"@{self.digest}" if self.digest else "")


def valid_repository(name: str) -> bool:
    """Tell whether `name` is a repository name of the distribution specification, at most 255 long."""
    return 0 < len(name) <= _LONGEST_NAME and all(_COMPONENT.fullmatch(part) for part in name.split("/"))


def valid_tag(tag: str) -> bool:
    """Tell whether `tag` is a tag of the distribution specification."""
    return _TAG.fullmatch(tag) is not None


def valid_registry(text: str) -> bool:
    """Tell whether `text` is a host name or address with an optional port."""
    match = _HOST.fullmatch(text)
    return match is not None and (match[1] is None or 0 < int(match[1]) < 65536)


def _invalid(text: str, why: str) -> OciError:
    shown = text if len(text) <= 200 else text[:200] + "..."
    return OciError("InvalidReference", f"invalid image reference `{shown}`: {why}")
