/* print, stdin, program arguments, the end of a program: WASI. */
#include "pg_internal.h"

#ifdef __wasm__
#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))
typedef struct { void *p; size_t n; } iovec;
WASI(fd_read) int32_t wasi_fd_read(int32_t fd, const iovec *v, size_t n, size_t *got);
WASI(args_sizes_get) int32_t wasi_args_sizes_get(size_t *n, size_t *bytes);
WASI(args_get) int32_t wasi_args_get(uint8_t **argv, uint8_t *buf);
WASI(proc_exit) _Noreturn void wasi_proc_exit(int32_t code);
#else
#include <stdlib.h>
#include <unistd.h>
typedef struct { void *p; size_t n; } iovec;
static int32_t wasi_fd_read(int32_t fd, const iovec *v, size_t n, size_t *got) { (void)n; ssize_t r = read(fd, v->p, v->n); *got = r > 0 ? (size_t)r : 0; return 0; }
static int32_t wasi_args_sizes_get(size_t *n, size_t *bytes) { *n = *bytes = 0; return 0; }
static int32_t wasi_args_get(uint8_t **argv, uint8_t *buf) { (void)argv; (void)buf; return 0; }
static _Noreturn void wasi_proc_exit(int32_t code) { exit(code); }
#endif

static uint8_t out[8192];
static size_t n_out;
void pg_stdout_flush(void) {
    if (n_out) pg_sys_write(1, out, n_out);
    n_out = 0;
}
static void put(const void *p, size_t n) {
    if (n > sizeof out - n_out) pg_stdout_flush();
    if (n > sizeof out) { pg_sys_write(1, p, n); return; }
    memcpy(out + n_out, p, n);
    n_out += n;
}
/* A surrogate cannot be written; CPython's stdout raises, stderr escapes. Both escape here only on stderr. */
static bool writable(pg_str *s) {
    if (s->nbytes == s->nchars) return true;
    for (uint32_t i = 0; i + 1 < s->nbytes; i++)
        if (s->data[i] == 0xED && s->data[i + 1] >= 0xA0) return false;
    return true;
}
static void write_err(pg_str *s) {
    pg_stdout_flush();
    if (writable(s)) { pg_sys_write(2, s->data, s->nbytes); return; }
    pg_str *a = pg_obj_ascii(PG_OBJ(s));
    if (a) pg_sys_write(2, a->data, a->nbytes);
}
void pg_print(pg_str *s, bool to_stderr) {
    if (!s) return;
    if (to_stderr) { write_err(s); return; }
    if (!writable(s)) { pg_str_encode(s, NULL, NULL); return; } /* raises UnicodeEncodeError */
    put(s->data, s->nbytes);
}
void pg_stdout_write(pg_str *s) { pg_print(s, false); }
void pg_print_objs(uint32_t n, pg_obj *const *args, pg_str *sep, pg_str *end, bool to_stderr) {
    pg_sb b;
    sb_init(&b);
    for (uint32_t i = 0; i < n; i++) {
        if (i) { if (sep) sb_str(&b, sep); else sb_putc(&b, ' '); }
        sb_str(&b, pg_obj_str(args[i]));
        if (PG_FAILED) return;
    }
    if (end) sb_str(&b, end);
    else sb_putc(&b, '\n');
    pg_print(sb_finish(&b), to_stderr);
}

static uint8_t in[8192];
static size_t in_at, in_end;
static bool fill(void) {
    iovec v = { in, sizeof in };
    size_t got = 0;
    in_at = in_end = 0;
    if (wasi_fd_read(0, &v, 1, &got) != 0) return false;
    in_end = got;
    return got > 0;
}
pg_str *pg_stdin_readline(void) {
    pg_sb b;
    sb_init(&b);
    while (in_at < in_end || fill()) {
        size_t i = in_at;
        while (i < in_end && in[i] != '\n') i++;
        bool done = i < in_end;
        if (done) i++;
        sb_put(&b, in + in_at, i - in_at);
        in_at = i;
        if (done) break;
    }
    pg_bytes *line = sb_finish_bytes(&b);
    return line ? pg_str_decode(line->data, line->len, true) : NULL;
}
pg_str *pg_stdin_read(void) {
    pg_sb b;
    sb_init(&b);
    while (in_at < in_end || fill()) { sb_put(&b, in + in_at, in_end - in_at); in_at = in_end; }
    pg_bytes *all = sb_finish_bytes(&b);
    return all ? pg_str_decode(all->data, all->len, true) : NULL;
}
pg_str *pg_input(pg_str *prompt) {
    if (prompt) pg_print(prompt, false);
    pg_stdout_flush();
    pg_str *s = pg_stdin_readline();
    if (!s) return NULL;
    if (s->nbytes == 0) return pg_raise(&pg_type_EOFError, "EOF when reading a line");
    return s->data[s->nbytes - 1] == '\n' ? pg_str_slice(s, 0, -1) : s;
}
pg_list *pg_argv(void) {
    size_t n = 0, bytes = 0;
    pg_list *l = pg_list_new(PG_STRS, 4);
    if (wasi_args_sizes_get(&n, &bytes) != 0 || n == 0) { pg_list_append(l, PG_W_P(&pg_str_empty)); return l; }
    uint8_t **argv = pg_data_alloc(n * sizeof *argv), *buf = pg_text_alloc(bytes);
    if (!argv || !buf || wasi_args_get(argv, buf) != 0) return l;
    for (size_t i = 0; i < n; i++) pg_list_append(l, PG_W_P(pg_str_decode(argv[i], pg_cstrlen((char *)argv[i]), true)));
    return l;
}
int32_t pg_program_end(void) {
    int32_t code = 0;
    pg_exception *e = pg_exc;
    pg_exc = NULL;
    pg_handled = NULL;
    pg_depth = 0;
    if (e && pg_isinstance(&e->h, &pg_type_SystemExit)) {
        pg_obj *v = pg_exc_code(e);
        if (pg_isinstance(v, &pg_type_int)) code = (int32_t)((pg_int *)v)->v;
        else if (v != pg_none) {
            code = 1;
            write_err(pg_obj_str(v));
            pg_sys_write(2, "\n", 1);
        }
    } else if (e) {
        code = 1;
        pg_str *t = pg_exc_format(e);
        if (t) write_err(t);
        pg_sys_write(2, "\n", 1);
    }
    pg_stdout_flush();
    return code;
}
void pg_exit(int32_t code) {
    pg_stdout_flush();
    wasi_proc_exit(code);
}
