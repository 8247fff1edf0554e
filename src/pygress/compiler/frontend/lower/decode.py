from pygress.compiler.frontend.errors import Unsupported
def lower_decode_call(b, node): raise Unsupported(node, "unsupported-function", "`decode` cannot be compiled yet")
