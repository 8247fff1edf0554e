"""The gateway: resources -> gateway IR + status -> xDS -> Envoy.

`build` and `xds` are pure; `serve`, `envoy` and `pipeline` own the connections, the processes and the time.
"""
