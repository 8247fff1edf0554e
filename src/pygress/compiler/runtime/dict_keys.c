/* Keys of dicts that are neither str nor int: what hashes and compares them, and shows them in a KeyError, brings the hooks of
 * all types along. Here because only programs that have such keys, or put values of unknown type into dicts, get this file:
 * dict.c refers to it weakly, and whoever may make or look up such a key calls pg_dict_any_keys. */
#include "pg_internal.h"

void pg_dict_any_keys(void) {}
int64_t pg_key_hash(pg_obj *key) { return pg_obj_hash(key); }
bool pg_key_eq(pg_obj *a, pg_obj *b) { return pg_obj_same_or_eq(a, b); }
void pg_key_shown(void) { pg_exc_any_args(); }
