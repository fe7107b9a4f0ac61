/* terminal.c - figures as text: pages, and panels on them. */
#include "plot/text/terminal.h"

#include <math.h>
#include <string.h>

#include "plot/text/terminal_axes.h"
#include "plot/text/terminal_layout.h"
#include "plot/text/terminal_marks.h"
#include "plot/raster/color_bar.h"
#include "plot/canvas/limits.h"
#include "plot/canvas/notes.h"

/* The Render unit: a character is as wide as a cell. */
static const double UNIT = 0.25;

enum {
  USUAL_COLUMNS = 80,
  GAP = 2,
  LEAST_ROWS = 12,
  LEAST_COLUMNS = 34,
  BARE_ROWS = 6,
  BARE_COLUMNS = 13,
  PANEL_WORDS = 5
};

/* How the figure is divided into panels. */
typedef struct Plan {
  size_t columns, rows;             /* of the page, cells */
  size_t panel_columns, panel_rows; /* panels per row, per column */
  size_t wide, high;                /* cells of a panel */
  bool title;
} Plan;

/* -- planning ------------------------------------------------------------- */

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }
static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/* Panels without ticks may be small. */
static bool all_bare(const Figure *f) {
  for (size_t i = 0; i < f->rows * f->columns; i++)
    for (int k = 0; k < 2; k++) {
      const Names *names = f->axes[i].names[k];
      if (!names || names->n) return false;
    }
  return true;
}

/* The rows for the requested aspect ratio at this panel width. */
static size_t ideal_rows(const Figure *f, size_t wide) {
  double form = ((double)f->height / (double)f->rows) /
                ((double)f->width / (double)f->columns);
  double rows = (double)(wide * DOTS_WIDE) * form / DOTS_HIGH;
  return (size_t)fmax(2, floor(rows + 0.5));
}

static size_t ideal_columns(const Figure *f, size_t rows) {
  double form = ((double)f->width / (double)f->columns) /
                ((double)f->height / (double)f->rows);
  return (size_t)floor((double)(rows * DOTS_HIGH) * form / DOTS_WIDE + 0.5);
}

static Plan make_plan(const Figure *f, const TerminalPage *page) {
  bool bare = all_bare(f);
  size_t least = bare ? BARE_COLUMNS : LEAST_COLUMNS, n = f->rows * f->columns;
  size_t high = page->rows > 2 ? page->rows - 2 : 1;
  Plan p = {.columns = page->columns, .title = f->title && *f->title};
  if (p.title && high > 1) high--;
  size_t most = ideal_columns(f, high / f->rows + 1) * f->columns;
  p.columns = smaller(p.columns, larger(USUAL_COLUMNS, most + 10));
  p.panel_columns = smaller(f->columns, (p.columns + GAP) / (least + GAP));
  p.panel_columns = larger(p.panel_columns, 1);
  p.panel_rows = (n + p.panel_columns - 1) / p.panel_columns;
  size_t gaps = GAP * (p.panel_columns - 1);
  p.wide = larger(1, (p.columns - smaller(gaps, p.columns)) / p.panel_columns);
  size_t ideal = ideal_rows(f, p.wide) + (bare ? 1 : PANEL_WORDS);
  p.high = smaller(ideal, larger(high / p.panel_rows, 1));
  if (!page->fit && page->rows > LEAST_ROWS && p.panel_rows > 1)
    p.high = larger(p.high, smaller(ideal, bare ? BARE_ROWS : LEAST_ROWS));
  if (page->fit && p.panel_rows > high) p.panel_rows = high;
  p.rows = p.high * p.panel_rows + (size_t)p.title;
  return p;
}

/* -- drawing -------------------------------------------------------------- */

typedef struct Job {
  const TerminalPage *page;
  Plan plan;
  Braille dots;
  Bytes *out;
} Job;

static void open_page(Render *r, Job *job) {
  Braille *d = &job->dots;
  *d = (Braille){.columns = job->plan.columns,
                 .rows = job->plan.rows,
                 .depth = job->page->depth,
                 .density = 1,
                 .line = LINE_SOLID,
                 .alpha = 1};
  d->dark = !job->page->ground_known || !color_is_light(job->page->ground);
  d->ground = job->page->ground;
  d->blends = job->page->ground_known && d->depth != COLORS_NONE;
  size_t n = braille_count(d), cells = d->columns * d->rows;
  d->dots = render_scratch(r, n, sizeof *d->dots);
  d->inside = render_scratch(r, n, 1);
  d->glyphs = render_scratch(r, cells, sizeof *d->glyphs);
  memset(d->dots, 0, n * sizeof *d->dots);
  memset(d->inside, 0, n);
  memset(d->glyphs, 0, cells * sizeof *d->glyphs);
  braille_use(d, &r->canvas);
}

