from pygress.compiler.frontend.errors import Unsupported
def named_fields(world, info, ty): return []
def class_call(b, node, ty, info, name): return None
def construct_named(b, node, ty, info): raise Unsupported(node, "unsupported-type", "NamedTuple cannot be compiled yet")
