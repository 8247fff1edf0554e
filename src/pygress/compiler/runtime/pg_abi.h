/* One function per function of sdk/abi.py. Text is str (UTF-8 with surrogateescape), header lists are list[tuple[str, str]],
 * Optional results are pg_none or the object. None of them raises but MemoryError (and TypeError never). */
#ifndef PG_ABI_H
#define PG_ABI_H

void pg_abi_log(int64_t level, pg_str *message);
PG_NOTHROW void pg_abi_set_log_request(pg_str *request);
PG_NOTHROW int64_t pg_abi_get_log_level(void);
PG_NOTHROW int64_t pg_abi_now_ns(void);
PG_NOTHROW int64_t pg_abi_monotonic_ns(void);
pg_obj *pg_abi_get_env(pg_str *name);                                  /* str | None */
PG_NOTHROW void pg_abi_set_tick_period(int64_t milliseconds);
pg_bytes *pg_abi_get_buffer(int64_t kind, int64_t start, int64_t size);
PG_NOTHROW int64_t pg_abi_get_buffer_size(int64_t kind);
PG_NOTHROW int64_t pg_abi_set_buffer(int64_t kind, int64_t start, int64_t size, pg_bytes *data);
pg_obj *pg_abi_get_header(int64_t kind, pg_str *name);                 /* str | None */
pg_list *pg_abi_get_headers(int64_t kind);
int64_t pg_abi_set_headers(int64_t kind, pg_list *pairs);
PG_NOTHROW int64_t pg_abi_set_header(int64_t kind, pg_str *name, pg_str *value);
PG_NOTHROW int64_t pg_abi_add_header(int64_t kind, pg_str *name, pg_str *value);
PG_NOTHROW int64_t pg_abi_remove_header(int64_t kind, pg_str *name);
PG_NOTHROW int64_t pg_abi_continue_stream(int64_t kind);
PG_NOTHROW int64_t pg_abi_close_stream(int64_t kind);
int64_t pg_abi_send_local_response(int64_t code, pg_str *details, pg_bytes *body, pg_list *headers, int64_t grpc_status);
pg_tuple *pg_abi_get_status(void);                                     /* tuple[int, str] */
int64_t pg_abi_http_call(pg_str *upstream, pg_list *headers, pg_bytes *body, pg_list *trailers, int64_t timeout_ms);
int64_t pg_abi_grpc_call(pg_bytes *upstream, pg_str *service, pg_str *method, pg_list *metadata, pg_bytes *message,
                         int64_t timeout_ms);
int64_t pg_abi_grpc_stream(pg_bytes *upstream, pg_str *service, pg_str *method, pg_list *metadata);
PG_NOTHROW int64_t pg_abi_grpc_send(int64_t call, pg_bytes *message, bool end);
PG_NOTHROW int64_t pg_abi_grpc_cancel(int64_t call);
PG_NOTHROW int64_t pg_abi_grpc_close(int64_t call);
pg_obj *pg_abi_get_shared_data(pg_str *key);                           /* tuple[bytes, int] | None */
PG_NOTHROW int64_t pg_abi_set_shared_data(pg_str *key, pg_bytes *value, int64_t cas);
PG_NOTHROW int64_t pg_abi_register_shared_queue(pg_str *name);
PG_NOTHROW int64_t pg_abi_resolve_shared_queue(pg_str *vm, pg_str *name);
PG_NOTHROW int64_t pg_abi_enqueue_shared_queue(int64_t queue, pg_bytes *value);
pg_obj *pg_abi_dequeue_shared_queue(int64_t queue);                    /* bytes | None */
PG_NOTHROW int64_t pg_abi_define_metric(int64_t kind, pg_str *name);
PG_NOTHROW int64_t pg_abi_record_metric(int64_t metric, int64_t value);
PG_NOTHROW int64_t pg_abi_increment_metric(int64_t metric, int64_t offset);
PG_NOTHROW int64_t pg_abi_get_metric(int64_t metric);
pg_obj *pg_abi_get_property(pg_str *path);                             /* bytes | None */
PG_NOTHROW int64_t pg_abi_set_property(pg_str *path, pg_bytes *value);
pg_tuple *pg_abi_call_foreign_function(pg_str *name, pg_bytes *argument); /* tuple[int, bytes] */
PG_NOTHROW int64_t pg_abi_set_effective_context(int64_t context);
PG_NOTHROW int64_t pg_abi_done(void);
pg_str *pg_abi_format_exception(pg_exception *error);

#endif
