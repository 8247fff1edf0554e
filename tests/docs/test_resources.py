"""The reference of the resources names every field, and its examples are accepted."""

import re
from pathlib import Path
from typing import Any

import pytest

from pygress.apiserver.call import BODY_LIMIT
from pygress.apiserver.objects import OBJECT_LIMIT
from pygress.resources import KINDS, load_manifests, parse, schemas
from pygress.resources.kinds import MCP_BRIDGE, WASM_PLUGIN

TEXT = (Path(__file__).resolve().parents[2] / "docs/reference/resources.md").read_text()
NAMED = set(re.findall(r"`([^`\n]+)`", TEXT))


def fields(schema: dict[str, Any]) -> dict[str, Any]:
    return schema.get("properties") or fields(schema["items"])


def test_every_field_of_a_plugin_is_named() -> None:
    top = fields(schemas.structural(WASM_PLUGIN))
    spec = fields(top["spec"])
    wanted = {*spec, *fields(spec["matchRules"]), *fields(top["status"]), *fields(top["status"])} - {
        "vmConfig"
    }
    wanted |= {"vmConfig.env"} | set(fields(fields(spec["vmConfig"])["env"]))
    assert wanted <= NAMED


def test_every_choice_is_named() -> None:
    spec = fields(fields(schemas.structural(WASM_PLUGIN))["spec"])
    for name in ("phase", "imagePullPolicy", "failStrategy"):
        choices = {one for one in spec[name]["enum"] if not one.startswith("UNSPECIFIED")}
        assert choices <= NAMED, name


def test_the_fields_of_a_source_that_the_gateway_reads_are_named() -> None:
    registries = fields(fields(schemas.structural(MCP_BRIDGE))["spec"])["registries"]
    assert {"type", "name", "domain", "port", "protocol", "sni"} <= NAMED & fields(registries).keys()


def test_every_kind_is_listed() -> None:
    table = TEXT.partition("## WasmPlugin")[0]
    for kind in KINDS:
        assert kind.kind in table
        assert not kind.group or kind.api_version in table


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL))
def test_examples_are_accepted(example: str) -> None:
    for obj in load_manifests(example):
        parse(obj)


def test_limits() -> None:
    assert f"{BODY_LIMIT >> 20} MiB a request, {OBJECT_LIMIT >> 20} MiB an object" in TEXT
