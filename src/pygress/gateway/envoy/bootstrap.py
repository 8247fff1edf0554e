"""The bootstrap: all that Envoy knows before it talks to us. Everything else comes over ADS."""

from pathlib import Path
from typing import Any


def bootstrap(node: str, ads: str, admin: str) -> dict[str, Any]:
    """Build the bootstrap; `ads` and `admin` are paths of unix sockets, which keep certificates off the network."""
    redis = str(Path(ads.removeprefix("unix:")).with_name("redis"))
    room = str(Path(ads.removeprefix("unix:")).with_name("room"))
    return {
        "node": {"id": node, "cluster": "pygress"},
        "admin": {"address": {"pipe": {"path": admin, "mode": 0o600}}},
        "dynamic_resources": {
            "lds_config": {"ads": {}, "resource_api_version": "V3"},
            "cds_config": {"ads": {}, "resource_api_version": "V3"},
            "ads_config": {
                "api_type": "DELTA_GRPC",
                "transport_api_version": "V3",
                "set_node_on_first_message_only": True,
                "grpc_services": [{"envoy_grpc": {"cluster_name": "ads"}}],
            },
        },
        "static_resources": {
            "clusters": [
                {
                    "name": "ads",
                    "type": "STATIC",
                    "connect_timeout": "1s",
                    "typed_extension_protocol_options": {
                        "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                            "@type": "type.googleapis.com/"
                            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                            "explicit_http_config": {"http2_protocol_options": {}},
                        }
                    },
                    "load_assignment": {
                        "cluster_name": "ads",
                        "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {"pipe": {"path": ads}}}}]}],
                    },
                },
                {
                    # The Redis bridge of adapted Higress modules, beside our other socket.
                    "name": "pygress_redis",
                    "type": "STATIC",
                    "connect_timeout": "1s",
                    "load_assignment": {
                        "cluster_name": "pygress_redis",
                        "endpoints": [
                            {"lb_endpoints": [{"endpoint": {"address": {"pipe": {"path": redis}}}}]}
                        ],
                    },
                },
                {
                    # Where requests wait for a plugin that was just created; the rest queues here, and is refused.
                    "name": "pygress_waiting_room",
                    "type": "STATIC",
                    "connect_timeout": "1s",
                    "circuit_breakers": {
                        "thresholds": [{"max_connections": 256, "max_pending_requests": 8192}]
                    },
                    "load_assignment": {
                        "cluster_name": "pygress_waiting_room",
                        "endpoints": [
                            {"lb_endpoints": [{"endpoint": {"address": {"pipe": {"path": room}}}}]}
                        ],
                    },
                },
            ]
        },
        "layered_runtime": {
            "layers": [
                {
                    "name": "static",
                    # An unlimited number of client connections is the operator's decision, not a warning.
                    "static_layer": {"re2.max_program_size.error_level": 10000},
                },
            ]
        },
        # Detects stuck workers within seconds; the process supervision reads the counters.
        "watchdogs": {
            "main_thread_watchdog": {"miss_timeout": "0.5s", "megamiss_timeout": "2s"},
            "worker_watchdog": {"miss_timeout": "0.5s", "megamiss_timeout": "2s"},
        },
    }
