# ruff: noqa: B023
import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import ipaddress as ours

PROPERTIES = [
    "is_private",
    "is_multicast",
    "is_reserved",
    "is_loopback",
    "is_link_local",
    "is_unspecified",
    "compressed",
    "exploded",
    "reverse_pointer",
    "packed",
    "version",
    "max_prefixlen",
]
ADDRESSES = st.ip_addresses() | st.sampled_from(
    [
        "10.0.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "192.168.1.1",
        "172.16.0.1",
        "172.32.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "192.0.0.170",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "2002:102:304::",
        "::ffff:10.0.0.1",
        "2001:0:0:1:0:0:0:1",
        "1:0:0:2::3",
        "::1:2:3:4:5:6:7",
    ]
).map(ipaddress.ip_address)


def outcome(call: Any) -> Any:
    try:
        return call()
    except (ValueError, IndexError) as error:
        return type(error).__name__, str(error)


@given(ADDRESSES, st.integers(-300, 300))
def test_addresses(theirs: Any, n: int) -> None:
    for given_ in (str(theirs), theirs.packed, theirs.exploded):
        mine = ours.ip_address(given_)
        assert (str(mine), repr(mine), hash(mine)) == (
            str(theirs),
            repr(theirs),
            hash(ours.ip_address(str(theirs))),
        )
        for name in PROPERTIES:
            assert getattr(mine, name) == getattr(theirs, name), name
    if theirs.version == 4:
        assert int(mine) == int(theirs)
        assert ours.ip_address(int(theirs)) == mine
    else:
        assert str(mine.ipv4_mapped) == str(theirs.ipv4_mapped)
        assert str(mine.sixtofour) == str(theirs.sixtofour)
        assert mine.is_site_local == theirs.is_site_local
    moved = outcome(lambda: str(mine + n))
    expected = outcome(lambda: str(theirs + n))
    assert moved == expected or (moved[0], expected[0]) == ("AddressValueError", "AddressValueError")
    assert outcome(lambda: str(mine - n))[0] == outcome(lambda: str(theirs - n))[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.2.3.256",
        "1.2.3.x",
        "1..3.4",
        "1.2.3.1234",
        "1.2.3.4/8",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "::12345",
        "::g",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "::1.2.3",
        "::ffff:1.2.3.4",
        "fe80::1%eth0",
        "fe80::1%",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "::1%a%b",
        "1:2:3:4:5:6:1.2.3.4",
    ],
)
def test_texts(text: str) -> None:
    for name in ("ip_address", "IPv4Address", "IPv6Address"):
        mine, theirs = (
            outcome(lambda: getattr(ours, name)(text)),
            outcome(lambda: getattr(ipaddress, name)(text)),
        )
        assert str(mine) == str(theirs)


NETWORKS = st.builds(
    lambda a, p: ipaddress.ip_network((a.packed, p % (a.max_prefixlen + 1)), strict=False),
    ADDRESSES,
    st.integers(0, 128),
)


@given(NETWORKS, NETWORKS, ADDRESSES, st.integers(-3, 3))
def test_networks(theirs: Any, other: Any, address: Any, n: int) -> None:
    mine, our_other, our_address = (
        ours.ip_network(str(theirs)),
        ours.ip_network(str(other)),
        ours.ip_address(str(address)),
    )
    for name in (
        "prefixlen",
        "with_prefixlen",
        "compressed",
        "exploded",
        "is_loopback",
        "is_multicast",
        "is_link_local",
        "is_private",
    ):
        assert getattr(mine, name) == getattr(theirs, name), name
    for name in ("netmask", "hostmask", "broadcast_address", "network_address"):
        assert str(getattr(mine, name)) == str(getattr(theirs, name)), name
    assert repr(mine) == repr(theirs)
    assert (our_address in mine) == (address in theirs)
    assert (mine == our_other, mine == mine) == (theirs == other, True)
    assert outcome(lambda: str(mine[n])) == outcome(lambda: str(theirs[n]))
    assert outcome(lambda: str(mine.supernet(3)))[0] == outcome(lambda: str(theirs.supernet(3)))[0]
    if theirs.version == other.version:
        assert mine.overlaps(our_other) == theirs.overlaps(other)
        assert mine.subnet_of(our_other) == theirs.subnet_of(other)
        assert mine.supernet_of(our_other) == theirs.supernet_of(other)
        assert (mine < our_other) == (
            (theirs.network_address, theirs.prefixlen) < (other.network_address, other.prefixlen)
        )
    if theirs.version == 4:
        assert (mine.num_addresses, mine.with_netmask, mine.with_hostmask) == (
            theirs.num_addresses,
            theirs.with_netmask,
            theirs.with_hostmask,
        )
        assert str(ours.IPv4Network(theirs.with_netmask)) == str(theirs)
        masked = theirs.with_hostmask
        assert str(outcome(lambda: ours.IPv4Network(masked))) == str(
            outcome(lambda: ipaddress.IPv4Network(masked))
        )
        if theirs.prefixlen <= 30:
            new = theirs.prefixlen + 2
            assert [str(x) for x in mine.subnets(2)] == [str(x) for x in theirs.subnets(new_prefix=new)]
    if theirs.num_addresses <= 64:
        assert [str(x) for x in mine] == [str(x) for x in theirs]
        assert [str(x) for x in mine.hosts()] == [str(x) for x in theirs.hosts()]


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "10.0.0.0/255.0.255.0",
        "::1/64",
        "1.2.3.4/5/6",
        "x",
        "10.0.0.0/",
        "::/129",
    ],
)
def test_wrong_networks(text: str) -> None:
    assert str(outcome(lambda: ours.ip_network(text))) == str(outcome(lambda: ipaddress.ip_network(text)))
    assert outcome(lambda: str(ours.ip_network(text, False))) == outcome(
        lambda: str(ipaddress.ip_network(text, False))
    )


@given(
    st.lists(
        st.builds(
            lambda n, p: ipaddress.ip_network((n << 24, p), strict=False),
            st.integers(0, 15),
            st.integers(4, 9),
        ),
        max_size=8,
    )
)
def test_collapse(networks: list[Any]) -> None:
    mine = [str(x) for x in ours.collapse_addresses([ours.IPv4Network(str(n)) for n in networks])]
    assert mine == [str(x) for x in ipaddress.collapse_addresses(networks)]


def test_beyond_64_bits() -> None:
    with pytest.raises(OverflowError):
        int(ours.ip_address("ff::"))
    assert int(ours.ip_address("::ffff")) == 65535
