/* Feeds the parsers of the runtime with damaged text: `fuzz SEED SECONDS`. Built with a sanitizer by test_fuzz.py.
 *
 * The text lies right before a page that must not be read, so that one byte too far ends the process. A crash, a
 * finding of the sanitizer or an input that takes longer than two seconds prints the input. */
#include "pg.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 65536, LONGEST = 400 };
static uint8_t *pages, *text;
static size_t size;
static const char *target = "none";
static uint64_t state;

static uint32_t next(void) { /* xorshift: the same inputs for a seed everywhere */
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 16);
}
static void report(int number) {
    char line[64];
    int n = snprintf(line, sizeof line, "\nsignal %d in %s, input of %zu bytes: ", number, target, size);
    (void)!write(2, line, (size_t)n);
    for (size_t i = 0; i < size; i++) {
        n = snprintf(line, sizeof line, "%02x", text[i]);
        (void)!write(2, line, (size_t)n);
    }
    _exit(3);
}
static void watch(int seconds) {
    struct itimerval timer = { { 0, 0 }, { seconds, 0 } };
    setitimer(ITIMER_REAL, &timer, NULL);
}

static const char *const json[] = { "{", "}", "[", "]", ",", ":", "\"", "\\u00e9", "\\ud83d", "\\ude00", "\\", "true", "nul", "null", "-", "1", "0", ".", "e+9", "E-400",
    "9223372036854775808", "NaN", "-Infinity", " ", "\n", "\"a\"", "\"k\":1", "[[[[[[[[", "\x01", "\xc3\xa9", "\xff", "\xed\xa0\x80", 0 };
