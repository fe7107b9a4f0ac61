/* target_terminal.c - shown figures as pictures or text in the terminal. */
#define _DEFAULT_SOURCE
#include "lua/show/target.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <lauxlib.h>

#include "plot/text/terminal_image.h"
#include "plot/text/terminal.h"
#include "plot/text/terminal_query.h"
#include "lua/show/prompt_hooks.h"
#include "lua/base/error.h"

#include "sys/interrupt.h"
#include "sys/io.h"

/* -- the terminal --------------------------------------------------------- */

/* The terminal of the session, and the position of an animation. */
static struct Session {
  bool asked;
  TerminalTraits tty;
  size_t lines;       /* of the last frame, above the cursor; 0: none */
  size_t below;       /* lines to keep free below a frame */
  unsigned id;        /* of the animated picture */
  unsigned long turn; /* when it was drawn: a later prompt ends the animation */
} session;

/* Output of a job during line editing is buffered in a file and later copied to
 * the terminal. */
static bool is_terminal(void) {
  return isatty(STDOUT_FILENO) || prompt_hooks_rows();
}

static bool offers(lua_State *L) {
  (void)L;
  return is_terminal();
}

static bool is_word(const char *name, const char *word) {
  const char *value = getenv(name);
  return value && !strcmp(value, word);
}

static ColorDepth color_depth(void) {
  if (!is_terminal() || io_env("NO_COLOR") || !io_env("TERM") ||
      is_word("TERM", "dumb"))
    return COLORS_NONE;
  bool whole =
    is_word("COLORTERM", "truecolor") || is_word("COLORTERM", "24bit");
  return whole ? COLORS_TRUE : COLORS_256;
}

/* Queried once, when the first figure is shown. */
static const TerminalTraits *ask(void) {
  if (!session.asked && is_terminal())
    session.asked = terminal_query_ask(&session.tty, &interrupted);
  return &session.tty;
}

/* The window's size in cells, and in pixels if known. */
typedef struct Window {
  size_t columns, rows, wide, high; /* the last two: of a cell */
} Window;

enum { LEAST_ROWS = 10 }; /* for a picture with lines below */

/* Above an edited line a picture leaves room for the earlier input. */
static size_t rows_above(size_t rows, size_t typed) {
  const size_t half = rows / 2 > LEAST_ROWS ? rows / 2 : LEAST_ROWS;
  const size_t most = rows > typed ? rows - typed + 1 : 1;
  return half < most ? half : most;
}

static Window window_now(const TerminalTraits *tty) {
  enum { USUAL_WIDE = 10, USUAL_HIGH = 20 };
  Window w = {80, 24, tty->cell_width, tty->cell_height};
  struct winsize size;
  const int fd = prompt_hooks_rows() ? STDIN_FILENO : STDOUT_FILENO;
  bool known = !ioctl(fd, TIOCGWINSZ, &size);
  if (known && size.ws_col) w.columns = size.ws_col;
  if (known && size.ws_row) w.rows = size.ws_row;
  if (prompt_hooks_rows()) w.rows = rows_above(w.rows, prompt_hooks_rows());
  if (session.below + LEAST_ROWS < w.rows)
    w.rows -= session.below;
  else if (session.below && w.rows > LEAST_ROWS)
    w.rows = LEAST_ROWS;
  if (!w.wide && known && size.ws_xpixel / w.columns >= 4) {
    w.wide = size.ws_xpixel / w.columns;
    w.high = size.ws_ypixel / w.rows;
  }
  if (!w.wide || !w.high) {
    w.wide = USUAL_WIDE;
    w.high = USUAL_HIGH;
  }
  return w;
}

/* -- text ----------------------------------------------------------------- */

static Status add_text(const Figure *f, bool moving, Bytes *out, char *why) {
  const TerminalTraits *tty = ask();
  Window w = window_now(tty);
  TerminalPage page = {.columns = w.columns,
                       .rows = w.rows,
                       .depth = color_depth(),
                       .fit = moving,
                       .ground_known = tty->ground_known,
                       .ground = tty->ground};
  return terminal_text(f, &page, out, why, &interrupted);
}

/* -- pictures ------------------------------------------------------------- */

/* The size of a figure in cells and pixels: its own size, doubled if characters
 * are large, but at most that of the window. */
typedef struct Fit {
  size_t columns, rows, width, height; /* cells; pixels of the figure */
  double scale;
} Fit;

static size_t whole_cells(double pixels, size_t cell, size_t most) {
  double n = ceil(pixels / (double)cell - 0.01);
  return n < 1 ? 1 : n > (double)most ? most : (size_t)n;
}

static size_t clamp_side(double pixels) {
  return pixels < FIGURE_LEAST  ? FIGURE_LEAST
         : pixels > FIGURE_MOST ? FIGURE_MOST
                                : (size_t)pixels;
}

static Fit fit_window(const Figure *f, Window w) {
  enum { LARGE = 28 };
  double scale = w.high >= LARGE ? 2 : 1;
  size_t most = w.rows > 3 ? w.rows - 2 : 1;
  double wide = (double)f->width * scale, high = (double)f->height * scale;
  double part = fmin(1, fmin((double)(w.columns * w.wide) / wide,
                             (double)(most * w.high) / high));
  Fit fit = {.scale = scale};
  fit.columns = whole_cells(wide * part, w.wide, w.columns);
  fit.rows = whole_cells(high * part, w.high, most);
  fit.width = clamp_side((double)(fit.columns * w.wide) / scale);
  fit.height = clamp_side((double)(fit.rows * w.high) / scale);
  return fit;
}

