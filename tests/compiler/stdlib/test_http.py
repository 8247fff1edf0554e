"""`http` has the members of the original."""

import http

from pygress.compiler.stdlib import http as ours


def test_codes() -> None:
    assert [(one.name, one.value, one.phrase) for one in ours.HTTPStatus] == [
        (one.name, one.value, one.phrase)
        for one in http.HTTPStatus
        if one.name in ours.HTTPStatus.__members__
    ]
    assert {"OK", "NOT_FOUND", "TOO_MANY_REQUESTS"} <= set(ours.HTTPStatus.__members__)


def test_methods() -> None:
    assert [str(one) for one in ours.HTTPMethod] == [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
    ]  # fmt: skip
