/* evaluate.h - runs an entry and shows what it returns. */
#ifndef SESSION_EVALUATE_H
#define SESSION_EVALUATE_H

#include <stdbool.h>

#include <lua.h>

/* What a front end (prompt, notebook) provides. */
typedef struct FrontEnd {
  const char *prompt; /* stripped from pasted lines */
  void (*keep)(
    const char *entry); /* records an entry in the history; or NULL */
  lua_CFunction show;   /* shows its arguments, the values of an entry; NULL:
                           prints them */
  bool cells;           /* an entry is a cell; see pieces_push_cell */
} FrontEnd;

/* Runs the text: the values of an expression are shown unless `;` ends it, and
 * the first is kept in `_` and `ans`. "?name" and "name?" ask for help. Errors
 * are reported on stderr; raises only when memory runs out. */
void evaluate(lua_State *L, const FrontEnd *front_end, const char *text);

#endif
