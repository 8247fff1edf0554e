from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.names import is_plain
def _no(node): return Unsupported(node, "unsupported-syntax", "this decorator cannot be compiled yet")
def is_plain_method(node): return is_plain(node)
def call_decorated(b, node, callee, target, tree=None): raise _no(node)
def call_decorated_method(b, node, receiver, member): raise _no(node)
def decorated_value(b, node, target, tree): raise _no(node)
def define_decorated(b, node): raise _no(node)
def define_decorated_method(b, info, node):
    pass
def cached_property(b, node, value, member): raise _no(node)
