"""base64 and binascii."""

import base64
import binascii

for data in (b"", b"f", b"fo", b"foo", b"foob", b"\xff\xfe\xfd\x00", bytes(range(20))):
    print(
        base64.b64encode(data), base64.urlsafe_b64encode(data), base64.b32encode(data), base64.b16encode(data)
    )
    assert base64.b64decode(base64.b64encode(data)) == data
    assert base64.b32decode(base64.b32encode(data)) == data
    print(binascii.hexlify(data), binascii.crc32(data))

for wrong in ("a", "abc", "ab=c", "a?b?c=d="):
    try:
        print(base64.b64decode(wrong))
    except binascii.Error as error:
        print("binascii.Error:", error)
try:
    base64.b64decode("QQ==?", validate=True)
except ValueError as error:
    print("ValueError:", error)
print(base64.b64encode(b"\xfb\xff", b"-_"), base64.b64decode("-_8=", altchars="-_"))
print(binascii.unhexlify("00ff10"), binascii.hexlify(b"\x01\x02\x03", ":"))
try:
    binascii.unhexlify("0g")
except binascii.Error as error:
    print(error)
for padded in (b"YWJj=", b"YWJj====", b"YWJj=YWJj", b"YW===", b"YW=Jj=", b"=", b"YW=", b"Y="):
    try:
        print(base64.b64decode(padded, validate=True))
    except ValueError as wrong:
        print(type(wrong).__name__, wrong)
