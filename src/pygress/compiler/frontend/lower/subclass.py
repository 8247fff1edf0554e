from pygress.compiler.frontend.errors import Unsupported
def new_of_builtin(b, cls, args): raise Unsupported(cls.info.defn, "unsupported-type", "a subclass of a built-in type cannot be compiled yet")
