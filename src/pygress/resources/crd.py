"""CustomResourceDefinitions of our own kinds, for a cluster's API server; generated from the models.

python -m pygress.resources.crd deploy/crds
"""

import sys
from pathlib import Path
from typing import Any

import yaml

from pygress.resources import kinds, schemas
from pygress.resources.kinds import Kind

HEADER = "# Generated from the models by `python -m pygress.resources.crd deploy/crds`; do not edit.\n"

KINDS: tuple[Kind, ...] = (kinds.WASM_PLUGIN, kinds.MCP_BRIDGE)
"""The kinds that we define; Istio's comes with Istio."""


def crd(kind: Kind) -> dict[str, Any]:
    """Build the definition of one kind."""
    names: dict[str, Any] = {
        "kind": kind.kind,
        "listKind": kind.list_kind,
        "plural": kind.plural,
        "singular": kind.singular,
    }
    if kind.categories:
        names["categories"] = list(kind.categories)
    version: dict[str, Any] = {
        "name": kind.version,
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": schemas.structural(kind)},
        "additionalPrinterColumns": [
            {
                "name": column.name,
                "type": column.type,
                "jsonPath": column.path,
                "priority": column.priority,
                "description": column.description,
            }
            for column in kind.columns
        ],
    }
    if kind.status:
        version["subresources"] = {"status": {}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        # Deleting the chart must not delete every plugin of the cluster.
        "metadata": {"name": kind.resource, "annotations": {"helm.sh/resource-policy": "keep"}},
        "spec": {
            "group": kind.group,
            "names": names,
            "scope": "Namespaced" if kind.namespaced else "Cluster",
            "versions": [version],
        },
    }


def render(kind: Kind) -> str:
    """Write the definition of one kind as the text of its file."""
    return HEADER + yaml.safe_dump(crd(kind), sort_keys=False, width=100, allow_unicode=True)


def main(directory: Path) -> None:
    """Write all definitions, one file each."""
    directory.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (directory / f"{kind.resource}.yaml").write_text(render(kind))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
