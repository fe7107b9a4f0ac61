/* main.c - placeholder until the host is written. */
#include <lauxlib.h>
#include <lualib.h>

#include <stdio.h>

#include "prim.h"

int main(int argc, char **argv) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  prim_open(L, "lib");
  int bad = argc > 1 && luaL_dofile(L, argv[1]);
  if (bad) fprintf(stderr, "mlrepl: %s\n", lua_tostring(L, -1));
  lua_close(L);
  return bad;
}
