"""A plugin file before it is compiled: the plugin class, its phases, its configuration.

Input: the path of a file. Output: the source of the entry module, the metadata and the README that travel in
the module. Everything is read from the syntax tree, nothing is run and mypy is not needed: the entry module is
then type-checked together with the plugin, once.
"""

from pygress.compiler.frontend.plugin.read import PluginFile, read_plugin

__all__ = ["PluginFile", "read_plugin"]
