/* style.c - the short form of a style, "ro--". */
#include "plot/figure/style.h"

#include <string.h>

const char *const marker_words[] = {"none", "o", "x", "+", "s", "^",
                                    "D",    "d", "v", "<", ">", "*",
                                    "p",    "h", ".", "|", "_", NULL};
const char *const line_words[] = {"none", "-", "--", ":", "-.", NULL};

/* -- the short form ------------------------------------------------------- */

/* The index of the longest word that `text` starts with; 0 if there is none. */
static int starts_with_word(const char *text, const char *const *words) {
  int found = 0;
  size_t longest = 0;
  for (int i = 1; words[i]; i++) {
    size_t n = strlen(words[i]);
    if (n <= longest || strncmp(text, words[i], n) != 0) continue;
    found = i;
    longest = n;
  }
  return found;
}

/* "r", or "C3" of the cycle. */
static bool parse_letter(const char **text, Color *out) {
  char letter[2] = {**text, 0};
  const char *p = *text;
  if (p[0] == 'C' && p[1] >= '0' && p[1] <= '9') {
    *out = color_cycle((size_t)(p[1] - '0'));
    *text += 2;
    return true;
  }
  if (!strchr("bgrcmykw", letter[0])) return false;
  (*text)++;
  return color_parse(letter, out);
}

bool style_parse(const char *text, Style *style) {
  Style s = *style;
  bool colored = false;
  int line = 0, marker = 0;
  if (color_parse(text, &s.color)) {
    s.color_given = true;
    *style = s;
    return true;
  }
  while (*text) {
    if (!line && (line = starts_with_word(text, line_words)))
      text += strlen(line_words[line]);
    else if (!marker && (marker = starts_with_word(text, marker_words)))
      text += strlen(marker_words[marker]);
    else if (!colored && (colored = parse_letter(&text, &s.color)))
      s.color_given = true;
    else
      return false;
  }
  s.marker = (Marker)marker;
  if (line || marker) s.line = (LineStyle)line;
  *style = s;
  return true;
}
