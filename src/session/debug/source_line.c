#define _POSIX_C_SOURCE 200809L
#include "session/debug/source_line.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <lauxlib.h>

#include "session/syntax/entry_source.h"
#include "sys/file_gate.h"
#include "sys/utf8.h"

/* Copies at most room - 1 bytes, without splitting a character. */
static void copy(char *text, size_t room, const char *from, size_t n) {
  while (n && isspace((unsigned char)*from)) from++, n--;
  if (n >= room) n = utf8_cut(from, room - 1);
  while (n && isspace((unsigned char)from[n - 1])) n--;
  for (size_t i = 0; i < n; i++)
    text[i] = iscntrl((unsigned char)from[i]) ? ' ' : from[i];
  text[n] = 0;
}

static bool line_of_text(const char *source, int line, char *text,
                         size_t room) {
  for (; line > 1; line--) {
    source = strchr(source, '\n');
    if (!source++) return false;
  }
  copy(text, room, source, strcspn(source, "\n"));
  return true;
}

/* Opening a pipe would block. */
static FILE *open_source(const char *path) {
  struct stat found;
  bool regular = file_gate_may(path, FILE_READ) && !stat(path, &found) &&
                 S_ISREG(found.st_mode);
  return regular ? fopen(path, "r") : NULL;
}

/* Longer lines are read in several parts; only the first one is kept. */
static bool line_of_file(const char *path, int line, char *text, size_t room) {
  char part[1024];
  FILE *file = open_source(path);
  if (!file) return false;
  bool starts = true, found = false;
  while (!found && fgets(part, sizeof part, file)) {
    if (starts) line--;
    found = starts && line == 0;
    starts = strchr(part, '\n') != NULL;
  }
  fclose(file);
  if (found) copy(text, room, part, strlen(part));
  return found;
}

bool source_line_read(lua_State *L, const lua_Debug *function, int line,
                      char *text, size_t room) {
  const char *source = function->source;
  if (line < 1) return false;
  if (*source == '@') return line_of_file(source + 1, line, text, room);
  if (*source != '=') return line_of_text(source, line, text, room);
  if (!entry_source_push(L, source, function->srclen)) return false;
  bool found = line_of_text(lua_tostring(L, -1), line, text, room);
  lua_pop(L, 1);
  return found;
}

bool source_line_is_only(lua_State *L, const lua_Debug *function) {
  if (*function->source != '=' ||
      !entry_source_push(L, function->source, function->srclen))
    return false;
  const char *line_end = strchr(lua_tostring(L, -1), '\n');
  bool only = !line_end || !line_end[strspn(line_end, " \t\r\n")];
  lua_pop(L, 1);
  return only;
}
