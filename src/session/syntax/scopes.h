/* scopes.h - the variables that a chunk declares with `local` outside blocks.
 *
 * The text must be valid Lua, except that it may break a limit of the compiler,
 * such as 200 local variables. Takes linear time.
 */
#ifndef SESSION_SYNTAX_SCOPES_H
#define SESSION_SYNTAX_SCOPES_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

typedef struct Variable {
  size_t start, n;  /* where it is declared: position and length in bytes */
  size_t name;      /* equal for variables of the same name */
  size_t outer;     /* index + 1 of the variable that it hides; 0 if none */
  size_t statement; /* index of the first variable of its statement */
  int level;        /* of the function that declares it: 0 */
  bool captured;    /* a function uses it */
  bool displaces;   /* a function before it uses the global of that name */
  bool repeated;    /* a label precedes it: goto may declare it again */
  bool closed;      /* its statement has a variable with <close> */
} Variable;

typedef enum PartKind {
  PART_LOCAL,     /* the word `local` */
  PART_NAME,      /* a name that declares or uses the variable */
  PART_ATTRIBUTE, /* such as <const> */
  PART_EMPTY      /* the end, of length 0, of a list of names without values */
} PartKind;

/* A part of the text that is about one of the variables. */
typedef struct Part {
  PartKind kind;
  size_t start, n; /* position and length in bytes */
  size_t variable; /* its index; for `local` the first of `count` */
  size_t count;
} Part;

typedef struct Scopes {
  Part *parts; /* in the order of the text */
  size_t part_count;
  Variable *variables; /* in the order of their declarations */
  size_t variable_count;
  bool names_env; /* the text uses or declares _ENV */
} Scopes;

/* Pushes a userdata that owns the arrays and returns true; pushes nothing and
 * returns false if the text is not understood. Raises only memory errors. */
bool scopes_push(lua_State *L, const char *text, Scopes *scopes);

#endif
