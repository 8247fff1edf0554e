"""The embedded registry speaks the OCI distribution specification."""

import errno
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest

from pygress.oci import media
from pygress.oci.registry import create_app
from pygress.oci.registry.storage import Storage

from ..served import serve


def sha(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


@pytest.fixture
def http(registry: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{registry}", trust_env=False) as client:
        yield client


def put_blob(http: httpx.Client, name: str, data: bytes) -> str:
    start = http.post(f"/v2/{name}/blobs/uploads/")
    assert start.status_code == 202
    answer = http.put(start.headers["location"], params={"digest": sha(data)}, content=data)
    assert answer.status_code == 201, answer.text
    return sha(data)


def manifest_of(http: httpx.Client, name: str, content: bytes = b"layer", **extra: Any) -> bytes:
    config = b"{}"
    put_blob(http, name, config)
    put_blob(http, name, content)
    body = {
        "schemaVersion": 2,
        "mediaType": media.OCI_MANIFEST,
        "config": {"mediaType": media.OCI_CONFIG, "digest": sha(config), "size": len(config)},
        "layers": [{"mediaType": media.OCI_LAYER_GZIP, "digest": sha(content), "size": len(content)}],
        **extra,
    }
    return json.dumps(body).encode()


def put_manifest(http: httpx.Client, name: str, reference: str, data: bytes) -> httpx.Response:
    headers = {"content-type": media.OCI_MANIFEST}
    return http.put(f"/v2/{name}/manifests/{reference}", content=data, headers=headers)


def test_api_version(http: httpx.Client) -> None:
    answer = http.get("/v2/")
    assert answer.status_code == 200
    assert answer.headers["docker-distribution-api-version"] == "registry/2.0"


def test_monolithic_upload_in_one_post(http: httpx.Client) -> None:
    data = b"one piece"
    answer = http.post("/v2/a/b/blobs/uploads/", params={"digest": sha(data)}, content=data)
    assert answer.status_code == 201
    assert http.get(answer.headers["location"]).content == data


def test_chunked_upload_with_ranges_and_status(http: httpx.Client) -> None:
    data = os.urandom(300_000)
    location = http.post("/v2/a/blobs/uploads/").headers["location"]
    for first in (0, 100_000):
        headers = {"content-range": f"{first}-{first + 99_999}"}
        answer = http.patch(location, content=data[first : first + 100_000], headers=headers)
        assert answer.status_code == 202
        assert answer.headers["range"] == f"0-{first + 99_999}"
    status = http.get(location)
    assert (status.status_code, status.headers["range"]) == (204, "0-199999")
    out_of_order = http.patch(location, content=b"x", headers={"content-range": "250000-250000"})
    assert out_of_order.status_code == 416
    assert out_of_order.headers["range"] == "0-199999"
    done = http.put(
        location,
        params={"digest": sha(data)},
        content=data[200_000:],
        headers={"content-range": "200000-299999"},
    )
    assert done.status_code == 201
    assert http.get(f"/v2/a/blobs/{sha(data)}").content == data


def test_upload_without_content_length(http: httpx.Client) -> None:
    data = b"streamed" * 100_000
    location = http.post("/v2/a/blobs/uploads/").headers["location"]
    assert http.patch(location, content=iter([data[:1000], data[1000:]])).status_code == 202
    assert http.put(location, params={"digest": sha(data)}).status_code == 201
    assert http.head(f"/v2/a/blobs/{sha(data)}").headers["content-length"] == str(len(data))


def test_wrong_digest_stores_nothing(http: httpx.Client, tmp_path: Path) -> None:
    location = http.post("/v2/a/blobs/uploads/").headers["location"]
    answer = http.put(location, params={"digest": sha(b"other")}, content=b"data")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "DIGEST_INVALID"
    assert http.head(f"/v2/a/blobs/{sha(b'other')}").status_code == 404
    assert http.head(f"/v2/a/blobs/{sha(b'data')}").status_code == 404
    assert list((tmp_path / "registry" / "uploads").iterdir()) == []


def test_sha512(http: httpx.Client) -> None:
    digest = "sha512:" + hashlib.sha512(b"long").hexdigest()
    location = http.post("/v2/a/blobs/uploads/").headers["location"]
    assert http.put(location, params={"digest": digest}, content=b"long").status_code == 201
    assert http.get(f"/v2/a/blobs/{digest}").content == b"long"


def test_blob_ranges(http: httpx.Client) -> None:
    digest = put_blob(http, "a", b"0123456789")
    answer = http.get(f"/v2/a/blobs/{digest}", headers={"range": "bytes=3-"})
    assert (answer.status_code, answer.content) == (206, b"3456789")


def test_cancel(http: httpx.Client) -> None:
    location = http.post("/v2/a/blobs/uploads/").headers["location"]
    assert http.delete(location).status_code == 204
    assert http.get(location).status_code == 404
    assert http.patch(location, content=b"x").json()["errors"][0]["code"] == "BLOB_UPLOAD_UNKNOWN"


def test_upload_belongs_to_its_repository(http: httpx.Client) -> None:
    location = http.post("/v2/a/blobs/uploads/").headers["location"]
    assert http.get(location.replace("/a/", "/b/")).status_code == 404


def test_mount(http: httpx.Client) -> None:
    digest = put_blob(http, "a", b"shared")
    assert http.head(f"/v2/b/blobs/{digest}").status_code == 404
    mounted = http.post("/v2/b/blobs/uploads/", params={"mount": digest, "from": "a"})
    assert mounted.status_code == 201
    assert http.get(f"/v2/b/blobs/{digest}").content == b"shared"
    absent = http.post("/v2/b/blobs/uploads/", params={"mount": sha(b"no"), "from": "a"})
    assert absent.status_code == 202


def test_manifest_by_tag_and_digest(http: httpx.Client) -> None:
    data = manifest_of(http, "team/app")
    answer = put_manifest(http, "team/app", "1.0", data)
    assert answer.status_code == 201
    assert answer.headers["docker-content-digest"] == sha(data)
    for reference in ("1.0", sha(data)):
        got = http.get(f"/v2/team/app/manifests/{reference}")
        assert got.content == data
        assert got.headers["content-type"] == media.OCI_MANIFEST
        head = http.head(f"/v2/team/app/manifests/{reference}")
        assert head.headers["docker-content-digest"] == sha(data)
        assert head.headers["content-length"] == str(len(data))


def test_manifest_needs_its_blobs(http: httpx.Client) -> None:
    data = manifest_of(http, "a")
    refused = put_manifest(http, "b", "1", data)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "MANIFEST_BLOB_UNKNOWN"
    assert http.get("/v2/b/manifests/1").status_code == 404


def test_manifest_with_false_size(http: httpx.Client) -> None:
    body = json.loads(manifest_of(http, "a"))
    body["layers"][0]["size"] += 1
    refused = put_manifest(http, "a", "1", json.dumps(body).encode())
    assert refused.status_code == 400
    assert "the manifest says 6" in refused.json()["errors"][0]["message"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000, b'{"schemaVersion":1}'])
def test_manifest_that_is_none(http: httpx.Client, data: bytes) -> None:
    refused = put_manifest(http, "a", "1", data)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "MANIFEST_INVALID"


def test_retag_and_delete(http: httpx.Client) -> None:
    first, second = manifest_of(http, "a"), manifest_of(http, "a", b"other")
    put_manifest(http, "a", "latest", first)
    put_manifest(http, "a", "latest", second)
    assert http.get("/v2/a/manifests/latest").content == second
    assert http.get(f"/v2/a/manifests/{sha(first)}").content == first
    assert http.delete("/v2/a/manifests/latest").status_code == 202
    assert http.get("/v2/a/manifests/latest").status_code == 404
    put_manifest(http, "a", "one", first)
    assert http.delete(f"/v2/a/manifests/{sha(first)}").status_code == 202
    assert http.get("/v2/a/manifests/one").status_code == 404
    assert http.delete(f"/v2/a/manifests/{sha(first)}").status_code == 404


def test_tags_in_pages(http: httpx.Client) -> None:
    data = manifest_of(http, "a")
    for tag in ("b", "a", "C", "1"):
        put_manifest(http, "a", tag, data)
    assert http.get("/v2/a/tags/list").json() == {"name": "a", "tags": ["1", "C", "a", "b"]}
    page = http.get("/v2/a/tags/list", params={"n": 3})
    assert page.json()["tags"] == ["1", "C", "a"]
    following = page.headers["link"].partition(">")[0].removeprefix("<")
    assert http.get(following).json()["tags"] == ["b"]
    assert "link" not in http.get(following).headers
    assert http.get("/v2/a/tags/list", params={"n": 0}).json()["tags"] == []
    assert http.get("/v2/none/tags/list").json()["errors"][0]["code"] == "NAME_UNKNOWN"
    assert http.get("/v2/_catalog").json() == {"repositories": ["a"]}


def test_referrers(http: httpx.Client) -> None:
    data = manifest_of(http, "a")
    put_manifest(http, "a", "1", data)
    subject = {"mediaType": media.OCI_MANIFEST, "digest": sha(data), "size": len(data)}
    signature = manifest_of(http, "a", b"sig", subject=subject, artifactType="application/x.sig")
    answer = put_manifest(http, "a", sha(signature), signature)
    assert answer.headers["oci-subject"] == sha(data)
    found = http.get(f"/v2/a/referrers/{sha(data)}")
    assert found.headers["content-type"] == media.OCI_INDEX
    assert [one["digest"] for one in found.json()["manifests"]] == [sha(signature)]
    filtered = http.get(f"/v2/a/referrers/{sha(data)}", params={"artifactType": "other"})
    assert filtered.json()["manifests"] == []
    http.delete(f"/v2/a/manifests/{sha(signature)}")
    assert http.get(f"/v2/a/referrers/{sha(data)}").json()["manifests"] == []


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v2/A/manifests/1", 400, "NAME_INVALID"),
        ("GET", "/v2/a/../b/manifests/1", 400, "NAME_INVALID"),
        ("GET", "/v2/a/blobs/sha256:12", 400, "DIGEST_INVALID"),
        ("GET", "/v2/a/blobs/" + sha(b""), 404, "BLOB_UNKNOWN"),
        ("GET", "/v2/a/manifests/none", 404, "MANIFEST_UNKNOWN"),
        ("GET", "/v2/a/manifests/..", 404, "MANIFEST_UNKNOWN"),
        ("PATCH", "/v2/a/blobs/uploads/..", 404, "BLOB_UPLOAD_UNKNOWN"),
        ("POST", "/v2/a/manifests/1", 405, "UNSUPPORTED"),
        ("GET", "/v2/a/else", 404, "UNSUPPORTED"),
    ],
)
def test_errors_have_the_specified_shape(
    registry: str, method: str, path: str, status: int, code: str
) -> None:
    # httpx would tidy the dots away.
    connection = HTTPConnection(registry)
    connection.request(method, path)
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    assert answer.status == status
    assert body["errors"][0]["code"] == code


