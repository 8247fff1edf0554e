/* Enumerations: members are instances with the hidden fields `_value_` and `_name_`. */
#ifndef PG_ENUM_H
#define PG_ENUM_H
/* A new member; a class that also extends int or str carries the value there too. name may be None. */
void *pg_enum_new(const void *type, pg_obj *name, pg_obj *value);
pg_obj *pg_enum_get(pg_list *all, pg_obj *value, const void *type);    /* NULL if there is none */
pg_obj *pg_enum_find(pg_list *all, pg_obj *value, const void *type);   /* ValueError: 9 is not a valid Color */
PG_NOTHROW pg_obj *pg_enum_alias(pg_list *all, pg_obj *value);         /* the member with this value, or NULL */
pg_str *pg_enum_repr(pg_obj *o);        /* <Color.RED: 1> */
pg_str *pg_enum_str(pg_obj *o);         /* Color.RED */
pg_str *pg_enum_value_str(pg_obj *o);   /* 1: IntEnum, StrEnum, IntFlag */
pg_str *pg_enum_format(pg_obj *o, pg_str *spec);
pg_str *pg_enum_value_format(pg_obj *o, pg_str *spec);
/* Flags. members: those of one bit; all: every value that has an object. */
pg_obj *pg_flag_find(pg_list *members, pg_list *all, pg_obj *value, const void *type);
pg_obj *pg_flag_binary(pg_list *members, pg_list *all, pg_obj *a, pg_obj *b, int64_t op, const void *type);
pg_obj *pg_flag_invert(pg_list *members, pg_list *all, pg_obj *a, const void *type);
PG_NOTHROW bool pg_flag_contains(pg_obj *a, pg_obj *b);
PG_NOTHROW bool pg_flag_truth(pg_obj *a);
pg_list *pg_flag_members(pg_list *members, pg_obj *a);
#endif
