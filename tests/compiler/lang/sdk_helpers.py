"""The helpers of the SDK: tokens, events, cookies, media types, forms."""

from pygress.sdk import cookies, jwt, media, multipart, sse

KEYS = (
    '{"keys": [{"kty": "RSA", "kid": "r", "n": "1Xb3vHrV0jo_5AGawCI5GFMEiSCtrs7fS40Uh-28MyCDrNpTf84MtssOV'
    "b-aB-BqL08hT-kbQNr-g73dkh2VWBb9p2E3-0y_eWw-LmgsEiA2Kz2NhosA-g6g2uFk4KbSj3DmTL17s-I_yoGnkApDDOjoLXixn"
    "S1FOV6ehcZu4g1TkXwYnaCFp4xYPkyxmULDdb3ejmjqsQ6wSFtd9XNJGcNyYcr6AQ8I0GBA0TT7NgZ47poMCQ5D8X-j2yP-m9JI8"
    'lxhTYQfeFdkT9lTl5t2Qlyb9gAZehZEbYsjXpOijowNii54C9yxWHYcRA2uTSpgzgQCGsCYvCykJg9J-iM6iQ", "e": "AQAB"}'
    ', {"kty": "EC", "crv": "P-256", "kid": "e", "x": "1JshaiGqxenxSrfyETAm0exw4hEu61-LoewGAneGwtU", "y":'
    ' "-oEYDsD90j62LLxsjxgTReckspUj5tQZVqoW3J-CLcs"}, {"kty": "oct", "kid": "s", "k": "YSBzZWNyZXQgb2YgZW'
    '5vdWdoIGJ5dGVzIGZvciB0aGlz"}, {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}]}'
)
RSA_TOKEN = (
    "eyJhbGciOiAiUlMyNTYiLCAia2lkIjogInIifQ.eyJzdWIiOiAiciIsICJleHAiOiAxNzAwMDAwMDA1fQ.zXZzxQDe02Xozljw_c"
    "YuYwvTVWGI02h0Od8VkUZ-H_3EDxoY1qhqTreJmqSJSgZk13-WQJ04kgTezqxkFtx3t2jFyxL_xkLjd-UvwhDecm5IW2tF6b7WCx"
    "1lg35Qi29zWjPiW51JmUIRuLxkKyQn4xILlARFAMvP9qIELcFkEktAgh2YcrvuSMHxSqM9bKAjh11dUwG89d1_yvdEZsKU35pCjg"
    "v7Pq81t1rqv60CrZIMKXukJ2LsvEZt_hLki3gHiAUYuG33oKus_JgxZ5HVvXWEXzO7qVEae39wkr6EwaqR_Pa_c10-3XnWCN4Hdu"
    "MgzKTYHcrn0qlL_lopNGLZSQ"
)
EC_TOKEN = (
    "eyJhbGciOiAiRVMyNTYiLCAia2lkIjogImUifQ.eyJzdWIiOiAiZSJ9.xZoW4wL6bhwxMLCNEbvmczgBwR3vAhb0BgcU-9UMnp93"
    "438cdQGhmF6kkO9aHyrAyYW4S-i5cfgHD5BVh5XnyQ"
)
SECRET_TOKEN = (
    "eyJhbGciOiAiSFMzODQiLCAia2lkIjogInMifQ.eyJzdWIiOiAicyIsICJhdWQiOiBbIngiXX0.s0Z1vokqSBbn1CcgNnak99Evp"
    "Lk7bVvipqN_MMARlCu8sBQQERRpXL6DKDXuZzZE"
)
ALL = ["HS384", "RS256", "ES256"]
keys = jwt.keys_from_jwks(KEYS)
print([key.kind for key in keys])
for token in (
    RSA_TOKEN,
    EC_TOKEN,
    SECRET_TOKEN,
    SECRET_TOKEN[:-2] + "AA",
    RSA_TOKEN.replace(".", ".e30.", 1),
    "x.y.z",
):
    try:
        claims = jwt.decode(token, keys, ALL, now=1700000000, audience="x" if token == SECRET_TOKEN else None)
        print(claims["sub"], sorted(claims))
    except jwt.TokenError as error:
        print("refused:", error)
try:
    jwt.decode(RSA_TOKEN, keys, ALL, now=1700000009)
except jwt.TokenError as error:
    print("refused:", error)

stream = sse.EventStream()
for piece in (b"event: add\nda", b"ta: 1\ndata: 2\r", b"\n\r\nid: 7\ndata: x\n\nretry: 10\n"):
    print(stream.feed(piece), stream.retry)
print(sse.encode("a\nb", "tick", "7"))
print(cookies.parse('a=1; b="two"; a=3; flag'), cookies.set_cookie("s", "v", max_age=5))
try:
    cookies.set_cookie("a b", "")
except ValueError as error:
    print(error)
print(
    media.parse('Text/HTML; Charset="UTF-8"'),
    media.best("text/*;q=0.5, text/html", ["text/plain", "text/html"]),
)
form = b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n--B\r\n'
form += b'Content-Disposition: form-data; name="f"; filename="x.bin"\r\nContent-Type: image/png\r\n\r\n\x00\r\n--Bx\r\n--B--'
for part in multipart.parse("multipart/form-data; boundary=B", form):
    print(part, repr(part.text()))
try:
    multipart.parse("multipart/form-data; boundary=B", form[:90])
except ValueError as error:
    print(error)
