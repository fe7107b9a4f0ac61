/* legend_fit.c - how the entries of a legend are arranged. */
#include "plot/raster/legend_fit.h"
#include "plot/canvas/render_pen.h"

#include <math.h>

const double legend_sample = 28, legend_gap = 8, legend_pad = 8,
             legend_apart = 8;

static const double BETWEEN = 16; /* columns */
static const double AROUND = 52;  /* a text: sample, gap and two pads */

/* The maximum width of a legend as a fraction of the panel; LONG if a text would
 * be truncated. */
static const double WIDEST_INSIDE = 0.45, WIDEST_OUTSIDE = 0.6, LONG = 0.85;

/* Sizes of letters and lines, from the usual ones to the smallest that can be
 * read. */
typedef struct Form {
  double size, row;
} Form;

static const Form forms[] = {
  {1, 19}, {1, 16}, {0.9, 14.5}, {0.8, 12.5}, {0.7, 11}};

enum { FORMS = sizeof forms / sizeof *forms };

/* Takes as many entries as fit into the array; returns the total. */
static size_t take_entries(const Axes *axes, Legend *l) {
  size_t all = 0;
  l->n = 0;
  for (const Mark *m = axes->first; m; m = m->next) {
    if (!m->label || !*m->label) continue;
    if (all < LEGEND_ENTRIES) l->marks[l->n++] = m;
    all++;
  }
  return all;
}

static double widest_text(const Legend *l, size_t n) {
  double widest = 0;
  Text t;
  for (size_t i = 0; i < n; i++) {
    text_make(&t, l->marks[i]->label, false, l->room);
    widest = fmax(widest, t.width);
  }
  return widest;
}

/* The number of columns: the given one, or as few as possible. */
static size_t columns_of(const Panel *p, const Legend *l, size_t all,
                         size_t most_rows, size_t most) {
  size_t given = p->axes->legend_columns;
  size_t columns = given ? given : (all + most_rows - 1) / most_rows;
  if (columns > most) columns = most;
  return columns > l->n ? l->n : columns;
}

/* Returns whether all entries fit. `wide` is the room in pixels. */
static bool arrange(const Render *r, const Panel *p, Legend *l, double wide,
                    size_t all, Form form) {
  double high = (p->box.y1 - p->box.y0) / r->unit - 2 * legend_apart;
  size_t n = l->n, most_rows = 1;
  l->size = legend_size * form.size;
  l->row = form.row;
  l->room = (wide / r->unit - AROUND) / l->size;
  l->column = (legend_sample + legend_gap + BETWEEN) * r->unit +
              widest_text(l, n) * l->size * r->unit;
  if (high - legend_pad > l->row)
    most_rows = (size_t)((high - legend_pad) / l->row);
  double room = wide - legend_pad * r->unit;
  size_t most = room > l->column ? (size_t)(room / l->column) : 1;
  l->columns = columns_of(p, l, all, most_rows, most);
  if (n > most_rows * l->columns) n = most_rows * l->columns;
  l->rows = (n + l->columns - 1) / l->columns;
  l->more = all > n ? all - n + 1 : 0;
  l->width =
    (2 * legend_pad - BETWEEN) * r->unit + (double)l->columns * l->column;
  l->height = (legend_pad + l->row * (double)l->rows) * r->unit;
  if (l->more) l->n = n;
  return !l->more;
}

/* The width of one column with all texts whole. */
static double whole_width(const Render *r, Legend *l) {
  l->room = 1000;
  return (AROUND + (widest_text(l, l->n) + 0.1) * legend_size) * r->unit;
}

void legend_fit(const Render *r, const Panel *p, bool outside, Legend *l) {
  size_t all = take_entries(p->axes, l), kept = l->n;
  double part = outside ? WIDEST_OUTSIDE : WIDEST_INSIDE;
  double wide = p->box.x1 - p->box.x0 + p->legend;
  bool placed = p->axes->legend_place != LEGEND_BEST;
  if (!l->n) return;
  if (!outside && (placed || p->axes->legend_columns)) part = 0.95;
  if (!outside) part = fmax(part, fmin(LONG, whole_width(r, l) / wide));
  for (int i = 0; i < FORMS; i++) {
    l->n = kept;
    if (arrange(r, p, l, wide * part, all, forms[i])) return;
  }
}
