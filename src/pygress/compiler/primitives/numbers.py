"""Operators and methods of `int`, `float` and `bool`."""

INT = """
def __add__(self, other: int) -> int: raises(pg_int_add)
def __sub__(self, other: int) -> int: raises(pg_int_sub)
def __mul__(self, other: int) -> int: raises(pg_int_mul)
def __truediv__(self, other: int) -> float: raises(pg_int_truediv)
def __floordiv__(self, other: int) -> int: raises(pg_int_floordiv)
def __mod__(self, other: int) -> int: raises(pg_int_mod)
def __lshift__(self, other: int) -> int: raises(pg_int_lshift)
def __rshift__(self, other: int) -> int: raises(pg_int_rshift)
def __and__(self, other: int) -> int: "{0} & {1}"
def __or__(self, other: int) -> int: "{0} | {1}"
def __xor__(self, other: int) -> int: "{0} ^ {1}"
def __neg__(self) -> int: raises(pg_int_neg)
def __pos__(self) -> int: "{0}"
def __invert__(self) -> int: "~{0}"
def __abs__(self) -> int: raises(pg_int_abs)
def __index__(self) -> int: "{0}"
def __int__(self) -> int: "{0}"
def __float__(self) -> float: "pg_float_of({0})"
def bit_length(self) -> int: pg_int_bit_length
def bit_count(self) -> int: pg_int_bit_count
def to_bytes(self, length: int = 1, byteorder: str = "big", *, signed: bool = False) -> bytes: raises("pg_int_to_bytes({0}, {1}, pg_is_little({2}), {3})")
def conjugate(self) -> int: "{0}"
def as_integer_ratio(self) -> tuple[int, int]: raises(pg_int_ratio)
def is_integer(self) -> bool: "({0}, true)"
def __floor__(self) -> int: "{0}"
def __ceil__(self) -> int: "{0}"
"""

BOOL = """
def __and__(self, other: bool) -> bool: "({0} && {1})"
def __or__(self, other: bool) -> bool: "({0} || {1})"
def __xor__(self, other: bool) -> bool: "({0} != {1})"
"""

FLOAT = """
def __add__(self, other: float) -> float: "{0} + {1}"
def __radd__(self, other: float) -> float: "{1} + {0}"
def __sub__(self, other: float) -> float: "{0} - {1}"
def __rsub__(self, other: float) -> float: "{1} - {0}"
def __mul__(self, other: float) -> float: "{0} * {1}"
def __rmul__(self, other: float) -> float: "{1} * {0}"
def __truediv__(self, other: float) -> float: raises(pg_float_div)
def __floordiv__(self, other: float) -> float: raises(pg_float_floordiv)
def __mod__(self, other: float) -> float: raises(pg_float_mod)
def __pow__(self, other: float) -> float: raises(pg_float_pow)
def __neg__(self) -> float: "-{0}"
def __pos__(self) -> float: "{0}"
def __abs__(self) -> float: "__builtin_fabs({0})"
def is_integer(self) -> bool: pg_float_is_integer
def hex(self) -> str: pg_float_hex
def __int__(self) -> int: raises(pg_int_from_float)
def conjugate(self) -> float: "{0}"
def as_integer_ratio(self) -> tuple[int, int]: raises(pg_float_ratio)
"""

INT_ATTRIBUTES = """
def real(self: int) -> int: "{0}"
def imag(self: int) -> int: "({0}, (int64_t)0)"
def numerator(self: int) -> int: "{0}"
def denominator(self: int) -> int: "({0}, (int64_t)1)"
"""
FLOAT_ATTRIBUTES = """
def real(self: float) -> float: "{0}"
def imag(self: float) -> float: "({0}, 0.0)"
"""
