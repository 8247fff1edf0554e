"""POST."""

from tests.apiserver.conftest import MAPS, PLUGINS, Api, config_map, plugin


def test_the_server_fills_in_what_it_knows(api: Api) -> None:
    answer = api.call("POST", PLUGINS, json=plugin() | {"status": {"digest": "x"}})
    assert answer.status_code == 201
    obj = answer.json()
    meta = obj["metadata"]
    assert meta["namespace"] == "higress-system"
    assert meta["generation"] == 1
    assert meta["uid"] and meta["creationTimestamp"].endswith("Z") and int(meta["resourceVersion"]) > 0
    assert "status" not in obj, "only the status subresource writes the status"
    assert api.ok("GET", f"{PLUGINS}/p") == obj


def test_a_name_can_be_taken_once(api: Api) -> None:
    api.ok("POST", PLUGINS, json=plugin())
    assert api.refused(409, "POST", PLUGINS, json=plugin()) == (
        'AlreadyExists: wasmplugins.extensions.higress.io "p" already exists'
    )


def test_generated_names(api: Api) -> None:
    obj = config_map()
    obj["metadata"] = {"generateName": "c-"}
    names = {api.ok("POST", MAPS, json=obj)["metadata"]["name"] for _ in range(5)}
    assert len(names) == 5
    assert all(name.startswith("c-") and len(name) == 7 for name in names)


def test_a_namespace_must_exist(api: Api) -> None:
    path = MAPS.replace("default", "nope")
    assert api.refused(404, "POST", path, json=config_map()) == 'NotFound: namespaces "nope" not found'


def test_url_and_object_must_agree(api: Api) -> None:
    assert "does not match the namespace sent" in api.refused(
        400, "POST", MAPS, json=config_map(namespace="kube-system")
    )
    assert "does not match the expected kind" in api.refused(
        400, "POST", MAPS, json=plugin() | {"apiVersion": "v1"}
    )
    assert "does not match the expected API version" in api.refused(400, "POST", MAPS, json=plugin())
    assert "should not be set" in api.refused(400, "POST", MAPS, json=config_map(resourceVersion="5"))


def test_every_mistake_is_a_cause(api: Api) -> None:
    answer = api.call("POST", PLUGINS, json=plugin(phase="LATE", prio=1))
    assert answer.status_code == 422
    body = answer.json()
    assert body["message"].startswith(
        'WasmPlugin.extensions.higress.io "p" is invalid: [spec.phase: Unsupported'
    )
    assert body["details"] == {
        "name": "p",
        "group": "extensions.higress.io",
        "kind": "WasmPlugin",
        "causes": [
            {
                "reason": "FieldValueNotSupported",
                "field": "spec.phase",
                "message": 'Unsupported value: "LATE": supported values: '
                '"UNSPECIFIED_PHASE", "AUTHN", "AUTHZ", "STATS"',
            },
            {
                "reason": "FieldValueInvalid",
                "field": "spec.prio",
                "message": "Invalid value: 1: unknown field; did you mean `priority`?",
            },
        ],
    }
    assert api.refused(404, "GET", f"{PLUGINS}/p").startswith("NotFound")


def test_a_dry_run_checks_and_stores_nothing(api: Api) -> None:
    obj = api.ok("POST", f"{PLUGINS}?dryRun=All", json=plugin())
    assert obj["metadata"]["uid"]
    assert api.refused(404, "GET", f"{PLUGINS}/p").startswith("NotFound")
    assert api.refused(422, "POST", f"{PLUGINS}?dryRun=All", json=plugin(phase="X")).startswith("Invalid")
    assert "unsupported value 'Some'" in api.refused(400, "POST", f"{PLUGINS}?dryRun=Some", json=plugin())


def test_unknown_fields_of_kubernetes_own_kinds(api: Api) -> None:
    obj = config_map() | {"dat": {}}
    strict = api.refused(400, "POST", f"{MAPS}?fieldValidation=Strict", json=obj)
    assert strict == (
        'BadRequest: ConfigMap in version "v1" cannot be handled as a ConfigMap: '
        'strict decoding error: unknown field "dat"'
    )
    answer = api.call("POST", f"{MAPS}?fieldValidation=Warn", json=obj)
    assert answer.status_code == 201
    assert answer.headers["Warning"] == '299 - "unknown field \\"dat\\""'
    api.ok("DELETE", f"{MAPS}/c")
    assert "Warning" not in api.call("POST", f"{MAPS}?fieldValidation=Ignore", json=obj).headers


def test_bodies_that_cannot_be_read(api: Api) -> None:
    assert "cannot be read: JSON is malformed" in api.refused(400, "POST", MAPS, content=b"{a}")
    assert "must be an object" in api.refused(400, "POST", MAPS, content=b"[]")
    assert "cannot be read" in api.refused(400, "POST", MAPS, content=b"[" * 100_000)
    assert "cannot be read" in api.refused(400, "POST", MAPS, content=b"[" * 100_000, type="application/yaml")
    assert "cannot be read: not YAML" in api.refused(
        400, "POST", MAPS, content=b"a: b: c", type="application/yaml"
    )
    assert "`text/plain`" in api.refused(415, "POST", MAPS, content=b"{}", type="text/plain")


def test_a_body_of_five_megabytes(api: Api) -> None:
    big = config_map() | {"data": {"a": "x" * 5_000_000}}
    message = "RequestEntityTooLarge: Request entity too large: limit is 3145728 bytes"
    assert api.refused(413, "POST", MAPS, json=big) == message

    async def chunks():
        for _ in range(50):
            yield b"x" * 100_000

    assert api.refused(413, "POST", MAPS, content=chunks()) == message


def test_secrets_take_plain_text(api: Api) -> None:
    obj = {"kind": "Secret", "metadata": {"name": "s"}, "stringData": {"a": "b"}, "data": {"c": "ZA=="}}
    path = MAPS.replace("configmaps", "secrets")
    stored = api.ok("POST", path, json=obj)
    assert stored["data"] == {"a": "Yg==", "c": "ZA=="}
    assert stored["type"] == "Opaque"
    assert "stringData" not in stored
    stored["type"] = "example.com/other"
    assert "type: Invalid value" in api.refused(422, "PUT", f"{path}/s", json=stored)
