"""The Envoy process: its bootstrap, its supervision, its admin interface, and the preflight of plugins."""
