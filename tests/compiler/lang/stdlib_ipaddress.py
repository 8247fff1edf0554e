"""ipaddress and uuid."""

import ipaddress
import uuid

for text in ("10.0.0.1", "8.8.8.8", "::1", "2001:db8::ff", "fe80::1", "::ffff:1.2.3.4"):
    address = ipaddress.ip_address(text)
    print(
        address,
        repr(address),
        address.version,
        address.is_private,
        address.is_loopback,
        address.packed,
        address.exploded,
    )
network = ipaddress.ip_network("10.1.0.0/16")
print(
    network,
    ipaddress.ip_address("10.1.2.3") in network,
    ipaddress.ip_address("10.2.0.0") in network,
    network.prefixlen,
)
v4 = ipaddress.IPv4Network("192.168.1.0/30")
print(
    [str(host) for host in v4.hosts()],
    v4.num_addresses,
    v4.netmask,
    v4.broadcast_address,
    list(v4.subnets())[0],
    v4[1],
)
v6 = ipaddress.IPv6Network("2001:db8::/32")
print(ipaddress.IPv6Address("2001:db8::5") in v6, v6.network_address, v6.broadcast_address)
print(
    ipaddress.IPv4Address("1.2.3.4") + 1,
    int(ipaddress.IPv4Address("1.2.3.4")),
    ipaddress.IPv4Address(16909060),
)
print(
    sorted([ipaddress.IPv4Address("2.0.0.0"), ipaddress.IPv4Address("1.0.0.0")]),
    v4.subnet_of(ipaddress.IPv4Network("192.168.0.0/16")),
)
for wrong in ("1.2.3", "1.2.3.256", "::g", "x"):
    try:
        ipaddress.ip_address(wrong)
    except ValueError as error:
        print("ValueError:", error)
try:
    ipaddress.ip_network("10.0.0.1/8")
except ValueError as error:
    print("ValueError:", error)
print(ipaddress.ip_network("10.0.0.1/8", strict=False))

one = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(
    one, repr(one), one.hex, one.version, one.bytes, one == uuid.UUID(hex="12345678123456781234567812345678")
)
print(
    uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"),
    uuid.uuid3(uuid.NAMESPACE_URL, "http://x"),
    len(str(uuid.uuid4())),
    uuid.uuid4().version,
)
try:
    uuid.UUID("nope")
except ValueError as error:
    print(error)
print(len({uuid.uuid4() for _ in range(5)}))
for spelled in ("0x" + "1" * 30, "g" * 32, "1" * 31 + " ", "1_" * 15 + "11", "{12345678123456781234567812345678}", "1" * 30 + "_ ", "+" + "1" * 31):
    try:
        print(uuid.UUID(spelled))
    except ValueError as wrong:
        print(wrong)
print(ipaddress.ip_network("fe80::%eth0/64", strict=False), ipaddress.ip_network("fe80::1%eth0/64", strict=False))
