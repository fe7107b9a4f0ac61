/* prompt_commands.h - interface to lib/mlrepl/prompt/: prompt commands and the
 * record of the session. */
#ifndef SESSION_PROMPT_COMMANDS_H
#define SESSION_PROMPT_COMMANDS_H

#include <stdbool.h>

#include <lua.h>

/* Runs the command. Pushes the code to run in its place, or nil, and whether
 * the user typed that code. Reports errors; then returns false and pushes
 * nothing. */
bool prompt_commands_run(lua_State *L, const char *text);
/* Call before a text is run: records the variables that exist before the first
 * one. */
void prompt_commands_begin(lua_State *L);
/* Records a text that was run: its code, with globals instead of its locals,
 * whether it succeeded, the number of values and whether they were shown. */
void prompt_commands_note(lua_State *L, const char *text, const char *code,
                          bool well, int values, bool shown);
/* Call after init.lua: reset() restores the variables as they are now. */
void prompt_commands_started(lua_State *L);
/* Prints the time in a suitable unit, such as "(1.2 s)", on its own line. */
void prompt_commands_print_time(double seconds);

#endif
