/* prompt_commands.h - interface to lib/mlrepl/prompt/: prompt commands and the
 * record of the session. */
#ifndef SESSION_PROMPT_COMMANDS_H
#define SESSION_PROMPT_COMMANDS_H

#include <stdbool.h>

#include <lua.h>

/* A text that was run, an entry or its first part. */
typedef struct RunText {
  const char *text;
  const char *code; /* the same, with globals instead of its locals */
  bool part;        /* does the rest of the entry follow? */
  bool well;        /* did it succeed? */
  int lines;        /* if not: the number of lines before the failing one;
                       negative if unknown */
  int values;       /* of an expression */
  bool shown;       /* were they shown? */
} RunText;

/* Runs the command. Pushes the code to run in its place, or nil, and whether
 * the user typed that code. Reports errors; then returns false and pushes
 * nothing. */
bool prompt_commands_run(lua_State *L, const char *text);
/* Call before a text is run: records the variables that exist before the first
 * one. */
void prompt_commands_begin(lua_State *L);
/* Records the text for ?x and for save_session. */
void prompt_commands_note(lua_State *L, RunText run);
/* Call after init.lua: reset() restores the variables as they are now. */
void prompt_commands_started(lua_State *L);
/* Prints the time in a suitable unit, such as "(1.2 s)", on its own line. */
void prompt_commands_print_time(double seconds);

#endif
