"""Parsers of what strangers say: exact on good input, an `OciError` on anything else, never another exception."""

import base64
import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pygress.oci.auth import parse_challenges
from pygress.oci.credentials import DockerConfig
from pygress.oci.errors import OciError
from pygress.oci.guard import check_host, is_loopback_host
from pygress.oci.manifest import Index, Manifest, parse_manifest
from pygress.oci.reference import Reference
from pygress.oci.remote import registry_words
from pygress.oci.transport import parse_url, without_secrets

DIGEST = "sha256:" + "a" * 64
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(DIGEST),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "registry", "repository", "tag", "digest"),
    [
        ("localhost:8003/plugins/x:1.0", "localhost:8003", "plugins/x", "1.0", ""),
        ("nginx", "docker.io", "library/nginx", "latest", ""),
        ("team/app:2", "docker.io", "team/app", "2", ""),
        ("docker.io/nginx", "docker.io", "library/nginx", "latest", ""),
        ("quay.io/a/b@" + DIGEST, "quay.io", "a/b", "", DIGEST),
        ("quay.io/a/b:1@" + DIGEST, "quay.io", "a/b", "1", DIGEST),
        ("[::1]:5000/a:1", "[::1]:5000", "a", "1", ""),
        ("localhost/a", "localhost", "a", "latest", ""),
    ],
)
def test_references(text: str, registry: str, repository: str, tag: str, digest: str) -> None:
    assert Reference.parse(text) == Reference(registry, repository, tag, digest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "a:",
        "A",
        "a b",
        "quay.io/",
        "quay.io/A",
        "a/../b",
        "a:b:c",
        "a@sha256:12",
        "h:99999/a",
        "a" * 300,
        "user:pw@quay.io/a",
        "quay.io/a?b",
        "quay.io//a",
        "-a.io/b",
        "quay.io/a\n",
    ],
)
def test_bad_references(text: str) -> None:
    with pytest.raises(OciError) as caught:
        Reference.parse(text)
    assert caught.value.reason == "InvalidReference"


@given(st.text(alphabet=string.printable, max_size=80))
def test_any_text_is_a_reference_or_an_error(text: str) -> None:
    try:
        reference = Reference.parse(text)
    except OciError:
        return
    assert Reference.parse(str(reference)) == reference


@settings(max_examples=300)
@given(JSON)
def test_any_json_is_a_manifest_or_an_error(value: object) -> None:
    for data in (
        value,
        {"schemaVersion": 2, "manifests": value},
        {"schemaVersion": 2, "layers": value, "config": value},
    ):
        try:
            found = parse_manifest(json.dumps(data).encode())
        except OciError:
            continue
        assert isinstance(found, Manifest | Index)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_are_no_manifest(data: bytes, media_type: str) -> None:
    with pytest.raises(OciError):
        parse_manifest(data, media_type)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mediaType": "application/vnd.oci.image.index.v1+json"}, "the registry says"),
        ({"schemaVersion": 1}, "schema 1"),
        ({"manifests": []}, "both"),
        ({"layers": [{"digest": DIGEST, "size": True, "mediaType": "x"}]}, "layers[0].size"),
        ({"layers": [{"digest": DIGEST, "size": -1, "mediaType": "x"}]}, "layers[0].size"),
        ({"layers": [{"digest": "sha256:../../x", "size": 1, "mediaType": "x"}]}, "layers[0].digest"),
        ({"layers": [{"digest": DIGEST, "size": 1, "mediaType": "x"}] * 300}, "300 entries"),
        ({"annotations": {"a": 1}}, "annotations"),
    ],
)
def test_what_is_wrong_with_a_manifest(change: dict[str, object], words: str) -> None:
    kind = "application/vnd.oci.image.manifest.v1+json"
    body = {
        "schemaVersion": 2,
        "mediaType": kind,
        "config": {"digest": DIGEST, "size": 1, "mediaType": "x"},
        "layers": [],
        **change,
    }
    with pytest.raises(OciError) as caught:
        parse_manifest(json.dumps(body).encode(), kind)
    assert words in caught.value.message


