#define _POSIX_C_SOURCE 200809L
#include "session/debug/traceback.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "session/debug/source_line.h"
#include "session/debug/user_frames.h"
#include "session/syntax/lexer.h"
#include "sys/console.h"
#include "sys/utf8.h"

enum { SHOWN_FRAMES = 20, LONGEST_LINE = 200, LONGEST_NAME = 80 };

/* -- the mark ------------------------------------------------------------- */

/* Copies the variable in a message that ends in "(local 'x')". */
static bool variable_of(const char *message, char *name) {
  static const char *const kinds[] = {"(local '",  "(upvalue '", "(global '",
                                      "(field '",  "(method '",  "(constant '",
                                      "function '"};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    const char *at = strstr(message, kinds[i]);
    if (!at) continue;
    at += strlen(kinds[i]);
    size_t n = strcspn(at, "'");
    if (!n || n >= LONGEST_NAME) return false;
    memcpy(name, at, n);
    name[n] = 0;
    return true;
  }
  return false;
}

/* The position of the name, or an item such as ys[i+1], in the line; -1 if it
 * does not occur exactly once. */
static long find_once(const char *line, const char *name) {
  const char *item = strchr(name, '[') ? strstr(line, name) : NULL;
  if (item) return strstr(item + 1, name) ? -1 : item - line;
  const size_t length = strlen(line), n = strlen(name);
  long found = -1;
  for (size_t at = 0; at < length;) {
    Token t = lexer_token(line, length, at);
    at += t.n;
    bool same =
      t.kind == TOKEN_NAME && t.n == n && !memcmp(line + t.start, name, n);
    if (same && found >= 0) return -1;
    if (same) found = (long)t.start;
  }
  return found;
}

static void add_repeated(luaL_Buffer *b, char c, size_t n) {
  while (n--) luaL_addchar(b, c);
}

/* Adds the line and, below it, a mark under the name unless it is NULL. */
static void add_line(luaL_Buffer *b, const char *indent, const char *line,
                     const char *name) {
  size_t room = isatty(STDERR_FILENO) ? console_width() : LONGEST_LINE;
  room = room > 60 ? room - 16 : 44;
  size_t n = strlen(line);
  if (n > room) n = utf8_cut(line, room);
  luaL_addchar(b, '\n');
  luaL_addstring(b, indent);
  luaL_addstring(b, "> ");
  luaL_addlstring(b, line, n);
  if (line[n]) luaL_addstring(b, "...");
  long at = name ? find_once(line, name) : -1;
  if (at < 0 || (size_t)at + strlen(name) > n) return;
  luaL_addchar(b, '\n');
  luaL_addstring(b, indent);
  add_repeated(b, ' ', 2 + utf8_count(line, (size_t)at));
  add_repeated(b, '^', utf8_count(name, strlen(name)));
}

/* -- frames --------------------------------------------------------------- */

/* What is known about the error and of the frames so far. */
typedef struct Traceback {
  lua_State *L, *from;
  luaL_Buffer b;
  const char *message, *inner;
  int shown, alike;
  lua_Debug last;
} Traceback;

/* A function called by a tail call has no name. */
static bool is_same_name(const char *a, const char *b) {
  return !a || !b || !strcmp(a, b);
}

/* Are both frames at the same line of the same function? */
static bool is_same_place(const lua_Debug *a, const lua_Debug *b) {
  return is_same_name(a->name, b->name) && a->currentline == b->currentline &&
         a->linedefined == b->linedefined && a->srclen == b->srclen &&
         !memcmp(a->source, b->source, a->srclen);
}

/* error and assert are not worth a mark: their message tells the problem. */
static const char *to_mark(const UserFrames *f) {
  static const char *const plain[] = {"error", "assert"};
  for (int i = 0; f->called && i < 2; i++)
    if (!strcmp(f->called, plain[i])) return NULL;
  return f->called;
}

static void add_source(Traceback *t, const UserFrames *f, const char *indent) {
  char line[LONGEST_LINE], name[LONGEST_NAME];
  if (!source_line_read(t->L, &f->at, f->at.currentline, line, sizeof line))
    return;
  bool named = t->shown <= 1 && !t->inner && variable_of(t->message, name);
  add_line(&t->b, indent, line, named ? name : to_mark(f));
}

static void add_frame(Traceback *t, UserFrames *f) {
  if (t->shown++ && t->last.istailcall)
    luaL_addstring(&t->b, "\n\t(...tail calls...)");
  lua_pushfstring(t->L, "\n\t%s:%d: in ", f->at.short_src, f->at.currentline);
  luaL_addvalue(&t->b);
  user_frames_push_name(t->L, t->from, &f->at);
  luaL_addvalue(&t->b);
  add_source(t, f, "\t  ");
}

static void add_alike(Traceback *t) {
  enum { MANY = 500 };
  if (!t->alike) return;
  lua_pushfstring(t->L, "\n\t(%s%d identical frames)",
                  t->alike > MANY ? "at least " : "", t->alike);
  luaL_addvalue(&t->b);
  t->alike = 0;
}

static void add_frames(Traceback *t, UserFrames f) {
  do {
    bool same = t->shown && is_same_place(&f.at, &t->last);
    if (same) t->alike++;
    if (same) continue;
    add_alike(t);
    if (t->shown == SHOWN_FRAMES) {
      luaL_addstring(&t->b, "\n\t...");
      return;
    }
    add_frame(t, &f);
    t->last = f.at;
  } while (user_frames_next(t->from, &f));
  add_alike(t);
}

/* Does the message begin with the frame's place? */
static bool tells_place(lua_State *L, const char *message,
                        const lua_Debug *at) {
  lua_pushfstring(L, "%s:%d:", at->short_src, at->currentline);
  const char *place = lua_tostring(L, -1);
  bool tells = !strncmp(message, place, strlen(place));
  lua_pop(L, 1);
  return tells;
}

void traceback_push(lua_State *L, lua_State *from, int level) {
  const char *message =
    lua_type(from, -1) == LUA_TSTRING ? lua_tostring(from, -1) : "";
  Traceback t = {.L = L, .from = from, .message = message};
  UserFrames f = user_frames_from(level);
  luaL_buffinit(L, &t.b);
  if (user_frames_next(from, &f)) add_frames(&t, f);
  luaL_addstring(&t.b, "\n\t(the coroutine was resumed by)");
  luaL_pushresult(&t.b);
}

/* Adds the frames, below those of the coroutines inside. */
static void add_all(Traceback *t, UserFrames f) {
  luaL_addstring(&t->b, "\nstack traceback:");
  if (t->inner) luaL_addstring(&t->b, t->inner);
  add_frames(t, f);
}

void traceback_append(lua_State *L, int level, bool object, const char *inner) {
  Traceback t = {
    .L = L, .from = L, .message = lua_tostring(L, -1), .inner = inner};
  UserFrames f = user_frames_from(level);
  if (!user_frames_next(L, &f)) return;
  UserFrames outer = f;
  bool alone = !inner && *f.at.what == 'm' && !user_frames_next(L, &outer);
  bool placed = tells_place(L, t.message, &f.at);
  if (alone && (source_line_is_only(L, &f.at) || !(placed || object))) return;
  luaL_buffinit(L, &t.b);
  luaL_addstring(&t.b, t.message);
  if (alone && placed)
    add_source(&t, &f, "  ");
  else
    add_all(&t, f);
  luaL_pushresult(&t.b);
  lua_remove(L, -2);
}
