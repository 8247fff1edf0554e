"""The standard library of compiled programs: one typed Python module per standard module.

The module `x.y` is implemented by `x_y.py`. The compiler type-checks `import re` against typeshed (what users
know) and compiles our module of that name instead; only the names that a program reaches are compiled. What is
absent here is a compile error. `native.py` is the contract with the C runtime: each of its functions is the C
function `pg_native_<name>`.

Rules for the implementations: parameter names and defaults are the standard ones, so that calls bind the same way;
a class has the type parameters of typeshed's class or none; nothing is done by reflection.
"""

from __future__ import annotations

ALIASES: dict[str, str] = {
    # typeshed's full name: ours, below `pygress.compiler.stdlib`
    "_bisect": "bisect",
    "_collections_abc": "collections.abc",
    "_hashlib.HASH": "hashlib.HASH",
    "_heapq": "heapq",
    "_operator": "operator",
    "_random.Random": "random.Random",
    "_struct": "struct",
    "hashlib._Hash": "hashlib.HASH",
    "json.decoder.JSONDecodeError": "json.JSONDecodeError",
    "json.decoder.JSONDecoder": "json.JSONDecoder",
    "json.encoder.JSONEncoder": "json.JSONEncoder",
}
"""Where a definition of typeshed does not live in the module that users import it from."""