def test_challenges() -> None:
    header = 'Bearer realm="https://a/b?c=\\"d\\"",service="x, y" , scope="r:a:pull,push", Basic realm="z", Negotiate'
    found = parse_challenges(header)
    assert [one.scheme for one in found] == ["bearer", "basic", "negotiate"]
    assert found[0].parameters == {"realm": 'https://a/b?c="d"', "service": "x, y", "scope": "r:a:pull,push"}


@given(st.text(max_size=300))
def test_any_challenge_header(text: str) -> None:
    parse_challenges(text)


def test_long_challenges_take_linear_time() -> None:
    parse_challenges('Bearer a="' + "\\" * 100_000)
    parse_challenges("a " * 100_000)


def _auth(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def test_docker_config() -> None:
    text = json.dumps(
        {
            "auths": {
                "https://index.docker.io/v1/": {"auth": _auth("hub", "p:w")},
                "quay.io/team": {"auth": _auth("team", "t")},
                "quay.io": {"username": "all", "password": "a"},
                "*.azurecr.io": {"identitytoken": "token"},
                "localhost:5000": {"auth": _auth("local", "l")},
            }
        }
    )
    config = DockerConfig.secret(text)

    def user(reference: str) -> str:
        login = config.login_for(Reference.parse(reference))
        return (login.user or login.identity_token) if login is not None else ""

    assert user("nginx") == "hub"
    assert user("quay.io/team/x") == "team"
    assert user("quay.io/teammate/x") == "all"
    assert user("a.azurecr.io/x") == "token"
    assert user("a.b.azurecr.io/x") == ""
    assert user("localhost:5000/x") == "local"
    assert user("localhost:5001/x") == ""
    login = config.login_for(Reference.parse("nginx"))
    assert login is not None
    assert login.password == "p:w"
    assert "p:w" not in repr(login)


@given(
    st.text(max_size=100) | JSON.map(json.dumps) | JSON.map(lambda value: json.dumps({"auths": {"a": value}}))
)
def test_any_pull_secret(text: str) -> None:
    try:
        DockerConfig.secret(text)
    except OciError as error:
        assert error.reason == "InvalidPullSecret"


@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps({"errors": value}).encode()))
def test_any_error_body(data: bytes) -> None:
    assert len(registry_words(data)) <= 203


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "169.254.1.1",
        "[fe80::1]",
        "fe80::1%eth0",
        "::ffff:169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "metadata.google.internal",
        "METADATA.google.internal.",
        "0.0.0.0",
        "224.0.0.1",
        "2852039166",
        "0xa9.0xfe.0xa9.0xfe",
        "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254",
        "255.255.255.255",
        "[::]",
    ],
)
def test_forbidden_hosts(host: str) -> None:
    with pytest.raises(OciError) as caught:
        check_host(host)
    assert caught.value.reason == "AddressForbidden"


@pytest.mark.parametrize(
    "host", ["quay.io", "10.0.0.1", "192.168.1.1", "localhost", "127.0.0.1", "[::1]", "8.8.8.8"]
)
def test_allowed_hosts(host: str) -> None:
    check_host(host)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.1", "[::1]", "::ffff:127.0.0.1"]
)
def test_loopback_only_where_allowed(host: str) -> None:
    assert is_loopback_host(host)
    with pytest.raises(OciError):
        check_host(host, allow_loopback=False)


@given(st.text(max_size=60))
def test_any_url(text: str) -> None:
    for candidate in (text, "https://" + text):
        try:
            parse_url(candidate)
        except OciError:
            continue


def test_secrets_of_urls_are_not_shown() -> None:
    shown = without_secrets("https://user:secret@h.example/p?token=secret#secret")
    assert shown == "https://h.example/p"
