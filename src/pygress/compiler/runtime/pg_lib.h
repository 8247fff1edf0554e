/* C parts of the standard library. Declarations grow with compiler/stdlib. */
#ifndef PG_LIB_H
#define PG_LIB_H

#endif
