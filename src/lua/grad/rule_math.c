/* rule_math.c - lets functions of Lua's math library take tracked numbers.
 * Outside grad each is Lua's own, called at the cost of one comparison. */
#include <math.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/grad/rule.h"
#include "lua/grad/tracked.h"

/* -- derivatives of functions of numbers ----------------------------------- */

enum { ASIN, ACOS, ATAN, LOG, LOG_TO_BASE, FMOD, DEG, RAD };

static double number_slope(int op, int side, double a, double b, double y) {
  static const double DEGREES = 57.295779513082320877; /* 180 / π */
  switch (op) {
  case ASIN: return 1 / sqrt((1 - a) * (1 + a));
  case ACOS: return -1 / sqrt((1 - a) * (1 + a));
  case ATAN: return (side == 0 ? b : -a) / (a * a + b * b);
  case LOG: return 1 / a;
  case LOG_TO_BASE: return (side == 0 ? 1 / a : -y / b) / log(b);
  case FMOD: return side == 0 ? 1 : -trunc(a / b);
  case DEG: return DEGREES;
  default: return 1 / DEGREES; /* RAD */
  }
}

#define NUMBERS(word, kind, count, by_a, by_b)                                 \
  {                                                                            \
    .name = "math." word, .record = rule_record, .number = number_slope,       \
    .inputs = (count), .op = (kind), .local = {                                \
      by_a,                                                                    \
      by_b                                                                     \
    }                                                                          \
  }

/* Both functions of one or two arguments. */
static int record_log(lua_State *L, const Prim *prim, const Rule *rule) {
  static const Rule natural = NUMBERS("log", LOG, 1, "1 / %a", NULL);
  const bool base = !lua_isnoneornil(L, 2);
  if (!base) lua_settop(L, 1);
  return rule_record(L, prim, base ? rule : &natural);
}

static int record_atan(lua_State *L, const Prim *prim, const Rule *rule) {
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) {
    lua_pushinteger(L, 1);
    lua_replace(L, 2);
  }
  return rule_record(L, prim, rule);
}

/* math.min and math.max return one of their arguments. */
static int record_choice(lua_State *L, const Prim *prim, const Rule *rule) {
  const int top = lua_gettop(L);
  int best = 1;
  for (int i = 1; i <= top; i++) /* Lua's function refuses other values */
    if (!tracked_is_number(L, i)) return rule_constant(L, prim, rule);
  for (int i = 1; i <= top; i++) {
    const bool less = lua_compare(L, i, best, LUA_OPLT);
    const bool more = lua_compare(L, best, i, LUA_OPLT);
    if (rule->op < 0 ? less : more) best = i;
  }
  lua_pushvalue(L, best);
  return 1;
}

const Rule rule_math[] = {
  NUMBERS("asin", ASIN, 1, "1 / sqrt(1 - %a ^ 2)", NULL),
  NUMBERS("acos", ACOS, 1, "-1 / sqrt(1 - %a ^ 2)", NULL),
  NUMBERS("fmod", FMOD, 2, "1", "-trunc(%a / %b)"),
  NUMBERS("deg", DEG, 1, "180 / pi", NULL),
  NUMBERS("rad", RAD, 1, "pi / 180", NULL),
  {.name = "math.atan",
   .record = record_atan,
   .number = number_slope,
   .inputs = 2,
   .op = ATAN,
   .local = {"%b / (%a ^ 2 + %b ^ 2)", "-%a / (%a ^ 2 + %b ^ 2)"}},
  {.name = "math.log",
   .record = record_log,
   .number = number_slope,
   .inputs = 2,
   .op = LOG_TO_BASE,
   .local = {"1 / (%a * log(%b))", "-%y / (%b * log(%b))"}},
  {.name = "math.min", .record = record_choice, .op = -1},
  {.name = "math.max", .record = record_choice, .op = 1},
  {.name = NULL}};

/* -- replacing Lua's functions --------------------------------------------- */

/* Lua's own function is the second upvalue. */
static int l_own(lua_State *L) {
  return lua_tocfunction(L, lua_upvalueindex(2))(L);
}

static const Prim prims[] = {
#define MATH(word)                                                             \
  { "math." word, l_own, "math." word, NULL, NULL }
  MATH("abs"),  MATH("ceil"), MATH("floor"),
  MATH("exp"),  MATH("log"),  MATH("sqrt"),
  MATH("sin"),  MATH("cos"),  MATH("tan"),
  MATH("asin"), MATH("acos"), MATH("atan"),
  MATH("min"),  MATH("max"),  MATH("fmod"),
  MATH("deg"),  MATH("rad"),  {NULL, NULL, NULL, NULL, NULL}};

static int l_call(lua_State *L) {
  return registry_recorder
           ? registry_recorder(L, lua_touserdata(L, lua_upvalueindex(1)))
           : l_own(L);
}

void open_tracked_math(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, LUA_MATHLIBNAME);
  for (const Prim *p = prims; p->name; p++) {
    const char *name = p->name + sizeof "math." - 1;
    lua_pushlightuserdata(L, (void *)p);
    lua_getfield(L, -2, name);
    lua_pushcclosure(L, l_call, 2);
    lua_setfield(L, -2, name);
  }
  lua_pop(L, 2);
}
