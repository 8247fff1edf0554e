/* request-block by hand: the smallest module that does the work, and so the yardstick of the benchmark.
 *
 * Options: block_urls, case_sensitive (true), blocked_code (403). A request whose path contains one of
 * block_urls is refused. Built without libc, so that nothing but this file runs:
 *   zig cc -c -target wasm32-wasi -O2 -ffreestanding request_block.c
 *   zig wasm-ld --no-entry --export-memory request_block.o -o request_block.wasm
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef BLOCKED_CODE
#define BLOCKED_CODE 403
#endif
#define EXPORT(name) __attribute__((export_name(#name))) name
#define HOST(name) __attribute__((import_module("env"), import_name(#name))) uint32_t name

HOST(proxy_get_buffer_bytes)(uint32_t type, uint32_t start, uint32_t max, char **data, uint32_t *size);
HOST(proxy_get_header_map_value)(uint32_t map, const char *key, uint32_t key_size, char **data, uint32_t *size);
HOST(proxy_send_local_response)(uint32_t code, const char *details, uint32_t details_size, const char *body,
                                uint32_t body_size, const char *headers, uint32_t headers_size, uint32_t grpc);
HOST(proxy_log)(uint32_t level, const char *message, uint32_t size);

enum { PLUGIN_CONFIGURATION = 7, REQUEST_HEADERS = 0, CONTINUE = 0, STOP = 1, LEVEL_ERROR = 4, NO_GRPC = -1 };

/* Two arenas: one for the configuration, kept; one for what the host hands over, reset at each callback. */
static char config_arena[64 * 1024];
static char call_arena[128 * 1024];
static uint32_t config_used, call_used;
static bool configuring;

void *EXPORT(malloc)(uint32_t size) {
  char *arena = configuring ? config_arena : call_arena;
  uint32_t *used = configuring ? &config_used : &call_used;
  uint32_t limit = configuring ? sizeof config_arena : sizeof call_arena;
  uint32_t start = (*used + 7) & ~7u;
  if (size > limit - start) __builtin_trap();
  *used = start + size;
  return arena + start;
}

typedef struct {
  const char *data;
  uint32_t size;
} text;

static text block_urls[256];
static uint32_t block_count;
static bool case_sensitive;
static uint32_t blocked_code;

static char lower(char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

static bool contains(text where, text what) {
  for (uint32_t i = 0; i + what.size <= where.size; i++) {
    uint32_t k = 0;
    while (k < what.size && (case_sensitive ? where.data[i + k] : lower(where.data[i + k])) == what.data[k]) k++;
    if (k == what.size) return true;
  }
  return false;
}

/* A reader of flat JSON: objects of strings, integers, booleans and lists of strings. */
static const char *at, *end;

static void skip_space(void) {
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) at++;
}

static bool take(char c) {
  skip_space();
  if (at < end && *at == c) return at++, true;
  return false;
}

/* Reads a string in place; simple escapes are resolved, `\u` is refused. */
static bool read_string(text *out) {
  if (!take('"')) return false;
  char *write = (char *)at;
  out->data = at;
  while (at < end && *at != '"') {
    char c = *at++;
    if (c == '\\') {
      if (at == end || *at == 'u') return false;
      c = *at++;
      if (c == 'n') c = '\n';
      if (c == 't') c = '\t';
    }
    *write++ = c;
  }
  out->size = (uint32_t)(write - out->data);
  return take('"');
}

static bool equals(text a, const char *b) {
  uint32_t i = 0;
  while (i < a.size && b[i] && a.data[i] == b[i]) i++;
  return i == a.size && !b[i];
}

static bool read_bool(bool *out) {
  skip_space();
  *out = at < end && *at == 't';
  uint32_t size = *out ? 4 : 5;
  if ((uint32_t)(end - at) < size || !equals((text){at, size}, *out ? "true" : "false")) return false;
  at += size;
  return true;
}

static bool read_int(uint32_t *out) {
  skip_space();
  const char *start = at;
  *out = 0;
  while (at < end && *at >= '0' && *at <= '9') *out = *out * 10 + (uint32_t)(*at++ - '0');
  return at > start;
}

static bool read_urls(void) {
  if (!take('[')) return false;
  if (take(']')) return true;
  do {
    if (block_count == 256 || !read_string(&block_urls[block_count])) return false;
    block_count++;
  } while (take(','));
  return take(']');
}

static bool read_config(void) {
  if (!take('{')) return false;
  if (take('}')) return true;
  do {
    text key;
    if (!read_string(&key) || !take(':')) return false;
    bool ok = equals(key, "block_urls")       ? read_urls()
              : equals(key, "case_sensitive") ? read_bool(&case_sensitive)
              : equals(key, "blocked_code")   ? read_int(&blocked_code)
                                              : false;
    if (!ok) return false;
  } while (take(','));
  return take('}');
}

void EXPORT(proxy_abi_version_0_2_1)(void) {}
void EXPORT(proxy_on_context_create)(uint32_t id, uint32_t parent) {}
uint32_t EXPORT(proxy_on_vm_start)(uint32_t id, uint32_t size) { return 1; }

uint32_t EXPORT(proxy_on_configure)(uint32_t id, uint32_t size) {
  char *data = 0;
  uint32_t length = 0;
  config_used = block_count = 0;
  case_sensitive = true;
  blocked_code = BLOCKED_CODE;
  configuring = true;
  proxy_get_buffer_bytes(PLUGIN_CONFIGURATION, 0, size, &data, &length);
  configuring = false;
  at = data;
  end = data + length;
  if (!read_config()) {
    static const char message[] = "request-block: the configuration is not understood";
    proxy_log(LEVEL_ERROR, message, sizeof message - 1);
    return 0;
  }
  if (!case_sensitive)
    for (uint32_t i = 0; i < block_count; i++)
      for (uint32_t k = 0; k < block_urls[i].size; k++)
        ((char *)block_urls[i].data)[k] = lower(block_urls[i].data[k]);
  return 1;
}

uint32_t EXPORT(proxy_on_request_headers)(uint32_t id, uint32_t count, uint32_t end_of_stream) {
  char *data = 0;
  uint32_t size = 0;
  call_used = 0;
  proxy_get_header_map_value(REQUEST_HEADERS, ":path", 5, &data, &size);
  for (uint32_t i = 0; i < block_count; i++)
    if (contains((text){data, size}, block_urls[i])) {
      proxy_send_local_response(blocked_code, "request-block", 13, 0, 0, 0, 0, (uint32_t)NO_GRPC);
      return STOP;
    }
  return CONTINUE;
}
