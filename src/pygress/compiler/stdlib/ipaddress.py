"""`ipaddress`: addresses and networks as bytes. An integer that does not fit 64 bits raises `OverflowError`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

IPV4LENGTH = 32
IPV6LENGTH = 128


class AddressValueError(ValueError):
    """A text that is no address."""


class NetmaskValueError(ValueError):
    """A text that is no mask."""


def _to_int(data: bytes) -> int:
    value = 0
    for byte in data:
        if value > 0x7FFFFFFFFFFFFF:
            raise OverflowError("integer overflow")
        value = value << 8 | byte
    return value


def _added(data: bytes, n: int) -> bytes:
    """Add to the big-endian number; `AddressValueError` beyond its ends."""
    out = bytearray(data)
    carry = n
    for i in range(len(out) - 1, -1, -1):
        carry += out[i]
        out[i] = carry & 255
        carry >>= 8
        if carry == 0:
            return bytes(out)
    raise AddressValueError(f"address out of range: {n} from {data.hex()}")


def _prefix_mask(prefix: int, size: int) -> bytes:
    out = bytearray(size)
    for i in range(size):
        bits = min(max(prefix - 8 * i, 0), 8)
        out[i] = 255 << (8 - bits) & 255
    return bytes(out)


def _and(a: bytes, b: bytes) -> bytes:
    return bytes([a[i] & b[i] for i in range(len(a))])


def _or_not(a: bytes, mask: bytes) -> bytes:
    return bytes([a[i] | (255 - mask[i]) for i in range(len(a))])


def _same_prefix(a: bytes, b: bytes, prefix: int) -> bool:
    whole = prefix // 8
    if a[:whole] != b[:whole]:
        return False
    rest = prefix % 8
    return rest == 0 or a[whole] >> (8 - rest) == b[whole] >> (8 - rest)


def _parse_v4(text: str) -> bytes:
    if not text:
        raise AddressValueError("Address cannot be empty")
    parts = text.split(".")
    if len(parts) != 4:
        raise AddressValueError(f"Expected 4 octets in {text!r}")
    out = bytearray()
    for part in parts:
        if not part:
            raise AddressValueError(f"Empty octet not permitted in {text!r}")
        if not (part.isascii() and part.isdigit()):
            raise AddressValueError(f"Only decimal digits permitted in {part!r} in {text!r}")
        if len(part) > 3:
            raise AddressValueError(f"At most 3 characters permitted in {part!r} in {text!r}")
        if part != "0" and part[0] == "0":
            raise AddressValueError(f"Leading zeros are not permitted in {part!r} in {text!r}")
        value = int(part)
        if value > 255:
            raise AddressValueError(f"Octet {value} (> 255) not permitted in {text!r}")
        out.append(value)
    return bytes(out)


def _parse_v6(text: str) -> bytes:
    if not text:
        raise AddressValueError("Address cannot be empty")
    parts = text.split(":")
    if len(parts) < 3:
        raise AddressValueError(f"At least 3 parts expected in {text!r}")
    if "." in parts[-1]:
        try:
            last = _parse_v4(parts[-1])
        except AddressValueError as error:
            raise AddressValueError(f"{error} in {text!r}") from None
        parts.pop()
        parts.append(f"{last[0] << 8 | last[1]:x}")
        parts.append(f"{last[2] << 8 | last[3]:x}")
    if len(parts) > 9:
        raise AddressValueError(f"At most 8 colons permitted in {text!r}")
    skip = -1
    for i in range(1, len(parts) - 1):
        if not parts[i]:
            if skip >= 0:
                raise AddressValueError(f"At most one '::' permitted in {text!r}")
            skip = i
    if skip >= 0:
        high = skip
        low = len(parts) - skip - 1
        if not parts[0]:
            high -= 1
            if high:
                raise AddressValueError(f"Leading ':' only permitted as part of '::' in {text!r}")
        if not parts[-1]:
            low -= 1
            if low:
                raise AddressValueError(f"Trailing ':' only permitted as part of '::' in {text!r}")
        skipped = 8 - high - low
        if skipped < 1:
            raise AddressValueError(f"Expected at most 7 other parts with '::' in {text!r}")
    else:
        if len(parts) != 8:
            raise AddressValueError(f"Exactly 8 parts expected without '::' in {text!r}")
        if not parts[0]:
            raise AddressValueError(f"Leading ':' only permitted as part of '::' in {text!r}")
        if not parts[-1]:
            raise AddressValueError(f"Trailing ':' only permitted as part of '::' in {text!r}")
        high = 8
        low = 0
        skipped = 0
    out = bytearray()
    for i in range(high):
        _add_group(out, parts[i], text)
    for _ in range(2 * skipped):
        out.append(0)
    for i in range(len(parts) - low, len(parts)):
        _add_group(out, parts[i], text)
    return bytes(out)


def _add_group(out: bytearray, part: str, text: str) -> None:
    value = 0
    for char in part:
        digit = "0123456789abcdef".find(char.lower())
        if digit < 0 or not char.isascii():
            raise AddressValueError(f"Only hex digits permitted in {part!r} in {text!r}")
        value = (value & 0xFFFFFF) << 4 | digit
    if len(part) > 4:
        raise AddressValueError(f"At most 4 characters permitted in {part!r} in {text!r}")
    out.append(value >> 8)
    out.append(value & 255)


def _v4_text(data: bytes) -> str:
    return f"{data[0]}.{data[1]}.{data[2]}.{data[3]}"


def _v6_text(data: bytes) -> str:
    groups: list[str] = []
    best = -1
    best_size = 0
    run = -1
    for i in range(8):
        value = data[2 * i] << 8 | data[2 * i + 1]
        groups.append(f"{value:x}")
        if value == 0:
            if run < 0:
                run = i
            if i - run + 1 > best_size:
                best = run
                best_size = i - run + 1
        else:
            run = -1
    if best_size < 2:
        return ":".join(groups)
    return ":".join(groups[:best]) + "::" + ":".join(groups[best + best_size :])


def _in_any(data: bytes, networks: list[tuple[bytes, int]]) -> bool:
    return any(_same_prefix(data, network, prefix) for network, prefix in networks)


def _within_any(data: bytes, prefix: int, networks: list[tuple[bytes, int]]) -> bool:
    return any(prefix >= size and _same_prefix(data, network, size) for network, size in networks)


_V4_PRIVATE: list[tuple[bytes, int]] = [
    (b"\x00\x00\x00\x00", 8),
    (b"\x0a\x00\x00\x00", 8),
    (b"\x7f\x00\x00\x00", 8),
    (b"\xa9\xfe\x00\x00", 16),
    (b"\xac\x10\x00\x00", 12),
    (b"\xc0\x00\x00\x00", 29),
    (b"\xc0\x00\x00\xaa", 31),
    (b"\xc0\x00\x02\x00", 24),
    (b"\xc0\xa8\x00\x00", 16),
    (b"\xc6\x12\x00\x00", 15),
    (b"\xc6\x33\x64\x00", 24),
    (b"\xcb\x00\x71\x00", 24),
    (b"\xf0\x00\x00\x00", 4),
    (b"\xff\xff\xff\xff", 32),
]
_V6_PRIVATE: list[tuple[bytes, int]] = [
    (bytes(15) + b"\x01", 128),
    (bytes(16), 128),
    (bytes(10) + b"\xff\xff" + bytes(4), 96),
    (b"\x01" + bytes(15), 64),
    (b"\x20\x01" + bytes(14), 23),
    (b"\x20\x01\x00\x02" + bytes(12), 48),
    (b"\x20\x01\x0d\xb8" + bytes(12), 32),
    (b"\x20\x01\x00\x10" + bytes(12), 28),
    (b"\xfc" + bytes(15), 7),
    (b"\xfe\x80" + bytes(14), 10),
]
_V6_RESERVED: list[tuple[bytes, int]] = [
    (bytes(16), 8),
    (b"\x01" + bytes(15), 8),
    (b"\x02" + bytes(15), 7),
    (b"\x04" + bytes(15), 6),
    (b"\x08" + bytes(15), 5),
    (b"\x10" + bytes(15), 4),
    (b"\x40" + bytes(15), 3),
    (b"\x60" + bytes(15), 3),
    (b"\x80" + bytes(15), 3),
    (b"\xa0" + bytes(15), 3),
    (b"\xc0" + bytes(15), 3),
    (b"\xe0" + bytes(15), 4),
    (b"\xf0" + bytes(15), 5),
    (b"\xf8" + bytes(15), 6),
    (b"\xfe" + bytes(15), 9),
]


class IPv4Address:
    """An address of IPv4."""

    version = 4
    max_prefixlen = 32

    def __init__(self, address: str | int | bytes) -> None:
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(f"{address} (< 0) is not permitted as an IPv4 address")
            if address > 0xFFFFFFFF:
                raise AddressValueError(f"{address} (>= 2**32) is not permitted as an IPv4 address")
            self.packed = address.to_bytes(4, "big")
        elif isinstance(address, bytes):
            if len(address) != 4:
                raise AddressValueError(
                    f"{address!r} (len {len(address)} != 4) is not permitted as an IPv4 address"
                )
            self.packed = address
        else:
            if "/" in address:
                raise AddressValueError(f"Unexpected '/' in {address!r}")
            self.packed = _parse_v4(address)

    @property
    def compressed(self) -> str:
        """The text."""
        return str(self)

    @property
    def exploded(self) -> str:
        """The text."""
        return str(self)

    @property
    def reverse_pointer(self) -> str:
        """The name for a PTR query."""
        parts = _v4_text(self.packed).split(".")
        parts.reverse()
        return ".".join(parts) + ".in-addr.arpa"

    @property
    def is_private(self) -> bool:
        """Whether it is of a network that is not routed."""
        return _in_any(self.packed, _V4_PRIVATE)

    @property
    def is_global(self) -> bool:
        """Whether it is routed."""
        return not _same_prefix(self.packed, b"\x64\x40\x00\x00", 10) and not self.is_private

    @property
    def is_multicast(self) -> bool:
        """Whether it is of 224.0.0.0/4."""
        return self.packed[0] >> 4 == 14

    @property
    def is_reserved(self) -> bool:
        """Whether it is of 240.0.0.0/4."""
        return self.packed[0] >> 4 == 15

    @property
    def is_loopback(self) -> bool:
        """Whether it is of 127.0.0.0/8."""
        return self.packed[0] == 127

    @property
    def is_link_local(self) -> bool:
        """Whether it is of 169.254.0.0/16."""
        return self.packed[:2] == b"\xa9\xfe"

    @property
    def is_unspecified(self) -> bool:
        """Whether it is 0.0.0.0."""
        return self.packed == b"\x00\x00\x00\x00"

    def __int__(self) -> int:
        return _to_int(self.packed)

    def __add__(self, other: int) -> IPv4Address:
        return IPv4Address(int(self) + other)

    def __sub__(self, other: int) -> IPv4Address:
        return IPv4Address(int(self) - other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IPv4Address) and self.packed == other.packed

    def __lt__(self, other: IPv4Address) -> bool:
        return self.packed < other.packed

    def __le__(self, other: IPv4Address) -> bool:
        return self.packed <= other.packed

    def __gt__(self, other: IPv4Address) -> bool:
        return self.packed > other.packed

    def __ge__(self, other: IPv4Address) -> bool:
        return self.packed >= other.packed

    def __hash__(self) -> int:
        return hash(self.packed)

    def __str__(self) -> str:
        return _v4_text(self.packed)

    def __repr__(self) -> str:
        return f"IPv4Address({str(self)!r})"


class IPv6Address:
    """An address of IPv6, maybe with a scope."""

    version = 6
    max_prefixlen = 128

    def __init__(self, address: str | int | bytes) -> None:
        self.scope_id: str | None = None
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(f"{address} (< 0) is not permitted as an IPv6 address")
            self.packed = address.to_bytes(16, "big")
        elif isinstance(address, bytes):
            if len(address) != 16:
                raise AddressValueError(
                    f"{address!r} (len {len(address)} != 16) is not permitted as an IPv6 address"
                )
            self.packed = address
        else:
            if "/" in address:
                raise AddressValueError(f"Unexpected '/' in {address!r}")
            text = address
            percent = address.find("%")
            if percent >= 0:
                text = address[:percent]
                scope = address[percent + 1 :]
                if not scope or "%" in scope:
                    raise AddressValueError(f'Invalid IPv6 address: "{address!r}"')
                self.scope_id = scope
            self.packed = _parse_v6(text)

    @property
    def compressed(self) -> str:
        """The shortest text."""
        return str(self)

    @property
    def exploded(self) -> str:
        """The text with all digits."""
        digits = self.packed.hex()
        text = ":".join([digits[i : i + 4] for i in range(0, 32, 4)])
        return text if self.scope_id is None else f"{text}%{self.scope_id}"

    @property
    def reverse_pointer(self) -> str:
        """The name for a PTR query."""
        digits = list(self.packed.hex())
        digits.reverse()
        return ".".join(digits) + ".ip6.arpa"

    @property
    def ipv4_mapped(self) -> IPv4Address | None:
        """The address of IPv4 that is in one of ::ffff:0:0/96."""
        if self.packed[:12] == b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff":
            return IPv4Address(self.packed[12:])
        return None

    @property
    def sixtofour(self) -> IPv4Address | None:
        """The address of IPv4 that is in one of 2002::/16."""
        return IPv4Address(self.packed[2:6]) if self.packed[:2] == b"\x20\x02" else None

    @property
    def is_private(self) -> bool:
        """Whether it is of a network that is not routed."""
        mapped = self.ipv4_mapped
        if mapped is not None:
            return mapped.is_private
        return _in_any(self.packed, _V6_PRIVATE)

    @property
    def is_global(self) -> bool:
        """Whether it is routed."""
        return not self.is_private

    @property
    def is_multicast(self) -> bool:
        """Whether it is of ff00::/8."""
        return self.packed[0] == 255

    @property
    def is_reserved(self) -> bool:
        """Whether it is of a reserved network."""
        return _in_any(self.packed, _V6_RESERVED)

    @property
    def is_loopback(self) -> bool:
        """Whether it is ::1."""
        return self.packed == bytes(15) + b"\x01"

    @property
    def is_link_local(self) -> bool:
        """Whether it is of fe80::/10."""
        return self.packed[0] == 0xFE and self.packed[1] >> 6 == 2

    @property
    def is_site_local(self) -> bool:
        """Whether it is of fec0::/10."""
        return self.packed[0] == 0xFE and self.packed[1] >> 6 == 3

    @property
    def is_unspecified(self) -> bool:
        """Whether it is ::."""
        return self.packed == bytes(16)

    def __int__(self) -> int:
        return _to_int(self.packed)

    def __add__(self, other: int) -> IPv6Address:
        return IPv6Address(_added(self.packed, other))

    def __sub__(self, other: int) -> IPv6Address:
        return IPv6Address(_added(self.packed, -other))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, IPv6Address) and self.packed == other.packed and self.scope_id == other.scope_id
        )

    def __lt__(self, other: IPv6Address) -> bool:
        return self.packed < other.packed

    def __le__(self, other: IPv6Address) -> bool:
        return self.packed <= other.packed

    def __gt__(self, other: IPv6Address) -> bool:
        return self.packed > other.packed

    def __ge__(self, other: IPv6Address) -> bool:
        return self.packed >= other.packed

    def __hash__(self) -> int:
        return hash((self.packed, self.scope_id))

    def __str__(self) -> str:
        text = _v6_text(self.packed)
        return text if self.scope_id is None else f"{text}%{self.scope_id}"

    def __repr__(self) -> str:
        return f"IPv6Address({str(self)!r})"


def _prefix_of(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise NetmaskValueError(f"{text!r} is not a valid netmask")
    prefix = int(text)
    if prefix > most:
        raise NetmaskValueError(f"{text!r} is not a valid netmask")
    return prefix


def _v4_prefix(text: str) -> int:
    """Read a prefix length, a mask or a host mask."""
    if "." not in text:
        return _prefix_of(text, 32)
    try:
        mask = _parse_v4(text)
    except AddressValueError:
        raise NetmaskValueError(f"{text!r} is not a valid netmask") from None
    value = _to_int(mask)
    for bits in (value, 0xFFFFFFFF ^ value):
        ones = 0
        while ones < 32 and bits >> (31 - ones) & 1:
            ones += 1
        if bits == (0xFFFFFFFF << (32 - ones)) & 0xFFFFFFFF:
            return ones
    raise NetmaskValueError(f"{text!r} is not a valid netmask")


def _cut(text: str) -> tuple[str, str | None]:
    at = text.find("/")
    if at < 0:
        return (text, None)
    if "/" in text[at + 1 :]:
        raise AddressValueError(f"Only one '/' permitted in {text!r}")
    return (text[:at], text[at + 1 :])


class IPv4Network:
    """A network of IPv4."""

    version = 4
    max_prefixlen = 32

    def __init__(
        self, address: str | int | bytes | tuple[str | int | bytes, int], strict: bool = True
    ) -> None:
        prefix = 32
        if isinstance(address, tuple):
            host = IPv4Address(address[0])
            prefix = address[1]
            if not 0 <= prefix <= 32:
                raise NetmaskValueError(f"{prefix!r} is not a valid netmask")
        elif isinstance(address, str):
            text, mask = _cut(address)
            host = IPv4Address(text)
            if mask is not None:
                prefix = _v4_prefix(mask)
        else:
            host = IPv4Address(address)
        self.prefixlen = prefix
        network = _and(host.packed, _prefix_mask(prefix, 4))
        if strict and network != host.packed:
            raise ValueError(f"{host}/{prefix} has host bits set")
        self.network_address = IPv4Address(network)

    @property
    def netmask(self) -> IPv4Address:
        """The mask."""
        return IPv4Address(_prefix_mask(self.prefixlen, 4))

    @property
    def hostmask(self) -> IPv4Address:
        """The mask of the host part."""
        return IPv4Address(_or_not(bytes(4), _prefix_mask(self.prefixlen, 4)))

    @property
    def broadcast_address(self) -> IPv4Address:
        """The last address."""
        return IPv4Address(_or_not(self.network_address.packed, _prefix_mask(self.prefixlen, 4)))

    @property
    def num_addresses(self) -> int:
        """How many addresses there are."""
        return 1 << (32 - self.prefixlen)

    @property
    def with_prefixlen(self) -> str:
        """The text with the prefix length."""
        return str(self)

    @property
    def with_netmask(self) -> str:
        """The text with the mask."""
        return f"{self.network_address}/{self.netmask}"

    @property
    def with_hostmask(self) -> str:
        """The text with the host mask."""
        return f"{self.network_address}/{self.hostmask}"

    @property
    def compressed(self) -> str:
        """The text."""
        return str(self)

    @property
    def exploded(self) -> str:
        """The text."""
        return str(self)

    @property
    def is_private(self) -> bool:
        """Whether it is within a network that is not routed."""
        return _within_any(self.network_address.packed, self.prefixlen, _V4_PRIVATE)

    @property
    def is_loopback(self) -> bool:
        """Whether both ends are of 127.0.0.0/8."""
        return self.network_address.is_loopback and self.broadcast_address.is_loopback

    @property
    def is_multicast(self) -> bool:
        """Whether both ends are of 224.0.0.0/4."""
        return self.network_address.is_multicast and self.broadcast_address.is_multicast

    @property
    def is_link_local(self) -> bool:
        """Whether both ends are of 169.254.0.0/16."""
        return self.network_address.is_link_local and self.broadcast_address.is_link_local

    def __contains__(self, other: IPv4Address | IPv6Address) -> bool:
        if isinstance(other, IPv4Address):
            return _same_prefix(self.network_address.packed, other.packed, self.prefixlen)
        return False

    def __iter__(self) -> Iterator[IPv4Address]:
        first = int(self.network_address)
        for n in range(first, first + self.num_addresses):
            yield IPv4Address(n)

    def __getitem__(self, n: int) -> IPv4Address:
        size = self.num_addresses
        if n < -size or n >= size:
            raise IndexError("address out of range")
        return self.network_address + (n if n >= 0 else size + n)

    def hosts(self) -> Iterator[IPv4Address]:
        """Give the addresses without network and broadcast address."""
        first = int(self.network_address)
        size = self.num_addresses
        skip = 1 if size > 2 else 0
        for n in range(first + skip, first + size - skip):
            yield IPv4Address(n)

    def overlaps(self, other: IPv4Network) -> bool:
        """Tell whether there are addresses in both."""
        return _same_prefix(
            self.network_address.packed, other.network_address.packed, min(self.prefixlen, other.prefixlen)
        )

    def subnet_of(self, other: IPv4Network) -> bool:
        """Tell whether it is within the other."""
        return self.prefixlen >= other.prefixlen and self.overlaps(other)

    def supernet_of(self, other: IPv4Network) -> bool:
        """Tell whether the other is within it."""
        return other.subnet_of(self)

    def subnets(self, prefixlen_diff: int = 1, new_prefix: int | None = None) -> Iterator[IPv4Network]:
        """Give the networks it splits into."""
        prefix = self.prefixlen + prefixlen_diff if new_prefix is None else new_prefix
        if prefix < self.prefixlen:
            raise ValueError("new prefix must be longer")
        if prefix > 32:
            raise ValueError(f"prefix length diff {prefix - self.prefixlen} is invalid for netblock {self}")
        return self._subnets(prefix)

    def _subnets(self, prefix: int) -> Iterator[IPv4Network]:
        first = int(self.network_address)
        for n in range(first, first + self.num_addresses, 1 << (32 - prefix)):
            yield IPv4Network((n, prefix))

    def supernet(self, prefixlen_diff: int = 1, new_prefix: int | None = None) -> IPv4Network:
        """Give the network around it."""
        if self.prefixlen == 0:
            return self
        prefix = self.prefixlen - prefixlen_diff if new_prefix is None else new_prefix
        if prefix > self.prefixlen:
            raise ValueError("new prefix must be shorter")
        if prefix < 0:
            raise ValueError(
                f"current prefixlen is {self.prefixlen}, cannot have a prefixlen_diff of {prefixlen_diff}"
            )
        return IPv4Network((self.network_address.packed, prefix), strict=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, IPv4Network)
            and self.prefixlen == other.prefixlen
            and self.network_address == other.network_address
        )

    def __lt__(self, other: IPv4Network) -> bool:
        mine = (self.network_address.packed, self.prefixlen)
        return mine < (other.network_address.packed, other.prefixlen)

    def __hash__(self) -> int:
        return hash((self.network_address.packed, self.prefixlen))

    def __str__(self) -> str:
        return f"{self.network_address}/{self.prefixlen}"

    def __repr__(self) -> str:
        return f"IPv4Network({str(self)!r})"


class IPv6Network:
    """A network of IPv6."""

    version = 6
    max_prefixlen = 128

    def __init__(
        self, address: str | int | bytes | tuple[str | int | bytes, int], strict: bool = True
    ) -> None:
        prefix = 128
        if isinstance(address, tuple):
            host = IPv6Address(address[0])
            prefix = address[1]
            if not 0 <= prefix <= 128:
                raise NetmaskValueError(f"{prefix!r} is not a valid netmask")
        elif isinstance(address, str):
            text, mask = _cut(address)
            host = IPv6Address(text)
            if mask is not None:
                prefix = _prefix_of(mask, 128)
        else:
            host = IPv6Address(address)
        self.prefixlen = prefix
        network = _and(host.packed, _prefix_mask(prefix, 16))
        if strict and network != host.packed:
            raise ValueError(f"{host}/{prefix} has host bits set")
        # The address as it was given, with its scope, if it is that of the network.
        self.network_address = host if network == host.packed else IPv6Address(network)

    @property
    def netmask(self) -> IPv6Address:
        """The mask."""
        return IPv6Address(_prefix_mask(self.prefixlen, 16))

    @property
    def hostmask(self) -> IPv6Address:
        """The mask of the host part."""
        return IPv6Address(_or_not(bytes(16), _prefix_mask(self.prefixlen, 16)))

    @property
    def broadcast_address(self) -> IPv6Address:
        """The last address."""
        return IPv6Address(_or_not(self.network_address.packed, _prefix_mask(self.prefixlen, 16)))

    @property
    def num_addresses(self) -> int:
        """How many addresses there are; `OverflowError` beyond 64 bits."""
        if self.prefixlen <= 65:
            raise OverflowError("integer overflow")
        return 1 << (128 - self.prefixlen)

    @property
    def with_prefixlen(self) -> str:
        """The text with the prefix length."""
        return str(self)

    @property
    def compressed(self) -> str:
        """The shortest text."""
        return str(self)

    @property
    def exploded(self) -> str:
        """The text with all digits."""
        return f"{self.network_address.exploded}/{self.prefixlen}"

    @property
    def is_private(self) -> bool:
        """Whether it is within a network that is not routed."""
        return _within_any(self.network_address.packed, self.prefixlen, _V6_PRIVATE)

    @property
    def is_loopback(self) -> bool:
        """Whether it is ::1/128."""
        return self.network_address.is_loopback and self.broadcast_address.is_loopback

    @property
    def is_multicast(self) -> bool:
        """Whether both ends are of ff00::/8."""
        return self.network_address.is_multicast and self.broadcast_address.is_multicast

    @property
    def is_link_local(self) -> bool:
        """Whether both ends are of fe80::/10."""
        return self.network_address.is_link_local and self.broadcast_address.is_link_local

    def __contains__(self, other: IPv4Address | IPv6Address) -> bool:
        if isinstance(other, IPv6Address):
            return _same_prefix(self.network_address.packed, other.packed, self.prefixlen)
        return False

    def __iter__(self) -> Iterator[IPv6Address]:
        address = self.network_address
        last = self.broadcast_address
        while address != last:
            yield address
            address = address + 1
        yield last

    def __getitem__(self, n: int) -> IPv6Address:
        if n >= 0:
            found = self.network_address + n
        else:
            found = self.broadcast_address + (n + 1)
        if found not in self:
            raise IndexError("address out of range")
        return found

    def hosts(self) -> Iterator[IPv6Address]:
        """Give the addresses without the first one, which means any router."""
        first = True
        for address in self:
            if not first or self.prefixlen >= 127:
                yield address
            first = False

    def overlaps(self, other: IPv6Network) -> bool:
        """Tell whether there are addresses in both."""
        return _same_prefix(
            self.network_address.packed, other.network_address.packed, min(self.prefixlen, other.prefixlen)
        )

    def subnet_of(self, other: IPv6Network) -> bool:
        """Tell whether it is within the other."""
        return self.prefixlen >= other.prefixlen and self.overlaps(other)

    def supernet_of(self, other: IPv6Network) -> bool:
        """Tell whether the other is within it."""
        return other.subnet_of(self)

    def supernet(self, prefixlen_diff: int = 1, new_prefix: int | None = None) -> IPv6Network:
        """Give the network around it."""
        if self.prefixlen == 0:
            return self
        prefix = self.prefixlen - prefixlen_diff if new_prefix is None else new_prefix
        if prefix > self.prefixlen:
            raise ValueError("new prefix must be shorter")
        if prefix < 0:
            raise ValueError(
                f"current prefixlen is {self.prefixlen}, cannot have a prefixlen_diff of {prefixlen_diff}"
            )
        return IPv6Network((self.network_address.packed, prefix), strict=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, IPv6Network)
            and self.prefixlen == other.prefixlen
            and self.network_address == other.network_address
        )

    def __lt__(self, other: IPv6Network) -> bool:
        mine = (self.network_address.packed, self.prefixlen)
        return mine < (other.network_address.packed, other.prefixlen)

    def __hash__(self) -> int:
        return hash((self.network_address.packed, self.prefixlen))

    def __str__(self) -> str:
        return f"{self.network_address}/{self.prefixlen}"

    def __repr__(self) -> str:
        return f"IPv6Network({str(self)!r})"


def ip_address(address: str | int | bytes) -> IPv4Address | IPv6Address:
    """Read an address of either version."""
    if isinstance(address, str):
        try:
            if ":" in address:
                return IPv6Address(address)
            return IPv4Address(address)
        except AddressValueError:
            raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 address") from None
    if isinstance(address, bytes):
        if len(address) == 4:
            return IPv4Address(address)
        if len(address) == 16:
            return IPv6Address(address)
        raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 address")
    if address < 0:
        raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 address")
    return IPv4Address(address) if address <= 0xFFFFFFFF else IPv6Address(address)


def ip_network(address: str | int | bytes, strict: bool = True) -> IPv4Network | IPv6Network:
    """Read a network of either version."""
    if isinstance(address, str):
        try:
            if ":" in address:
                return IPv6Network(address, strict)
            return IPv4Network(address, strict)
        except (AddressValueError, NetmaskValueError):
            raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 network") from None
    if isinstance(address, bytes):
        return IPv6Network(address, strict) if len(address) == 16 else IPv4Network(address, strict)
    return IPv4Network(address, strict) if address <= 0xFFFFFFFF else IPv6Network(address, strict)


def collapse_addresses(addresses: Iterable[IPv4Network]) -> Iterator[IPv4Network]:
    """Join the networks of IPv4 that lie side by side or within one another."""
    known = sorted(addresses)
    out: list[IPv4Network] = []
    for network in known:
        if out and network.subnet_of(out[-1]):
            continue
        out.append(network)
        while len(out) >= 2 and out[-1].prefixlen == out[-2].prefixlen and out[-1].prefixlen > 0:
            around = out[-2].supernet()
            if not out[-1].subnet_of(around) or around.network_address != out[-2].network_address:
                break
            out.pop()
            out.pop()
            out.append(around)
    return iter(out)
