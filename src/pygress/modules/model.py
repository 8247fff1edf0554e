"""What the gateway build knows about plugin modules: the request for one, and how far it has come.

`gateway` derives one `ModuleRequest` from each WasmPlugin, `modules.manager` works on them in the background,
and the pure build reads the resulting `ModuleState` by request. Nothing here does I/O.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

PullPolicy = Literal["IfNotPresent", "Always"]


@dataclass(frozen=True)
class ModuleRequest:
    """Everything that decides which bytes a plugin runs; equal requests share one fetch.

    `url` has its scheme spelled out (`oci://` when the manifest gave none). `pull_secret` is the text of the
    `kubernetes.io/dockerconfigjson` Secret, `verification_key` a PEM public key. `generation` makes `Always`
    ask the registry again at every change of the resource; it is 0 for `IfNotPresent`.
    """

    url: str
    sha256: str = ""
    pull_policy: PullPolicy = "IfNotPresent"
    pull_secret: str = field(default="", repr=False)
    verification_key: str = ""
    generation: int = 0


@dataclass(frozen=True)
class Module:
    """A verified module on local disk, ready for an Envoy to read.

    `path` is named by the digest of its bytes and never changes. `digest` is the manifest digest for `oci`,
    the module's own hash as it was fetched otherwise; `sha256` is always the hash of the file at `path`. `size` is
    in bytes. `abi` is the version the author built for, before adapting. `metadata` is the JSON of the module's
    `pygress.plugin` section, for foreign modules what their image's companion layers say, often nothing. `readme` is
    Markdown. `changes` says in words what was done to a foreign module so that it runs here. `capabilities` names the
    functions of the host that it may call and its own that the host may call; empty for one cached by an older version.
    """

    path: Path
    sha256: str
    digest: str
    size: int
    abi: str
    sdk: str = ""
    language: str = ""
    metadata: dict[str, Any] = field(default_factory=dict, compare=False)
    readme: str = field(default="", compare=False, repr=False)
    changes: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModulePending:
    """The fetch is under way; `message` says what it waits for."""

    message: str = "waiting for the first fetch"


@dataclass(frozen=True)
class ModuleFailed:
    """The last fetch or check failed. `stage` tells which condition is false.

    `reason` is the CamelCase reason of the condition, `message` the exact cause. `last_good` is the module
    that an earlier fetch of the same request gave, if any: it keeps serving.
    """

    stage: Literal["Fetched", "Validated"]
    reason: str
    message: str
    last_good: Module | None = None


ModuleState = Module | ModulePending | ModuleFailed
