/* save_page.c - a figure as a web page in one file. */
#include "lua/show/save_page.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "plot/web/web_figure.h"
#include "sys/atomic_file.h"
#include "sys/file_gate.h"
#include "sys/interrupt.h"

bool save_page_wanted(const char *path) {
  size_t n = strlen(path);
  return n > 5 && !strcasecmp(path + n - 5, ".html");
}

/* Pushes what comes before and after the figure in the file. */
static void push_around(lua_State *L, const Figure *f) {
  const char *title = f->title ? f->title : f->axes[0].text[TEXT_TITLE];
  lib_context_push(L, "mlrepl.plots.page", "around");
  lua_pushstring(L, title ? title : "figure");
  lua_call(L, 1, 2);
}

typedef struct Part {
  const char *d;
  size_t n;
} Part;

static bool write_parts(const char *path, const Part parts[3]) {
  AtomicFile file;
  bool good = true;
  errno = 0;
  if (!atomic_file_open(&file, path)) return false;
  for (int i = 0; i < 3; i++)
    good = good && fwrite(parts[i].d, 1, parts[i].n, file.file) == parts[i].n;
  return atomic_file_end(&file, good);
}

void save_page(lua_State *L, const LuaFigure *p, const char *path) {
  char why[WHY_ROOM];
  Part parts[3];
  push_around(L, p->figure);
  parts[0].d = lua_tolstring(L, -2, &parts[0].n);
  parts[2].d = lua_tolstring(L, -1, &parts[2].n);
  Bytes json = {.memory = p->figure->memory};
  Status s = web_figure(p->figure, &json, why, &interrupted);
  parts[1] = (Part){json.d, json.n};
  if (s.code == STATUS_OK && !write_parts(path, parts)) {
    snprintf(why, sizeof why, "cannot write \"%.180s\": %s", path,
             file_gate_why(errno));
    s = status_error(STATUS_FILE, 0, 0, 0);
  }
  bytes_free(&json);
  lua_pop(L, 2);
  if (s.code == STATUS_OK) return;
  check_interrupt(L);
  check_memory(L, s);
  fail(L, "%s", why);
}
