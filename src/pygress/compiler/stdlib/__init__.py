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
    "_io.BytesIO": "io.BytesIO",
    "_io.StringIO": "io.StringIO",
    "_operator": "operator",
    "_random.Random": "random.Random",
    "_struct": "struct",
    "hashlib._Hash": "hashlib.HASH",
    "itertools.chain.from_iterable": "itertools.chain_from_iterable",
    "json.decoder.JSONDecodeError": "json.JSONDecodeError",
    "json.decoder.JSONDecoder": "json.JSONDecoder",
    "json.encoder.JSONEncoder": "json.JSONEncoder",
}
"""Where a definition of typeshed does not live in the module that users import it from."""

ITERATORS: frozenset[str] = frozenset(
    "itertools." + name
    for name in (
        "accumulate",
        "batched",
        "chain",
        "combinations",
        "combinations_with_replacement",
        "compress",
        "count",
        "cycle",
        "dropwhile",
        "filterfalse",
        "islice",
        "pairwise",
        "permutations",
        "product",
        "repeat",
        "starmap",
        "takewhile",
        "zip_longest",
    )
)
"""Classes of typeshed that are functions here; their type is `Iterator` of their first argument.

`itertools.groupby[K, T]` is the exception: `Iterator[tuple[K, Iterator[T]]]`.
"""

FORMS: dict[str, dict[int | str, str]] = {
    # called: positional arguments (a number, without `*`) or a keyword that is given: the function that is meant
    "bisect.bisect": {"key": "bisect_right_by"},
    "bisect.bisect_left": {"key": "bisect_left_by"},
    "bisect.bisect_right": {"key": "bisect_right_by"},
    "bisect.insort": {"key": "insort_right_by"},
    "bisect.insort_left": {"key": "insort_left_by"},
    "bisect.insort_right": {"key": "insort_right_by"},
    "functools.reduce": {3: "reduce_from"},
    "heapq.nlargest": {3: "nlargest_by", "key": "nlargest_by"},
    "heapq.nsmallest": {3: "nsmallest_by", "key": "nsmallest_by"},
    "itertools.accumulate": {"initial": "accumulate_from"},
    "itertools.groupby": {"key": "groupby", 1: "groupby_self"},
    "itertools.islice": {3: "islice_from", 4: "islice_from"},
    "itertools.product": {"repeat": "product", 2: "product2", 3: "product3"},
    "re.Match.group": {0: "group_0", 1: "group_1"},
}
"""Functions whose forms (overloads) have different types: the first key that fits decides, else the function itself."""
