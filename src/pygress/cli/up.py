"""`pygress up`: the whole gateway in one process, on one data directory.

Checks what it is told, claims the directory and the ports, then `cli.serving` runs everything; with --detach, in
another process.
"""

import contextlib
import errno
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pygress.cli import datadir, listen

_READY_SECONDS = 60.0
_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


def _port(text: str | int) -> int:
    number = int(text) if str(text).isascii() and str(text).isdigit() else -1
    if not 0 <= number <= 65535:
        raise typer.BadParameter(f"`{text}` is not a port: 0 (any free one) to 65535")
    return number


def up(
    data_dir: Annotated[Path, typer.Option(help="where all state lives; one process a directory")] = Path(
        ".pygress"
    ),
    http_port: Annotated[
        int, typer.Option(parser=_port, metavar="PORT", help="HTTP port of the gateway; 0: any free one")
    ] = 8080,
    https_port: Annotated[
        int, typer.Option(parser=_port, metavar="PORT", help="HTTPS port of the gateway")
    ] = 8443,
    api_port: Annotated[
        int, typer.Option(parser=_port, metavar="PORT", help="port of the API server, on 127.0.0.1")
    ] = 8002,
    registry_port: Annotated[
        int, typer.Option(parser=_port, metavar="PORT", help="port of the registry, on 127.0.0.1")
    ] = 8003,
    metrics_port: Annotated[
        int, typer.Option(parser=_port, metavar="PORT", help="port of the metrics, on 127.0.0.1")
    ] = 15020,
    address: Annotated[str, typer.Option(help="address the gateway listens on")] = "0.0.0.0",
    concurrency: Annotated[int, typer.Option(min=0, max=1024, help="Envoy workers; 0: one a core")] = 0,
    filename: Annotated[
        list[str] | None,
        typer.Option("--filename", "-f", help="manifests to apply once it is up: files, folders"),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="with -f: apply them again whenever they change")
    ] = False,
    access_log: Annotated[
        str, typer.Option(help="file of the access log, `-` for stdout, empty for none")
    ] = "",
    server_header: Annotated[str, typer.Option(help="value of the `server` response header")] = "istio-envoy",
    insecure_registry: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST[:PORT]", help="registry that may be reached over plain HTTP; repeatable"),
    ] = None,
    registry_ca: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="PEM file of a CA to trust when fetching modules; repeatable"),
    ] = None,
    log_level: Annotated[str, typer.Option(help="debug, info, warning or error")] = "info",
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="go to the background once it serves")
    ] = False,
    announce_to: Annotated[int, typer.Option(hidden=True, help="file that is told the ports, by number")] = 0,
) -> None:
    """Run the gateway: API server, controller, registry and Envoy."""
    levels = {
        "debug": logging.DEBUG,
        "info": logging.INFO,
        "warning": logging.WARNING,
        "error": logging.ERROR,
    }
    if log_level not in levels:
        raise typer.BadParameter(f"`{log_level}` is none of {', '.join(levels)}", param_hint="--log-level")
    if watch and not filename:
        raise typer.BadParameter("needs `-f`: there is nothing to watch", param_hint="--watch")
    for name in filename or []:
        if not Path(name).exists():
            raise typer.BadParameter(f"`{name}` does not exist", param_hint="-f")
    for file in registry_ca or []:
        if not file.is_file():
            raise typer.BadParameter(f"`{file}` does not exist", param_hint="--registry-ca")
    data_dir = data_dir.absolute()
    if detach:
        raise typer.Exit(_detached(data_dir))
    logging.basicConfig(level=levels[log_level], format="%(asctime)s %(levelname).1s %(name)s: %(message)s")
    for chatty in ("httpx", "httpx2"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # It warns of each websocket that waits for a plugin.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    from pygress.cli import serving

    settings = serving.Settings(
        data_dir=data_dir,
        address=address,
        concurrency=concurrency,
        access_log=access_log,
        server_header=server_header,
        insecure_registries=frozenset(insecure_registry or ()),
        registry_cas=tuple(file.absolute() for file in registry_ca or ()),
        manifests=filename or [],
        watch=watch,
    )
    try:
        lock = datadir.lock(data_dir)
        with lock:
            own = {"api": api_port, "registry": registry_port, "metrics": metrics_port}
            sockets = listen.claim("127.0.0.1", own)
            edge = listen.claim(address, {"http": http_port, "https": https_port})
            serving.serve(settings, sockets, edge, partial(_tell, announce_to))
    except (datadir.DataDirError, listen.PortError, serving.ServingError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        if error.errno not in _DISK_ERRORS:
            raise
        where = f"`{error.filename}`" if error.filename else f"the data directory `{data_dir}`"
        typer.echo(f"error: cannot write {where}: {error.strerror}", err=True)
        raise typer.Exit(1) from None


def _tell(handle: int, ports: dict[str, int], data_dir: Path, seconds: float) -> None:
    """Say that everything serves, to whoever started this in the background and to the reader of the log."""
    # Neither a log on a full disk nor a parent that is gone is a reason to end.
    with contextlib.suppress(OSError):
        _announce(ports, data_dir, seconds)
    if handle:
        with contextlib.suppress(OSError), os.fdopen(handle, "w") as pipe:
            json.dump(ports, pipe)


def _announce(ports: dict[str, int], data_dir: Path, seconds: float) -> None:
    typer.echo(f"ready after {seconds:.1f} s", err=True)
    typer.echo(f"  gateway   http://localhost:{ports['http']}  https://localhost:{ports['https']}", err=True)
    typer.echo(f"  registry  localhost:{ports['registry']}", err=True)
    typer.echo(f"  API       https://127.0.0.1:{ports['api']}", err=True)
    typer.echo(f"  metrics   http://127.0.0.1:{ports['metrics']}/metrics", err=True)
    typer.echo(f"  kubectl   export KUBECONFIG={data_dir / 'kubeconfig'}", err=True)


def _detached(data_dir: Path) -> int:
    """Start the same command in the background and wait until it serves; 1 with its log when it does not."""
    holder = datadir.running_pid(data_dir)
    if holder is not None:
        message = (
            f"the data directory `{data_dir}` is in use by process {holder}; stop it with `pygress down`"
        )
        typer.echo(f"error: {message}, or choose another with `--data-dir`", err=True)
        return 1
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        log_file = (data_dir / "up.log").open("wb")
    except OSError as error:
        typer.echo(f"error: cannot use the data directory `{data_dir}`: {error.strerror or error}", err=True)
        return 1
    words = [word for word in sys.argv[1:] if word not in ("--detach", "-d")]
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "pygress.cli.main", *words, "--announce-to", str(writing)]
    began = time.monotonic()
    with log_file:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log_file,
            stderr=log_file,
            start_new_session=True,
            pass_fds=(writing,),
        )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        heard, _, _ = select.select([pipe], [], [], _READY_SECONDS)
        # The end without a word is that of the process.
        ports = pipe.read() if heard else ""
    if ports:
        _announce(json.loads(ports), data_dir, time.monotonic() - began)
        typer.echo(f"  log       {data_dir / 'up.log'}", err=True)
        typer.echo("stop it with `pygress down`", err=True)
        return 0
    if not heard:
        os.kill(process.pid, signal.SIGTERM)
        typer.echo(f"error: not ready after {_READY_SECONDS:g} s; see `{data_dir / 'up.log'}`", err=True)
        return 2
    process.wait()
    tail = (data_dir / "up.log").read_text(errors="replace").splitlines()[-20:]
    ended = f"error: it ended with code {process.returncode} and wrote nothing to `{data_dir / 'up.log'}`"
    typer.echo("\n".join(tail) or f"{ended}: is the disk full?", err=True)
    return 1
