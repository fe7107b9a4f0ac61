/* colour.c - painting over what Readline has drawn.
 *
 * Readline draws the line and leaves the cursor; then the same characters are
 * written once more, in colours, from the prompt on, and the cursor goes back.
 * Whatever Readline believes to be on the screen stays true. Where it is not
 * certain which character is in which place (tabs, a line that ends at the
 * margin, more lines than the screen has), nothing is painted.
 */
#define _XOPEN_SOURCE 700
#include "colour.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <readline/readline.h>

#include "terminal.h"
#include "token.h"

static bool wanted = false;

/* -- where the characters are --------------------------------------------- */

typedef struct Spot {
  int row, column;
} Spot;

/* Columns of the prompt; what stands between \001 and \002 has none. */
static int prompt_width(void) {
  int n = 0;
  bool counts = true;
  for (const char *p = rl_display_prompt; p && *p; p++) {
    if (*p == '\001') counts = false;
    else if (*p == '\002') counts = true;
    else n += counts;
  }
  return n;
}

/* Moves the spot over the character at *text; false where that is not certain.
 */
static bool step(Spot *s, const char **text, const char *end, int width) {
  wchar_t c;
  mbstate_t state = {0};
  if (**text == '\n') {
    if (s->column == width) return false;
    *s = (Spot){s->row + 1, 0};
    ++*text;
    return true;
  }
  size_t n = mbrtowc(&c, *text, (size_t)(end - *text), &state);
  int columns = n > 0 && n < (size_t)-2 ? wcwidth(c) : -1;
  if (columns < 1 || (columns > 1 && s->column + columns > width)) return false;
  if (s->column == width) *s = (Spot){s->row + 1, 0};
  s->column += columns;
  *text += n;
  return true;
}

/* Finds the spots of the cursor and of the end; false: do not paint. */
static bool find_spots(int rows, int width, Spot *cursor, Spot *last) {
  const char *text = rl_line_buffer, *end = text + rl_end;
  Spot s = {0, prompt_width()};
  if (s.column >= width) return false;
  while (text < end) {
    if (text == rl_line_buffer + rl_point) *cursor = s;
    if (!step(&s, &text, end, width)) return false;
  }
  if (rl_point == rl_end) *cursor = s;
  *last = s;
  return s.column < width && cursor->column < width && s.row < rows;
}

/* -- painting ------------------------------------------------------------- */

static const char *style_of(TokenKind kind) {
  switch (kind) {
  case TOKEN_KEYWORD: return "\033[1;34m";
  case TOKEN_STRING: return "\033[32m";
  case TOKEN_NUMBER: return "\033[35m";
  case TOKEN_COMMENT: return "\033[2m";
  default: return "";
  }
}

static void move_up(int rows) {
  if (rows > 0) fprintf(rl_outstream, "\033[%dA", rows);
}

static void move_to_column(int column) {
  fputc('\r', rl_outstream);
  if (column > 0) fprintf(rl_outstream, "\033[%dC", column);
}

static void write_text(const char *text, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (text[i] == '\n') fputc('\r', rl_outstream);
    fputc(text[i], rl_outstream);
  }
}

static void write_token(Token t, size_t pair, size_t partner) {
  bool marked = t.start == pair || t.start == partner;
  fputs(marked ? "\033[1;4m" : style_of(t.kind), rl_outstream);
  write_text(rl_line_buffer + t.start, t.n);
  fputs("\033[0m", rl_outstream);
}

/* The bracket at the cursor or just before it; n: there is none. */
static size_t bracket_at_cursor(size_t n) {
  size_t at = (size_t)rl_point;
  if (at < n && strchr("(){}[]", rl_line_buffer[at])) return at;
  if (at && strchr("(){}[]", rl_line_buffer[at - 1])) return at - 1;
  return n;
}

static void write_tokens(void) {
  size_t n = (size_t)rl_end, pair = bracket_at_cursor(n), partner = n;
  if (pair < n) partner = token_partner(rl_line_buffer, n, pair);
  if (partner == n) pair = n;
  for (size_t at = 0; at < n;) {
    Token t = token_at(rl_line_buffer, n, at);
    write_token(t, pair, partner);
    at += t.n;
  }
}

/* Other things stand in the line while it is searched or asked. */
static bool may_paint(void) {
  return wanted && rl_end > 0 && !rl_done &&
         !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG |
                     RL_STATE_COMPLETING | RL_STATE_MOREINPUT);
}

static void paint(void) {
  int rows, width;
  Spot cursor = {0, 0}, last = {0, 0};
  rl_redisplay();
  if (!may_paint()) return;
  rl_get_screen_size(&rows, &width);
  if (!find_spots(rows, width, &cursor, &last)) return;
  fputs("\033[?25l", rl_outstream);
  move_up(cursor.row);
  move_to_column(prompt_width());
  write_tokens();
  move_up(last.row - cursor.row);
  move_to_column(cursor.column);
  fputs("\033[?25h", rl_outstream);
  fflush(rl_outstream);
}

/* -- all ------------------------------------------------------------------ */

bool colour_turn(bool on) {
  wanted = on && *terminal_style(stdout, STYLE_PROMPT);
  return wanted;
}

void colour_open(void) {
  if (colour_turn(true)) rl_redisplay_function = paint;
}
