"""The bridge between adapted Higress modules and Redis.

    module -> proxy_http_call to `pygress_redis` -> unix socket -> bridge -> RESP over TCP -> Redis

A module that imports `proxy_redis_call` was given functions (`modules/adapt/redis.py`) that send each query as one HTTP
request; the bridge runs it on a pooled connection and answers with what Redis said, byte for byte.
"""

from pygress.gateway.redis.bridge import RedisBridge

__all__ = ["RedisBridge"]
