"""`pygress plugin enable` and `disable`: the switch of one scope."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from pygress.cli.connect import DataDir, Kubeconfig, run
from pygress.cli.plugin_outcome import PATIENCE, Timeout, Wait, WaitOption, tell_outcome
from pygress.cli.plugin_scope import Spec, disabled, enabled, read_config, read_scope, scopes
from pygress.client import ApiError, Client
from pygress.resources import kinds

Name = Annotated[str, typer.Argument(help="name of the WasmPlugin")]
Namespace = Annotated[str, typer.Option("--namespace", "-n", help="namespace of the WasmPlugin")]
Ingress = Annotated[str, typer.Option(help="only this route: `name` or `namespace/name`")]
Domain = Annotated[str, typer.Option(help="only this domain")]
Service = Annotated[str, typer.Option(help="only this service: `fqdn` or `fqdn:port`")]

_ATTEMPTS = 10


def enable(
    name: Name,
    config: Annotated[str, typer.Option(help="configuration: JSON, or @FILE")] = "",
    ingress: Ingress = "",
    domain: Domain = "",
    service: Service = "",
    wait: WaitOption = Wait.true,
    timeout: Timeout = PATIENCE,
    namespace: Namespace = "higress-system",
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Switch a plugin on: for all traffic, or for one route, domain or service.

    Waits until the gateway runs it and says why when it does not: exit code 1.
    """

    async def work(client: Client) -> int:
        scope, wanted = read_scope(ingress, domain, service), read_config(config)
        after = await _switch(client, name, namespace, lambda spec: enabled(spec, scope, wanted))
        return await tell_outcome(client, after, f"{name} is on for {scope}", wait=wait, patience=timeout)

    run(work, kubeconfig, data_dir)


def disable(
    name: Name,
    ingress: Ingress = "",
    domain: Domain = "",
    service: Service = "",
    namespace: Namespace = "higress-system",
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Switch a plugin off: its default, or the rule of one route, domain or service."""

    async def work(client: Client) -> int:
        scope = read_scope(ingress, domain, service)
        after = await _switch(client, name, namespace, lambda spec: disabled(spec, scope))
        left = scopes(after["spec"])
        still = ", ".join(str(one) for one in left)
        print(f"{name} is off for {scope}" + (f"; it is still on for {still}" if still else ""))
        return 0

    run(work, kubeconfig, data_dir)


async def _switch(
    client: Client, name: str, namespace: str, change: Callable[[Spec], Spec]
) -> dict[str, Any]:
    """Patch the spec at the version that was read, and give the plugin as it is then."""
    for attempt in range(_ATTEMPTS):
        plugin = await client.get(kinds.WASM_PLUGIN, name, namespace)
        version = {"resourceVersion": plugin["metadata"]["resourceVersion"]}
        patch = {"metadata": version, "spec": change(plugin["spec"])}
        try:
            return await client.patch(kinds.WASM_PLUGIN, name, patch, namespace)
        except ApiError as error:
            # The gateway writes the status of a plugin whenever it has news of it.
            if error.code != 409 or attempt + 1 == _ATTEMPTS:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")
