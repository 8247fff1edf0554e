"""Methods of `str`, `bytes` and `bytearray`."""

_STARTS = """
def startswith(self, prefix: {t}, start: int = 0, end: int = MAX) -> bool: pg_{t}_startswith
def startswith(self, prefix: tuple[{t}, ...], start: int = 0, end: int = MAX) -> bool: raises(pg_{t}_startswith_any)
def endswith(self, suffix: {t}, start: int = 0, end: int = MAX) -> bool: pg_{t}_endswith
def endswith(self, suffix: tuple[{t}, ...], start: int = 0, end: int = MAX) -> bool: raises(pg_{t}_endswith_any)
def find(self, sub: {t}, start: int = 0, end: int = MAX) -> int: pg_{t}_find
def rfind(self, sub: {t}, start: int = 0, end: int = MAX) -> int: pg_{t}_rfind
def index(self, sub: {t}, start: int = 0, end: int = MAX) -> int: raises(pg_{t}_index)
def rindex(self, sub: {t}, start: int = 0, end: int = MAX) -> int: raises(pg_{t}_rindex)
def count(self, sub: {t}, start: int = 0, end: int = MAX) -> int: pg_{t}_count
def removeprefix(self, prefix: {t}) -> {t}: raises(pg_{t}_removeprefix)
def removesuffix(self, suffix: {t}) -> {t}: raises(pg_{t}_removesuffix)
def strip(self, chars: {t} | None = None) -> {t}: raises("pg_{t}_strip({{0}}, pg_or_null({{1}}))")
def lstrip(self, chars: {t} | None = None) -> {t}: raises("pg_{t}_lstrip({{0}}, pg_or_null({{1}}))")
def rstrip(self, chars: {t} | None = None) -> {t}: raises("pg_{t}_rstrip({{0}}, pg_or_null({{1}}))")
def split(self, sep: {t} | None = None, maxsplit: int = -1) -> list[{t}]: raises("pg_{t}_split({{0}}, pg_or_null({{1}}), {{2}})")
def rsplit(self, sep: {t} | None = None, maxsplit: int = -1) -> list[{t}]: raises("pg_{t}_rsplit({{0}}, pg_or_null({{1}}), {{2}})")
def splitlines(self, keepends: bool = False) -> list[{t}]: raises(pg_{t}_splitlines)
def partition(self, sep: {t}) -> tuple[{t}, {t}, {t}]: raises(pg_{t}_partition)
def rpartition(self, sep: {t}) -> tuple[{t}, {t}, {t}]: raises(pg_{t}_rpartition)
def replace(self, old: {t}, new: {t}, count: int = -1) -> {t}: raises(pg_{t}_replace)
def join(self, items: list[{t}]) -> {t}: raises(pg_{t}_join)
def lower(self) -> {t}: raises(pg_{t}_lower)
def upper(self) -> {t}: raises(pg_{t}_upper)
def isalpha(self) -> bool: pg_{t}_isalpha
def isdigit(self) -> bool: pg_{t}_isdigit
def isalnum(self) -> bool: pg_{t}_isalnum
def isspace(self) -> bool: pg_{t}_isspace
def isupper(self) -> bool: pg_{t}_isupper
def islower(self) -> bool: pg_{t}_islower
def center(self, width: int, fill: {t} | None = None) -> {t}: raises("pg_{t}_center({{0}}, {{1}}, pg_or_null({{2}}))")
def ljust(self, width: int, fill: {t} | None = None) -> {t}: raises("pg_{t}_ljust({{0}}, {{1}}, pg_or_null({{2}}))")
def rjust(self, width: int, fill: {t} | None = None) -> {t}: raises("pg_{t}_rjust({{0}}, {{1}}, pg_or_null({{2}}))")
def zfill(self, width: int) -> {t}: raises(pg_{t}_zfill)
def __len__(self) -> int: pg_{t}_len
def __add__(self, other: {t}) -> {t}: raises(pg_{t}_concat)
def __mul__(self, n: int) -> {t}: raises(pg_{t}_repeat)
def __rmul__(self, n: int) -> {t}: raises(pg_{t}_repeat)
def __contains__(self, sub: {t}) -> bool: pg_{t}_contains
def __slice__(self, start: int, stop: int) -> {t}: raises(pg_{t}_slice)
def __slice__(self, start: int, stop: int, step: int) -> {t}: raises(pg_{t}_slice_step)
"""

