/* The format of a binary chunk of Lua 5.4 (ldump.c): a header, a byte with the
 * number of upvalues, and a function: its source, two lines, three bytes, the
 * instructions, the constants, the upvalues, the functions in it, and debug
 * information. The chunks come from lua_dump, so they are valid; the checks are
 * for a Lua with another format. */
#include "session/syntax/function_code.h"

#include <limits.h>
#include <string.h>

#include <lauxlib.h>

enum {
  HEADER = sizeof LUA_SIGNATURE - 1 + 2 + 6 + 3 + sizeof(lua_Integer) +
           sizeof(lua_Number),
  INSTRUCTION = 4,
  UPVALUE = 3, /* bytes */
  LAST = 0x80  /* marks the last byte of a size */
};

/* -- writing a chunk ------------------------------------------------------- */

/* lua_dump needs the function at the top, so the buffer starts at the first
 * block. */
typedef struct Dump {
  luaL_Buffer b;
  bool started;
} Dump;

static int add_block(lua_State *L, const void *block, size_t n, void *ud) {
  Dump *dump = ud;
  if (!dump->started) luaL_buffinit(L, &dump->b);
  dump->started = true;
  luaL_addlstring(&dump->b, block, n);
  return 0;
}

const char *function_code_push_dump(lua_State *L, int index, bool stripped,
                                    size_t *n) {
  Dump dump = {.started = false};
  lua_pushvalue(L, index);
  lua_dump(L, add_block, &dump, stripped);
  luaL_pushresult(&dump.b);
  lua_remove(L, -2);
  return lua_tolstring(L, -1, n);
}

/* -- reading it ------------------------------------------------------------ */

typedef struct Code {
  const char *at, *end;
  bool good;
} Code;

static Code push_code(lua_State *L, int index, bool stripped) {
  size_t n;
  const char *code = function_code_push_dump(L, index, stripped, &n);
  const bool good = n > HEADER;
  return (Code){code + (good ? HEADER + 1 : n), code + n, good};
}

static void skip(Code *c, size_t n) {
  if ((size_t)(c->end - c->at) < n) c->good = false;
  if (c->good) c->at += n;
}

static size_t read_size(Code *c) {
  size_t size = 0;
  while (c->good && c->at < c->end) {
    const unsigned char byte = (unsigned char)*c->at++;
    size = size << 7 | (byte & (LAST - 1));
    if (byte & LAST) return size;
  }
  c->good = false;
  return 0;
}

static void skip_string(Code *c) {
  const size_t size = read_size(c);
  if (size) skip(c, size - 1);
}

static void skip_constant(Code *c) {
  enum { NIL, FALSE, INTEGER = 0x03, SHORT, TRUE = 0x11, FLOAT = 0x13, LONG };
  const int type = c->at < c->end ? *c->at : -1;
  skip(c, 1);
  switch (type) {
  case NIL:
  case FALSE:
  case TRUE: return;
  case INTEGER: skip(c, sizeof(lua_Integer)); return;
  case FLOAT: skip(c, sizeof(lua_Number)); return;
  case SHORT:
  case LONG: skip_string(c); return;
  default: c->good = false;
  }
}

static void skip_origin(Code *c) {
  skip_string(c); /* source */
  read_size(c);   /* lines */
  read_size(c);
}

/* Skips the parameters, instructions and constants; returns the number of
 * constants. */
static size_t skip_body(Code *c) {
  skip(c, 3);
  skip(c, INSTRUCTION * read_size(c));
  const size_t constants = read_size(c);
  for (size_t i = 0; i < constants && c->good; i++) skip_constant(c);
  return constants;
}

/* Returns their number. */
static size_t skip_upvalues(Code *c) {
  const size_t n = read_size(c);
  skip(c, n * UPVALUE);
  return n;
}

/* -- comparing ------------------------------------------------------------- */

static bool same_bytes(const char *a, const char *a_end, const char *b,
                       const char *b_end) {
  return a_end - a == b_end - b && !memcmp(a, b, (size_t)(a_end - a));
}

/* Where an upvalue is in the function around it does not matter. */
static bool same_code(Code a, Code b) {
  skip_origin(&a);
  skip_origin(&b);
  Code a_rest = a, b_rest = b;
  skip_body(&a_rest);
  skip_body(&b_rest);
  if (!a_rest.good || !b_rest.good ||
      !same_bytes(a.at, a_rest.at, b.at, b_rest.at))
    return false;
  if (skip_upvalues(&a_rest) != skip_upvalues(&b_rest)) return false;
  return a_rest.good && b_rest.good &&
         same_bytes(a_rest.at, a_rest.end, b_rest.at, b_rest.end);
}

bool function_code_same(lua_State *L, int a, int b) {
  const Code first = push_code(L, a, true), second = push_code(L, b, true);
  const bool same = same_code(first, second);
  lua_pop(L, 2);
  return same;
}

/* -- the inner function ---------------------------------------------------- */

static void add_size(luaL_Buffer *b, size_t size) {
  char bytes[sizeof size * 8 / 7 + 1];
  size_t at = sizeof bytes;
  bytes[--at] = (char)(LAST | (size & (LAST - 1)));
  while (size >>= 7) bytes[--at] = (char)(size & (LAST - 1));
  luaL_addlstring(b, bytes + at, sizeof bytes - at);
}

/* Moves to the inner function. */
static bool enter(Code *c) {
  skip_origin(c);
  const size_t constants = skip_body(c);
  skip_upvalues(c);
  return read_size(c) == 1 && c->good && !constants;
}

/* Pushes a chunk that is the function at c, whose source is that of the chunk
 * around it and therefore empty. */
static bool push_inner(lua_State *L, Code c, const char *chunk,
                       const char *name) {
  if (read_size(&c) != 0 || !c.good) return false;
  Code rest = c;
  read_size(&rest);
  read_size(&rest);
  skip_body(&rest);
  const size_t upvalues = skip_upvalues(&rest);
  if (!rest.good || upvalues > UCHAR_MAX) return false;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addlstring(&b, chunk, HEADER);
  luaL_addchar(&b, (char)upvalues);
  add_size(&b, strlen(name) + 1);
  luaL_addstring(&b, name);
  luaL_addlstring(&b, c.at, (size_t)(c.end - c.at));
  luaL_pushresult(&b);
  return true;
}

bool function_code_take_inner(lua_State *L, const char *name) {
  const int chunk = lua_gettop(L);
  size_t n;
  Code c = push_code(L, chunk, false);
  const char *code = lua_tostring(L, -1);
  bool good = enter(&c) && push_inner(L, c, code, name);
  if (good) {
    code = lua_tolstring(L, -1, &n);
    good = luaL_loadbufferx(L, code, n, name, "b") == LUA_OK;
  }
  if (good) {
    lua_pushnil(L); /* instead of the globals */
    if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    lua_replace(L, chunk);
  }
  lua_settop(L, chunk);
  return good;
}
