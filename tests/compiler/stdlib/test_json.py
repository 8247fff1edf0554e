import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import json as ours

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_dumps(value: Any, ascii_only: bool, indent: int | str | None, sort: bool) -> None:
    options = {"ensure_ascii": ascii_only, "indent": indent, "sort_keys": sort}
    text = json.dumps(value, **options)
    assert ours.dumps(value, **options) == text
    assert ours.dumps(value, default=repr, **options) == text
    assert ours.loads(text) == value
    assert ours.loads(text.encode("utf-8", "surrogatepass")) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1,]",
        '{"a":1,}',
        "nul",
        '"\\x"',
        "[1\n,\n 2 3]",
        '"a\nb"',
        "1 2",
        "{1:2}",
        '"ab',
        "\ufeff1",
        "-",
    ],
)
def test_errors(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as theirs:
        json.loads(text)
    with pytest.raises(ours.JSONDecodeError) as mine:
        ours.loads(text)
    for name in ("msg", "doc", "pos", "lineno", "colno"):
        assert getattr(mine.value, name) == getattr(theirs.value, name)
    assert str(mine.value) == str(theirs.value)


def test_hooks() -> None:
    text = '{"a": {"b": [{"c": 1}]}}'

    def hook(value: dict[Any, Any]) -> Any:
        return sorted(value.items(), key=repr)

    assert ours.loads(text, object_hook=hook) == json.loads(text, object_hook=hook)

    class Point:
        pass

    with pytest.raises(TypeError, match="Object of type Point is not JSON serializable"):
        ours.dumps([Point()])
    assert ours.dumps({"p": [Point()]}, default=lambda o: {"x": 1}) == '{"p": [{"x": 1}]}'
    assert ours.dumps({"a": 1, (1, 2): 3}, skipkeys=True) == '{"a": 1}'
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        ours.dumps(float("nan"), allow_nan=False)
    with pytest.raises(ValueError, match="Circular reference detected"):
        loop: list[Any] = []
        loop.append(loop)
        ours.dumps(loop, default=repr)


def test_encoder_class() -> None:
    class Sets(ours.JSONEncoder):
        def default(self, o: Any) -> Any:
            return sorted(o) if isinstance(o, set) else super().default(o)

    assert Sets(sort_keys=True).encode({"s": {2, 1}, "a": 0}) == '{"a": 0, "s": [1, 2]}'
    with pytest.raises(TypeError, match="Object of type bytes is not JSON serializable"):
        Sets().encode(b"")


def test_files() -> None:
    out = io.StringIO()
    ours.dump([1, "é"], out, ensure_ascii=False, separators=(",", ":"))
    assert out.getvalue() == '[1,"é"]'
    assert ours.load(io.StringIO("[2]")) == [2]
