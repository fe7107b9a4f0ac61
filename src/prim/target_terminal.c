/* target_terminal.c - shown figures as text or pictures in the terminal. */
#define _DEFAULT_SOURCE
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal.h"

#include "../interrupt.h"

static bool offers(lua_State *L) {
  (void)L;
  return isatty(STDOUT_FILENO);
}

static bool is_set(const char *name) {
  const char *value = getenv(name);
  return value && *value;
}

static ColorDepth depth_of_terminal(void) {
  const char *term = getenv("TERM"), *depth = getenv("COLORTERM");
  if (!isatty(STDOUT_FILENO) || is_set("NO_COLOR") || !term || !*term ||
      !strcmp(term, "dumb"))
    return COLORS_NONE;
  bool whole = depth && (!strcmp(depth, "truecolor") || !strcmp(depth, "24bit"));
  return whole ? COLORS_TRUE : COLORS_256;
}

static TerminalPage page_of_terminal(void) {
  TerminalPage page = {80, 24, depth_of_terminal(), true, false};
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size)) return page;
  if (size.ws_col) page.columns = size.ws_col;
  if (size.ws_row) page.rows = size.ws_row;
  return page;
}

static void show(lua_State *L, int figure) {
  const Picture *p = check_picture(L, figure);
  TerminalPage page = page_of_terminal();
  Bytes out = {p->figure->memory, NULL, 0, 0};
  char why[WHY_ROOM];
  Status s = terminal_text(p->figure, &page, &out, why, &interrupted);
  if (s.code == STATUS_OK) lua_writestring(out.d, out.n);
  bytes_free(&out);
  fflush(stdout);
  if (s.code == STATUS_OK) return;
  check_interrupt(L);
  check_memory(L, s);
  fail(L, "%s", why);
}

const Target target_terminal = {"terminal", offers, NULL, show, NULL};