STR = (
    _STARTS.format(t="str")
    + """
def join(self, items: Iterable[object]) -> str: raises(pg_str_join_obj)
def __getitem__(self, i: int) -> str: raises(pg_str_getitem)
def title(self) -> str: raises(pg_str_title)
def capitalize(self) -> str: raises(pg_str_capitalize)
def swapcase(self) -> str: raises(pg_str_swapcase)
def casefold(self) -> str: raises(pg_str_casefold)
def isdecimal(self) -> bool: pg_str_isdecimal
def isnumeric(self) -> bool: pg_str_isnumeric
def istitle(self) -> bool: pg_str_istitle
def isidentifier(self) -> bool: pg_str_isidentifier
def isprintable(self) -> bool: pg_str_isprintable
def isascii(self) -> bool: pg_str_isascii
def expandtabs(self, tabsize: int = 8) -> str: raises(pg_str_expandtabs)
def translate(self, table: object) -> str: raises(pg_str_translate)
def encode(self, encoding: str | None = None, errors: str | None = None) -> bytes: raises(pg_str_encode)
def format_map(self, mapping: object) -> str: raises("pg_str_format_method({0}, 0, 0, {1})")
"""
)

_LIKE = "bytes | bytearray"
_SEARCHES = """
def find(self, sub: {t}, start: int = 0, end: int = MAX) -> int: "pg_bytes_find({s}, {a}, {{2}}, {{3}})"
def rfind(self, sub: {t}, start: int = 0, end: int = MAX) -> int: "pg_bytes_rfind({s}, {a}, {{2}}, {{3}})"
def index(self, sub: {t}, start: int = 0, end: int = MAX) -> int: raises("pg_bytes_index({s}, {a}, {{2}}, {{3}})")
def rindex(self, sub: {t}, start: int = 0, end: int = MAX) -> int: raises("pg_bytes_rindex({s}, {a}, {{2}}, {{3}})")
def count(self, sub: {t}, start: int = 0, end: int = MAX) -> int: "pg_bytes_count({s}, {a}, {{2}}, {{3}})"
def startswith(self, prefix: {t}, start: int = 0, end: int = MAX) -> bool: "pg_bytes_startswith({s}, {a}, {{2}}, {{3}})"
def endswith(self, suffix: {t}, start: int = 0, end: int = MAX) -> bool: "pg_bytes_endswith({s}, {a}, {{2}}, {{3}})"
"""
_WITH_BYTEARRAYS = (
    _SEARCHES.format(t="bytearray", s="{0}", a="pg_bytearray_view({1})")
    + """
def startswith(self, prefix: tuple[bytes | bytearray, ...], start: int = 0, end: int = MAX) -> bool: raises(pg_bytes_startswith_any)
def endswith(self, suffix: tuple[bytes | bytearray, ...], start: int = 0, end: int = MAX) -> bool: raises(pg_bytes_endswith_any)
def __add__(self, other: bytearray) -> bytes: raises("pg_bytes_concat({0}, pg_bytearray_view({1}))")
def __contains__(self, sub: bytearray) -> bool: "pg_bytes_contains({0}, pg_bytearray_view({1}))"
def removeprefix(self, prefix: bytearray) -> bytes: raises("pg_bytes_removeprefix({0}, pg_bytearray_view({1}))")
def removesuffix(self, suffix: bytearray) -> bytes: raises("pg_bytes_removesuffix({0}, pg_bytearray_view({1}))")
def strip(self, chars: bytearray) -> bytes: raises("pg_bytes_strip({0}, pg_bytearray_view({1}))")
def lstrip(self, chars: bytearray) -> bytes: raises("pg_bytes_lstrip({0}, pg_bytearray_view({1}))")
def rstrip(self, chars: bytearray) -> bytes: raises("pg_bytes_rstrip({0}, pg_bytearray_view({1}))")
def split(self, sep: bytearray, maxsplit: int = -1) -> list[bytes]: raises("pg_bytes_split({0}, pg_bytearray_view({1}), {2})")
def rsplit(self, sep: bytearray, maxsplit: int = -1) -> list[bytes]: raises("pg_bytes_rsplit({0}, pg_bytearray_view({1}), {2})")
def partition(self, sep: bytearray) -> tuple[bytes, bytes, bytes]: raises("pg_bytes_partition({0}, pg_bytearray_bytes({1}))")
def rpartition(self, sep: bytearray) -> tuple[bytes, bytes, bytes]: raises("pg_bytes_rpartition({0}, pg_bytearray_bytes({1}))")
def replace(self, old: bytes | bytearray, new: bytes | bytearray, count: int = -1) -> bytes: raises("pg_bytes_replace({0}, pg_bytes_like({1}), pg_bytes_like({2}), {3})")
def translate(self, table: bytes | bytearray | None, delete: bytes | bytearray | None = None) -> bytes: raises("pg_bytes_translate({0}, pg_bytes_like({1}), pg_bytes_like({2}))")
"""
)


