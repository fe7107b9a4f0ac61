#include "repl/screen/screen_style.h"

#include <string.h>

enum { MOST_BYTES = 64 };

static char sequences[SCREEN_STYLES_MOST][MOST_BYTES] = {
  [SCREEN_KEYWORD] = "\033[1;34m", [SCREEN_STRING] = "\033[32m",
  [SCREEN_NUMBER] = "\033[35m",    [SCREEN_COMMENT] = "\033[2m",
  [SCREEN_BRACKET] = "\033[1;4m",  [SCREEN_STRONG] = "\033[1m",
  [SCREEN_DIM] = "\033[2m",        [SCREEN_GHOST] = "\033[90m"};

static int used = SCREEN_GHOST + 1;

const char *screen_style_sequence(int style) { return sequences[style]; }

int screen_style_find(const char *sequence, size_t n) {
  if (!n || n >= MOST_BYTES) return SCREEN_PLAIN;
  for (int i = 0; i < used; i++)
    if (strlen(sequences[i]) == n && !memcmp(sequences[i], sequence, n))
      return i;
  if (used == SCREEN_STYLES_MOST) return SCREEN_PLAIN;
  memcpy(sequences[used], sequence, n);
  return used++;
}
