/* All that a unit of a program includes: compiled ahead, once. */
#ifndef PG_UNIT_H
#define PG_UNIT_H
#include "pg.h"
#include "pg_gen.h"
#endif
