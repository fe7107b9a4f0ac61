/* infer_call.c - the results of calls, as stated in usages. */
#include "session/assist/infer_call.h"

#include <string.h>

#include <lauxlib.h>

#include "session/assist/infer_operator.h"
#include "session/assist/known_type.h"
#include "session/assist/members.h"
#include "session/assist/usages.h"

typedef struct Call {
  Infer *in;
  const char *usage;
  int receiver; /* of a method call: its index; else 0 */
  size_t args;  /* the token of the arguments: `(`, `{` or a string */
} Call;

/* -- arguments ------------------------------------------------------------ */

/* The token at which argument i begins; c.n if there is none. */
static size_t find_argument(const Call *call, size_t i) {
  Tokens c = call->in->c;
  if (!tokens_is(c, call->args, "(")) return i ? c.n : call->args;
  size_t at = call->args + 1, close = tokens_close(c, call->args);
  for (; at < close; i--) {
    if (!i) return at;
    size_t end = tokens_expression_end(c, at);
    if (!tokens_is(c, end, ",")) break;
    at = end + 1;
  }
  return c.n;
}

/* Pushes argument i and returns whether it is given. A string or table is one
 * operand: what follows are other suffixes of the call. */
static bool push_argument(const Call *call, size_t i) {
  size_t at = find_argument(call, i);
  if (at >= call->in->c.n) {
    lua_pushnil(call->in->L);
    return false;
  }
  if (at == call->args)
    infer_operand(call->in, at, at + 1, (Wanted){0, false});
  else
    infer_expression(call->in, at, 0);
  return !lua_isnil(call->in->L, -1);
}

static bool is_same(UsageText a, UsageText b) {
  return a.n == b.n && !strncmp(a.at, b.at, a.n);
}

/* The receiver's name in the usage: the v of v:sum(). */
static UsageText receiver_name(const char *usage) {
  size_t n = strcspn(usage, ":(");
  return (UsageText){usage, usage[n] == ':' ? n : 0};
}

/* Pushes the argument or receiver with that name in the usage. */
static bool push_named(const Call *call, UsageText name) {
  UsageText receiver = receiver_name(call->usage);
  size_t position = 0; /* among all, with the receiver */
  if (!receiver.n || !is_same(receiver, name)) {
    for (UsageText a; a = usage_argument(call->usage, position), a.n;
         position++)
      if (is_same(a, name)) break;
    position += receiver.n > 0;
  }
  if (!call->receiver) return push_argument(call, position);
  if (position) return push_argument(call, position - 1);
  lua_pushvalue(call->in->L, call->receiver);
  return true;
}

/* -- stated types --------------------------------------------------------- */

/* What follows the words, as in "like x"; n is 0 if the type does not begin
 * with them. */
static UsageText after(UsageText type, const char *words) {
  size_t n = strlen(words);
  bool begins = type.n > n && !strncmp(type.at, words, n);
  return begins ? (UsageText){type.at + n, type.n - n}
                : (UsageText){type.at, 0};
}

/* The argument in "vector with direction"; cuts the type. */
static UsageText condition_of(UsageText *type) {
  static const char WITH[] = " with ";
  const size_t n = strlen(WITH);
  for (size_t i = 0; i + n < type->n; i++) {
    if (strncmp(type->at + i, WITH, n) != 0) continue;
    UsageText argument = {type->at + i + n, type->n - i - n};
    type->n = i;
    return argument;
  }
  return (UsageText){type->at, 0};
}

static bool is_given(const Call *call, UsageText argument) {
  bool given = push_named(call, argument);
  lua_pop(call->in->L, 1);
  return given;
}

/* Pushes one alternative, without its condition. */
static void push_alternative(const Call *call, UsageText type) {
  lua_State *L = call->in->L;
  UsageText like = after(type, "like "), list = after(type, "item of ");
  if (like.n)
    push_named(call, like);
  else if (list.n) {
    push_named(call, list);
    lua_pushinteger(L, 1);
    members_push_field(L);
  } else if (after(type, "iterator of ").n)
    known_type_push_word(L, "function");
  else
    known_type_push(L, type);
}

/* Is a conditional alternative met? Then the others do not apply. */
static bool is_any_given(const Call *call, UsageText type) {
  for (size_t i = 0;; i++) {
    UsageText one = usage_alternative(type, i), argument;
    if (!one.n) return false;
    argument = condition_of(&one);
    if (argument.n && is_given(call, argument)) return true;
  }
}

static void push_stated(const Call *call, UsageText type) {
  bool conditional = is_any_given(call, type), any = false;
  for (size_t i = 0;; i++) {
    UsageText one = usage_alternative(type, i);
    if (!one.n) break;
    UsageText argument = condition_of(&one);
    bool applies =
      conditional ? argument.n && is_given(call, argument) : !argument.n;
    if (!applies) continue;
    push_alternative(call, one);
    if (any) known_type_join(call->in->L);
    any = true;
  }
  if (!any) lua_pushnil(call->in->L);
}

/* Pushes the wanted result. */
static void push_result(const Call *call, Wanted w) {
  UsageText type = w.of_loop ? usage_item(call->usage, w.index)
                             : usage_result(call->usage, w.index);
  if (type.n && !known_type_equals(type, "..."))
    push_stated(call, type);
  else
    known_type_push_any(call->in->L);
}

/* -- calls ---------------------------------------------------------------- */

void infer_call_function(Infer *in, size_t args, Wanted w) {
  Call call = {in, usages_of(in->L, -1), 0, args};
  if (call.usage)
    push_result(&call, w);
  else
    known_type_push_any(in->L);
  lua_replace(in->L, -2);
}

/* Replaces the receiver at the top by the result for this type of it. */
static void call_method(Infer *in, size_t name, size_t args, Wanted w) {
  lua_State *L = in->L;
  int receiver = lua_gettop(L);
  const Token t = in->c.t[name];
  lua_pushvalue(L, receiver);
  lua_pushlstring(L, in->c.text + t.start, t.n);
  members_push_field(L);
  Call call = {in, usages_of(L, -1), receiver, args};
  if (call.usage)
    push_result(&call, w);
  else
    known_type_push_any(L);
  lua_replace(L, receiver);
  lua_settop(L, receiver);
}

void infer_call_method(Infer *in, size_t name, size_t args, Wanted w) {
  lua_State *L = in->L;
  int receiver = lua_gettop(L);
  if (!known_type_is(L, receiver)) {
    call_method(in, name, args, w);
    return;
  }
  bool any = false;
  UsageText type = known_type_of(L, receiver);
  for (size_t i = 0;; i++) {
    UsageText one = usage_alternative(type, i);
    if (!one.n) break;
    if (known_type_is_plain(one)) continue;
    known_type_push(L, one);
    call_method(in, name, args, w);
    if (any) known_type_join(L);
    any = true;
  }
  if (!any) known_type_push_any(L);
  lua_replace(L, receiver);
}
