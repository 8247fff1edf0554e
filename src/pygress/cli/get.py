"""`pygress get`: objects as a table, YAML, JSON or names."""

import json
import sys
from typing import Annotated, Any, Literal

import typer
import yaml

from pygress.cli.connect import DataDir, Kubeconfig, kind_named, print_api_error, run, shown
from pygress.cli.errors import CommandError
from pygress.client import ApiError, Client
from pygress.resources import Kind
from pygress.resources.table import table

Object = dict[str, Any]
Output = Literal["table", "wide", "yaml", "json", "name"]
_OUTPUTS: tuple[Output, ...] = ("table", "wide", "yaml", "json", "name")


def get(
    what: Annotated[
        list[str], typer.Argument(metavar="KIND[,KIND] [NAME...]", help="kinds, or one kind and names")
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="table, wide, yaml, json or name")] = "table",
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="namespace to look in")] = "",
    all_namespaces: Annotated[
        bool, typer.Option("--all-namespaces", "-A", help="look in all namespaces")
    ] = False,
    selector: Annotated[str, typer.Option("--selector", "-l", help="label selector, as `app=web`")] = "",
    watch: Annotated[bool, typer.Option("--watch", "-w", help="go on with every change")] = False,
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Print objects."""

    async def work(client: Client) -> int:
        form = _output(output)
        kinds, names = _targets(what)
        if all_namespaces and names:
            raise CommandError("a name and `--all-namespaces` exclude each other")
        if watch and (len(kinds) != 1 or len(names) > 1):
            raise CommandError("`--watch` takes one kind, and at most one name")
        place = "" if all_namespaces else namespace or client.namespace
        shown_namespace = all_namespaces
        if watch:
            return await _watch(client, kinds[0], names, place, selector, form, shown_namespace)
        found: list[tuple[Kind, list[Object]]] = []
        code = 0
        for kind in kinds:
            objects: list[Object] = []
            if names:
                for name in names:
                    try:
                        objects.append(await client.get(kind, name, place))
                    except ApiError as error:
                        print_api_error("", error)
                        code = 1
            else:
                objects, _ = await client.list(kind, place, label_selector=selector)
            found.append((kind, objects))
        _print(found, form, single=bool(names) and len(names) == 1, all_namespaces=shown_namespace)
        if not any(objects for _, objects in found) and not code:
            where = f" in namespace `{place}`" if place and kinds[0].namespaced else ""
            print(f"no {', '.join(kind.plural for kind in kinds)} found{where}", file=sys.stderr)
        return code

    run(work, kubeconfig, data_dir)


def _output(text: str) -> Output:
    for one in _OUTPUTS:
        if one == text:
            return one
    raise CommandError(f"`--output`: `{text}` is none of {', '.join(_OUTPUTS)}")


def _targets(what: list[str]) -> tuple[list[Kind], list[str]]:
    if "/" in what[0]:
        pairs = [one.partition("/") for one in what]
        if any(not slash for _, slash, _ in pairs) or len({kind for kind, _, _ in pairs}) != 1:
            raise CommandError("`KIND/NAME` arguments must all be of one kind")
        return [kind_named(pairs[0][0])], [name for _, _, name in pairs]
    kinds = [kind_named(name) for name in what[0].split(",") if name]
    if len(kinds) > 1 and len(what) > 1:
        raise CommandError("names need exactly one kind")
    return kinds, what[1:]


def _print(
    found: list[tuple[Kind, list[Object]]], form: Output, *, single: bool, all_namespaces: bool
) -> None:
    objects = [_tidy(one) for _, several in found for one in several]
    if form in ("yaml", "json"):
        if not objects and single:
            return
        body = (
            objects[0] if single else {"apiVersion": "v1", "kind": "List", "metadata": {}, "items": objects}
        )
        _dump(body, form)
        return
    several = len(found) > 1
    first = True
    for kind, entries in found:
        if form == "name":
            for one in entries:
                print(shown(kind, one["metadata"]["name"]))
        elif entries:
            if not first:
                print()
            first = False
            _Printer(kind, wide=form == "wide", namespaces=all_namespaces, full_names=several).print(entries)


def _dump(body: Object, form: Output) -> None:
    if form == "json":
        print(json.dumps(body, indent=4, ensure_ascii=False))
    else:
        print(yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1 << 20), end="")


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, as kubectl writes them."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _tidy(obj: Object) -> Object:
    """Put the parts into their usual order, without the bookkeeping of field owners."""
    meta = {name: value for name, value in obj["metadata"].items() if name != "managedFields"}
    head = {"apiVersion": obj["apiVersion"], "kind": obj["kind"], "metadata": meta}
    return head | {name: value for name, value in obj.items() if name not in head}


class _Printer:
    """Prints rows of one kind; the widths only grow, so that a watch stays readable."""

    def __init__(self, kind: Kind, *, wide: bool, namespaces: bool, full_names: bool = False) -> None:
        self._kind = kind
        self._wide = wide
        self._namespaces = namespaces and kind.namespaced
        self._full_names = full_names
        self._widths: list[int] = []
        self._headed = False

    def print(self, objects: list[Object]) -> None:
        """Print objects, at the first time below the headings."""
        printed = table(self._kind, objects, {})
        columns = [
            (index, column)
            for index, column in enumerate(printed["columnDefinitions"])
            if self._wide or column["priority"] == 0
        ]
        lines: list[list[str]] = []
        if not self._headed:
            headings = [column["name"].upper() for _, column in columns]
            lines.append(["NAMESPACE", *headings] if self._namespaces else headings)
            self._headed = True
        for obj, row in zip(objects, printed["rows"], strict=True):
            cells = ["" if row["cells"][index] is None else str(row["cells"][index]) for index, _ in columns]
            if self._full_names:
                cells[0] = shown(self._kind, cells[0])
            lines.append([obj["metadata"].get("namespace", ""), *cells] if self._namespaces else cells)
        for line in lines:
            for index, cell in enumerate(line):
                if index == len(self._widths):
                    self._widths.append(0)
                self._widths[index] = max(self._widths[index], len(cell))
        for line in lines:
            padded = [cell.ljust(width) for cell, width in zip(line, self._widths, strict=True)]
            print("   ".join(padded).rstrip())
        sys.stdout.flush()


async def _watch(
    client: Client, kind: Kind, names: list[str], place: str, selector: str, form: Output, namespaces: bool
) -> int:
    fields = f"metadata.name={names[0]}" if names else ""
    printer = _Printer(kind, wide=form == "wide", namespaces=namespaces)
    version = ""
    while True:
        if not version:
            objects, version = await client.list(kind, place, label_selector=selector, field_selector=fields)
            _show(printer, kind, objects, form)
        try:
            async for event in client.watch(
                kind, place, resource_version=version, label_selector=selector, field_selector=fields
            ):
                version = event.object["metadata"]["resourceVersion"]
                if event.type != "BOOKMARK":
                    _show(printer, kind, [event.object], form)
        except ApiError as error:
            if error.code != 410:
                raise
            version = ""


def _show(printer: _Printer, kind: Kind, objects: list[Object], form: Output) -> None:
    if form in ("table", "wide"):
        if objects:
            printer.print(objects)
        return
    for one in objects:
        if form == "yaml":
            print("---")
        if form == "name":
            print(shown(kind, one["metadata"]["name"]), flush=True)
        else:
            _dump(_tidy(one), form)
            sys.stdout.flush()