/* Draws the figure at the size of the window's cells without changing it. */
static Status draw_fit(Figure *f, Fit fit, Format format, Bytes *drawn,
                       char *why) {
  size_t width = f->width, height = f->height;
  double scale = f->scale;
  f->width = fit.width;
  f->height = fit.height;
  f->scale = fit.scale;
  Status s = render_memory(f, format, drawn, why, &interrupted);
  f->width = width;
  f->height = height;
  f->scale = scale;
  return s;
}

static Status add_sixel(Bytes *out, Fit fit, const Bytes *pixels) {
  const SixelImage image = {(const unsigned char *)pixels->d,
                            (size_t)((double)fit.width * fit.scale),
                            (size_t)((double)fit.height * fit.scale)};
  return terminal_image_sixel(out, &image, &interrupted);
}

static Status no_memory(const Bytes *out) {
  return status_error(STATUS_MEMORY, 0, 0, (double)out->n);
}

static bool add_escape(Bytes *out, const char *form, size_t n) {
  char text[32];
  int length = snprintf(text, sizeof text, form, n);
  return bytes_add(out, text, (size_t)length);
}

/* Make room first, so that nothing scrolls while the picture is drawn, then put
 * the cursor below it, wherever the terminal would leave it. */
static bool add_room(Bytes *out, size_t rows) {
  for (size_t i = 0; i < rows; i++)
    if (!bytes_add(out, "\n", 1)) return false;
  return add_escape(out, "\033[%zuA\0337", rows);
}

static Status add_picture(Figure *f, unsigned id, Bytes *out, char *why,
                          size_t *rows) {
  const TerminalTraits *tty = &session.tty;
  Fit fit = fit_window(f, window_now(tty));
  bool sixel = tty->pictures == TTY_SIXEL;
  Bytes drawn;
  Status s = draw_fit(f, fit, sixel ? FORMAT_PIXELS : FORMAT_PNG, &drawn, why);
  *rows = fit.rows;
  if (s.code == STATUS_OK && !add_room(out, fit.rows)) s = no_memory(out);
  if (s.code == STATUS_OK && sixel)
    s = add_sixel(out, fit, &drawn);
  else if (s.code == STATUS_OK &&
           !terminal_image_kitty(out, &drawn, fit.columns, fit.rows, id))
    s = no_memory(out);
  bytes_free(&drawn);
  if (s.code == STATUS_OK && !add_escape(out, "\0338\033[%zuB\r", fit.rows))
    s = no_memory(out);
  return s;
}

/* -- showing -------------------------------------------------------------- */

static size_t count_lines(const Bytes *b, size_t from) {
  size_t n = 0;
  for (size_t i = from; i < b->n; i++) n += b->d[i] == '\n';
  return n;
}

static void write_out(lua_State *L, Bytes *out, Status s, const char *why) {
  fflush(stdout);
  prompt_hooks_make_room(true);
  if (s.code == STATUS_OK) lua_writestring(out->d, out->n);
  bytes_free(out);
  fflush(stdout);
  prompt_hooks_make_room(false);
  if (s.code == STATUS_OK) return;
  check_interrupt(L);
  check_memory(L, s);
  fail(L, "%s", why);
}

static void show(lua_State *L, int figure) {
  const LuaFigure *p = check_figure(L, figure);
  Bytes out = {p->figure->memory, NULL, 0, 0};
  char why[WHY_ROOM] = "cannot read the picture";
  size_t rows;
  session.lines = 0;
  Status s = ask()->pictures == TTY_TEXT
               ? add_text(p->figure, false, &out, why)
               : add_picture(p->figure, 0, &out, why, &rows);
  write_out(L, &out, s, why);
}

/* -- animations ----------------------------------------------------------- */

/* Each line clears what the previous frame left of it. */
static bool add_wiped(Bytes *out, const Bytes *text) {
  for (size_t i = 0, from = 0; i < text->n; i++) {
    if (text->d[i] != '\n') continue;
    if (!bytes_add(out, text->d + from, i - from) ||
        !bytes_add(out, "\033[K\n", 4))
      return false;
    from = i + 1;
  }
  return bytes_add(out, "\033[J", 3);
}

static Status add_text_frame(const Figure *f, Bytes *out, char *why,
                             size_t *lines) {
  Bytes text = {f->memory, NULL, 0, 0};
  Status s = add_text(f, true, &text, why);
  if (s.code == STATUS_OK && !add_wiped(out, &text)) s = no_memory(out);
  *lines = count_lines(&text, 0);
  bytes_free(&text);
  return s;
}

/* A frame replaces the previous one. The cursor stays below it, so that other
 * output appears there. */
static void frame(lua_State *L, int figure, int before, bool last) {
  (void)before; /* there is only one animation */
  const LuaFigure *p = check_figure(L, figure);
  Bytes out = {p->figure->memory, NULL, 0, 0};
  char why[WHY_ROOM] = "cannot read the picture";
  size_t lines = 0;
  if (!is_terminal() || is_word("TERM", "dumb")) {
    if (last) target_show(L, figure);
    return;
  }
  if (session.turn != interrupt_turns() || prompt_hooks_has_output())
    session.lines = 0;
  if (!session.lines) session.id++;
  Status s = status_ok();
  bool text = ask()->pictures == TTY_TEXT;
  if (session.lines && !add_escape(&out, "\r\033[%zuA", session.lines))
    s = no_memory(&out);
  if (s.code == STATUS_OK)
    s = text ? add_text_frame(p->figure, &out, why, &lines)
             : add_picture(p->figure, session.id, &out, why, &lines);
  write_out(L, &out, s, why);
  session.lines = last ? 0 : lines;
  session.turn = interrupt_turns();
}

void target_terminal_keep_free(size_t lines) { session.below = lines; }

static void ready(void) { ask(); }

const Target target_terminal = {"terminal", offers, NULL, show,
                                frame,      ready,  false};
