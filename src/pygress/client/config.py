"""Where the API is: a kubeconfig file, or the service account inside a cluster."""

import os
from pathlib import Path
from typing import Any

import msgspec
import yaml
from lightkube.config.kubeconfig import SERVICE_ACCOUNT, KubeConfig, SingleConfig
from lightkube.core.exceptions import ConfigError as KubeConfigError

from pygress.client.errors import ConfigError

KUBECONFIG_NAME = "kubeconfig"
"""Name of the file that `pygress up` writes into its data directory."""


def find_config(kubeconfig: Path | None = None, data_dir: Path | None = None) -> SingleConfig:
    """Choose the API to talk to.

    In this order: `kubeconfig`; the one in `data_dir`; the environment variable KUBECONFIG; the one in `.pygress`
    if that directory is there; the service account; `~/.kube/config`. Raises `ConfigError`.
    """
    if kubeconfig is not None:
        return read_config(kubeconfig)
    if data_dir is not None:
        return _of_data_dir(data_dir)
    for entry in filter(None, os.environ.get("KUBECONFIG", "").split(os.pathsep)):
        return read_config(Path(entry))
    if (Path(".pygress") / KUBECONFIG_NAME).is_file():
        return _of_data_dir(Path(".pygress"))
    if (Path(SERVICE_ACCOUNT) / "token").is_file():
        return in_cluster()
    home = Path("~/.kube/config").expanduser()
    if home.is_file():
        return read_config(home)
    raise ConfigError(
        "no API server is known: no `.pygress/kubeconfig` here, KUBECONFIG is not set, and there is no "
        "`~/.kube/config`; start one with `pygress up`, or name one with `--kubeconfig` or `--data-dir`"
    )


def in_cluster() -> SingleConfig:
    """Use the service account of the pod; raises `ConfigError` outside of a cluster."""
    try:
        return _single(KubeConfig.from_service_account(), "the service account")
    except (KubeConfigError, KeyError) as error:
        raise ConfigError(f"not inside a cluster: {error}") from error


def read_config(path: Path) -> SingleConfig:
    """Read a kubeconfig and take its current context; raises `ConfigError`."""
    try:
        return _single(KubeConfig.from_file(path), str(path))
    except KubeConfigError as error:
        raise ConfigError(f"`{path}`: {str(error)[:1].lower()}{str(error)[1:]}") from error
    except (
        yaml.YAMLError,
        msgspec.MsgspecError,
        LookupError,
        TypeError,
        AttributeError,
        ValueError,
    ) as error:
        raise ConfigError(f"`{path}` is not a kubeconfig: {error}") from error


def config_of(content: dict[str, Any], source: str) -> SingleConfig:
    """Take the current context of what a kubeconfig holds; raises `ConfigError`, which names the source."""
    return _single(KubeConfig.from_dict(content), source)


def _of_data_dir(data_dir: Path) -> SingleConfig:
    path = data_dir / KUBECONFIG_NAME
    if not path.is_file():
        raise ConfigError(f"`{path}` is not there; start the gateway with `pygress up --data-dir {data_dir}`")
    return read_config(path)


def _single(config: KubeConfig, source: str) -> SingleConfig:
    single = config.get()
    if single is None:
        raise ConfigError(f"`{source}` has no current context")
    return single
