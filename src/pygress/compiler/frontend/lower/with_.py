from mypy import nodes
from pygress.compiler.frontend.errors import Unsupported
def lower_with(b, node): raise Unsupported(node, "unsupported-syntax", "`with` cannot be compiled yet")
