#include "session/scan.h"

#include <ctype.h>
#include <string.h>

/* The count of '=' in a long bracket at text[i], or -1: none is there. */
int scan_long_level(const char *text, size_t n, size_t i) {
  int level = 0;
  if (i >= n || text[i] != '[') return -1;
  while (++i < n && text[i] == '=') level++;
  return i < n && text[i] == '[' ? level : -1;
}

size_t scan_long(const char *text, size_t n, size_t i) {
  int level = scan_long_level(text, n, i);
  for (i += (size_t)level + 2; i < n; i++) {
    size_t j = i + 1;
    if (text[i] != ']') continue;
    while (j < n && text[j] == '=') j++;
    if (j - i == (size_t)level + 1 && j < n && text[j] == ']') return j + 1;
  }
  return n + 1;
}

size_t scan_comment(const char *text, size_t n, size_t i) {
  int level = scan_long_level(text, n, i + 2);
  if (level >= 0) return scan_long(text, n, i + 2);
  while (i < n && text[i] != '\n') i++;
  return i < n ? i : n + 1;
}

size_t scan_string(const char *text, size_t n, size_t i) {
  char quote = text[i];
  while (++i < n && text[i] != quote && text[i] != '\n')
    if (text[i] == '\\') i++;
  return i < n ? i + 1 : n + 1;
}

static void meet_bracket(Scan *s, char c, size_t i) {
  if (strchr("({[", c)) {
    if (s->depth < SCAN_DEPTH) s->open[s->depth] = i;
    s->depth++;
  } else if (strchr(")}]", c) && s->depth)
    s->depth--;
}

static size_t meet_string(Scan *s, const char *text, size_t n, size_t i) {
  size_t end = scan_string(text, n, i);
  s->last = text[i];
  if (end <= n) return end;
  s->quote = text[i];
  s->string = i + 1;
  return end;
}

static size_t meet_long(Scan *s, const char *text, size_t n, size_t i) {
  size_t end = scan_long(text, n, i);
  s->last = ']';
  if (end > n) s->quote = ']';
  if (end > n) s->string = i;
  return end;
}

Scan scan(const char *text, size_t n) {
  Scan s = {0};
  for (size_t i = 0; i < n;) {
    char c = text[i];
    if (c == '-' && i + 1 < n && text[i + 1] == '-') {
      i = scan_comment(text, n, i);
      s.comment = i > n;
    } else if (c == '"' || c == '\'')
      i = meet_string(&s, text, n, i);
    else if (scan_long_level(text, n, i) >= 0)
      i = meet_long(&s, text, n, i);
    else {
      if (!isspace((unsigned char)c)) s.last = c;
      meet_bracket(&s, c, i++);
    }
  }
  return s;
}
