/* The format-spec mini language, parsed. */
#ifndef PG_FORMAT_SPEC_H
#define PG_FORMAT_SPEC_H
#include "pg_internal.h"

typedef struct pg_spec {
    uint32_t fill;
    char align;        /* 0 if not given */
    char sign;         /* '-' if not given */
    bool alternate, zero, no_neg_zero, sign_given, align_given;
    int64_t width, precision; /* -1: not given */
    char thousands;    /* 0 , _ */
    uint32_t type;     /* 0 if not given */
} pg_spec;

/* false: raised. `type` is the default; the name of the type is for messages. */
bool pg_spec_parse(pg_spec *f, pg_str *spec, uint32_t type, const char *type_name);
/* Pads text made of prefix (sign, 0x) and body to the width. */
pg_str *pg_spec_pad(const pg_spec *f, const uint8_t *prefix, size_t nprefix, const uint8_t *body, size_t nbody, char default_align);
/* Inserts separators into digits[0..n) (integer part), zero padding to the width if asked; tail is appended (".5e3"). */
pg_str *pg_spec_number(const pg_spec *f, const char *prefix, size_t nprefix, const uint8_t *digits, size_t n, const uint8_t *tail, size_t ntail, int group);
void *pg_spec_bad_type(const pg_spec *f, const char *type_name);
#endif
