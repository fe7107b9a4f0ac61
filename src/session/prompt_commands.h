/* prompt_commands.h - the part of the prompt that is written in Lua: its commands, and
 * what it remembers of what was typed (lib/mlrepl/session.lua). */
#ifndef SESSION_PROMPT_COMMANDS_H
#define SESSION_PROMPT_COMMANDS_H

#include <stdbool.h>

#include <lua.h>

/* Is the text a command, such as "%cd data" or "!ls"? */
bool prompt_commands_is_command(const char *text);
/* Does it time what stands behind it? Gives that, or NULL. */
const char *prompt_commands_timed(const char *text);
/* Carries the command out. Its mistakes are told and give false. Pushes what
 * is to be run in its place, or nil, and whether a person typed that; nothing
 * when false. */
bool prompt_commands_run(lua_State *L, const char *text);
/* Remembers a text that was run: whether it went well, how many values it
 * gave and whether they were shown. */
void prompt_commands_note(lua_State *L, const char *text, bool well, int values,
                          bool shown);
/* Seconds as one wants to read them: "(1.2 s)" on a line of its own. */
void prompt_commands_print_time(double seconds);

#endif
