#include "repl/screen/screen_prompt.h"

#include <limits.h>
#include <string.h>

#include "repl/screen/screen_style.h"
#include "repl/screen/screen_text.h"

enum { START = '\001', END = '\002' }; /* of escape sequences */

/* -- escape sequences ----------------------------------------------------- */

/* The sequences for colors, which become the style of the following cells. */
typedef struct Colors {
  char sequences[64];
  size_t n;
} Colors;

/* The length of `ESC [ digits and semicolons m` at the start of the text; 0 if
 * something else is there. */
static size_t color_length(const char *text) {
  if (strncmp(text, "\033[", 2) != 0) return 0;
  size_t n = 2 + strspn(text + 2, "0123456789;:");
  return text[n] == 'm' ? n + 1 : 0;
}

/* A sequence that begins with 0 or is empty cancels the earlier ones. */
static void add_color(Colors *c, const char *text, size_t n) {
  const bool plain = text[2] == 'm' || !strncmp(text, "\033[0m", 4);
  if (plain || text[2] == '0') c->n = 0;
  if (plain || c->n + n > sizeof c->sequences) return;
  memcpy(c->sequences + c->n, text, n);
  c->n += n;
}

/* The others are sent when they change. */
static void add_sequence(ScreenImage *image, char c) {
  const size_t n = image ? strlen(image->sequences) : 0;
  if (!image || n + 1 >= sizeof image->sequences) return;
  image->sequences[n] = c;
  image->sequences[n + 1] = 0;
}

/* Takes sequences up to \002; returns the rest. */
static const char *take_sequences(ScreenPen *pen, Colors *c, const char *at) {
  while (*at && *at != END) {
    const size_t n = color_length(at);
    if (n)
      add_color(c, at, n);
    else
      add_sequence(pen->image, *at);
    at += n ? n : 1;
  }
  pen->style = screen_style_find(c->sequences, c->n);
  return *at ? at + 1 : at;
}

/* -- drawing -------------------------------------------------------------- */

void screen_prompt_put(ScreenPen *pen, const char *prompt) {
  Colors c = {.n = 0};
  for (const char *at = prompt, *end = at + strlen(at); at < end;) {
    if (*at == START)
      at = take_sequences(pen, &c, at + 1);
    else if (*at == '\n') {
      screen_image_newline(pen);
      at++;
    } else
      at += screen_text_put(pen, at, (size_t)(end - at));
  }
  pen->style = SCREEN_PLAIN;
  pen->columns = 0; /* no mark joins the prompt */
}

const char *screen_prompt_last_line(const char *prompt) {
  const char *newline = strrchr(prompt, '\n');
  return newline ? newline + 1 : prompt;
}

int screen_prompt_columns(const char *prompt) {
  ScreenPen pen = {.margin = INT_MAX};
  screen_prompt_put(&pen, screen_prompt_last_line(prompt));
  return pen.at.column;
}

void screen_prompt_continue(ScreenPen *pen, int columns) {
  static const char mark[] = ">> ";
  enum { MARK = sizeof mark - 1 };
  pen->style = SCREEN_PLAIN;
  while (pen->at.column + MARK < columns)
    screen_image_put(pen, " ", 1, 1, false);
  pen->style = SCREEN_DIM;
  for (int i = pen->at.column; i < columns; i++)
    screen_image_put(pen, mark + MARK - (columns - i), 1, 1, false);
  pen->style = SCREEN_PLAIN;
  pen->columns = 0;
}
