/* A plugin for the gateway's tests: it leaves a mark on each answer, refuses, and misbehaves on demand.
 *
 * Configuration, found by plain search (no JSON reader): the text between `"mark":"` and the next quote goes
 * into the response header `x-mark`, together with the VERSION this file was compiled with.
 *   "broken" in the configuration: every request is answered with 500
 *   "deny"  in the configuration: every request is answered with 403
 *   "false" proxy_on_configure returns false;  "trap" it traps;  "spin" it never returns;  "grow" it eats memory
 * Request headers: `x-trap` traps (not with NO_TRAP), `x-spin` never returns, `x-deny` is answered with 403.
 */
#include <stdbool.h>
#include <stdint.h>

#ifndef VERSION
#define VERSION "v1"
#endif
#ifndef HEADER
#define HEADER "x-mark"
#endif
#define EXPORT(name) __attribute__((export_name(#name))) name
#define HOST(name) __attribute__((import_module("env"), import_name(#name))) uint32_t name

HOST(proxy_get_buffer_bytes)(uint32_t type, uint32_t start, uint32_t max, char **data, uint32_t *size);
HOST(proxy_get_header_map_value)(uint32_t map, const char *key, uint32_t key_size, char **data, uint32_t *size);
HOST(proxy_add_header_map_value)(uint32_t map, const char *key, uint32_t key_size, const char *value, uint32_t size);
HOST(proxy_send_local_response)(uint32_t code, const char *details, uint32_t details_size, const char *body,
                                uint32_t body_size, const char *headers, uint32_t headers_size, uint32_t grpc);
HOST(proxy_log)(uint32_t level, const char *message, uint32_t size);
#ifdef MISSING_IMPORT
HOST(proxy_no_such_function)(uint32_t x);
#endif

static char arena[256 * 1024];
static uint32_t used;
static char mark[128];
static uint32_t mark_size;
static bool deny;
static bool broken;

void *EXPORT(malloc)(uint32_t size) {
  used = (used + 7) & ~7u;
  if (used + size > sizeof arena) __builtin_trap();
  void *start = arena + used;
  used += size;
  return start;
}

static int32_t find(const char *data, uint32_t size, const char *what) {
  for (uint32_t i = 0; i < size; i++) {
    uint32_t k = 0;
    while (what[k] && i + k < size && data[i + k] == what[k]) k++;
    if (!what[k]) return (int32_t)(i + k);
  }
  return -1;
}

static bool has_header(const char *name, uint32_t size) {
  char *value = 0;
  uint32_t length = 0;
  return proxy_get_header_map_value(0, name, size, &value, &length) == 0 && length > 0;
}

static volatile uint32_t spinning = 1;

static void spin(void) {
  while (spinning) {
  }
}

#ifndef NO_ABI
void EXPORT(proxy_abi_version_0_2_1)(void) {}
#endif
void EXPORT(proxy_on_context_create)(uint32_t id, uint32_t parent) {}
uint32_t EXPORT(proxy_on_vm_start)(uint32_t id, uint32_t size) { return 1; }

uint32_t EXPORT(proxy_on_configure)(uint32_t id, uint32_t size) {
  char *data = 0;
  uint32_t length = 0;
  used = mark_size = 0;
  proxy_get_buffer_bytes(7, 0, size, &data, &length);
#ifdef MISSING_IMPORT
  proxy_no_such_function(1);
#endif
  if (find(data, length, "\"trap\"") >= 0) __builtin_trap();
  if (find(data, length, "\"spin\"") >= 0) spin();
  if (find(data, length, "\"grow\"") >= 0)
    while (__builtin_wasm_memory_grow(0, 256) != (unsigned long)-1) {
    }
  if (find(data, length, "\"false\"") >= 0) {
    proxy_log(4, "probe: told to refuse this configuration", 40);
    return 0;
  }
  deny = find(data, length, "\"deny\"") >= 0;
  broken = find(data, length, "\"broken\"") >= 0;
  for (const char *v = VERSION; *v; v++) mark[mark_size++] = *v;
  mark[mark_size++] = ':';
  int32_t start = find(data, length, "\"mark\":\"");
  if (start < 0) start = find(data, length, "\"mark\": \"");
  if (start >= 0)
    while ((uint32_t)start < length && data[start] != '"' && mark_size < sizeof mark) mark[mark_size++] = data[start++];
  return 1;
}

uint32_t EXPORT(proxy_on_request_headers)(uint32_t id, uint32_t count, uint32_t end_of_stream) {
  used = 0;
#ifndef NO_TRAP
  if (has_header("x-trap", 6)) __builtin_trap();
#endif
  if (has_header("x-spin", 6)) spin();
  if (has_header("x-log", 5)) proxy_log(2, "probe: saw a request", 20);
  if (broken) {
    proxy_send_local_response(500, "probe", 5, 0, 0, 0, 0, (uint32_t)-1);
    return 1;
  }
  if (deny || has_header("x-deny", 6)) {
    proxy_send_local_response(403, "probe", 5, 0, 0, 0, 0, (uint32_t)-1);
    return 1;
  }
  return 0;
}

uint32_t EXPORT(proxy_on_response_headers)(uint32_t id, uint32_t count, uint32_t end_of_stream) {
  proxy_add_header_map_value(2, HEADER, sizeof(HEADER) - 1, mark, mark_size);
  return 0;
}
