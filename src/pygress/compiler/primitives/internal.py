"""Operations that the front end asks for by name: conversions, comparisons, building blocks of loops."""

TABLE = """
def cell_new_ref() -> object: "pg_cell_new(PG_REF)"
def cell_new_int() -> object: "pg_cell_new(PG_I64)"
def cell_new_float() -> object: "pg_cell_new(PG_F64)"
def cell_new_bool() -> object: "pg_cell_new(PG_BOOL)"

def box_int(x: int) -> object: pg_box_int
def box_float(x: float) -> object: pg_box_float
def box_bool(x: bool) -> object: pg_box_bool
def unbox_int(x: object) -> int: raises(pg_unbox_int)
def unbox_float(x: object) -> float: raises(pg_unbox_float)
def unbox_bool(x: object) -> bool: raises(pg_unbox_bool)
def int_from_bool(x: bool) -> int: "(int64_t){0}"
def float_from_bool(x: bool) -> float: "(double){0}"
def float_from_int(x: int) -> float: "pg_float_of({0})"
def cast(x: object, t: object) -> object: raises(pg_cast)
def cast_for(x: object, t: object, attribute: str) -> object: raises(pg_cast_for)

def not_(x: bool) -> bool: "!{0}"
def is_(a: object, b: object) -> bool: "{0} == {1}"
def is_not(a: object, b: object) -> bool: "{0} != {1}"
def is_null(a: object) -> bool: "{0} == 0"
def isinstance_(a: object, t: object) -> bool: "pg_isinstance(PG_OBJ({0}), {1})"
def same_type(a: object, t: object) -> bool: "PG_OBJ({0})->type == {1}"
def type_of(a: object) -> object: "PG_OBJ({0})->type"
def id_(a: object) -> int: pg_id

def int_truth(a: int) -> bool: "{0} != 0"
def float_truth(a: float) -> bool: "{0} != 0.0"
def str_truth(a: str) -> bool: pg_str_truth
def bytes_truth(a: bytes) -> bool: pg_bytes_truth
def list_truth(a: object) -> bool: "((pg_list *){0})->len != 0"
def dict_truth(a: object) -> bool: "((pg_dict *){0})->len != 0"
def set_truth(a: object) -> bool: "((pg_set *){0})->len != 0"
def tuple_truth(a: object) -> bool: "((pg_tuple *){0})->len != 0"
def obj_truth(a: object) -> bool: raises(pg_obj_truth)

def int_lt(a: int, b: int) -> bool: "{0} < {1}"
def int_le(a: int, b: int) -> bool: "{0} <= {1}"
def int_gt(a: int, b: int) -> bool: "{0} > {1}"
def int_ge(a: int, b: int) -> bool: "{0} >= {1}"
def int_eq(a: int, b: int) -> bool: "{0} == {1}"
def int_ne(a: int, b: int) -> bool: "{0} != {1}"
def float_lt(a: float, b: float) -> bool: "{0} < {1}"
def float_le(a: float, b: float) -> bool: "{0} <= {1}"
def float_gt(a: float, b: float) -> bool: "{0} > {1}"
def float_ge(a: float, b: float) -> bool: "{0} >= {1}"
def float_eq(a: float, b: float) -> bool: "{0} == {1}"
def float_ne(a: float, b: float) -> bool: "{0} != {1}"
def int_float_cmp(a: int, b: float, op: int) -> bool: pg_int_float_cmp
def bool_eq(a: bool, b: bool) -> bool: "{0} == {1}"
def bool_ne(a: bool, b: bool) -> bool: "{0} != {1}"
def bool_or(a: bool, b: bool) -> bool: "{0} || {1}"
def bool_and_not(a: bool, b: bool) -> bool: "{0} && !{1}"
def str_eq(a: str, b: str) -> bool: pg_str_eq
def list_contains_str(l: object, s: str) -> bool: pg_list_contains_str
def str_eq_optional(a: object, b: object) -> bool: pg_str_eq_optional
def str_lt(a: str, b: str) -> bool: "pg_str_cmp({0}, {1}) < 0"
def str_le(a: str, b: str) -> bool: "pg_str_cmp({0}, {1}) <= 0"
def str_gt(a: str, b: str) -> bool: "pg_str_cmp({0}, {1}) > 0"
def str_ge(a: str, b: str) -> bool: "pg_str_cmp({0}, {1}) >= 0"
def bytes_eq(a: bytes, b: bytes) -> bool: pg_bytes_eq
def bytes_lt(a: bytes, b: bytes) -> bool: "pg_bytes_cmp({0}, {1}) < 0"
def bytes_le(a: bytes, b: bytes) -> bool: "pg_bytes_cmp({0}, {1}) <= 0"
def bytes_gt(a: bytes, b: bytes) -> bool: "pg_bytes_cmp({0}, {1}) > 0"
def bytes_ge(a: bytes, b: bytes) -> bool: "pg_bytes_cmp({0}, {1}) >= 0"
def list_eq(a: object, b: object) -> bool: raises(pg_list_eq)
def dict_eq(a: object, b: object) -> bool: raises(pg_dict_eq)
def set_eq(a: object, b: object) -> bool: raises(pg_set_eq)
def tuple_eq(a: object, b: object) -> bool: raises(pg_tuple_eq)
def list_cmp(a: object, b: object, op: int) -> bool: raises(pg_list_cmp)
def tuple_cmp(a: object, b: object, op: int) -> bool: raises(pg_tuple_cmp)
def set_cmp(a: object, b: object, op: int) -> bool: raises(pg_set_cmp)
def obj_eq(a: object, b: object) -> bool: raises(pg_obj_eq)
def obj_cmp(a: object, b: object, op: int) -> bool: raises(pg_obj_compare)
def dataclass_eq(a: object, b: object) -> bool: raises(pg_dataclass_eq)
def obj_binary(a: object, b: object, op: int) -> object: raises(pg_obj_binary)
def obj_in_place(a: object, b: object, op: int) -> object: raises(pg_obj_in_place)
def obj_power(a: object, b: object, in_place: bool) -> object: raises(pg_obj_power)
def obj_divmod(a: object, b: object) -> object: raises(pg_obj_divmod)
def as_element(x: object) -> T: raises("PG_W_P(pg_element({0}, {k0}))")
def as_plain_element(x: object) -> T: raises("PG_W_P(pg_element_plain({0}, {k0}))")
def copy(o: object) -> object: raises(pg_shallow_copy)
def deepcopy(o: object) -> object: raises(pg_deep_copy)
def vars(o: object) -> dict[str, object]: raises(pg_vars)
def obj_round(a: object, digits: object) -> object: raises(pg_obj_round)
def obj_unary(a: object, op: int) -> object: raises(pg_obj_unary)

def list_new(cap: int) -> list[T]: raises("pg_list_new({k0}, {0})")
def list_append(a: list[T], x: T) -> None: raises(pg_list_append)
def list_len(a: list[T]) -> int: pg_list_len
def list_at(a: list[T], i: int) -> T: pg_list_at
def list_get(a: list[T], i: int) -> T: raises(pg_list_getitem)
def list_get_any(a: object, i: int) -> object: raises(pg_obj_getitem_int)
def list_extend_obj(a: list[T], x: object) -> None: raises(pg_list_extend_obj)
def list_filled(n: int, x: T) -> list[T]: raises("pg_list_filled({k0}, {0}, {1})")
def dict_any_keys() -> None: pg_dict_any_keys
def exc_new_key(t: object, size: int, key: str) -> object: "pg_exc_new_key({t}, {size}, (pg_obj *){key})"
def dict_new(cap: int) -> dict[K, V]: raises("pg_dict_new({k0}, {k1}, {0})")
def dict_set(d: dict[K, V], k: K, v: V) -> None: raises(pg_dict_setitem)
def dict_update(d: dict[K, V], o: object) -> None: raises(pg_dict_update_obj)
def set_new() -> set[T]: raises("pg_set_new({k0})")
def frozenset_new() -> set[T]: raises("pg_frozenset_new({k0})")
def object_new() -> object: "pg_new(&pg_type_object, sizeof(pg_obj))"
def set_add(s: set[T], x: T) -> None: raises(pg_set_add)
def set_update(s: set[T], o: object) -> None: raises(pg_set_update_obj)

def tuple_new(n: int, kinds: int) -> object: raises("pg_tuple_new({0}, {1})")
def tuple_new_type(ty: object, n: int, kinds: int) -> object: raises("pg_tuple_new_type((const pg_type *){0}, {1}, {2})")
def list_word(l: object, x: object) -> int: raises("pg_unbox({1}, ((pg_list *){0})->kind)")
def list_unword(l: object, w: int) -> object: raises("pg_box({1}, ((pg_list *){0})->kind)")
def dict_word(d: object, x: object) -> int: raises("pg_unbox({1}, ((pg_dict *){0})->vkind)")
def dict_unword(d: object, w: int) -> object: raises("pg_box({1}, ((pg_dict *){0})->vkind)")
def set_entry_boxed(s: object, e: object) -> object: raises("pg_box(((pg_set_entry *){1})->key.i, ((pg_set *){0})->kind)")
def base_init(o: object, fresh: object, size: int) -> None: pg_base_init
def raise_expected_type(what: str, got: object) -> None: raises("pg_raise_expected_type({0}, {1})")
def raise_expected(n: int, got: int) -> None: raises(pg_raise_expected)
def tuple_set(t: object, i: int, x: T) -> None: "((pg_tuple *){0})->items[{1}].i = {2}"
def tuple_at(t: object, i: int) -> T: "((pg_tuple *){0})->items[{1}].i"
def tuple_len(t: object) -> int: "(int64_t)((pg_tuple *){0})->len"
def tuple_boxed(t: object, i: int) -> object: raises(pg_tuple_get_boxed)
def tuple_as(t: object, n: int, kinds: int) -> object: raises(pg_tuple_as)
def tuple_from_list(l: list[T]) -> object: raises(pg_tuple_from_list)

def str_len(a: str) -> int: pg_str_len
def str_next(s: str, pos: int) -> str: "pg_iter_str({0}, &{1})"
def bytes_len(a: bytes) -> int: pg_bytes_len
def bytes_at(b: bytes, i: int) -> int: "(int64_t)((pg_bytes *){0})->data[{1}]"
def dict_cursor(d: object) -> int: "(int64_t)((pg_dict *){0})->len"
def dict_next(d: object, pos: int, n: int) -> object: raises("pg_iter_dict({0}, &{1}, {2})")
def entry_key(e: object) -> T: "((pg_entry *){0})->key.i"
def entry_val(e: object) -> T: "((pg_entry *){0})->val.i"
def entry_key_boxed(d: object, e: object) -> object: "pg_box(((pg_entry *){1})->key.i, ((pg_dict *){0})->kkind)"
def entry_val_boxed(d: object, e: object) -> object: "pg_box(((pg_entry *){1})->val.i, ((pg_dict *){0})->vkind)"
def set_next(d: object, pos: int, n: int) -> object: raises("pg_iter_set({0}, &{1}, {2})")
def set_len(s: object) -> int: "(int64_t)((pg_set *){0})->len"
def set_entry_key(e: object) -> T: "((pg_set_entry *){0})->key.i"
def iter_new(o: object) -> object: raises(pg_obj_iter)
def iter_next(o: object) -> object: raises(pg_obj_next)
def range_new(a: int, b: int, c: int) -> range: raises(pg_range_new)
def range_start(r: object) -> int: "((pg_range *){0})->start"
def range_stop(r: object) -> int: "((pg_range *){0})->stop"
def range_step(r: object) -> int: "((pg_range *){0})->step"
def range_check(step: int) -> None: raises(pg_range_check)
def float_divmod(a: float, b: float) -> tuple[float, float]: raises(pg_float_divmod)
def int_pow(a: int, b: int) -> int: raises(pg_int_pow)
def int_pow_float(a: int, b: int) -> float: raises(pg_int_pow_float)
def int_inc(a: int) -> int: "{0} + 1"
def unpack_check(n: int, want: int, star: bool) -> None: raises(pg_unpack_check)
def int_sub_wrap(a: int, b: int) -> int: "{0} - {1}"
def int_dec(a: int) -> int: "{0} - 1"
def int_step(a: int, b: int) -> int: "(int64_t)((uint64_t){0} + (uint64_t){1})"
def int_add_plain(a: int, b: int) -> int: "{0} + {1}"
def int_sub_plain(a: int, b: int) -> int: "{0} - {1}"
def int_mul_plain(a: int, b: int) -> int: "{0} * {1}"
def int_neg_plain(a: int) -> int: "-{0}"
def int_floordiv_plain(a: int, b: int) -> int: "{0} / {1}"
def int_mod_plain(a: int, b: int) -> int: "{0} % {1}"
def int_lshift_plain(a: int, b: int) -> int: "(int64_t)((uint64_t){0} << {1})"
def int_rshift_plain(a: int, b: int) -> int: "{0} >> {1}"
def int_and_plain(a: int, b: int) -> int: "{0} & {1}"
def float_div_plain(a: float, b: float) -> float: "{0} / {1}"
def list_getitem_forward(l: list[T], i: int) -> T: raises(pg_list_getitem_forward)
def list_setitem_forward(l: list[T], i: int, x: T) -> None: raises(pg_list_setitem_forward)
def range_count(a: int, b: int, c: int) -> int: pg_range_count

def str_of_int(x: int) -> str: pg_int_str
def int_part(x: int) -> str: "pg_int_part(&{part}, {0})"
def str_of_float(x: float) -> str: pg_float_repr
def str_of_bool(x: bool) -> str: pg_bool_str
def str_of_obj(x: object) -> str: raises(pg_obj_str)
def str_of_exc(x: object) -> str: raises("pg_exc_str((pg_exception *){0})")
def repr_of_str(x: str) -> str: raises(pg_str_repr)
def repr_of_obj(x: object) -> str: raises(pg_obj_repr)
def ascii_of_obj(x: object) -> str: raises(pg_obj_ascii)
def format_int(x: int, spec: str) -> str: raises(pg_int_format)
def format_int_plain(x: int, spec: str) -> str: raises(pg_int_format_plain)
def format_float(x: float, spec: str) -> str: raises(pg_float_format)
def format_str(x: str, spec: str) -> str: raises(pg_str_format)
def format_obj(x: object, spec: str) -> str: raises(pg_obj_format)
def str_concat(a: str, b: str) -> str: raises(pg_str_concat)
def str_join(s: str, l: object) -> str: raises(pg_str_join)
def bytes_join(s: bytes, l: object) -> bytes: raises(pg_bytes_join)
def str_format_method(s: str, m: object, n: int, *args: object) -> str: raises("pg_str_format_method({s}, {n}, (pg_obj *[]){{{args}}}, {m})")
def str_percent(s: str, x: object) -> str: raises(pg_str_percent)
def str_concat_n(n: int, *parts: str) -> str: raises("pg_str_concat_n({n}, (pg_str *[]){{{args}}})")
def print_text(text: str, err: bool) -> None: raises(pg_print)
def print_objs(n: int, *args: object) -> None: raises("pg_print_objs({n}, (pg_obj *[]){{{args}}}, 0, 0, false)")

def raise_(e: object) -> None: raises(pg_exc_raise)
def raise_from(e: object, cause: object) -> None: raises(pg_exc_raise_from)
def raise_again() -> None: raises(pg_exc_reraise)
def raise_assert(msg: object) -> None: raises(pg_raise_assert)
def raise_named(t: object, msg: str) -> None: raises(pg_raise_str)
def raise_attribute(o: object, name: str) -> None: raises(pg_raise_attribute_str)
def exc_new_text(t: object, size: int, text: str) -> object: "pg_exc_new_text({t}, {size}, {text})"
def exc_new(t: object, size: int, n: int, *args: object) -> object: raises("pg_exc_new({t}, {size}, {n}, (pg_obj *[]){{{args}}})")
def exc_set_text(e: object, text: str) -> None: raises(pg_exc_set_text)
def exc_set_args(e: object, n: int, *args: object) -> None: raises("pg_exc_set_args({e}, {n}, (pg_obj *[]){{{args}}})")
def exc_matches_any(e: object, t: object) -> bool: raises(pg_exc_matches_any)
def isinstance_any(e: object, t: object) -> bool: raises(pg_isinstance_of)
def get_handled() -> object: "pg_handled"
def set_handled(e: object) -> None: "pg_handled = {0}"
def base_str(o: object, base: object) -> str: raises("pg_base_str({0}, (const pg_type *){1})")
def base_repr(o: object, base: object) -> str: raises("pg_base_repr({0}, (const pg_type *){1})")
def exc_value(e: object) -> object: "pg_exc_value({0})"

def hash_int(x: int) -> int: pg_int_hash
def hash_str(x: str) -> int: pg_str_hash
def hash_float(x: float) -> int: pg_float_hash
def hash_obj(x: object) -> int: raises(pg_obj_hash)

def obj_getattr(o: object, name: str) -> object: raises(pg_obj_getattr)
def obj_getattr_default(o: object, name: str, d: object) -> object: raises(pg_obj_getattr_default)
def obj_hasattr(o: object, name: str) -> bool: raises(pg_obj_hasattr)
def issubclass_(a: object, b: object) -> bool: pg_issubclass
def raise_stop(it: object) -> None: raises(pg_raise_stop)
def obj_setattr(o: object, name: str, v: object) -> None: raises(pg_obj_setattr)
def obj_getitem(o: object, k: object) -> object: raises(pg_obj_getitem)
def obj_setitem(o: object, k: object, v: object) -> None: raises(pg_obj_setitem)
def obj_delitem(o: object, k: object) -> None: raises(pg_obj_delitem)
def obj_contains(o: object, x: object) -> bool: raises(pg_obj_contains)
def obj_len(o: object) -> int: raises(pg_obj_len)
def obj_call(o: object, n: int, *args: object) -> object: raises("pg_obj_call({o}, {n}, (pg_obj *[]){{{args}}})")
def obj_call_method(o: object, name: str, n: int, *args: object) -> object: raises("pg_obj_call_method({o}, {name}, {n}, (pg_obj *[]){{{args}}})")
def obj_repr_default(o: object) -> str: raises(pg_object_repr)
def dataclass_repr(o: object) -> str: raises(pg_dataclass_repr)
def type_name(t: object) -> str: pg_type_name
def type_qualname(t: object) -> str: "pg_str_c(((const pg_type *){0})->name)"
def slice_new(a: object, b: object, c: object) -> object: pg_slice_new
def list_reverse(l: object) -> None: pg_list_reverse
def list_sort(l: object, reverse: bool) -> None: raises(pg_list_sort)
def list_sort_keys(l: list[T], keys: object, reverse: bool) -> None: raises(pg_list_sort_keys)
def json_loads(s: str) -> object: raises(pg_json_loads)
def raise_no_order(a: object, b: object, op: str) -> None: raises(pg_raise_no_order)
def raise_no_operator(a: object, b: object, op: str) -> None: raises(pg_raise_no_operator)
def float_value(x: object) -> float: "((pg_float *){0})->v"
def zip_strict(its: object, at: int) -> None: raises(pg_zip_strict)
def stdin_lines() -> list[str]: raises("pg_str_splitlines(pg_stdin_read(), true)")
def stdin_readline() -> str: raises(pg_stdin_readline)
def func_carried(f: object, i: int) -> object: "((pg_tuple *)((pg_func *){0})->env)->items[{1}].p"
def func_name(f: object) -> str: raises("pg_str_c(((pg_func *){0})->name)")
def spread_check(n: int, least: int, most: int, name: str) -> None: raises(pg_spread_check)
def argv() -> list[str]: raises(pg_argv)

def delegate_iter(o: object) -> object: raises(pg_delegate_iter)
def delegate_send(it: object, x: object) -> object: raises(pg_delegate_send)
def delegate_throw(it: object, e: object) -> object: raises(pg_delegate_throw)
def delegate_result(it: object) -> object: pg_delegate_result
def gen_send(it: object, x: object) -> object: raises(pg_gen_method_send)
def gen_throw(it: object, e: object) -> object: raises(pg_gen_method_throw)
def gen_close(it: object) -> None: raises(pg_gen_close)
def is_async_generator(o: object) -> bool: pg_is_async_generator
def is_awaitable(o: object) -> bool: pg_is_awaitable
def async_next(o: object, x: object, closing: bool) -> object: pg_async_next
def async_throw(o: object, error: object) -> object: pg_async_throw

def enum_new(t: object, name: str, x: object) -> object: raises(pg_enum_new)
def enum_get(all: object, x: object, t: object) -> object: pg_enum_get
def enum_find(all: object, x: object, t: object) -> object: raises(pg_enum_find)
def flag_find(m: object, all: object, x: object, t: object) -> object: raises(pg_flag_find)
def flag_binary(m: object, all: object, a: object, b: object, op: int, t: object) -> object: raises(pg_flag_binary)
def flag_invert(m: object, all: object, a: object, t: object) -> object: raises(pg_flag_invert)
def flag_contains(a: object, b: object) -> bool: pg_flag_contains
def flag_truth(a: object) -> bool: pg_flag_truth
def flag_members(m: object, a: object) -> object: raises(pg_flag_members)

def named_copy(d: object) -> object: raises(pg_named_copy)
def named_take(d: object, name: str) -> object: raises(pg_named_take)
def named_done(d: object, name: str, places: str) -> None: raises(pg_named_done)
def star_count(t: object, bound: int, least: int, most: int, name: str) -> None: raises(pg_star_count)
def star_none(t: object, d: object, name: str) -> None: raises(pg_star_none)
def star_missing(f: str, names: str, d: object, only_named: bool) -> None: raises(pg_star_missing)
def call_star(f: object, t: object, d: object) -> object: raises(pg_call_star)
def obj_call_method_star(o: object, name: str, t: object, d: object) -> object: raises(pg_obj_call_method_star)
def func_like(f: object, o: object) -> object: pg_func_like
def callable_name(o: object) -> str: raises(pg_callable_name)
def raise_property(o: object, name: str, what: str) -> None: raises(pg_raise_property)
def exc_set_cause(e: object, cause: object) -> None: "((pg_exception *){0})->cause = (void *){1} == (void *)pg_none ? 0 : (pg_exception *){1}, ((pg_exception *){0})->suppress_context = true"
def exc_set_tuple(e: object, t: object) -> None: raises(pg_exc_set_tuple)
def exc_set_parts(e: object, t: object) -> None: "((pg_exception *){0})->value = {1}"
def os_error_type(t: object, args: object) -> object: pg_os_error_type
def os_error_init(e: object, args: object) -> None: raises(pg_os_error_init)
def unicode_error_init(e: object, args: object) -> None: raises(pg_unicode_error_init)
def syntax_error_init(e: object, args: object) -> None: raises(pg_syntax_error_init)
def exc_make(t: object, args: object) -> object: raises(pg_exc_make)
def exc_set_context(e: object, context: object) -> None: "((pg_exception *){0})->context = (void *){1} == (void *)pg_none ? 0 : (pg_exception *){1}"
def exc_set_suppress(e: object, on: bool) -> None: "((pg_exception *){0})->suppress_context = {1}"
def exc_set_notes(e: object, notes: object) -> None: "((pg_exception *){0})->notes = (pg_list *){1}"
def group_new(t: object, size: int, args: object) -> object: raises(pg_group_new)
def clauses_new(caught: object) -> object: pg_clauses_new
def clauses_take(state: object, classes: object) -> bool: raises(pg_clauses_take)
def clauses_raised(state: object, e: object) -> None: "pg_list_append((pg_list *){0}, PG_W_P({1}))"
def clauses_end(state: object) -> object: raises(pg_clauses_end)
def type_mro(t: object) -> object: raises(pg_type_mro)
"""
