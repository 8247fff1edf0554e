"""Signatures with public keys: RSA (PKCS #1 v1.5, RFC 8017) and ECDSA on P-256 (FIPS 186-5).

Only checking, with public values, so nothing here has to take constant time. Numbers are lists of 26-bit limbs, the
smallest first: products of two limbs and their sums fit 64 bits.
"""

import hashlib

_BITS = 26
_MASK = (1 << 26) - 1

# DER of `DigestInfo` up to the digest.
_PREFIXES = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


def _limbs(data: bytes, count: int) -> list[int]:
    """Read a big-endian number into `count` limbs."""
    out = [0] * count
    bits = 0
    size = 0
    place = 0
    for i in range(len(data) - 1, -1, -1):
        bits |= data[i] << size
        size += 8
        while size >= _BITS and place < count:
            out[place] = bits & _MASK
            bits >>= _BITS
            size -= _BITS
            place += 1
    if place < count:
        out[place] = bits
    return out


def _bytes(limbs: list[int], size: int) -> bytes:
    """Write the lowest `size` bytes, big-endian."""
    out = bytearray(size)
    bits = 0
    held = 0
    at = size - 1
    for limb in limbs:
        bits |= limb << held
        held += _BITS
        while held >= 8 and at >= 0:
            out[at] = bits & 255
            bits >>= 8
            held -= 8
            at -= 1
    if at >= 0:
        out[at] = bits & 255
    return bytes(out)


def _at_least(a: list[int], b: list[int]) -> bool:
    for i in range(len(a) - 1, -1, -1):
        if a[i] != b[i]:
            return a[i] > b[i]
    return True


def _is_zero(a: list[int]) -> bool:
    return all(one == 0 for one in a)


class Modulus:
    """Arithmetic with an odd modulus, in Montgomery's form."""

    def __init__(self, data: bytes) -> None:
        self.size = len(data)
        count = (len(data) * 8 + _BITS - 1) // _BITS
        self.n = _limbs(data, count)
        inverse = 1
        for _ in range(5):
            inverse = inverse * ((2 - self.n[0] * inverse) & _MASK) & _MASK
        self.inverse = -inverse & _MASK
        # One, doubled as often as R * R has bits.
        square = [0] * count
        square[0] = 1
        for _ in range(2 * _BITS * count):
            square = self.add(square, square)
        self.square = square
        one = [0] * count
        one[0] = 1
        self.one = self.mul(one, square)

    def add(self, a: list[int], b: list[int]) -> list[int]:
        """Add."""
        out = [0] * len(a)
        carry = 0
        for i in range(len(a)):
            carry += a[i] + b[i]
            out[i] = carry & _MASK
            carry >>= _BITS
        if carry or _at_least(out, self.n):
            return self._less(out, self.n)
        return out

    def sub(self, a: list[int], b: list[int]) -> list[int]:
        """Subtract."""
        out = self._less(a, b)
        if _at_least(a, b):
            return out
        carry = 0
        for i in range(len(out)):
            carry += out[i] + self.n[i]
            out[i] = carry & _MASK
            carry >>= _BITS
        return out

    def _less(self, a: list[int], b: list[int]) -> list[int]:
        out = [0] * len(a)
        borrow = 0
        for i in range(len(a)):
            borrow += a[i] - b[i]
            out[i] = borrow & _MASK
            borrow >>= _BITS
        return out

    def mul(self, a: list[int], b: list[int]) -> list[int]:
        """Multiply, and divide by R."""
        n = self.n
        count = len(n)
        t = [0] * (count + 1)
        for i in range(count):
            one = a[i]
            s = t[0] + one * b[0]
            m = (s & _MASK) * self.inverse & _MASK
            carry = (s + m * n[0]) >> _BITS
            for j in range(1, count):
                s = t[j] + one * b[j] + m * n[j] + carry
                t[j - 1] = s & _MASK
                carry = s >> _BITS
            s = t[count] + carry
            t[count - 1] = s & _MASK
            t[count] = s >> _BITS
        out = t[:count]
        if t[count] or _at_least(out, n):
            return self._less(out, n)
        return out

    def enter(self, data: bytes) -> list[int]:
        """Bring a number below the modulus into this form."""
        return self.mul(_limbs(data, len(self.n)), self.square)

    def leave(self, a: list[int]) -> bytes:
        """Give the number back."""
        one = [0] * len(self.n)
        one[0] = 1
        return _bytes(self.mul(a, one), self.size)

    def power(self, a: list[int], exponent: bytes) -> list[int]:
        """Raise to a big-endian exponent."""
        out = self.one
        started = False
        for byte in exponent:
            for i in range(7, -1, -1):
                if started:
                    out = self.mul(out, out)
                if byte >> i & 1:
                    out = self.mul(out, a) if started else a
                    started = True
        return out


