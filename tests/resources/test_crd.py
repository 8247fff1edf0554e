"""The CRD files are what the models say, and say nothing that a cluster would refuse."""

from pathlib import Path

import pytest
import yaml

from pygress.resources import crd
from pygress.resources.kinds import Kind

CRDS = Path(__file__).resolve().parents[2] / "deploy" / "crds"


@pytest.mark.parametrize("kind", crd.KINDS, ids=lambda kind: kind.kind)
def test_the_file_is_up_to_date(kind: Kind) -> None:
    text = (CRDS / f"{kind.resource}.yaml").read_text()
    assert text == crd.render(kind), "run `python -m pygress.resources.crd deploy/crds`"


def test_there_is_no_other_file() -> None:
    assert {path.stem for path in CRDS.iterdir()} == {kind.resource for kind in crd.KINDS}


@pytest.mark.parametrize("kind", crd.KINDS, ids=lambda kind: kind.kind)
def test_the_schema_is_structural(kind: Kind) -> None:
    def walk(schema: dict, path: str) -> None:
        assert "type" in schema or schema.get("x-kubernetes-int-or-string"), path
        assert not schema.keys() & {"$ref", "anyOf", "default", "title", "const"}, path
        assert not ("properties" in schema and "additionalProperties" in schema), path
        for name, one in schema.get("properties", {}).items():
            walk(one, f"{path}.{name}")
        for name in ("items", "additionalProperties"):
            if name in schema:
                walk(schema[name], f"{path}.{name}")

    version = yaml.safe_load(crd.render(kind))["spec"]["versions"][0]
    walk(version["schema"]["openAPIV3Schema"], "")


def test_the_columns_are_those_of_the_embedded_server() -> None:
    spec = yaml.safe_load((CRDS / "wasmplugins.extensions.higress.io.yaml").read_text())["spec"]
    columns = spec["versions"][0]["additionalPrinterColumns"]
    assert [one["name"] for one in columns if one["priority"] == 0] == [
        "Ready",
        "Phase",
        "Priority",
        "Image",
        "Digest",
        "Age",
    ]
    assert [one["name"] for one in columns if one["priority"] == 1] == ["Reason", "Message"]
