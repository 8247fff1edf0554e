/* JSON: dynamic values, the text writer, and a pull reader for generated decoders. */
#ifndef PG_JSON_H
#define PG_JSON_H

/* json.loads: dict[str, Any] / list[Any] / str / int / float / bool / None, boxed. JSONDecodeError in CPython's words;
 * depth beyond 500: RecursionError. An integer beyond 64 bits: OverflowError. */
pg_obj *pg_json_loads(pg_str *text);
pg_obj *pg_json_loads_bytes(pg_bytes *text);
/* json.dumps. indent: NULL or str; item_sep / key_sep: NULL for the defaults. */
pg_str *pg_json_dumps(pg_obj *o, bool sort_keys, bool ensure_ascii, pg_str *indent, pg_str *item_sep, pg_str *key_sep);

/* Pull reader for generated decoders (config, dataclasses). It validates as it goes and never builds dynamic values.
 * Errors are ValueError "<path>: expected a string, got 7" (at the top: "expected an object, got 7"); broken JSON is
 * JSONDecodeError. After any error all functions return 0 and pg_exc stays set.
 *
 *   pg_json_reader r; pg_json_init(&r, text);
 *   if (pg_json_begin_object(&r)) {
 *       pg_str *key;
 *       while ((key = pg_json_next_key(&r)) != NULL) {          // NULL: end of object, or raised
 *           if (pg_json_key_is(&r, "block_urls", 10)) ... read the value with one of the readers below ...
 *           else pg_json_unknown(&r);                            // or pg_json_skip(&r)
 *       }
 *   }
 *   pg_json_end(&r);                                             // nothing but white space may follow
 */
enum { PG_JSON_MAX_DEPTH = 64 };
typedef struct pg_json_path { const uint8_t *key; uint32_t nkey; int32_t index; } pg_json_path; /* index -1: key; -2: not yet */
typedef struct pg_json_reader {
    const uint8_t *p, *end, *begin;
    pg_str *text;
    pg_str *key;                         /* the present key (decoded) */
    int32_t depth;
    pg_json_path path[PG_JSON_MAX_DEPTH];
    bool first;
} pg_json_reader;

void pg_json_init(pg_json_reader *r, pg_str *text);
/* What comes next, without reading it: one of { [ " 0 t f n, or 0 at the end / raised. */
int pg_json_peek(pg_json_reader *r);
bool pg_json_begin_object(pg_json_reader *r);      /* expected an object */
pg_str *pg_json_next_key(pg_json_reader *r);       /* positions on the value */
PG_NOTHROW bool pg_json_key_is(pg_json_reader *r, const char *name, uint32_t n);
bool pg_json_begin_array(pg_json_reader *r);       /* expected a list */
bool pg_json_next_item(pg_json_reader *r);         /* false: end of array or raised */
pg_str *pg_json_read_str(pg_json_reader *r);       /* expected a string */
int64_t pg_json_read_int(pg_json_reader *r);       /* expected an integer */
double pg_json_read_float(pg_json_reader *r);      /* expected a number */
bool pg_json_read_bool(pg_json_reader *r);         /* expected true or false */
bool pg_json_try_null(pg_json_reader *r);          /* consumes null: Optional */
pg_obj *pg_json_read_any(pg_json_reader *r);       /* a dynamic value */
void pg_json_skip(pg_json_reader *r);
void pg_json_end(pg_json_reader *r);
/* ValueError "<path>: <msg>" at the present value. fmt as in pg_raise. */
PG_COLD void pg_json_fail(pg_json_reader *r, const char *fmt, ...);
PG_COLD void pg_json_expected(pg_json_reader *r, const char *what);  /* "<path>: expected <what>, got <text of the value>" */
PG_COLD void pg_json_unknown(pg_json_reader *r);                     /* "<path>: unknown field" for the present key; with pg_json_fail a longer text is possible */
pg_str *pg_json_quote(pg_str *s, bool ensure_ascii);
pg_str *pg_json_shown(pg_json_reader *r);            /* the present value as messages show it (40 characters) */
PG_COLD void pg_json_missing(pg_json_reader *r, const char *name);   /* "<path of the object>.name: missing" */
pg_str *pg_json_path_str(pg_json_reader *r);                         /* block_urls[2]; "" at the top */
/* A saved position to read a value twice (unions): copy the struct. */

#endif