static const char *const regex[] = { "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\", "\\d", "\\W", "\\b", "\\x4", "\\u12", "\\N", "\\1", "(?:", "(?P<a>", "(?=",
    "(?<!", "(?i)", "(?#", "(?P=a)", "{2,3}", "{,", "{99999}", "a", "b-z", "[^", "[:", "\xc3\xa9", "\xf0\x9f\x98\x80", "-", ",", "0", 0 };
static const char *const format[] = { "{", "}", "{}", "{0}", "{0!r:", "{0[", "]", ".", "{0.real}", ":", "!", "<", ">", "^", "=", "+", "#", "0", "13", ",", "_", ".3", "x", "e", "g", "%", "s", "c", "n",
    "\xc3\xa9", "\xd9\xa3", "%d", "%(a)s", "%*d", "%.", "%-05x", "99999", 0 };
static const char *const number[] = { "0", "1", "9", "_", ".", "e", "E", "+", "-", "x", "0x", "p", "inf", "nan", "Infinity", " ", "\t", "a", "f", "999999999999", "0000", "1e-400", "\xd9\xa3", "\xc2\xa0", 0 };
static const char *const words[] = { "a", "\xc3\x9f", "\xef\xac\x81", "\xc4\xb0", "\xce\xa3", "\xcc\x81", " ", "\t", "\r\n", "\xe2\x80\xa8", "A", "'", "\xf0\x9f\x98\x80", "\xff", "\xed\xb0\x80", "\xc3", ",", "ab", 0 };

static void draw(const char *const *tokens) {
    uint8_t made[LONGEST];
    size_t n = 0, count = next() % 24, known = 0;
    while (tokens[known]) known++;
    for (size_t i = 0; i < count; i++) {
        const char *token = tokens[next() % known];
        size_t length = strlen(token);
        if (n + length > LONGEST) break;
        memcpy(made + n, token, length);
        n += length;
    }
    for (uint32_t damage = next() % 4; damage == 1 && n; damage = next() % 3) made[next() % n] = (uint8_t)next();
    size = n;
    text = pages + PAGE - n;
    memcpy(text, made, n);
}
/* What the host hands over is decoded so: any bytes become text. It is shared, not copied, where it is UTF-8. */
static pg_str *drawn(void) { return pg_str_decode(text, size, true); }
static void check(pg_str *s, const char *what) {
    if (pg_exc || !s) return;
    if (s->nchars > s->nbytes) { target = what; report(0); }
    for (uint32_t i = 0; i < s->nbytes; i++) ((volatile const uint8_t *)s->data)[i];
}

static void run_json(void) {
    target = "json";
    draw(json);
    pg_obj *value = pg_json_loads(drawn());
    if (pg_exc) return;
    check(pg_json_dumps(value, false, true, NULL, NULL, NULL), "json.dumps");
    pg_exc = NULL;
    target = "json in place";
    pg_str *document = pg_document_load(drawn());
    if (!pg_exc) check(pg_document_shown(document, pg_document_kind(document, 0) ? 0 : 0), "document");
}
extern pg_obj *pg_native_re_compile(pg_obj *pattern, int64_t flags);
extern pg_list *pg_native_re_findall(pg_bytes *program, pg_obj *string, int64_t pos, int64_t endpos);
static void run_regex(void) {
    target = "re";
    draw(regex);
    static const int64_t flags[] = { 0, 2, 8, 16, 64, 256, 2 | 8 };
    pg_obj *program = pg_native_re_compile(PG_OBJ(drawn()), flags[next() % 7]);
    if (pg_exc || !program || !pg_isinstance(program, &pg_type_bytes)) return;
    draw(words);
    pg_native_re_findall((pg_bytes *)program, PG_OBJ(drawn()), 0, INT64_MAX);
}
static void run_format(void) {
    target = "format";
    draw(format);
    pg_str *s = drawn();
    pg_obj *args[2] = { pg_box_int(42), PG_OBJ(pg_str_new("b", 1)) };
    check(pg_str_format_method(s, 2, args, NULL), "str.format");
    pg_exc = NULL;
    check(pg_str_percent(s, args[0]), "%");
    pg_exc = NULL;
    check(pg_obj_format(args[0], s), "format(int)");
    pg_exc = NULL;
    check(pg_obj_format(pg_box_float(2.5), s), "format(float)");
    pg_exc = NULL;
    check(pg_obj_format(args[1], s), "format(str)");
    pg_exc = NULL;
    pg_bytes_percent(pg_bytes_share(text, size), args[0]);
}
static void run_number(void) {
    target = "numbers";
    draw(number);
    pg_str *s = drawn();
    pg_float_parse(s);
    pg_exc = NULL;
    pg_float_fromhex(s);
    pg_exc = NULL;
    pg_int_parse(s, (int64_t)(next() % 38));
    pg_exc = NULL;
    pg_int_parse_bytes(pg_bytes_share(text, size), 16);
    pg_exc = NULL;
    pg_bytes_fromhex(s);
}
static void run_words(void) {
    target = "text";
    draw(words);
    pg_str *s = drawn(), *t = pg_str_new("a", 1);
    pg_str *made[] = { pg_str_title(s), pg_str_casefold(s), pg_str_swapcase(s), pg_str_upper(s), pg_str_lower(s), pg_str_repr(s), pg_str_expandtabs(s, 4),
        pg_str_replace(s, t, s, -1), pg_str_slice_step(s, PG_NO_INDEX, PG_NO_INDEX, -1), pg_str_strip(s, NULL), pg_str_zfill(s, 40) };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) check(made[i], "text");
    pg_exc = NULL;
    pg_str_splitlines(s, true);
    pg_str_split(s, NULL, 3);
    pg_str_rsplit(s, t, 2);
    target = "codecs";
    static const char *const codecs[] = { "utf-8", "ascii", "latin-1", "utf-16", "utf-16-le" }, *const errors[] = { "strict", "ignore", "replace", "surrogateescape", "backslashreplace" };
    pg_str *codec = pg_str_c(codecs[next() % 5]), *handler = pg_str_c(errors[next() % 5]);
    pg_exc = NULL;
    check(pg_bytes_decode(pg_bytes_share(text, size), codec, handler), "decode");
    pg_exc = NULL;
    pg_str_encode(s, codec, handler);
}
int main(int count, char **arguments) {
    if (count != 3) return 2;
    state = (uint64_t)atoll(arguments[1]) * 0x9E3779B97F4A7C15u + 1;
    time_t end = time(NULL) + atoi(arguments[2]);
    pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + PAGE, PAGE, PROT_NONE)) return 2;
    int deadly[] = { SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGFPE, SIGTRAP, SIGALRM };
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) signal(deadly[i], report);
    static void (*const runs[])(void) = { run_json, run_regex, run_format, run_number, run_words };
    uint64_t turns = 0;
    do {
        watch(2);
        for (int i = 0; i < 64; i++, turns++) {
            runs[turns % 5]();
            pg_exc = NULL;
        }
        pg_gc_collect();
    } while (time(NULL) < end);
    printf("%llu\n", (unsigned long long)turns);
    return 0;
}
