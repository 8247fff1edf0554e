"""Functions and classes of `builtins` that are one call of the runtime."""

BUILTINS = """
def abs(x: int) -> int: raises(pg_int_abs)
def abs(x: float) -> float: "__builtin_fabs({0})"
def round(x: int) -> int: "{0}"
def round(x: float) -> int: raises(pg_float_round_int)
def round(x: float, n: None) -> int: raises("pg_float_round_int({0})")
def round(x: int, n: int) -> int: raises(pg_int_round)
def round(x: float, n: int) -> float: raises(pg_float_round)
def pow(a: int, b: int) -> int: raises(pg_int_pow)
def pow(a: int, b: int, m: int) -> int: raises(pg_int_pow_mod)
def pow(a: float, b: float) -> float: raises(pg_float_pow)
def ord(c: str) -> int: raises(pg_str_ord)
def ord(c: bytes) -> int: raises(pg_bytes_ord)
def chr(c: int) -> str: raises(pg_str_chr)
def hex(x: int) -> str: pg_int_hex
def oct(x: int) -> str: pg_int_oct
def bin(x: int) -> str: pg_int_bin
def int() -> int: "(int64_t)0"
def int(x: bool) -> int: "(int64_t){0}"
def int(x: int) -> int: "{0}"
def int(x: float) -> int: raises(pg_int_from_float)
def int(x: str, base: int = 10) -> int: raises(pg_int_parse)
def int(x: bytes, base: int = 10) -> int: raises(pg_int_parse_bytes)
def int(x: object) -> int: raises(pg_int_from_obj)
def float() -> float: "0.0"
def float(x: float) -> float: "{0}"
def float(x: str) -> float: raises(pg_float_parse)
def float(x: bytes) -> float: raises(pg_float_parse_bytes)
def float(x: object) -> float: raises(pg_float_from_obj)
def bytes() -> bytes: "&pg_bytes_empty"
def bytes(x: int) -> bytes: raises(pg_bytes_zero)
def bytes(x: bytes) -> bytes: "{0}"
def bytes(x: str, encoding: str, errors: str | None = None) -> bytes: raises(pg_str_encode)
def bytes(x: bytearray) -> bytes: raises(pg_bytearray_bytes)
def bytes(x: list[int]) -> bytes: raises(pg_bytes_from_list)
def bytes(x: object) -> bytes: raises(pg_bytes_from_obj)
def bytearray() -> bytearray: raises("pg_bytearray_new(0, 0)")
def bytearray(x: int) -> bytearray: raises("pg_bytearray_from_obj((pg_obj *)pg_bytes_zero({0}))")
def bytearray(x: str, encoding: str, errors: str | None = None) -> bytearray: raises("pg_bytearray_from_obj((pg_obj *)pg_str_encode({0}, {1}, {2}))")
def bytearray(x: object) -> bytearray: raises(pg_bytearray_from_obj)
def str(x: bytes, encoding: str | None = None, errors: str | None = None) -> str: raises(pg_bytes_decode)
def input(prompt: str | None = None) -> str: raises(pg_input)
"""

# Class methods of built-in types: full name -> stubs.
CLASS_METHODS = """
def int_from_bytes(b: bytes, byteorder: str = "big", *, signed: bool = False) -> int: raises("pg_int_from_bytes({0}, pg_is_little({1}), {2})")
def float_fromhex(s: str) -> float: raises(pg_float_fromhex)
def bytes_maketrans(a: bytes | bytearray, b: bytes | bytearray) -> bytes: raises("pg_bytes_maketrans(pg_bytes_like({0}), pg_bytes_like({1}))")
def bytearray_maketrans(a: bytes | bytearray, b: bytes | bytearray) -> bytes: raises("pg_bytes_maketrans(pg_bytes_like({0}), pg_bytes_like({1}))")
def bytearray_fromhex(s: str) -> bytearray: raises("pg_bytearray_of(pg_bytes_fromhex({0}))")
def bytes_fromhex(s: str) -> bytes: raises(pg_bytes_fromhex)
def str_maketrans(a: str, b: str, c: str | None = None) -> dict[int, object]: raises("pg_str_maketrans({0}, {1}, pg_or_null({2}))")
def str_maketrans(a: dict[K, V]) -> dict[int, object]: raises("pg_maketrans_dict((pg_dict *){0})")
"""

SYS = """
def exit(code: object = None) -> Never: raises("pg_sys_exit({0})")
"""
STDOUT = """
def write(self: object, text: str) -> int: raises("(pg_stdout_write({1}), (int64_t)((pg_str *){1})->nchars)")
def flush(self: object) -> None: raises("pg_stdout_flush()")
"""
STDERR_WRITE = """
def write(self: object, text: str) -> int: raises("(pg_print({1}, true), (int64_t)((pg_str *){1})->nchars)")
"""
STDIN = """
def read(self: object) -> str: raises("pg_stdin_read()")
def readline(self: object) -> str: raises("pg_stdin_readline()")
def readlines(self: object) -> list[str]: raises("pg_str_splitlines(pg_stdin_read(), true)")
"""

