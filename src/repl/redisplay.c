#define _DEFAULT_SOURCE /* struct winsize */
#include "repl/redisplay.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "repl/completion.h"
#include "repl/prompt_text.h"
#include "repl/screen/screen_color.h"
#include "repl/screen/screen_entry.h"
#include "repl/screen/screen_prompt.h"
#include "repl/screen/screen_style.h"
#include "repl/screen/screen_update.h"
#include "repl/screen/terminal_stream.h"
#include "repl/suggest.h"
#include "sys/console.h"
#include "sys/io.h"

static struct {
  bool color, suggests;
  bool left;    /* nothing is drawn until redisplay_begin */
  bool in_line; /* the cursor follows output of Readline in its row */
  const char *(*status)(const char *, size_t);
  int width, height;        /* of the window */
  int rows;                 /* of the last drawing */
  ScreenImage shown, drawn; /* on the terminal, and to be shown */
  ScreenView view;
  ScreenBytes out;
  unsigned char *styles; /* of the bytes of the text */
  size_t size;           /* allocated */
} screen;

static void redisplay(void);

static bool is_open(void) { return rl_redisplay_function == redisplay; }

/* -- sending -------------------------------------------------------------- */

static void send(void) {
  if (!screen.out.failed) terminal_stream_write(screen.out.bytes, screen.out.n);
  screen.out.n = 0;
  screen.out.failed = false;
}

/* The next drawing begins in an empty row. */
static void forget(void) {
  screen.in_line = false;
  screen.shown.rows = 0;
  screen.shown.cursor = (ScreenPlace){0, 0};
}

/* Does text follow the last line break or, if there is none, did it before? */
static bool ends_in_line(const char *bytes, size_t n, bool before) {
  for (size_t i = 0; i < n; i++)
    if (bytes[i] == '\n' || bytes[i] == '\r')
      before = false;
    else if (bytes[i] == '\033')
      while (i + 1 < n && !isalpha((unsigned char)bytes[i])) i++;
    else if ((unsigned char)bytes[i] >= ' ')
      before = true;
  return before;
}

/* Readline's own output is assumed to begin with a new line, except for single
 * sequences and a carriage return. It is written below the entry. It ends with
 * a new line unless it is a question that was interrupted. */
static void look_at_output(const char *bytes, size_t n) {
  if (!screen.shown.rows)
    screen.in_line = ends_in_line(bytes, n, screen.in_line);
  if (!screen.shown.rows) return;
  if (memchr(bytes, '\r', n)) screen.shown.cursor.column = 0;
  if (!memchr(bytes, '\n', n)) return;
  screen_update_leave(&screen.out, &screen.shown);
  send();
  forget();
  screen.in_line = ends_in_line(bytes, n, false);
}

/* -- the entry ------------------------------------------------------------ */

/* During searches and questions the line may hold another text. */
static bool is_editing(void) {
  return rl_display_prompt == rl_prompt && !rl_done &&
         !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG |
                     RL_STATE_COMPLETING);
}

/* Only at the end of a new entry. After a completion, it would look like a part
 * of what was completed. */
const char *redisplay_suggestion(void) {
  if (!screen.suggests || !is_editing() || rl_point < rl_end) return "";
  if (where_history() < history_length || completion_was_last()) return "";
  if (rl_get_keymap() == vi_movement_keymap) return "";
  return suggest_rest(rl_line_buffer, (size_t)rl_end);
}

static void mark_region(unsigned char *styles, size_t n) {
  const char *on = prompt_text_setting("active-region-start-color");
  const bool forward = rl_mark < rl_point;
  const int from = forward ? rl_mark : rl_point;
  const int to = forward ? rl_point : rl_mark;
  if (!rl_mark_active_p() || from < 0 || (size_t)to > n) return;
  if (!*on) on = "\033[7m";
  memset(styles + from, screen_style_find(on, strlen(on)), (size_t)(to - from));
}

/* Returns the styles of the n bytes; NULL if there is no memory. */
static unsigned char *style_text(const char *text, size_t n, bool editing) {
  if (screen.size < n + 1) {
    unsigned char *larger = realloc(screen.styles, 2 * n + 64);
    if (!larger) return NULL;
    screen.styles = larger;
    screen.size = 2 * n + 64;
  }
  memset(screen.styles, SCREEN_PLAIN, n + 1);
  if (screen.color) screen_color_syntax(screen.styles, text, n);
  if (screen.color && editing)
    screen_color_brackets(screen.styles, text, n, (size_t)rl_point);
  if (!rl_done) mark_region(screen.styles, n);
  return screen.styles;
}

/* What Readline has in its buffer. `last`: it will not change any more. */
static ScreenEntry entry_of(bool last) {
  const bool editing = !last && is_editing();
  const size_t n = rl_done ? strlen(rl_line_buffer) : (size_t)rl_end;
  ScreenEntry e = {.text = rl_line_buffer,
                   .n = n,
                   .point = last ? n : (size_t)rl_point,
                   .ghost = "",
                   .status = "",
                   .one_row = screen.height < 2 ||
                              prompt_text_is_on("horizontal-scroll-mode"),
                   .accepted = last};
  e.styles = style_text(e.text, n, editing);
  if (editing) e.ghost = redisplay_suggestion();
  const char *status =
    editing && screen.status ? screen.status(e.text, e.point) : NULL;
  if (status) e.status = status;
  return e;
}

