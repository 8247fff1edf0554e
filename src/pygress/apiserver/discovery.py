"""Discovery: which groups, versions and resources are served, in the old and the aggregated form."""

from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pygress.apiserver import status
from pygress.apiserver.status import Object
from pygress.resources.kinds import KINDS, Kind

# The level of the Kubernetes API that is followed; clients compare it with their own.
_LEVEL = ("1", "32", "v1.32.0")
_VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
_STATUS_VERBS = ["get", "patch", "update"]


async def serve_version(request: Request) -> Response:
    """Answer `/version`."""
    major, minor, level = _LEVEL
    ours = version("pygress")
    return JSONResponse(
        {
            "major": major,
            "minor": minor,
            "gitVersion": f"{level}+pygress.{ours}",
            "gitCommit": "",
            "gitTreeState": "clean",
            "buildDate": "1970-01-01T00:00:00Z",
            "goVersion": "none",
            "compiler": "none",
            "platform": "python",
        }
    )


async def serve_core(request: Request) -> Response:
    """Answer `/api`."""
    if wanted := _aggregated(request):
        return _discovery_list(wanted, [kind for kind in KINDS if not kind.group])
    return JSONResponse(
        {
            "kind": "APIVersions",
            "versions": ["v1"],
            "serverAddressByClientCIDRs": [],
        }
    )


async def serve_groups(request: Request) -> Response:
    """Answer `/apis`."""
    if wanted := _aggregated(request):
        return _discovery_list(wanted, [kind for kind in KINDS if kind.group])
    groups = [_group(name) for name in _group_names()]
    return JSONResponse({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})


async def serve_group(request: Request) -> Response:
    """Answer `/apis/GROUP`."""
    name = request.path_params["group"]
    if name not in _group_names():
        raise status.no_such_path()
    return JSONResponse({"kind": "APIGroup", "apiVersion": "v1", **_group(name)})


async def serve_resources(request: Request) -> Response:
    """Answer `/api/v1` and `/apis/GROUP/VERSION`."""
    group, level = request.path_params.get("group", ""), request.path_params["version"]
    served = [kind for kind in KINDS if (kind.group, kind.version) == (group, level)]
    if not served and group not in _REVIEW_GROUPS:
        raise status.no_such_path()
    resources = [one for kind in served for one in _resources(kind)]
    if group in _REVIEW_GROUPS:
        resources.append(
            {
                "name": "selfsubjectaccessreviews",
                "singularName": "selfsubjectaccessreview",
                "namespaced": False,
                "kind": "SelfSubjectAccessReview",
                "verbs": ["create"],
            }
        )
    group_version = f"{group}/{level}" if group else level
    return JSONResponse(
        {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version, "resources": resources}
    )


_REVIEW_GROUPS = ("authorization.k8s.io",)


def _group_names() -> list[str]:
    return [*dict.fromkeys(kind.group for kind in KINDS if kind.group), *_REVIEW_GROUPS]


def _group(name: str) -> Object:
    levels = list(dict.fromkeys(kind.version for kind in KINDS if kind.group == name)) or ["v1"]
    versions = [{"groupVersion": f"{name}/{level}", "version": level} for level in levels]
    return {"name": name, "versions": versions, "preferredVersion": versions[0]}


def _resources(kind: Kind) -> list[Object]:
    base: Object = {
        "name": kind.plural,
        "singularName": kind.singular,
        "namespaced": kind.namespaced,
        "kind": kind.kind,
        "verbs": _VERBS,
    }
    if kind.short_names:
        base["shortNames"] = list(kind.short_names)
    if kind.categories:
        base["categories"] = list(kind.categories)
    if not kind.status:
        return [base]
    return [
        base,
        {
            "name": f"{kind.plural}/status",
            "singularName": "",
            "namespaced": kind.namespaced,
            "kind": kind.kind,
            "verbs": _STATUS_VERBS,
        },
    ]


def _aggregated(request: Request) -> str:
    """Give the version of the aggregated form that the client prefers over the old one; empty for none."""
    for media_range in request.headers.get("accept", "").split(","):
        parts = {part.strip() for part in media_range.split(";")}
        if "as=APIGroupDiscoveryList" in parts and "g=apidiscovery.k8s.io" in parts:
            for level in ("v2", "v2beta1"):
                if f"v={level}" in parts:
                    return level
        elif "application/json" in parts:
            return ""
    return ""


def _discovery_list(level: str, served: list[Kind]) -> Response:
    items = []
    for name in dict.fromkeys(kind.group for kind in served):
        versions = [
            {
                "version": one,
                "freshness": "Current",
                "resources": [
                    _discovered(kind) for kind in served if (kind.group, kind.version) == (name, one)
                ],
            }
            for one in dict.fromkeys(kind.version for kind in served if kind.group == name)
        ]
        items.append({"metadata": {"name": name} if name else {}, "versions": versions})
    body = {
        "kind": "APIGroupDiscoveryList",
        "apiVersion": f"apidiscovery.k8s.io/{level}",
        "metadata": {},
        "items": items,
    }
    media_type = f"application/json;g=apidiscovery.k8s.io;v={level};as=APIGroupDiscoveryList"
    return JSONResponse(body, media_type=media_type)


def _discovered(kind: Kind) -> Object:
    response_kind = {"group": kind.group, "version": kind.version, "kind": kind.kind}
    found: Object = {
        "resource": kind.plural,
        "responseKind": response_kind,
        "scope": "Namespaced" if kind.namespaced else "Cluster",
        "singularResource": kind.singular,
        "verbs": _VERBS,
    }
    if kind.short_names:
        found["shortNames"] = list(kind.short_names)
    if kind.categories:
        found["categories"] = list(kind.categories)
    if kind.status:
        found["subresources"] = [
            {"subresource": "status", "responseKind": response_kind, "verbs": _STATUS_VERBS}
        ]
    return found
