/* data_format.h - the options of data.read that say how a text is written. */
#ifndef PRIM_DATA_FORMAT_H
#define PRIM_DATA_FORMAT_H

#include <lua.h>

#include "csv_table.h"

/* What the options at `arg` tell; separator and point are 0 when they are to be
 * found out. Pushes what keeps the words alive. */
CsvFormat check_format(lua_State *L, int arg);

#endif