/* Where column or row i begins, of n that have `all` cells together. */
static size_t start_of(const Figure *f, AxesDirection which, size_t i,
                       size_t all) {
  return (size_t)floor(figure_part(f, which, i) * (double)all + 0.5);
}

/* Columns and rows of unequal size, unless one would vanish. */
static void stretch(const Figure *f, const Plan *plan, Area *area, size_t row,
                    size_t column) {
  size_t wide = plan->wide * f->columns, high = plan->high * f->rows;
  size_t x = start_of(f, DIRECTION_X, column, wide);
  size_t y = start_of(f, DIRECTION_Y, row, high);
  size_t columns = start_of(f, DIRECTION_X, column + 1, wide) - x;
  size_t rows = start_of(f, DIRECTION_Y, row + 1, high) - y;
  if (!columns || !rows) return;
  *area = (Area){x + column * GAP, y + (size_t)plan->title, columns, rows};
}

/* Shared tick labels are drawn only at the outer panels if the panels are
 * aligned. */
static void place_panel(const Figure *f, const Plan *plan, TerminalPanel *p,
                        size_t i) {
  size_t row = i / plan->panel_columns, column = i % plan->panel_columns;
  bool moved = plan->panel_columns != f->columns;
  p->area =
    (Area){column * (plan->wide + GAP), row * plan->high + (size_t)plan->title,
           plan->wide, plan->high};
  if (!moved) stretch(f, plan, &p->area, row, column);
  p->told[DIRECTION_X] = moved || !f->share[DIRECTION_X] || row + 1 == f->rows;
  p->told[DIRECTION_Y] = moved || !f->share[DIRECTION_Y] || column == 0;
}

/* Aligns the left sides of axes in a column and the bottoms of those in a
 * row. */
static void align(const Braille *d, const Plan *plan, TerminalPanel *all,
                  size_t n) {
  size_t wide = plan->panel_columns;
  for (size_t i = 0; i < n; i++) {
    Spare least = {0, 0, 0, 0};
    for (size_t j = 0; j < n; j++) {
      Spare s = terminal_spare(&all[j]);
      if (j % wide == i % wide) least.left = larger(least.left, s.left);
      if (j / wide != i / wide) continue;
      least.above = larger(least.above, s.above);
      least.below = larger(least.below, s.below);
    }
    all[i].least = least;
  }
  for (size_t i = 0; i < n; i++) terminal_place(d, &all[i]);
}

static void draw_panel(Render *r, Braille *d, const TerminalPanel *p) {
  terminal_draw_marks(r, d, p);
  terminal_draw_bar(d, p);
  terminal_draw_frame(r, d, p);
  notes_draw(r, &p->panel);
}

static Panel *find_limits(Render *r) {
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  Panel *panels = render_scratch(r, n, sizeof *panels);
  memset(panels, 0, n * sizeof *panels);
  for (size_t i = 0; i < n; i++) panels[i].axes = &f->axes[i];
  limits_of_panels(r, panels);
  return panels;
}

static void draw_page(Render *r, void *data) {
  Job *job = data;
  const Figure *f = r->figure;
  Braille *d = &job->dots;
  render_check_log(f);
  const Panel *panels = find_limits(r);
  size_t n = smaller(f->rows * f->columns,
                     job->plan.panel_columns * job->plan.panel_rows);
  TerminalPanel *p = render_scratch(r, n, sizeof *p);
  open_page(r, job);
  for (size_t i = 0; i < n; i++) {
    p[i] = (TerminalPanel){.panel = panels[i]};
    color_bar_prepare(&p[i].panel.bar, p[i].panel.axes);
    place_panel(f, &job->plan, &p[i], i);
    terminal_place(d, &p[i]);
  }
  if (n > 1) align(d, &job->plan, p, n);
  for (size_t i = 0; i < n; i++) draw_panel(r, d, &p[i]);
  braille_plain(d);
  if (job->plan.title) braille_write(d, 0, 0, f->title, d->columns, true);
  if (!braille_print(d, job->out))
    render_fail(status_error(STATUS_MEMORY, 0, 0, (double)job->out->n));
}

Status terminal_text(const Figure *figure, const TerminalPage *page, Bytes *out,
                     char *why, StopFlag stop) {
  Job job = {.page = page, .plan = make_plan(figure, page), .out = out};
  Render render = {.figure = figure, .stop = stop, .unit = UNIT};
  render_guard_reset();
  render_guard_run(&render, draw_page, &job);
  render_release(&render, NULL);
  return render_guard_status(why);
}
