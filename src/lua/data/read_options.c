#include "lua/data/read_options.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/csv/csv.h"
#include "core/csv/csv_table.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"

/* One character; 0 if it is to be detected. */
static char separator_option(lua_State *L, int arg) {
  if (option_push(L, arg, "separator") == LUA_TNIL) {
    lua_pop(L, 1);
    return 0;
  }
  size_t n = 0;
  const char *text =
    lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &n) : "";
  if (n != 1 || strchr("\"\r\n", *text))
    fail_option(
      L, "separator",
      "single character such as \",\", \";\", \"\\t\" or \" \" (runs of "
      "blanks)");
  char separator = *text;
  lua_pop(L, 1);
  return separator;
}

static CsvHeader header_option(lua_State *L, int arg) {
  bool given = option_push(L, arg, "header") != LUA_TNIL;
  lua_pop(L, 1);
  if (!given) return CSV_HEADER_GUESS;
  return option_boolean(L, arg, "header", true) ? CSV_HEADER_YES
                                                : CSV_HEADER_NO;
}

const char *const decimal_points[] = {".", ",", NULL};

static char point_option(lua_State *L, int arg) {
  int which = option_word(L, arg, "decimal", decimal_points, 2);
  return which == 2 ? 0 : *decimal_points[which];
}

const char *const date_orders[] = {"dmy", "mdy", NULL};

static CsvDates dates_option(lua_State *L, int arg) {
  static const CsvDates orders[] = {CSV_DATES_DMY, CSV_DATES_MDY,
                                    CSV_DATES_GUESS};
  return orders[option_word(L, arg, "dates", date_orders, 2)];
}

/* Checks the list of words at the top, which stays there to keep the strings
 * alive. */
static CsvWords check_words(lua_State *L) {
  int list = lua_gettop(L);
  size_t n = (size_t)luaL_len(L, list);
  const char **word = push_scratch(L, n, sizeof *word);
  size_t *length = push_scratch(L, n, sizeof *length);
  for (size_t i = 0; i < n; i++) {
    if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TSTRING)
      fail_option(L, "missing", "list of words");
    word[i] = lua_tolstring(L, -1, &length[i]);
    lua_pop(L, 1);
  }
  return (CsvWords){word, length, n};
}

/* A string is a list of one word. */
static CsvWords missing_option(lua_State *L, int arg) {
  int type = option_push(L, arg, "missing");
  if (type == LUA_TNIL) return csv_missing;
  if (type == LUA_TSTRING) {
    lua_createtable(L, 1, 0);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
  } else if (type != LUA_TTABLE)
    fail_option(L, "missing", "word or list of words");
  return check_words(L);
}

/* A non-empty string, which stays on the stack; NULL if not given. */
static const char *text_option(lua_State *L, int arg, const char *key,
                               const char *expected, size_t *n) {
  *n = 0;
  if (option_push(L, arg, key) == LUA_TNIL) return NULL;
  const char *text =
    lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, n) : "";
  if (!*n || strpbrk(text, "\"\r\n")) fail_option(L, key, expected);
  return text;
}

static CsvSyntax syntax_option(lua_State *L, int arg) {
  CsvSyntax s = {.separator = separator_option(L, arg)};
  s.comment = text_option(L, arg, "comment", "prefix of comments such as \"#\"",
                          &s.comment_length);
  s.skip = option_count(L, arg, "skip", 0);
  if (s.comment && *s.comment == s.separator)
    fail(L, "'%c' cannot be both separator and comment prefix", s.separator);
  return s;
}

/* With "." as thousands separator the decimal separator is a comma. */
static void thousands_option(lua_State *L, int arg, CsvNumbers *f) {
  enum { LONGEST = 4 }; /* bytes of a UTF-8 character */
  const char *expected = "single character such as \",\", \".\" or \" \"";
  size_t n;
  const char *text = text_option(L, arg, "thousands", expected, &n);
  if (!text) return;
  if (n > LONGEST || (*text >= '0' && *text <= '9'))
    fail_option(L, "thousands", expected);
  f->thousands = text;
  f->thousands_length = n;
  if (!f->point && !strcmp(text, ".")) f->point = ',';
  if (!f->point && !strcmp(text, ",")) f->point = '.';
  if (*text == f->point)
    fail(L, "'%c' cannot be both decimal and thousands separator", f->point);
}

CsvFormat check_format(lua_State *L, int arg) {
  CsvFormat f = {.syntax = syntax_option(L, arg)};
  f.numbers.point = point_option(L, arg);
  f.header = header_option(L, arg);
  f.numbers.dates = dates_option(L, arg);
  f.numbers.missing = missing_option(L, arg);
  thousands_option(L, arg, &f.numbers);
  return f;
}