EXCEPTION_ATTRIBUTES = """
def args(self: object) -> tuple[object, ...]: pg_exc_args
def __cause__(self: object) -> object: "pg_or_none(((pg_exception *){0})->cause)"
def __context__(self: object) -> object: "pg_or_none(((pg_exception *){0})->context)"
def __suppress_context__(self: object) -> bool: "((pg_exception *){0})->suppress_context"
def __notes__(self: object) -> list[str]: raises(pg_exc_notes)
"""
EXCEPTION_METHODS = """
def add_note(self: object, note: str) -> None: raises(pg_exc_add_note)
def with_traceback(self: object, tb: object) -> object: "{0}"
def __str__(self: object) -> str: raises(pg_exc_str)
def __repr__(self: object) -> str: raises(pg_exc_repr)
"""
GROUP_ATTRIBUTES = """
def message(self: object) -> str: "(pg_str *)pg_exc_part((pg_exception *){0}, 1)"
def exceptions(self: object) -> tuple[object, ...]: "(pg_tuple *)pg_exc_part((pg_exception *){0}, 2)"
"""
GROUP_METHODS = """
def split(self: object, what: object) -> tuple[object, object]: raises(pg_group_split)
def subgroup(self: object, what: object) -> object: raises(pg_group_subgroup)
def derive(self: object, exceptions: object) -> object: raises(pg_group_derive)
"""
VALUE_ATTRIBUTE = """
def value(self: object) -> object: "pg_exc_value((pg_exception *){0})"
"""
CODE_ATTRIBUTE = """
def code(self: object) -> object: "pg_exc_code((pg_exception *){0})"
"""
OS_ERROR_ATTRIBUTES = """
def errno(self: object) -> int | None: "pg_exc_part((pg_exception *){0}, 1)"
def strerror(self: object) -> str | None: "pg_exc_part((pg_exception *){0}, 2)"
def filename(self: object) -> object: "pg_exc_part((pg_exception *){0}, 3)"
def filename2(self: object) -> object: "pg_exc_part((pg_exception *){0}, 4)"
"""
UNICODE_ERROR_ATTRIBUTES = """
def encoding(self: object) -> str: "(pg_str *)pg_unicode_part((pg_exception *){0}, 5)"
def start(self: object) -> int: "((pg_int *)pg_unicode_part((pg_exception *){0}, 3))->v"
def end(self: object) -> int: "((pg_int *)pg_unicode_part((pg_exception *){0}, 2))->v"
def reason(self: object) -> str: "(pg_str *)pg_unicode_part((pg_exception *){0}, 1)"
"""
DECODED_OBJECT = """
def object(self: object) -> bytes: "(pg_bytes *)pg_unicode_part((pg_exception *){0}, 4)"
"""
ENCODED_OBJECT = """
def object(self: object) -> str: "(pg_str *)pg_unicode_part((pg_exception *){0}, 4)"
"""
IMPORT_ERROR_ATTRIBUTES = """
def name(self: object) -> str | None: "pg_exc_part((pg_exception *){0}, 0)"
def path(self: object) -> str | None: "pg_exc_part((pg_exception *){0}, 1)"
def msg(self: object) -> object: "pg_exc_message((pg_exception *){0})"
"""
SYNTAX_ERROR_ATTRIBUTES = """
def msg(self: object) -> object: "pg_exc_first((pg_exception *){0})"
def filename(self: object) -> str | None: "pg_exc_part((pg_exception *){0}, 1)"
def lineno(self: object) -> int | None: "pg_exc_part((pg_exception *){0}, 2)"
def offset(self: object) -> int | None: "pg_exc_part((pg_exception *){0}, 3)"
def text(self: object) -> str | None: "pg_exc_part((pg_exception *){0}, 4)"
def end_lineno(self: object) -> int | None: "pg_exc_part((pg_exception *){0}, 5)"
def end_offset(self: object) -> int | None: "pg_exc_part((pg_exception *){0}, 6)"
"""
NAME_ATTRIBUTE = """
def name(self: object) -> str | None: "pg_exc_name((pg_exception *){0})"
"""
ATTRIBUTE_ERROR_ATTRIBUTES = """
def name(self: object) -> str | None: "pg_exc_name((pg_exception *){0})"
def obj(self: object) -> object: "pg_exc_part((pg_exception *){0}, 1)"
"""
NAMED_EXCEPTION_PARTS = {
    "builtins.ImportError": ("name", "path"),
    "builtins.NameError": ("name",),
    "builtins.AttributeError": ("name", "obj"),
}
"""Keywords that the constructors take: the order in the tuple that the exception holds."""
RANGE_ATTRIBUTES = """
def start(self: range) -> int: "((pg_range *){0})->start"
def stop(self: range) -> int: "((pg_range *){0})->stop"
def step(self: range) -> int: "((pg_range *){0})->step"
"""
SLICE_ATTRIBUTES = """
def start(self: object) -> object: "((pg_slice *){0})->start"
def stop(self: object) -> object: "((pg_slice *){0})->stop"
def step(self: object) -> object: "((pg_slice *){0})->step"
"""
