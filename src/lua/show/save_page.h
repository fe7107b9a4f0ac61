/* save_page.h - a figure as a web page in one file. */
#ifndef LUA_SHOW_SAVE_PAGE_H
#define LUA_SHOW_SAVE_PAGE_H

#include "lua/figure/lua_figure.h"

/* Does the path end in .html? */
bool save_page_wanted(const char *path);
/* Writes the page; raises an error when that fails. */
void save_page(lua_State *L, const LuaFigure *p, const char *path);

#endif
