/* read_options.h - the options of data.read that describe the file format. */
#ifndef LUA_DATA_READ_OPTIONS_H
#define LUA_DATA_READ_OPTIONS_H

#include <lua.h>

#include "core/csv/csv_table.h"

/* The values of the option `decimal`; ends with NULL. */
extern const char *const decimal_points[];

/* Those of the option `dates`. */
extern const char *const date_orders[];

/* Reads the options at `arg`; separator and point are 0 if they are to be
 * detected. Pushes the values that keep the words alive. */
CsvFormat check_format(lua_State *L, int arg);

#endif
