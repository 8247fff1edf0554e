"""hashlib, hmac and secrets."""

import hashlib
import hmac
import secrets

for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
    digest = hashlib.new(name)
    digest.update(b"abc")
    copy = digest.copy()
    digest.update(b"d" * 1000)
    print(name, digest.digest_size, digest.block_size, digest.name, copy.hexdigest(), digest.hexdigest()[:16])
    print(hmac.new(b"key", b"message", name).hexdigest())
print(hashlib.sha256(b"").hexdigest())
print(hashlib.md5(b"x").digest())
code = hmac.new(b"k" * 200, digestmod=hashlib.sha256)
code.update(b"a")
print(code.hexdigest(), code.name)
print(hmac.digest(b"key", b"msg", "sha512").hex()[:20])
print(hmac.compare_digest(b"abc", b"abc"), hmac.compare_digest("abc", "abd"))
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 3).hex())
try:
    hashlib.new("rot13")
except ValueError as error:
    print(error)
print(
    len(secrets.token_hex(8)),
    len(secrets.token_bytes(5)),
    secrets.token_urlsafe(4) != secrets.token_urlsafe(4),
)
print(secrets.choice("aaa"), secrets.randbelow(1))
