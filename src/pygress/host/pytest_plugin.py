"""The `gateway` fixture of plugin tests."""
