"""Manifests: what is read, and where the mistake is when it cannot be."""

import pytest

from pygress.base.diagnostics import DiagnosticError
from pygress.resources import load_manifests, read_manifests


def test_documents_lists_and_json() -> None:
    text = """
# a comment
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {time: 2020-01-01, on: "x", 80: http}
---
---
{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Secret"}]}
"""
    read = read_manifests(text, "a.yaml")
    assert [(one.object["kind"], one.line) for one in read] == [("ConfigMap", 4), ("Secret", 10)]
    # As the API reads it: a time is text, and so is every key.
    assert read[0].object["data"] == {"time": "2020-01-01", "true": "x", "80": "http"}


def test_anchors_and_merge_keys() -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nx: &x {a: 1}\ny: {<<: *x, b: 2}\n"
    assert load_manifests(text)[0]["y"] == {"a": 1, "b": 2}


def test_a_byte_order_mark_and_an_empty_file() -> None:
    assert load_manifests(b"\xef\xbb\xbfapiVersion: v1\nkind: Secret\n")[0]["kind"] == "Secret"
    assert load_manifests("") == []
    assert load_manifests("# nothing\n---\n") == []


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: b: c", 1, 5, "not YAML: mapping values are not allowed in this context"),
        ("kind: X\n\ta: b", 2, 1, "not YAML: found a tab character that violates indentation"),
        ("kind: [", 1, 8, "not YAML: did not find expected node content"),
        (b"kind: X\na: \xff\n", 2, 1, "not UTF-8"),
        ("kind: a\x00b", 1, 8, "not YAML: control characters are not allowed"),
        ("hello", 1, 1, "a manifest must be an object with `apiVersion` and `kind`, got `hello`"),
        ("- a\n", 1, 1, "a manifest must be an object with `apiVersion` and `kind`, got a list"),
        ("---\nkind: X\n", 2, 1, "a manifest must have `apiVersion`"),
        ("apiVersion: v1\nkind: 5\n", 1, 1, "a manifest must have `kind`"),
        ("apiVersion: v1\nkind: X\na: 1\na: 2\n", 4, 1, "not YAML: key `a` is there twice"),
        ("apiVersion: v1\nkind: X\na: .nan\n", 1, 1, "`nan` is not a number that JSON knows"),
        ("a: &a [*a]", 1, 4, "an alias refers to the value that it is in"),
    ],
)
def test_mistakes(text: str | bytes, line: int, column: int, message: str) -> None:
    with pytest.raises(DiagnosticError) as error:
        load_manifests(text, "a.yaml")
    diagnostic = error.value.diagnostics[0]
    assert diagnostic.span is not None
    assert diagnostic.message == message
    assert (diagnostic.span.path, diagnostic.span.line) == ("a.yaml", line)
    assert diagnostic.span.column in (column, 1)


def test_a_document_that_explodes_is_refused() -> None:
    lines = ["apiVersion: v1", "kind: X", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    with pytest.raises(DiagnosticError, match="expands to more than 1000000 values"):
        load_manifests("\n".join(lines))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(DiagnosticError, match="nested deeper than 200 levels"):
        load_manifests("[" * 100_000)
