/* read_options.h - the options of data.read that say how a text is written. */
#ifndef LUA_DATA_READ_OPTIONS_H
#define LUA_DATA_READ_OPTIONS_H

#include <lua.h>

#include "core/format/csv_table.h"

/* What the options at `arg` tell; separator and point are 0 when they are to be
 * found out. Pushes what keeps the words alive. */
CsvFormat check_format(lua_State *L, int arg);

#endif
