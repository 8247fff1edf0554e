"""Status codes and methods of HTTP."""

from http import HTTPStatus, HTTPMethod
import http

s = HTTPStatus.NOT_FOUND
print(s, s.value, s.phrase, int(s), s == 404, HTTPStatus(403).name, f"{s}", repr(s))
print(HTTPMethod.GET, http.HTTPStatus.OK < 300)
print([m.phrase for m in HTTPStatus if m.value >= 500], len(HTTPStatus))
try:
    HTTPStatus(299)
except ValueError as e:
    print(e)


def f(code: int) -> str:
    return f"{code} {HTTPStatus(code).phrase}"


print(f(HTTPStatus.IM_A_TEAPOT))
