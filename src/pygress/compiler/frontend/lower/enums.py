from mypy import nodes
from pygress.compiler.frontend.errors import Unsupported
def _no(node): return Unsupported(node, "unsupported-type", "enums cannot be compiled yet")
def is_member(info, name): return False
def enum_member(b, info, name): raise _no(info.defn)
def enum_attribute(b, node, value, name): raise _no(node)
def enum_by_value(b, node, info): raise _no(node)
def enum_by_name(b, node, info): raise _no(node)
def member_list(b, node, ty): raise _no(node)
def class_call(b, node, info, name): return None
def define_members(b, node): raise _no(node)
