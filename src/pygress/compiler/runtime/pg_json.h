/* JSON: dynamic values, the text writer, and texts that are read in place. */
#ifndef PG_JSON_H
#define PG_JSON_H

/* json.loads: dict[str, Any] / list[Any] / str / int / float / bool / None, boxed. JSONDecodeError in CPython's words;
 * depth beyond 500: RecursionError. An integer beyond 64 bits: OverflowError. */
pg_obj *pg_json_loads(pg_str *text);
pg_obj *pg_json_loads_bytes(pg_bytes *text);
/* json.dumps. indent: NULL or str; item_sep / key_sep: NULL for the defaults. */
pg_str *pg_json_dumps(pg_obj *o, bool sort_keys, bool ensure_ascii, pg_str *indent, pg_str *item_sep, pg_str *key_sep);

pg_str *pg_json_quote(pg_str *s, bool ensure_ascii);

/* The scanner, for document.c. A function that raises (JSONDecodeError) gives NULL or false. */
typedef struct pg_json_reader { const uint8_t *p, *end, *begin; } pg_json_reader;
typedef struct pg_json_number { const uint8_t *begin, *end; bool real, over; int64_t value; } pg_json_number;
void pg_json_init(pg_json_reader *r, pg_str *text);
PG_COLD void *pg_json_bad(pg_json_reader *r, const char *msg);
void pg_json_space(pg_json_reader *r);
pg_str *pg_json_string(pg_json_reader *r);                           /* after its opening quote */
bool pg_json_scan_number(pg_json_reader *r, pg_json_number *out);    /* false: no number, nothing is read */
bool pg_json_scan_word(pg_json_reader *r);
double pg_json_float(pg_json_reader *r);

/* One function per function of sdk/document.py. */
pg_str *pg_document_load(pg_str *text);
int64_t pg_document_kind(pg_str *text, int64_t at);
int64_t pg_document_first(pg_str *text, int64_t at);
int64_t pg_document_following(pg_str *text, int64_t at);
int64_t pg_document_value(pg_str *text, int64_t at);
int64_t pg_document_latest(pg_str *text, int64_t at, int64_t name);
int64_t pg_document_member(pg_str *text, int64_t name, pg_str *names);
pg_str *pg_document_string(pg_str *text, int64_t at);
int64_t pg_document_integer(pg_str *text, int64_t at);
double pg_document_number(pg_str *text, int64_t at);
pg_obj *pg_document_dynamic(pg_str *text, int64_t at);
pg_str *pg_document_shown(pg_str *text, int64_t at);

#endif
