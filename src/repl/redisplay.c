/* redisplay.c - wraps Readline's drawing.
 *
 * If an entry is taller than the screen, only the part around the cursor is
 * passed to Readline, which would otherwise always draw the beginning. So the
 * screen always matches Readline's record of it.
 */
#include "repl/redisplay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "repl/highlight.h"
#include "repl/screen_layout.h"
#include "sys/console.h"

static bool use_color = false;
static bool searched = false; /* was the last drawing during a search? */

/* The part that Readline draws. */
static struct {
  char *part;            /* dots, part of the line, dots */
  size_t size;           /* allocated bytes */
  size_t from, to;       /* range of bytes shown */
  size_t before;         /* bytes of the dots above */
  int top;               /* first row shown */
  ScreenPosition cursor; /* last cursor position */
} shown;

static const char DOTS[] = "...";

static bool is_cut(void) { return shown.from || shown.to < (size_t)rl_end; }

/* -- the part that fits --------------------------------------------------- */

static int clamp(int value, int low, int high) {
  return value > high ? high : value < low ? low : value;
}

/* Reserves two rows for the dots and one because the prompt may wrap a row. */
static void choose_part(int rows, int width) {
  enum { AROUND = 3 };
  ScreenLayout begin = screen_layout_begin(width), cursor = begin, all = begin;
  const size_t n = (size_t)rl_end;
  const int most = rows > AROUND + 1 ? rows - AROUND : 1;
  screen_layout_walk(&cursor, rl_line_buffer, (size_t)rl_point);
  screen_layout_walk(&all, rl_line_buffer, n);
  shown.from = 0;
  shown.to = n;
  if (all.at.row < rows) {
    shown.top = 0;
    return;
  }
  shown.top = clamp(shown.top, cursor.at.row - most + 1, cursor.at.row);
  shown.top = clamp(shown.top, 0, all.at.row - most + 1);
  shown.from = screen_layout_row(begin, rl_line_buffer, n, shown.top);
  shown.to = screen_layout_row(begin, rl_line_buffer, n, shown.top + most);
}

/* Builds the part and returns its length; 0 if out of memory. */
static size_t copy_part(void) {
  size_t n = shown.to - shown.from;
  bool above = shown.from > 0, below = shown.to < (size_t)rl_end;
  if (below && n && rl_line_buffer[shown.to - 1] == '\n') n--;
  if (shown.size < n + 2 * sizeof DOTS + 1) {
    free(shown.part);
    shown.size = n + 2 * sizeof DOTS + 1;
    shown.part = malloc(shown.size);
    if (!shown.part) shown.size = 0;
    if (!shown.part) return 0;
  }
  shown.before = above ? sizeof DOTS : 0;
  return (size_t)sprintf(shown.part, "%s%.*s%s%s", above ? "...\n" : "", (int)n,
                         rl_line_buffer + shown.from, below ? "\n" : "",
                         below ? DOTS : "");
}

/* -- drawing -------------------------------------------------------------- */

/* During searches and questions the line holds other text. */
static bool may_paint(void) {
  return rl_end > 0 && !rl_done &&
         !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG |
                     RL_STATE_COMPLETING | RL_STATE_MOREINPUT);
}

/* Draws rl_line_buffer; `line` is the whole line. Repaints multiple rows even
 * without colors: Readline breaks each row, so the terminal could not rejoin
 * them when it becomes wider. */
static void draw_buffer(HighlightLine line, int width) {
  rl_redisplay();
  ScreenLayout cursor = screen_layout_begin(width), all = cursor;
  screen_layout_walk(&cursor, rl_line_buffer, (size_t)rl_point);
  screen_layout_walk(&all, rl_line_buffer, (size_t)rl_end);
  shown.cursor = cursor.at;
  if (may_paint() && all.certain && (use_color || all.at.row))
    highlight_paint(line, cursor.at, width);
}

static void draw_part(HighlightLine line, int width) {
  char *buffer = rl_line_buffer;
  int end = rl_end, point = rl_point, mark = rl_mark;
  size_t n = copy_part();
  if (!n) return;
  line.before = shown.before;
  rl_line_buffer = shown.part;
  rl_end = (int)n;
  rl_point = rl_mark = (int)(shown.before + (size_t)point - shown.from);
  draw_buffer(line, width);
  rl_line_buffer = buffer;
  rl_end = end;
  rl_point = point;
  rl_mark = mark;
}

/* Clears the drawing; `row` is the row of the cursor. */
static void start_over(int row) {
  if (row > 0) fprintf(rl_outstream, "\033[%dA", row);
  fputs("\r\033[J", rl_outstream);
  rl_on_new_line();
}

/* Clears first around searches, because found multi-line entries leave rows
 * behind. */
static void redisplay(void) {
  bool searches = RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH);
  int rows, width;
  rl_get_screen_size(&rows, &width);
  if (searches || searched) start_over(shown.cursor.row);
  searched = searches;
  choose_part(rows, width);
  HighlightLine line = {rl_line_buffer, (size_t)rl_end, (size_t)rl_point,
                        shown.from,     shown.to,       0,
                        !use_color};
  if (is_cut())
    draw_part(line, width);
  else
    draw_buffer(line, width);
}

/* The window size may have changed while code ran. */
void redisplay_begin(void) {
  rl_reset_screen_size();
  searched = false;
  shown.top = 0;
}

/* The terminal has rewrapped the rows and kept the cursor at its character. */
void redisplay_resize(void) {
  int rows, width;
  rl_reset_screen_size();
  if (rl_redisplay_function != redisplay) {
    rl_resize_terminal();
    return;
  }
  rl_get_screen_size(&rows, &width);
  ScreenLayout l = screen_layout_begin(width);
  if (is_cut() && shown.part)
    screen_layout_walk(&l, shown.part,
                       shown.before + (size_t)rl_point - shown.from);
  else
    screen_layout_walk(&l, rl_line_buffer, (size_t)rl_point);
  start_over(l.at.row);
  redisplay();
  fflush(rl_outstream);
}

/* -- all ------------------------------------------------------------------ */

bool redisplay_set_color(bool on) {
  use_color = on && *console_style(stdout, STYLE_PROMPT);
  return use_color;
}

void redisplay_open(void) {
  redisplay_set_color(true);
  rl_redisplay_function = redisplay;
}