def _on_views() -> str:
    """Write the methods of `bytearray` that read: the functions of bytes over a view, and copies of what they give."""
    view, like = "pg_bytearray_view({0})", _LIKE
    out = [_SEARCHES.format(t=like, s=view, a="pg_bytes_like({1})")]
    for name, parameter in (("startswith", "prefix"), ("endswith", "suffix")):
        out.append(
            f"def {name}(self, {parameter}: tuple[{like}, ...], start: int = 0, end: int = MAX) -> bool: "
            f'raises("pg_bytes_{name}_any({view}, {{1}}, {{2}}, {{3}})")'
        )
    for name in ("find", "rfind", "index", "rindex", "count"):
        out.append(
            f"def {name}(self, sub: int, start: int = 0, end: int = MAX) -> int: "
            f'raises("pg_bytes_{name}_int({view}, {{1}}, {{2}}, {{3}})")'
        )
    for name in ("isalpha", "isdigit", "isalnum", "isspace", "isupper", "islower", "istitle", "isascii"):
        out.append(f'def {name}(self) -> bool: "pg_bytes_{name}({view})"')
    for name in ("lower", "upper", "title", "capitalize", "swapcase"):
        out.append(f'def {name}(self) -> bytearray: raises("pg_bytearray_of(pg_bytes_{name}({view}))")')
    for name in ("strip", "lstrip", "rstrip"):
        out.append(
            f"def {name}(self, chars: {like} | None = None) -> bytearray: "
            f'raises("pg_bytearray_of(pg_bytes_{name}({view}, pg_bytes_like({{1}})))")'
        )
    for name, parameter in (("removeprefix", "prefix"), ("removesuffix", "suffix")):
        out.append(
            f"def {name}(self, {parameter}: {like}) -> bytearray: "
            f'raises("pg_bytearray_of(pg_bytes_{name}({view}, pg_bytes_like({{1}})))")'
        )
    for name in ("split", "rsplit"):
        out.append(
            f"def {name}(self, sep: {like} | None = None, maxsplit: int = -1) -> list[bytearray]: "
            f'raises("pg_bytearrays_of(pg_bytes_{name}({view}, pg_bytes_like({{1}}), {{2}}))")'
        )
    out.append(
        "def splitlines(self, keepends: bool = False) -> list[bytearray]: "
        f'raises("pg_bytearrays_of(pg_bytes_splitlines({view}, {{1}}))")'
    )
    for name in ("partition", "rpartition"):
        out.append(
            f"def {name}(self, sep: {like}) -> tuple[bytearray, bytearray, bytearray]: "
            f'raises("pg_bytearray_parts(pg_bytes_{name}({view}, pg_bytes_like({{1}})))")'
        )
    for name in ("center", "ljust", "rjust"):
        out.append(
            f"def {name}(self, width: int, fill: {like} | None = None) -> bytearray: "
            f'raises("pg_bytearray_of(pg_bytes_{name}({view}, {{1}}, pg_bytes_like({{2}})))")'
        )
    for name, parameter in (("zfill", "width: int"), ("expandtabs", "tabsize: int = 8")):
        out.append(
            f"def {name}(self, {parameter}) -> bytearray: "
            f'raises("pg_bytearray_of(pg_bytes_{name}({view}, {{1}}))")'
        )
    out.append(
        f"def replace(self, old: {like}, new: {like}, count: int = -1) -> bytearray: "
        f'raises("pg_bytearray_of(pg_bytes_replace({view}, pg_bytes_like({{1}}), pg_bytes_like({{2}}), {{3}}))")'
    )
    return "\n".join(out) + "\n"


