/* rule_math.c - lets functions of Lua's math library take tracked numbers.
 * Outside grad each is Lua's own, called at the cost of one comparison. */
#include <math.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/grad/rule.h"
#include "lua/grad/tracked.h"

/* -- derivatives that only math has --------------------------------------- */

enum { ASIN, ACOS, ATAN, LOG, FMOD, DEG, RAD };

/* The derivative by input `side` of y, a function of a and b. Without a second
 * argument, math.atan has b = 1 and math.log b = e. */
static double slope_of(int op, int side, double a, double b, double y) {
  static const double DEGREES = 57.295779513082320877; /* 180 / π */
  switch (op) {
  case ASIN: return 1 / sqrt((1 - a) * (1 + a));
  case ACOS: return -1 / sqrt((1 - a) * (1 + a));
  case ATAN: return (side == 0 ? b : -a) / (a * a + b * b);
  case LOG: return side == 0 ? 1 / (a * log(b)) : -y / (b * log(b));
  case FMOD: return side == 0 ? 1 : -trunc(a / b);
  case DEG: return DEGREES;
  default: return 1 / DEGREES; /* RAD */
  }
}

static void number_backward(const Step *s) {
  const int op = s->rule->op;
  const double a = *s->in[0].value.d;
  const double b = s->count > 1 ? *s->in[1].value.d : op == LOG ? exp(1) : 1;
  for (int side = 0; side < s->count; side++)
    if (s->in[side].slope.d)
      *s->in[side].slope.d +=
        *s->out.slope.d * slope_of(op, side, a, b, *s->out.value.d);
}

/* math.min and math.max return one of their arguments. */
static int record_choice(lua_State *L, const Prim *prim, const Rule *rule) {
  (void)prim;
  const int top = lua_gettop(L);
  int best = 1;
  for (int i = 1; i <= top; i++) {
    if (!tracked_is_number(L, i)) return fail_arg(L, i, "number");
    const bool less = lua_compare(L, i, best, LUA_OPLT);
    const bool more = lua_compare(L, best, i, LUA_OPLT);
    if (rule->op < 0 ? less : more) best = i;
  }
  lua_pushvalue(L, best);
  return 1;
}

#define NUMBERS(word, kind, inputs_, by_a, by_b)                               \
  {                                                                            \
    .name = "math." word, .record = rule_record, .backward = number_backward,  \
    .inputs = inputs_, .op = kind, .local = {                                  \
      by_a,                                                                    \
      by_b                                                                     \
    }                                                                          \
  }

const Rule rule_math[] = {
  NUMBERS("asin", ASIN, 1, "1 / sqrt(1 - %a ^ 2)", NULL),
  NUMBERS("acos", ACOS, 1, "-1 / sqrt(1 - %a ^ 2)", NULL),
  NUMBERS("atan", ATAN, 2, "%b / (%a ^ 2 + %b ^ 2)", "-%a / (%a ^ 2 + %b ^ 2)"),
  NUMBERS("log", LOG, 2, "1 / (%a * log(%b))", "-%y / (%b * log(%b))"),
  NUMBERS("fmod", FMOD, 2, "1", "-trunc(%a / %b)"),
  NUMBERS("deg", DEG, 1, "180 / pi", NULL),
  NUMBERS("rad", RAD, 1, "pi / 180", NULL),
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
