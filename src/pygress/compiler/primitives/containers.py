"""Methods of `list`, `dict`, `set`, `frozenset`, `tuple`, `range`."""

LIST = """
def append(self: list[T], x: T) -> None: raises(pg_list_append)
def extend(self: list[T], other: list[T]) -> None: raises(pg_list_extend)
def extend(self: list[T], other: object) -> None: raises(pg_list_extend_obj)
def __iadd__(self: list[T], other: list[T]) -> None: raises(pg_list_extend)
def __iadd__(self: list[T], other: Iterable[U]) -> None: raises(pg_list_extend_obj)
def __imul__(self: list[T], n: int) -> None: raises(pg_list_imul)
def __add__(self: list[T], other: list[T]) -> list[T]: raises(pg_list_concat)
def __mul__(self: list[T], n: int) -> list[T]: raises(pg_list_repeat)
def __rmul__(self: list[T], n: int) -> list[T]: raises(pg_list_repeat)
def __len__(self) -> int: pg_list_len
def __getitem__(self: list[T], i: int) -> T: raises(pg_list_getitem)
def __setitem__(self: list[T], i: int, x: T) -> None: raises(pg_list_setitem)
def __delitem__(self, i: int) -> None: raises(pg_list_delitem)
def __slice__(self: list[T], start: int, stop: int) -> list[T]: raises(pg_list_slice)
def __slice__(self: list[T], start: int, stop: int, step: int) -> list[T]: raises(pg_list_slice_step)
def __setslice__(self: list[T], start: int, stop: int, value: list[T]) -> None: raises(pg_list_set_slice)
def __setslice__(self: list[T], start: int, stop: int, step: int, value: list[T]) -> None: raises(pg_list_set_slice_step)
def __delslice__(self, start: int, stop: int, step: int) -> None: raises(pg_list_del_slice)
def __contains__(self: list[T], x: T) -> bool: raises(pg_list_contains)
def insert(self: list[T], i: int, x: T) -> None: raises(pg_list_insert)
def pop(self: list[T], i: int = -1) -> T: raises(pg_list_pop)
def remove(self: list[T], x: T) -> None: raises(pg_list_remove)
def clear(self) -> None: pg_list_clear
def reverse(self) -> None: pg_list_reverse
def copy(self: list[T]) -> list[T]: raises(pg_list_copy)
def index(self: list[T], x: T, start: int = 0, end: int = MAX) -> int: raises(pg_list_index)
def count(self: list[T], x: T) -> int: raises(pg_list_count)
"""

DICT = """
def __len__(self) -> int: pg_dict_len
def __getitem__(self: dict[K, V], key: K) -> V: raises(pg_dict_getitem)
def __setitem__(self: dict[K, V], key: K, value: V) -> None: raises(pg_dict_setitem)
def __delitem__(self: dict[K, V], key: K) -> None: raises(pg_dict_delitem)
def __contains__(self: dict[K, V], key: K) -> bool: raises(pg_dict_contains)
def __or__(self: dict[K, V], other: dict[K, V]) -> dict[K, V]: raises(pg_dict_merge)
def __ior__(self: dict[K, V], other: dict[K, V]) -> None: raises(pg_dict_update)
def __ior__(self: dict[K, V], other: object) -> None: raises(pg_dict_update_obj)
def get(self: dict[K, V], key: K) -> V | None: raises("pg_dict_get_boxed({0}, {w1}, pg_none)")
def get(self: dict[K, V], key: K, default: None) -> V | None: raises("pg_dict_get_boxed({0}, {w1}, pg_none)")
def get(self: dict[K, V], key: K, default: V) -> V: raises(pg_dict_get)
def get(self: dict[K, V], key: K, default: object) -> object: raises("pg_dict_get_boxed({0}, {w1}, {2})")
def setdefault(self: dict[K, V], key: K, default: V) -> V: raises(pg_dict_setdefault)
def pop(self: dict[K, V], key: K) -> V: raises(pg_dict_pop)
def pop(self: dict[K, V], key: K, default: None) -> V | None: raises("pg_dict_pop_boxed({0}, {w1}, pg_none)")
def pop(self: dict[K, V], key: K, default: V) -> V: raises(pg_dict_pop_default)
def pop(self: dict[K, V], key: K, default: object) -> object: raises("pg_dict_pop_boxed({0}, {w1}, {2})")
def popitem(self: dict[K, V]) -> tuple[K, V]: raises(pg_dict_popitem)
def clear(self) -> None: pg_dict_clear
def copy(self: dict[K, V]) -> dict[K, V]: raises(pg_dict_copy)
def update(self: dict[K, V], other: dict[K, V]) -> None: raises(pg_dict_update)
def update(self: dict[K, V], other: object) -> None: raises(pg_dict_update_obj)
def keys(self: dict[K, V]) -> KeysView[K]: pg_dict_keys
def values(self: dict[K, V]) -> ValuesView[V]: pg_dict_values
def items(self: dict[K, V]) -> ItemsView[K, V]: pg_dict_items
"""