_ON_VIEWS = _on_views()

BYTES = (
    _STARTS.format(t="bytes")
    + """
def find(self, sub: int, start: int = 0, end: int = MAX) -> int: raises(pg_bytes_find_int)
def rfind(self, sub: int, start: int = 0, end: int = MAX) -> int: raises(pg_bytes_rfind_int)
def index(self, sub: int, start: int = 0, end: int = MAX) -> int: raises(pg_bytes_index_int)
def rindex(self, sub: int, start: int = 0, end: int = MAX) -> int: raises(pg_bytes_rindex_int)
def count(self, sub: int, start: int = 0, end: int = MAX) -> int: raises(pg_bytes_count_int)
def isascii(self) -> bool: pg_bytes_isascii
def __getitem__(self, i: int) -> int: raises(pg_bytes_getitem)
def __contains__(self, byte: int) -> bool: raises(pg_bytes_contains_int)
def translate(self, table: bytes | None, delete: bytes | None = None) -> bytes: raises("pg_bytes_translate({0}, pg_or_null({1}), pg_or_null({2}))")
def decode(self, encoding: str | None = None, errors: str | None = None) -> str: raises(pg_bytes_decode)
def hex(self) -> str: raises(pg_bytes_hex)
def hex(self, sep: str, bytes_per_sep: int = 1) -> str: raises(pg_bytes_hex_sep)
def hex(self, sep: bytes, bytes_per_sep: int = 1) -> str: raises("pg_bytes_hex_sep({0}, pg_bytes_decode({1}, 0, 0), {2})")
def title(self) -> bytes: raises(pg_bytes_title)
def capitalize(self) -> bytes: raises(pg_bytes_capitalize)
def swapcase(self) -> bytes: raises(pg_bytes_swapcase)
def istitle(self) -> bool: pg_bytes_istitle
def expandtabs(self, tabsize: int = 8) -> bytes: raises(pg_bytes_expandtabs)
def __mod__(self, values: object) -> bytes: raises(pg_bytes_percent)
"""
    + _WITH_BYTEARRAYS
)

