/* highlight.c - repaints the line drawn by Readline in color, character by
 * character. */
#include "repl/highlight.h"

#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

#include "session/syntax/lexer.h"

/* -- the pen -------------------------------------------------------------- */

/* After a full row Readline moves to the next row; the terminal does not. */
typedef struct Pen {
  ScreenLayout at;
  int row; /* row of the terminal cursor */
} Pen;

static void move_up(int rows) {
  if (rows > 0) fprintf(rl_outstream, "\033[%dA", rows);
}

static void move_to_column(int column) {
  fputc('\r', rl_outstream);
  if (column > 0) fprintf(rl_outstream, "\033[%dC", column);
}

static void follow(Pen *pen) {
  for (; pen->row < pen->at.at.row; pen->row++) fputs("\r\n", rl_outstream);
}

/* The terminal wraps to the next row when the next character is written. */
static void write_text(Pen *pen, const char *text, size_t n) {
  for (const char *end = text + n; text < end;) {
    const char *from = text;
    int row = pen->at.at.row;
    screen_layout_step(&pen->at, &text, end);
    if (*from == '\n') {
      follow(pen);
      continue;
    }
    pen->row = row;
    if (pen->at.at.row > row && pen->at.at.column)
      pen->row++; /* wide character */
    fwrite(from, 1, (size_t)(text - from), rl_outstream);
  }
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

/* The bracket at the cursor or just before it; n if there is none. */
static size_t bracket_at_cursor(HighlightLine l) {
  size_t at = l.point;
  if (at < l.n && strchr("(){}[]", l.text[at])) return at;
  if (at && strchr("(){}[]", l.text[at - 1])) return at - 1;
  return l.n;
}

static void write_token(Pen *pen, HighlightLine l, Token t, bool marked) {
  size_t from = t.start > l.from ? t.start : l.from;
  size_t to = t.start + t.n < l.to ? t.start + t.n : l.to;
  if (from >= to) return;
  const char *style = marked ? "\033[1;4m" : style_of(t.kind);
  if (l.plain) style = "";
  fputs(style, rl_outstream);
  write_text(pen, l.text + from, to - from);
  if (*style) fputs("\033[0m", rl_outstream);
}

static void write_tokens(Pen *pen, HighlightLine l) {
  size_t pair = bracket_at_cursor(l), partner = l.n;
  if (pair < l.n) partner = lexer_partner(l.text, l.n, pair);
  if (partner == l.n) pair = l.n;
  for (size_t at = 0; at < l.to;) {
    Token t = lexer_token(l.text, l.n, at);
    write_token(pen, l, t, t.start == pair || t.start == partner);
    at += t.n;
  }
}

void highlight_paint(HighlightLine line, ScreenPosition cursor, int width) {
  Pen pen = {screen_layout_begin(width), 0};
  pen.row = pen.at.at.row;
  fputs("\033[?25l", rl_outstream);
  move_up(cursor.row - pen.row);
  move_to_column(pen.at.at.column);
  if (line.before) write_text(&pen, "...\n", line.before);
  write_tokens(&pen, line);
  move_up(pen.row - cursor.row);
  for (; pen.row < cursor.row; pen.row++) fputc('\n', rl_outstream);
  move_to_column(cursor.column);
  fputs("\033[?25h", rl_outstream);
  fflush(rl_outstream);
}
