"""The certificate of the API server, whatever the clock says."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from pygress.apiserver import ApiServer, serve, tls
from pygress.apiserver.tls import ensure_certificates, needs_renewal
from pygress.client import Client
from pygress.resources import kinds


class Clock(datetime):
    """A `datetime` whose present can be moved."""

    shift = timedelta()

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) + cls.shift


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(tls, "datetime", Clock)
    monkeypatch.setattr(Clock, "shift", timedelta())
    return Clock


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


@pytest.mark.parametrize("years", [-50, -3, 3, 50], ids=lambda years: f"{years:+} years")
def test_a_jump_of_the_clock_renews_the_server_and_keeps_the_authority(
    years: int, clock: type[Clock], tmp_path: Path
) -> None:
    ca, server, _ = ensure_certificates(tmp_path, "127.0.0.1")
    authority, before = ca.read_bytes(), server.read_bytes()
    assert not needs_renewal(tmp_path)
    clock.shift = timedelta(days=365 * years)
    assert needs_renewal(tmp_path)
    ensure_certificates(tmp_path, "127.0.0.1")
    assert not needs_renewal(tmp_path)
    assert ca.read_bytes() == authority
    assert server.read_bytes() != before
    now = clock.now()
    for one in (read(ca), read(server)):
        assert one.not_valid_before_utc <= now <= one.not_valid_after_utc
    read(server).verify_directly_issued_by(read(ca))


def test_nothing_changes_while_the_clock_runs_on(clock: type[Clock], tmp_path: Path) -> None:
    _, server, _ = ensure_certificates(tmp_path, "127.0.0.1")
    before = server.read_bytes()
    clock.shift = timedelta(days=200)
    ensure_certificates(tmp_path, "127.0.0.1")
    clock.shift = timedelta(days=-20)
    ensure_certificates(tmp_path, "127.0.0.1")
    assert server.read_bytes() == before


def test_a_running_server_takes_its_new_certificate(
    clock: type[Clock], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "_RENEW_SECONDS", 0.01)

    async def presented(port: int) -> bytes:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        found = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        return bytes(found)

    async def story() -> None:
        async with ApiServer(tmp_path, port=0) as server, Client.from_kubeconfig(server.kubeconfig) as client:
            await client.list(kinds.NAMESPACE)
            before = await presented(server.port)
            clock.shift = timedelta(days=3 * 365)
            async with asyncio.timeout(20):
                while await presented(server.port) == before:
                    await asyncio.sleep(0.01)
            # The connection from before goes on.
            await client.list(kinds.NAMESPACE)

    asyncio.run(story())
