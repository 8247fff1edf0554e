"""The listeners: one for HTTP, and one for HTTPS as soon as there is a certificate."""

from pygress.gateway import ir
from pygress.gateway.build.settings import Settings


def build_listeners(settings: Settings, tls: tuple[ir.TlsHost, ...]) -> tuple[ir.Listener, ...]:
    """Build the listeners."""

    def listener(name: str, port: int, chains: tuple[ir.TlsHost, ...] | None) -> ir.Listener:
        return ir.Listener(
            name,
            settings.address,
            port,
            settings.server_header,
            settings.body_limit,
            settings.slots,
            settings.access_log,
            chains,
        )

    plain = listener("http", settings.http_port, None)
    return (plain, listener("https", settings.https_port, tls)) if tls else (plain,)