_SET = """
def __len__(self) -> int: pg_set_len
def __contains__(self: {t}[T], x: T) -> bool: raises(pg_set_contains)
def copy(self: {t}[T]) -> {t}[T]: raises(pg_set_copy)
def union(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_union)
def union(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_union)
def intersection(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_intersection)
def intersection(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_intersection)
def difference(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_difference)
def difference(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_difference)
def symmetric_difference(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_symmetric_difference)
def symmetric_difference(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_symmetric_difference)
def union(self: {t}[T], other: Iterable[T]) -> {t}[T]: raises(pg_set_union, "x") if False else raises("pg_set_union({{0}}, pg_set_from_obj(&pg_type_set, {{1}}, ((pg_set *){{0}})->kind))")
def intersection(self: {t}[T], other: Iterable[T]) -> {t}[T]: raises("pg_set_intersection({{0}}, pg_set_from_obj(&pg_type_set, {{1}}, ((pg_set *){{0}})->kind))")
def difference(self: {t}[T], other: Iterable[T]) -> {t}[T]: raises("pg_set_difference({{0}}, pg_set_from_obj(&pg_type_set, {{1}}, ((pg_set *){{0}})->kind))")
def symmetric_difference(self: {t}[T], other: Iterable[T]) -> {t}[T]: raises("pg_set_symmetric_difference({{0}}, pg_set_from_obj(&pg_type_set, {{1}}, ((pg_set *){{0}})->kind))")
def issubset(self: {t}[T], other: set[T]) -> bool: raises(pg_set_issubset)
def issubset(self: {t}[T], other: Iterable[T]) -> bool: raises("pg_set_issubset({{0}}, pg_set_from_obj(&pg_type_set, {{1}}, ((pg_set *){{0}})->kind))")
def issuperset(self: {t}[T], other: set[T]) -> bool: raises(pg_set_issuperset)
def issuperset(self: {t}[T], other: Iterable[T]) -> bool: raises("pg_set_issuperset({{0}}, pg_set_from_obj(&pg_type_set, {{1}}, ((pg_set *){{0}})->kind))")
def isdisjoint(self: {t}[T], other: set[T]) -> bool: raises(pg_set_isdisjoint)
def isdisjoint(self: {t}[T], other: Iterable[T]) -> bool: raises("pg_set_isdisjoint({{0}}, pg_set_from_obj(&pg_type_set, {{1}}, ((pg_set *){{0}})->kind))")
def __or__(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_union)
def __or__(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_union)
def __and__(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_intersection)
def __and__(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_intersection)
def __sub__(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_difference)
def __sub__(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_difference)
def __xor__(self: {t}[T], other: set[T]) -> {t}[T]: raises(pg_set_symmetric_difference)
def __xor__(self: {t}[T], other: frozenset[T]) -> {t}[T]: raises(pg_set_symmetric_difference)
""".replace('raises(pg_set_union, "x") if False else ', "")

FROZENSET = _SET.format(t="frozenset")
SET = (
    _SET.format(t="set")
    + """
def add(self: set[T], x: T) -> None: raises(pg_set_add)
def discard(self: set[T], x: T) -> None: raises(pg_set_discard)
def remove(self: set[T], x: T) -> None: raises(pg_set_remove)
def pop(self: set[T]) -> T: raises(pg_set_pop)
def clear(self) -> None: raises(pg_set_clear)
def update(self: set[T], other: set[T]) -> None: raises(pg_set_update)
def update(self: set[T], other: object) -> None: raises(pg_set_update_obj)
def intersection_update(self: set[T], other: set[T]) -> None: raises(pg_set_intersection_update)
def intersection_update(self: set[T], other: Iterable[T]) -> None: raises("pg_set_intersection_update({0}, pg_set_from_obj(&pg_type_set, {1}, ((pg_set *){0})->kind))")
def difference_update(self: set[T], other: set[T]) -> None: raises(pg_set_difference_update)
def difference_update(self: set[T], other: Iterable[T]) -> None: raises("pg_set_difference_update({0}, pg_set_from_obj(&pg_type_set, {1}, ((pg_set *){0})->kind))")
def symmetric_difference_update(self: set[T], other: set[T]) -> None: raises(pg_set_symmetric_difference_update)
def symmetric_difference_update(self: set[T], other: Iterable[T]) -> None: raises("pg_set_symmetric_difference_update({0}, pg_set_from_obj(&pg_type_set, {1}, ((pg_set *){0})->kind))")
def __ior__(self: set[T], other: set[T]) -> None: raises(pg_set_update)
def __iand__(self: set[T], other: set[T]) -> None: raises(pg_set_intersection_update)
def __isub__(self: set[T], other: set[T]) -> None: raises(pg_set_difference_update)
def __ixor__(self: set[T], other: set[T]) -> None: raises(pg_set_symmetric_difference_update)
"""
)

TUPLE = """
def __len__(self) -> int: "(int64_t)((pg_tuple *){0})->len"
def __contains__(self, x: object) -> bool: raises(pg_tuple_contains)
def __add__(self: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]: raises(pg_tuple_concat)
def __mul__(self: tuple[T, ...], n: int) -> tuple[T, ...]: raises(pg_tuple_repeat)
def __rmul__(self: tuple[T, ...], n: int) -> tuple[T, ...]: raises(pg_tuple_repeat)
def __slice__(self: tuple[T, ...], start: int, stop: int, step: int) -> tuple[T, ...]: raises(pg_tuple_slice)
def index(self, x: object, start: int = 0, end: int = MAX) -> int: raises(pg_tuple_index)
def count(self, x: object) -> int: raises(pg_tuple_count)
"""

RANGE = """
def __len__(self) -> int: pg_range_len
def __getitem__(self, i: int) -> int: raises(pg_range_getitem)
def __contains__(self, i: int) -> bool: pg_range_contains
def index(self, i: int) -> int: raises(pg_range_index)
def count(self, i: int) -> int: "(int64_t)pg_range_contains({0}, {1})"
"""

ITERATION = """
def __len__(self) -> int: raises(pg_obj_len)
"""
