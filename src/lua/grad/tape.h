/* tape.h - the tape on which grad records the operations of a function.
 *
 * A node is a value: an argument of f, a constant, or the result of an
 * operation whose inputs are earlier nodes. Numbers are stored in the node;
 * arrays, and what else belongs to a node, are user values of the tape: tables
 * by node. Arrays are not copied, so f must not change them (recorder.c).
 */
#ifndef LUA_GRAD_TAPE_H
#define LUA_GRAD_TAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "lua/array/operand.h"
#include "lua/base/registry.h"

struct Rule;

typedef struct Node {
  const struct Rule *rule; /* NULL: an argument or a constant */
  unsigned char kind;      /* a Kind */
  unsigned char count;     /* of inputs; those of a join are in TAPE_EXTRAS */
  bool tracked;            /* it depends on an argument */
  size_t inputs[2];        /* of an element: an array, and a place in it */
  union {
    struct {
      double value, slope; /* of a number; slope: derivative of f by it */
    };
    struct {
      size_t rows, cols; /* of an array; a vector is one row */
    };
  };
} Node;

typedef struct Tape {
  Node *nodes;
  size_t count, room;
  size_t arguments, result; /* the first nodes are f's arguments */
  size_t spares;            /* how many arrays are in TAPE_SPARES */
  size_t constant;          /* the number that was used last; 0: none */
  size_t looped;            /* the vector whose element was used last */
  const struct Vec *loop;   /* that vector, or NULL */
  bool open;                /* f is running */
  struct Tape *outer;       /* the tape that was innermost before */
  const void *tracked_type; /* the metatable of tracked values */
} Tape;

/* The user values of a tape. */
enum {
  TAPE_NODES = 1,    /* the block of nodes */
  TAPE_VALUES,       /* arrays */
  TAPE_SLOPES,       /* derivatives of f's value by these arrays */
  TAPE_EXTRAS,       /* other arguments of an operation, or parts of a join */
  TAPE_SPARES,       /* list of arrays of slopes that are no longer needed */
  TAPE_HELD,         /* set of the userdata that own the numbers of arrays */
  TAPE_TRACKED_TYPE, /* the metatable of tracked values */
  TAPE_USER_VALUES = TAPE_TRACKED_TYPE
};

typedef int Recorder(lua_State *L, const Prim *prim);

/* Pushes a new tape and opens it: from now on, calls of primitives go through
 * the recorder. It is closed by tape_close, by an error, or when the calling C
 * function returns. */
Tape *tape_open(lua_State *L, Recorder *recorder);
void tape_close(lua_State *L, int index);
/* The open tape that was opened last, or NULL. */
Tape *tape_innermost(void);
/* Pushes the userdata of an open tape. */
void tape_push(lua_State *L, const Tape *tape);
Tape *tape_at(lua_State *L, int index);

/* Appends a node; raises when memory runs out. */
size_t tape_add(lua_State *L, Tape *tape, Node node);
/* Makes the number, vector or matrix at `index` the value of a node. */
void tape_set_value(lua_State *L, Tape *tape, size_t node, int index);
/* Pushes it. */
void tape_push_value(lua_State *L, const Tape *tape, size_t node);
/* Pops a value and stores it in the table of that user value. */
void tape_keep(lua_State *L, const Tape *tape, int user_value, size_t node);
/* Pushes what the table has for the node, or nil; returns its type. */
int tape_push_kept(lua_State *L, const Tape *tape, int user_value, size_t node);
/* Does an open tape hold the numbers of the array at `index`? */
bool tape_holds(lua_State *L, int index);

#endif
