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
def hex(self, sep: str) -> str: raises(pg_bytes_hex_sep)
"""
)

_VIEW = "pg_bytearray_view({0})"
BYTEARRAY = """
def append(self, byte: int) -> None: raises(pg_bytearray_append)
def extend(self, data: bytes) -> None: raises(pg_bytearray_extend)
def extend(self, data: bytearray) -> None: raises("pg_bytearray_extend({0}, pg_bytearray_bytes({1}))")
def extend(self, data: Iterable[int]) -> None: raises("pg_bytearray_extend({0}, pg_bytes_from_obj({1}))")
def __iadd__(self, data: bytes) -> None: raises(pg_bytearray_extend)
def __iadd__(self, data: bytearray) -> None: raises("pg_bytearray_extend({0}, pg_bytearray_bytes({1}))")
def __add__(self, data: bytes) -> bytearray: raises("pg_bytearray_concat({0}, {1})")
def __add__(self, data: bytearray) -> bytearray: raises("pg_bytearray_concat({0}, pg_bytearray_view({1}))")
def __len__(self) -> int: "(int64_t)((pg_bytearray *){0})->len"
def __getitem__(self, i: int) -> int: raises(pg_bytearray_getitem)
def __setitem__(self, i: int, byte: int) -> None: raises(pg_bytearray_setitem)
def __delitem__(self, i: int) -> None: raises(pg_bytearray_delitem)
def __slice__(self, start: int, stop: int) -> bytearray: raises(pg_bytearray_slice)
def __setslice__(self, start: int, stop: int, data: bytes) -> None: raises(pg_bytearray_set_slice)
def __setslice__(self, start: int, stop: int, data: bytearray) -> None: raises("pg_bytearray_set_slice({0}, {1}, {2}, pg_bytearray_bytes({3}))")
def __contains__(self, byte: int) -> bool: raises("pg_bytes_contains_int(pg_bytearray_view({0}), {1})")
def __contains__(self, sub: bytes) -> bool: "pg_bytes_contains(pg_bytearray_view({0}), {1})"
def __delslice__(self, start: int, stop: int, step: int) -> None: raises(pg_bytearray_del_slice)
def __mul__(self, n: int) -> bytearray: raises("pg_bytearray_of(pg_bytes_repeat(pg_bytearray_bytes({0}), {1}))")
def copy(self) -> bytearray: raises("pg_bytearray_of(pg_bytearray_bytes({0}))")
def remove(self, byte: int) -> None: raises(pg_bytearray_remove)
def rfind(self, sub: bytes, start: int = 0, end: int = MAX) -> int: "pg_bytes_rfind(pg_bytearray_view({0}), {1}, {2}, {3})"
def index(self, sub: bytes, start: int = 0, end: int = MAX) -> int: raises("pg_bytes_index(pg_bytearray_view({0}), {1}, {2}, {3})")
def find(self, sub: int, start: int = 0, end: int = MAX) -> int: raises("pg_bytes_find_int(pg_bytearray_view({0}), {1}, {2}, {3})")
def index(self, sub: int, start: int = 0, end: int = MAX) -> int: raises("pg_bytes_index_int(pg_bytearray_view({0}), {1}, {2}, {3})")
def count(self, sub: int, start: int = 0, end: int = MAX) -> int: raises("pg_bytes_count_int(pg_bytearray_view({0}), {1}, {2}, {3})")
def isascii(self) -> bool: "pg_bytes_isascii(pg_bytearray_view({0}))"
def upper(self) -> bytearray: raises("pg_bytearray_of(pg_bytes_upper(pg_bytearray_view({0})))")
def lower(self) -> bytearray: raises("pg_bytearray_of(pg_bytes_lower(pg_bytearray_view({0})))")
def replace(self, old: bytes, new: bytes, count: int = -1) -> bytearray: raises("pg_bytearray_of(pg_bytes_replace(pg_bytearray_bytes({0}), {1}, {2}, {3}))")
def pop(self, i: int = -1) -> int: raises(pg_bytearray_pop)
def insert(self, i: int, byte: int) -> None: raises(pg_bytearray_insert)
def clear(self) -> None: pg_bytearray_clear
def reverse(self) -> None: pg_bytearray_reverse
def decode(self, encoding: str | None = None, errors: str | None = None) -> str: raises("pg_bytes_decode(pg_bytearray_bytes({0}), {1}, {2})")
def hex(self) -> str: raises("pg_bytes_hex(pg_bytearray_view({0}))")
def find(self, sub: bytes, start: int = 0, end: int = MAX) -> int: "pg_bytes_find(pg_bytearray_view({0}), {1}, {2}, {3})"
def count(self, sub: bytes, start: int = 0, end: int = MAX) -> int: "pg_bytes_count(pg_bytearray_view({0}), {1}, {2}, {3})"
def startswith(self, sub: bytes, start: int = 0, end: int = MAX) -> bool: "pg_bytes_startswith(pg_bytearray_view({0}), {1}, {2}, {3})"
def endswith(self, sub: bytes, start: int = 0, end: int = MAX) -> bool: "pg_bytes_endswith(pg_bytearray_view({0}), {1}, {2}, {3})"
"""