BYTEARRAY = (
    """
def append(self, byte: int) -> None: raises(pg_bytearray_append)
def extend(self, data: Iterable[object]) -> None: raises("pg_bytearray_extend({0}, pg_bytes_from_obj({1}))")
def __len__(self) -> int: "(int64_t)((pg_bytearray *){0})->len"
def __getitem__(self, i: int) -> int: raises(pg_bytearray_getitem)
def __setitem__(self, i: int, byte: int) -> None: raises(pg_bytearray_setitem)
def __delitem__(self, i: int) -> None: raises(pg_bytearray_delitem)
def __slice__(self, start: int, stop: int) -> bytearray: raises(pg_bytearray_slice)
def __contains__(self, byte: int) -> bool: raises("pg_bytes_contains_int(pg_bytearray_view({0}), {1})")
def __delslice__(self, start: int, stop: int, step: int) -> None: raises(pg_bytearray_del_slice)
def copy(self) -> bytearray: raises("pg_bytearray_of(pg_bytearray_bytes({0}))")
def remove(self, byte: int) -> None: raises(pg_bytearray_remove)
def pop(self, i: int = -1) -> int: raises(pg_bytearray_pop)
def insert(self, i: int, byte: int) -> None: raises(pg_bytearray_insert)
def clear(self) -> None: pg_bytearray_clear
def reverse(self) -> None: pg_bytearray_reverse
def extend(self, data: bytes | bytearray) -> None: raises("pg_bytearray_extend({0}, pg_bytes_like({1}))")
def extend(self, data: Iterable[object]) -> None: raises("pg_bytearray_extend({0}, pg_bytes_from_obj({1}))")
def __iadd__(self, data: bytes | bytearray) -> None: raises("pg_bytearray_extend({0}, pg_bytes_like({1}))")
def __imul__(self, n: int) -> None: raises("pg_bytearray_set_slice({0}, 0, INT64_MAX, pg_bytes_repeat(pg_bytearray_bytes({0}), {1}))")
def __add__(self, data: bytes | bytearray) -> bytearray: raises("pg_bytearray_concat({0}, pg_bytes_like({1}))")
def __mul__(self, n: int) -> bytearray: raises("pg_bytearray_of(pg_bytes_repeat(pg_bytearray_view({0}), {1}))")
def __rmul__(self, n: int) -> bytearray: raises("pg_bytearray_of(pg_bytes_repeat(pg_bytearray_view({0}), {1}))")
def __mod__(self, values: object) -> bytearray: raises("pg_bytearray_of(pg_bytes_percent(pg_bytearray_view({0}), {1}))")
def __slice__(self, start: int, stop: int, step: int) -> bytearray: raises("pg_bytearray_of(pg_bytes_slice_step(pg_bytearray_view({0}), {1}, {2}, {3}))")
def __setslice__(self, start: int, stop: int, data: bytes | bytearray) -> None: raises("pg_bytearray_set_slice({0}, {1}, {2}, pg_bytes_like({3}))")
def __setslice__(self, start: int, stop: int, data: Iterable[object]) -> None: raises("pg_bytearray_set_slice({0}, {1}, {2}, pg_bytes_from_obj({3}))")
def __setslice__(self, start: int, stop: int, step: int, data: bytes | bytearray) -> None: raises("pg_bytearray_set_slice_step({0}, {1}, {2}, {3}, pg_bytes_like({4}))")
def __contains__(self, sub: bytes | bytearray) -> bool: "pg_bytes_contains(pg_bytearray_view({0}), pg_bytes_like({1}))"
def join(self, items: Iterable[object]) -> bytearray: raises("pg_bytearray_of(pg_bytes_join(pg_bytearray_bytes({0}), pg_list_from_obj({1}, PG_REF)))")
def decode(self, encoding: str | None = None, errors: str | None = None) -> str: raises("pg_bytes_decode(pg_bytearray_bytes({0}), {1}, {2})")
def hex(self) -> str: raises("pg_bytes_hex(pg_bytearray_view({0}))")
def hex(self, sep: str, bytes_per_sep: int = 1) -> str: raises("pg_bytes_hex_sep(pg_bytearray_view({0}), {1}, {2})")
def translate(self, table: bytes | bytearray | None, delete: bytes | bytearray | None = None) -> bytearray: raises("pg_bytearray_of(pg_bytes_translate(pg_bytearray_view({0}), pg_bytes_like({1}), pg_bytes_like({2})))")
"""
    + _ON_VIEWS
)
