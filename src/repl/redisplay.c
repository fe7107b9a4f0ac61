/* redisplay.c - what Readline is given to draw, and what comes before and after.
 *
 * An entry that is taller than the screen is shown as a part of it around the
 * cursor: Readline, which would draw its beginning for ever, draws that part as
 * if it were the line. Whatever Readline believes to be on the screen is there.
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
static bool searched = false; /* when it was drawn last */

/* What Readline draws. */
static struct {
  char *part;      /* where the line is cut: `before`, some of it, `after` */
  size_t size;     /* bytes there is room for */
  size_t from, to; /* the bytes of the line that are shown */
  size_t before;   /* bytes of what stands for the beginning */
  int top;         /* the row of the line that is shown first */
  ScreenPosition cursor; /* where it was left */
} shown;

static const char DOTS[] = "...";

static bool is_cut(void) { return shown.from || shown.to < (size_t)rl_end; }

/* -- the part that fits --------------------------------------------------- */

static int clamp(int value, int low, int high) {
  return value > high ? high : value < low ? low : value;
}

/* Two rows are for the dots, and the prompt may push one more over. */
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

/* Puts the part together; gives its length, 0: there is no room for it. */
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

/* Other things stand in the line while it is searched or asked. */
static bool may_paint(void) {
  return rl_end > 0 && !rl_done &&
         !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG |
                     RL_STATE_COMPLETING | RL_STATE_MOREINPUT);
}

/* Draws what rl_line_buffer holds now; `line` is all of it, of which the part
 * is shown. Several rows are painted though there be no colors: Readline ends
 * each, so that the terminal would not join them when it gets wider. */
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

/* Takes what is drawn away, from the row that the cursor is in up. */
static void start_over(int row) {
  if (row > 0) fprintf(rl_outstream, "\033[%dA", row);
  fputs("\r\033[J", rl_outstream);
  rl_on_new_line();
}

/* A search that finds entries of several lines leaves some behind. */
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

/* The window may have changed while something ran. */
void redisplay_begin(void) {
  rl_reset_screen_size();
  searched = false;
  shown.top = 0;
}

/* Terminals break the rows anew, and the cursor stays at its character. */
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
  const char *term = getenv("TERM");
  redisplay_set_color(true);
  if (term && *term && strcmp(term, "dumb") != 0)
    rl_redisplay_function = redisplay;
}
