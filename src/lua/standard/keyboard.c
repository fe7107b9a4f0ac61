/* keyboard.c - reading single keys from the terminal, for explore{...}.
 *
 * The functions are in the native module mlrepl.keyboard, not in globals:
 *   keys(on)       keys(true) switches to single keys without echo, keys(false)
 *                  back. Returns false without a terminal.
 *   key(seconds)   the next key: "a", "up", "down", "left", "right", "enter",
 *                  "escape"; nil if none arrives in that time, false at the end
 *                  of input. Ctrl-C raises "interrupted".
 */
#define _POSIX_C_SOURCE 200809L

#include "lua/standard/keyboard.h"

#include <stdbool.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "sys/clock.h"

/* One per process, like the terminal. */
static struct termios found;
static bool taken = false;

void keyboard_rest(void) {
  if (taken) tcsetattr(STDIN_FILENO, TCSANOW, &found);
  taken = false;
}

/* Ctrl-C still raises a signal. */
static bool take(void) {
  static bool once = false;
  struct termios raw;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return false;
  if (taken || tcgetattr(STDIN_FILENO, &found)) return taken;
  raw = found;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  taken = !tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
  if (!once) atexit(keyboard_rest);
  once = true;
  return taken;
}

static int l_keys(lua_State *L) {
  bool done = true;
  if (lua_toboolean(L, 1))
    done = take();
  else
    keyboard_rest();
  lua_pushboolean(L, done);
  return 1;
}

/* -- one key -------------------------------------------------------------- */

static bool waits(int milliseconds) {
  struct pollfd keys = {STDIN_FILENO, POLLIN, 0};
  return clock_poll(&keys, 1, milliseconds) > 0;
}

/* The next byte; -1 at the end. */
static int next_byte(void) {
  unsigned char c;
  return read(STDIN_FILENO, &c, 1) == 1 ? c : -1;
}

/* The key of an escape sequence; "escape" if nothing follows. */
static const char *read_sequence(void) {
  static const char letters[] = "ABCD";
  static const char *const names[] = {"up", "down", "right", "left"};
  enum { PAUSE = 40 }; /* ms; terminals send a sequence at once */
  if (!waits(PAUSE)) return "escape";
  int c = next_byte();
  if (c != '[' && c != 'O') return "other";
  do c = next_byte();
  while (c >= 0 && c < '@'); /* skip numbers up to the final letter */
  const char *at = c > 0 ? strchr(letters, c) : NULL;
  return at ? names[at - letters] : "other";
}

static int l_key(lua_State *L) {
  int milliseconds = (int)(1000 * luaL_checknumber(L, 1));
  bool came = waits(milliseconds);
  check_interrupt(L);
  if (!came) return 0;
  int c = next_byte();
  check_interrupt(L);
  if (c < 0 || c == 4) { /* Ctrl-D */
    lua_pushboolean(L, 0);
    return 1;
  }
  char letter = (char)c;
  if (c == 27)
    lua_pushstring(L, read_sequence());
  else if (c == '\n' || c == '\r')
    lua_pushliteral(L, "enter");
  else
    lua_pushlstring(L, &letter, 1);
  return 1;
}

static const luaL_Reg functions[] = {
  {"keys", l_keys}, {"key", l_key}, {NULL, NULL}};

void open_keyboard(lua_State *L) {
  lib_context_add(L, "mlrepl.keyboard", functions);
}
