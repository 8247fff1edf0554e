from dataclasses import dataclass

import pytest

from pygress.host import Refused
from pygress.host.gateway import Gateway
from pygress.sdk.config import decode

from .config_cases import CASES, Everything


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_decode(text: str, expected: dict[str, object] | str) -> None:
    if isinstance(expected, str):
        with pytest.raises(ValueError) as caught:
            decode(Everything, text)
        assert str(caught.value) == expected
    else:
        assert decode(Everything, text) == Everything(**expected)  # type: ignore[arg-type]


def test_a_class_without_fields() -> None:
    @dataclass
    class Nothing:
        pass

    assert decode(Nothing, "{}") == Nothing()
    with pytest.raises(ValueError, match="a: unknown field, none is allowed"):
        decode(Nothing, '{"a": 1}')


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_decode_in_a_plugin(gateway: Gateway, text: str, expected: dict[str, object] | str) -> None:
    if isinstance(expected, str):
        with pytest.raises(Refused) as caught:
            gateway(text, plugin="plugins/everything.py")
        assert str(caught.value).endswith(f"\n  error: invalid configuration: {expected}")
    else:
        shown = gateway(text, plugin="plugins/everything.py").get("/").text
        assert shown == repr(Everything(**expected))  # type: ignore[arg-type]