/* -- drawing -------------------------------------------------------------- */

/* Has real xterm or screen, which do not join rows, set a variable? */
static bool joins_rows(void) {
  if (io_env("TMUX")) return true;
  return !io_env("XTERM_VERSION") && !io_env("STY");
}

/* Readline's own size is not used, because it is never narrower than two
 * columns. */
static void get_size(int *height, int *width) {
  struct winsize size = {0};
  ioctl(fileno(rl_instream), TIOCGWINSZ, &size);
  rl_get_screen_size(height, width);
  if (size.ws_row) *height = size.ws_row;
  if (size.ws_col) *width = size.ws_col;
}

/* Looks at the size of the window. If it has changed, the drawing is erased,
 * because rows may have been joined, broken or moved out of the window. */
static void follow_size(void) {
  int height, width, row = screen.shown.cursor.row;
  get_size(&height, &width);
  if (height == screen.height && width == screen.width) return;
  rl_reset_screen_size();
  screen.height = height;
  screen.width = width;
  if (!screen.shown.rows) return;
  if (joins_rows()) row = screen_image_reflow(&screen.shown, width);
  screen_update_clear(&screen.out, row);
  forget();
}

/* Turns what the terminal shows into the image. */
static void show(ScreenImage *next) {
  if (screen.in_line) screen_update_add(&screen.out, "\r\n", 2);
  screen.in_line = false;
  screen_update_show(&screen.out, &screen.shown, next);
  if (screen.out.failed) return;
  const ScreenImage before = screen.shown;
  screen.shown = *next;
  *next = before;
  screen.rows = screen.shown.rows;
}

/* Without memory, the screen stays as it is. */
static void draw(bool last) {
  ScreenImage *next = &screen.drawn;
  ScreenEntry e = entry_of(last);
  char *prompt = prompt_text_shown(), *usual = prompt_text_usual();
  const bool ready = e.styles && prompt && usual &&
                     screen_image_clear(next, screen.width, screen.height);
  if (ready) {
    e.prompt = prompt;
    e.indent = screen_prompt_columns(usual);
    screen_entry_draw(next, &e, &screen.view);
  }
  free(prompt);
  free(usual);
  if (ready) show(next);
}

static void redisplay(void) {
  fflush(rl_outstream);
  if (screen.left) return;
  follow_size();
  draw(false);
  send();
}

/* -- for others ----------------------------------------------------------- */

void redisplay_begin(void) {
  rl_on_new_line();
  forget();
  screen.left = false;
  screen.view = (ScreenView){0, 0};
}

/* What Readline would draw. */
static void finish_plain(const char *mark) {
  rl_point = rl_end;
  rl_redisplay();
  fprintf(rl_outstream, "%s\n", mark);
  fflush(rl_outstream);
}

void redisplay_finish(const char *mark) {
  if (!is_open()) finish_plain(mark);
  fflush(rl_outstream);
  if (!is_open() || !screen.shown.rows) return;
  follow_size();
  draw(true);
  screen_update_add(&screen.out, mark, strlen(mark));
  screen_update_add(&screen.out, "\r\n", 2);
  send();
  forget();
  screen.left = true;
}

void redisplay_clear(void) {
  if (!is_open()) rl_clear_visible_line();
  fflush(rl_outstream);
  if (!screen.shown.rows) return;
  follow_size();
  screen_update_clear(&screen.out, screen.shown.cursor.row);
  send();
  forget();
}

void redisplay_clear_screen(bool all) {
  static const char erase[] = "\033[H\033[2J", erase_all[] = "\033[3J";
  screen_update_add(&screen.out, erase, sizeof erase - 1);
  if (all) screen_update_add(&screen.out, erase_all, sizeof erase_all - 1);
  forget();
  redisplay();
}

/* A question of Readline, such as whether to list more, is not disturbed. */
void redisplay_resize(void) {
  if (is_open() && RL_ISSTATE(RL_STATE_COMPLETING)) return;
  if (is_open())
    redisplay();
  else
    rl_resize_terminal();
}

int redisplay_rows(void) { return screen.rows > 0 ? screen.rows : 1; }

bool redisplay_set_color(bool on) {
  screen.color = on && *console_style(stdout, STYLE_PROMPT);
  return screen.color;
}

void redisplay_set_suggestions(bool on) {
  screen.suggests = on && *console_style(stdout, STYLE_PROMPT);
}

void redisplay_set_status(const char *(*status)(const char *, size_t)) {
  screen.status = status;
}

void redisplay_open(void) {
  FILE *stream = terminal_stream_open(look_at_output);
  if (!stream) return;
  rl_outstream = stream;
  rl_redisplay_function = redisplay;
  redisplay_set_color(true);
}