def verify_rsa(modulus: bytes, exponent: bytes, digest_name: str, message: bytes, signature: bytes) -> bool:
    """Check a PKCS #1 v1.5 signature; modulus and exponent are big-endian numbers. Keys of 1024 to 8192 bits."""
    modulus = modulus.lstrip(b"\x00")
    if not 128 <= len(modulus) <= 1024 or len(signature) != len(modulus) or modulus[-1] & 1 == 0:
        return False
    if signature >= modulus or not 1 <= len(exponent.lstrip(b"\x00")) <= 8:
        return False
    field = Modulus(modulus)
    plain = field.leave(field.power(field.enter(signature), exponent.lstrip(b"\x00")))
    tail = _PREFIXES[digest_name] + hashlib.new(digest_name, message).digest()
    padding = len(modulus) - len(tail) - 3
    if padding < 8:
        return False
    return plain == b"\x00\x01" + b"\xff" * padding + b"\x00" + tail


_P = bytes.fromhex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")
_N = bytes.fromhex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
_B = bytes.fromhex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b")
_GX = bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
_GY = bytes.fromhex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
_P_MINUS_2 = bytes.fromhex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffd")
_N_MINUS_2 = bytes.fromhex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f")


class Point:
    """A point in Jacobian coordinates; z of zero is the point at infinity."""

    def __init__(self, x: list[int], y: list[int], z: list[int]) -> None:
        self.x = x
        self.y = y
        self.z = z


def _double(f: Modulus, p: Point) -> Point:
    if _is_zero(p.z):
        return p
    delta = f.mul(p.z, p.z)
    gamma = f.mul(p.y, p.y)
    beta = f.mul(p.x, gamma)
    product = f.mul(f.sub(p.x, delta), f.add(p.x, delta))
    alpha = f.add(f.add(product, product), product)
    beta2 = f.add(beta, beta)
    beta4 = f.add(beta2, beta2)
    x = f.sub(f.mul(alpha, alpha), f.add(beta4, beta4))
    both = f.add(p.y, p.z)
    z = f.sub(f.sub(f.mul(both, both), gamma), delta)
    square = f.mul(gamma, gamma)
    square = f.add(square, square)
    square = f.add(square, square)
    square = f.add(square, square)
    y = f.sub(f.mul(alpha, f.sub(beta4, x)), square)
    return Point(x, y, z)


def _add(f: Modulus, p: Point, q: Point) -> Point:
    if _is_zero(p.z):
        return q
    if _is_zero(q.z):
        return p
    z1 = f.mul(p.z, p.z)
    z2 = f.mul(q.z, q.z)
    u1 = f.mul(p.x, z2)
    u2 = f.mul(q.x, z1)
    s1 = f.mul(p.y, f.mul(q.z, z2))
    s2 = f.mul(q.y, f.mul(p.z, z1))
    h = f.sub(u2, u1)
    r = f.sub(s2, s1)
    if _is_zero(h):
        if _is_zero(r):
            return _double(f, p)
        return Point(f.one, f.one, h)
    h2 = f.mul(h, h)
    h3 = f.mul(h, h2)
    v = f.mul(u1, h2)
    x = f.sub(f.sub(f.mul(r, r), h3), f.add(v, v))
    y = f.sub(f.mul(r, f.sub(v, x)), f.mul(s1, h3))
    return Point(x, y, f.mul(f.mul(p.z, q.z), h))


_fields: list[Modulus] = []


def verify_p256(x: bytes, y: bytes, message: bytes, signature: bytes) -> bool:
    """Check an ECDSA signature with SHA-256: `r` and `s`, 32 bytes each; `x` and `y` are the public point."""
    if len(x) != 32 or len(y) != 32 or len(signature) != 64 or x >= _P or y >= _P:
        return False
    r = signature[:32]
    s = signature[32:]
    zero = bytes(32)
    if r == zero or s == zero or r >= _N or s >= _N:
        return False
    if not _fields:
        _fields.append(Modulus(_P))
        _fields.append(Modulus(_N))
    f = _fields[0]
    order = _fields[1]
    px = f.enter(x)
    py = f.enter(y)
    # y^2 = x^3 - 3x + b: other points must not be worked with.
    three_x = f.add(f.add(px, px), px)
    right = f.add(f.sub(f.mul(f.mul(px, px), px), three_x), f.enter(_B))
    if f.mul(py, py) != right:
        return False
    inverse = order.power(order.enter(s), _N_MINUS_2)
    digest = hashlib.sha256(message).digest()
    u1 = order.leave(order.mul(order.enter(digest), inverse))
    u2 = order.leave(order.mul(order.enter(r), inverse))
    base = Point(f.enter(_GX), f.enter(_GY), f.one)
    own = Point(px, py, f.one)
    both = _add(f, base, own)
    total = Point(f.one, f.one, [0] * len(f.one))
    for i in range(256):
        total = _double(f, total)
        first = u1[i // 8] >> (7 - i % 8) & 1
        second = u2[i // 8] >> (7 - i % 8) & 1
        if first and second:
            total = _add(f, total, both)
        elif first:
            total = _add(f, total, base)
        elif second:
            total = _add(f, total, own)
    if _is_zero(total.z):
        return False
    back = f.power(total.z, _P_MINUS_2)
    found = f.leave(f.mul(total.x, f.mul(back, back)))
    # The coordinate is of the field; compare modulo the order.
    return order.leave(order.enter(found)) == r
