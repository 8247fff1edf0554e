"""Plugins as the data plane sees them: what may fill a slot, and which fill a route gets."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Wasm:
    """One module with one configuration: all that decides what Envoy starts.

    `module` is the absolute path of a file named by its digest. `config` is JSON text. `vm_id` separates VMs:
    equal id and equal code share one VM per worker. `host_env` names variables taken from Envoy's environment.
    `capabilities` are the only functions that module and host may call of each other; empty means all.
    """

    plugin: str
    module: str
    sha256: str
    config: str
    vm_id: str
    root_id: str = ""
    env: tuple[tuple[str, str], ...] = ()
    host_env: tuple[str, ...] = ()
    fail_open: bool = False
    capabilities: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """A short name by content; equal fills have equal ids."""
        parts = [
            self.plugin,
            self.sha256,
            self.config,
            self.vm_id,
            self.root_id,
            self.env,
            self.host_env,
            self.fail_open,
            self.capabilities,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]

    @cached_property
    def check_id(self) -> str:
        """Names what a preflight starts: the code, its configuration and environment, wherever they run."""
        parts = [self.sha256, self.config, self.root_id, self.env, self.host_env, self.capabilities]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Deny:
    """The stand-in of a plugin that cannot run and must not be skipped: every request gets 503."""

    plugin: str

    @property
    def id(self) -> str:
        """The same for every stand-in of a plugin."""
        return "deny"


@dataclass(frozen=True)
class Off:
    """The plugin does not run here, and no wider scope may put it here."""

    id: str = "off"


OFF = Off()


@dataclass(frozen=True)
class Hold:
    """The plugin is about to run here for the first time: routes with it make their requests wait (`Wait`)."""

    plugin: str

    @property
    def id(self) -> str:
        """The same for every plugin."""
        return HOLD


HOLD = "hold"

Fill = Wasm | Deny | Hold | Off


@dataclass(frozen=True)
class Plugin:
    """One plugin in the chain; `Gateway.plugins` lists them in the order in which they run.

    With `watched`, answers that go through it are counted: see `xds.answer_count`.
    """

    name: str
    fills: tuple[Fill, ...]
    watched: bool = False


Placement = tuple[tuple[str, str], ...]
"""What runs at one place: pairs of plugin name and fill id; plugins that are off there are left out."""
