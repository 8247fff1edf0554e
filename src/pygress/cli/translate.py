"""`pygress translate`: show what manifests become, stage by stage, without a running gateway."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from pygress.cli.errors import print_error
from pygress.gateway.translate import translate as run_stages


class Stage(StrEnum):
    """What to print."""

    ir = "ir"
    xds = "xds"
    status = "status"


class Form(StrEnum):
    """How to print it."""

    yaml = "yaml"
    json = "json"


def translate(
    filename: Annotated[
        list[str], typer.Option("--filename", "-f", help="manifest file or folder, `-` for standard input")
    ],
    to: Annotated[Stage, typer.Option(help="the stage to print")] = Stage.ir,
    output: Annotated[Form, typer.Option("--output", "-o", help="yaml or json")] = Form.yaml,
) -> None:
    """Print the gateway IR, the Envoy configuration or the statuses that manifests lead to.

    Nothing is fetched: modules are taken for present and valid.
    """
    objects: list[dict[str, Any]] = []
    failed = False
    for name in filename:
        for path, text in _texts(name):
            try:
                documents = [one for one in yaml.load_all(text, Loader=_LOADER) if one is not None]
            except yaml.YAMLError as error:
                print_error(f"`{path}` is not YAML: {' '.join(str(error).split())}")
                failed = True
                continue
            for document in documents:
                listed = document.get("items", [document]) if isinstance(document, dict) else [document]
                for obj in listed:
                    wrong = _wrong(obj)
                    if wrong:
                        print_error(f"`{path}`: {wrong}")
                        failed = True
                    else:
                        obj["metadata"].setdefault("namespace", "higress-system")
                        objects.append(obj)
    if failed:
        raise typer.Exit(1)
    stages = run_stages(objects)
    for report in stages.built.problems:
        print(f"note: {report.kind} {report.key}: {report.message}", file=sys.stderr)
    print("note: nothing was fetched; modules are taken for present and valid", file=sys.stderr)
    shown = {Stage.ir: stages.ir, Stage.xds: stages.xds, Stage.status: stages.status}[to]
    if output is Form.json:
        print(json.dumps(shown, indent=2))
    else:
        print(yaml.safe_dump(shown, sort_keys=False, width=110), end="")


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _texts(name: str) -> list[tuple[str, str]]:
    if name == "-":
        return [("standard input", sys.stdin.read())]
    path = Path(name)
    files = (
        sorted(one for one in path.rglob("*") if one.suffix in (".yaml", ".yml", ".json"))
        if path.is_dir()
        else [path]
    )
    try:
        return [(str(one), one.read_text()) for one in files]
    except (OSError, UnicodeDecodeError) as error:
        print_error(f"cannot read `{name}`: {getattr(error, 'strerror', None) or error}")
        raise typer.Exit(1) from None


def _wrong(obj: Any) -> str:
    if not isinstance(obj, dict):
        return "a document is no object"
    if not isinstance(obj.get("kind"), str) or not isinstance(obj.get("apiVersion"), str):
        return "a document lacks `apiVersion` or `kind`"
    if not isinstance(obj.get("metadata"), dict) or not isinstance(obj["metadata"].get("name"), str):
        return f"a {obj['kind']} lacks `metadata.name`"
    return ""