def test_parallel_pushes_of_one_blob(http: httpx.Client, registry: str, tmp_path: Path) -> None:
    data = os.urandom(400_000)
    statuses: list[int] = []

    def push() -> None:
        with httpx.Client(base_url=f"http://{registry}", trust_env=False) as client:
            location = client.post("/v2/a/blobs/uploads/").headers["location"]
            statuses.append(client.put(location, params={"digest": sha(data)}, content=data).status_code)

    threads = [threading.Thread(target=push) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [201] * 8
    assert http.get(f"/v2/a/blobs/{sha(data)}").content == data
    assert Storage(tmp_path / "registry").check() == []


def test_too_large_a_blob(tmp_path: Path) -> None:
    with serve(create_app(tmp_path, largest_blob=1000)) as port, httpx.Client(trust_env=False) as client:
        base = f"http://127.0.0.1:{port}"
        location = client.post(f"{base}/v2/a/blobs/uploads/").headers["location"]
        answer = client.put(base + location, params={"digest": sha(b"x" * 1001)}, content=b"x" * 1001)
        assert answer.status_code == 413


def test_an_upload_survives_a_restart(tmp_path: Path) -> None:
    data = os.urandom(50_000)
    with serve(create_app(tmp_path)) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        location = client.post("/v2/a/blobs/uploads/").headers["location"]
        assert client.patch(location, content=data[:20_000]).status_code == 202
    with serve(create_app(tmp_path)) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert client.get(location).headers["range"] == "0-19999"
        done = client.put(location, params={"digest": sha(data)}, content=data[20_000:])
        assert done.status_code == 201
        assert client.get(f"/v2/a/blobs/{sha(data)}").content == data


def test_full_disk_is_said_and_leaves_nothing(
    http: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = manifest_of(http, "a")
    location = http.post("/v2/a/blobs/uploads/").headers["location"]

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        blob = http.put(location, params={"digest": sha(b"blob")}, content=b"blob")
        manifest = put_manifest(http, "a", "1", data)
    for answer in (blob, manifest):
        assert answer.status_code == 507
        assert "no space left" in answer.json()["errors"][0]["message"]
    assert http.head(f"/v2/a/blobs/{sha(b'blob')}").status_code == 404
    assert http.get("/v2/a/manifests/1").status_code == 404
    assert list((tmp_path / "registry" / "temporary").iterdir()) == []
    assert put_manifest(http, "a", "1", data).status_code == 201


def test_sweep_keeps_what_manifests_need(http: httpx.Client, tmp_path: Path) -> None:
    data = manifest_of(http, "a")
    put_manifest(http, "a", "1", data)
    orphan = put_blob(http, "a", b"orphan" * 100)
    storage = Storage(tmp_path / "registry")
    assert storage.sweep() == 0, "young content stays"
    later = storage.content_path(orphan).stat().st_mtime + 7200
    assert storage.sweep(later) == 600
    assert http.head(f"/v2/a/blobs/{orphan}").status_code == 404
    assert http.get(f"/v2/a/blobs/{sha(b'layer')}").content == b"layer"
    assert http.get("/v2/a/manifests/1").content == data
