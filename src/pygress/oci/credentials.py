"""Logins for registries: from a `kubernetes.io/dockerconfigjson` secret or from Docker's own configuration."""

import base64
import binascii
import fnmatch
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pygress.oci.errors import OciError
from pygress.oci.reference import DOCKER_HUB, Reference

_HUB_KEYS = ("docker.io", "index.docker.io", "registry-1.docker.io")
_HELPER_SECONDS = 20


@dataclass(frozen=True)
class Login:
    """User and password, or an identity token to be exchanged; never printed."""

    user: str = ""
    password: str = field(default="", repr=False)
    identity_token: str = field(default="", repr=False)

    def basic(self) -> str:
        """Give the value of an `Authorization: Basic` header."""
        pair = f"{self.user}:{self.password}".encode()
        return "Basic " + base64.b64encode(pair).decode("ascii")


class Credentials(Protocol):
    """Finds the login for an image, if there is one."""

    def login_for(self, reference: Reference) -> Login | None:
        """Give the login for the registry of `reference`, or None for anonymous."""
        ...


class Anonymous:
    """No login anywhere."""

    def login_for(self, reference: Reference) -> Login | None:
        """Give None."""
        return None


@dataclass(frozen=True)
class FixedLogin:
    """One login for one registry, as given on a command line."""

    registry: str
    login: Login

    def login_for(self, reference: Reference) -> Login | None:
        """Give the login for its own registry only."""
        return self.login if reference.registry == self.registry else None


class DockerConfig:
    """The `auths` of a Docker configuration; keys match as the kubelet matches them (paths and globs)."""

    def __init__(
        self, auths: Mapping[str, Login], helpers: Mapping[str, str] | None = None, store: str = ""
    ) -> None:
        self._auths = dict(auths)
        self._helpers = dict(helpers or {})
        self._store = store

    @classmethod
    def parse(cls, text: str, where: str = "the pull secret") -> "DockerConfig":
        """Read `.dockerconfigjson` text (or the older `.dockercfg`); `where` names it in errors."""
        try:
            body = json.loads(text)
        except (ValueError, RecursionError) as error:
            # The text holds passwords, so the message says no more than where it stands.
            raise OciError("InvalidPullSecret", f"{where} is not JSON") from error
        if not isinstance(body, dict):
            raise OciError("InvalidPullSecret", f"{where} is not a JSON object")
        auths = body.get("auths", {} if "credHelpers" in body or "credsStore" in body else body)
        if not isinstance(auths, dict):
            raise OciError("InvalidPullSecret", f"`auths` of {where} is not an object")
        logins = {}
        for key, value in auths.items():
            if isinstance(value, dict) and (login := _login(value, key, where)) is not None:
                logins[_host_path(key)] = login
        helpers = body.get("credHelpers", {})
        if not isinstance(helpers, dict):
            helpers = {}
        store = body.get("credsStore", "")
        return cls(logins, {k: v for k, v in helpers.items() if isinstance(v, str)}, str(store or ""))

    @classmethod
    def secret(cls, text: str) -> "DockerConfig":
        """Read a pull secret; credential helpers in it are ignored: a secret must not start programs here."""
        config = cls.parse(text)
        return cls(config._auths)

    @classmethod
    def of_user(cls, environment: Mapping[str, str] | None = None) -> "DockerConfig":
        """Read what `docker login`, `podman login` or `skopeo login` left for this user; empty if nothing."""
        env = os.environ if environment is None else environment
        home = Path(env.get("HOME", "") or Path.home())
        places = [Path(env["REGISTRY_AUTH_FILE"])] if env.get("REGISTRY_AUTH_FILE") else []
        places.append(Path(env.get("DOCKER_CONFIG") or home / ".docker") / "config.json")
        if env.get("XDG_RUNTIME_DIR"):
            places.append(Path(env["XDG_RUNTIME_DIR"]) / "containers" / "auth.json")
        for place in places:
            try:
                return cls.parse(place.read_text("utf-8"), f"`{place}`")
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as error:
                raise OciError("InvalidPullSecret", f"cannot read `{place}`: {error}") from error
        return cls({})

    def login_for(self, reference: Reference) -> Login | None:
        """Give the login whose key matches most of the image's name."""
        hosts = _HUB_KEYS if reference.registry == DOCKER_HUB else (reference.registry,)
        best: tuple[int, Login] | None = None
        for key, login in self._auths.items():
            for host in hosts:
                if _matches(key, host, reference.repository) and (best is None or len(key) > best[0]):
                    best = (len(key), login)
        if best is not None:
            return best[1]
        for host in hosts:
            helper = self._helpers.get(host, self._store)
            if helper and (asked := _ask_helper(helper, host)) is not None:
                return asked
        return None


def _login(value: Mapping[str, Any], key: str, where: str) -> Login | None:
    token = value.get("identitytoken")
    user, password = value.get("username"), value.get("password")
    auth = value.get("auth")
    if isinstance(auth, str) and auth:
        try:
            user, colon, password = base64.b64decode(auth, validate=False).decode("utf-8").partition(":")
        except (binascii.Error, ValueError) as error:
            raise OciError("InvalidPullSecret", f"`auth` of `{key}` in {where} is not base64") from error
        if not colon:
            raise OciError("InvalidPullSecret", f"`auth` of `{key}` in {where} is not `user:password`")
        password = password.rstrip("\0")
    if isinstance(token, str) and token:
        return Login(str(user or ""), "", token)
    if isinstance(user, str) and isinstance(password, str) and user:
        return Login(user, password)
    return None


def _host_path(key: str) -> str:
    bare = key.partition("://")[2] or key
    host, _, path = bare.partition("/")
    path = path.strip("/")
    # `https://index.docker.io/v1/` is what `docker login` writes for Docker Hub.
    return host if path in ("", "v1", "v2") else f"{host}/{path}"


def _matches(key: str, host: str, repository: str) -> bool:
    key_host, _, key_path = key.partition("/")
    if key_path and repository != key_path and not repository.startswith(key_path + "/"):
        return False
    key_name, _, key_port = key_host.partition(":")
    name, _, port = host.partition(":")
    if key_port != port:
        return False
    key_parts, parts = key_name.split("."), name.split(".")
    return len(key_parts) == len(parts) and all(
        fnmatch.fnmatchcase(part, pattern) for part, pattern in zip(parts, key_parts, strict=True)
    )


def _ask_helper(helper: str, host: str) -> Login | None:
    """Run `docker-credential-HELPER get`; None when it knows nothing of the host."""
    if not helper.replace("-", "").replace("_", "").replace(".", "").isalnum():
        return None
    server = "https://index.docker.io/v1/" if host in _HUB_KEYS else host
    try:
        answer = subprocess.run(
            [f"docker-credential-{helper}", "get"],
            input=server.encode(),
            capture_output=True,
            timeout=_HELPER_SECONDS,
            check=False,
        )
        body = json.loads(answer.stdout) if answer.returncode == 0 else {}
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    user, secret = str(body.get("Username", "")), str(body.get("Secret", ""))
    if not secret:
        return None
    return Login("", "", secret) if user == "<token>" else Login(user, secret)
