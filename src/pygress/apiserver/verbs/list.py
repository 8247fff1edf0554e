"""GET a collection: selectors, pages that hold still, tables."""

import base64
import binascii
import json

from starlette.responses import Response

from pygress.apiserver import selectors, status
from pygress.apiserver.answer import included, json_response
from pygress.apiserver.call import Call
from pygress.apiserver.negotiate import wanted_form
from pygress.apiserver.objects import Objects, decode, prefix
from pygress.apiserver.selectors import Matcher
from pygress.apiserver.status import Object
from pygress.resources import table
from pygress.store import CompactedError

_SCAN = 500


async def list_(call: Call, objects: Objects) -> Response:
    """Answer with the objects that the selectors match, at most `limit`, with the token for the rest."""
    form = wanted_form(call.request)
    found, meta = await page(call, objects, selector(call))
    kind = call.kind
    if form == "table":
        return json_response(table.table(kind, found, meta, included(call)))
    if form == "metadata":
        items = [table.only_metadata(one) for one in found]
        return json_response(
            {
                "kind": "PartialObjectMetadataList",
                "apiVersion": "meta.k8s.io/v1",
                "metadata": meta,
                "items": items,
            }
        )
    return json_response(
        {"kind": kind.list_kind, "apiVersion": kind.api_version, "metadata": meta, "items": found}
    )


def selector(call: Call) -> Matcher | None:
    """Read both selectors of a call; a name in the URL is none."""
    return selectors.both(
        selectors.parse_labels(call.query.get("labelSelector", "")),
        selectors.parse_fields(call.query.get("fieldSelector", "")),
    )


async def page(call: Call, objects: Objects, matches: Matcher | None) -> tuple[list[Object], Object]:
    """Read one page; gives its objects and the list's metadata."""
    limit = call.number("limit")
    start, after, revision = prefix(call.kind, call.namespace), "", 0
    if token := call.query.get("continue", ""):
        revision, after = _read_token(token, start)
    elif call.query.get("resourceVersionMatch") == "Exact":
        revision = call.number("resourceVersion")
    found: list[Object] = []
    while True:
        size = limit if matches is None else (_SCAN if limit else 0)
        try:
            entries = await objects.store.select(start, after=after, limit=size, revision=revision)
        except CompactedError:
            raise status.expired(
                "The provided continue parameter is too old to display a consistent list result. "
                "You can start a new list without the continue parameter."
            ) from None
        revision = entries.revision
        meta: Object = {"resourceVersion": str(revision)}
        for entry in entries.entries:
            obj = decode(entry)
            after = entry.key
            if matches is None or matches(obj):
                found.append(obj)
                if limit and len(found) == limit:
                    break
        full = bool(limit) and len(found) == limit
        more = entries.remaining > 0 or bool(entries.entries and after != entries.entries[-1].key)
        if full and more:
            meta["continue"] = _write_token(revision, after, start)
            if matches is None:
                meta["remainingItemCount"] = entries.remaining
            return found, meta
        if not more:
            return found, meta


def _write_token(revision: int, after: str, start: str) -> str:
    body = json.dumps({"v": "meta.k8s.io/v1", "rv": revision, "start": after.removeprefix(start)})
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _read_token(token: str, start: str) -> tuple[int, str]:
    try:
        body = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        revision = int(body["rv"])
        if not 0 <= revision < 10**18:
            raise ValueError("no revision")
        return revision, start + str(body["start"])
    except (ValueError, binascii.Error, KeyError, TypeError):
        raise status.bad_request("continue key is not valid") from None
