/* target_folder.c - figures as numbered files in a folder. */
#define _POSIX_C_SOURCE 200809L
#include "lua/show/target.h"
#include "lua/base/error.h"
#include "lua/show/save_figure.h"
#include "sys/file_gate.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>
/* The folder is MLREPL_PLOT, unless that names another target. */
static const char *folder_name(void) {
  static const char *const places[] = {"",        "window", "terminal",
                                       "browser", "none",   NULL};
  const char *wish = getenv("MLREPL_PLOT");
  for (int i = 0; wish && places[i]; i++)
    if (!strcmp(wish, places[i])) wish = NULL;
  return wish ? wish : "figures";
}

/* A script that may not write here gets its folder next to it. */
static const char *push_folder(lua_State *L) {
  const char *folder = folder_name();
  FileUse use;
  const char *own = file_gate_folder(0, &use);
  if (file_gate_may(folder, FILE_WRITE) || *folder == '/' || !own)
    return lua_pushstring(L, folder);
  return lua_pushfstring(L, "%s/%s", own, folder);
}

static void make_folder(lua_State *L, const char *folder) {
  const bool may = file_gate_may(folder, FILE_WRITE);
  const bool made = may && (mkdir(folder, 0777) == 0 || errno == EEXIST);
  if (made && access(folder, W_OK) == 0) return;
  fail(L,
       "cannot %s the folder \"%s\": %s; save the figure with "
       "plot.save(path), or start mlrepl with --plot=DIR",
       made ? "write to" : "create", folder, file_gate_why(errno));
}

/* Pushes the first path folder/figure-001.png ... that is free. */
static const char *push_free_path(lua_State *L, const char *folder) {
  make_folder(L, folder);
  for (int i = 1;; i++) {
    check_interrupt(L);
    lua_pushfstring(L, "%s/figure-%s%d.png", folder,
                    i < 10    ? "00"
                    : i < 100 ? "0"
                              : "",
                    i);
    if (access(lua_tostring(L, -1), F_OK) != 0) return lua_tostring(L, -1);
    lua_pop(L, 1);
  }
}

static void show(lua_State *L, int figure) {
  const LuaFigure *p = check_figure(L, figure);
  const char *path = push_free_path(L, push_folder(L));
  save_figure(L, p, path, p->figure->scale);
  lua_writestring(path, strlen(path));
  lua_writeline();
  lua_pop(L, 2);
}

const Target target_folder = {"", NULL, NULL, show, NULL, NULL, false};
