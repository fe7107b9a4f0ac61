/* notes.c - says in the figure what it does not show. */
#include "plot/canvas/notes.h"
#include "plot/canvas/render_pen.h"
#include "plot/canvas/thin.h"

#include <math.h>
#include <stdio.h>

enum { ROOM = 160 };

static const char *ordinal_end(size_t n) {
  if (n % 100 / 10 == 1) return "th";
  return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

static bool note_thinned(const Render *r, const Mark *m, char out[ROOM]) {
  size_t row = thin_step(m->z.rows, r->canvas.detail);
  size_t column = thin_step(m->z.cols, r->canvas.detail);
  size_t step = row > 1 ? row : column;
  const char *what = row == column ? "row and column"
                     : row > 1     ? "row"
                                   : "column";
  if (step == 1) return false;
  if (row > 1 && column > 1 && row != column)
    snprintf(out, ROOM,
             "every %zu%s row and %zu%s column is shown, and all extremes", row,
             ordinal_end(row), column, ordinal_end(column));
  else
    snprintf(out, ROOM, "every %zu%s %s is shown, and all extremes", step,
             ordinal_end(step), what);
  return true;
}

static bool is_finite(Vec v, size_t i) {
  return !v.n || isfinite(*vec_at(v, i));
}

/* Has the mark anything to draw? A span may be infinite. */
static bool has_value(const Mark *m) {
  if (m->kind == MARK_SPAN) return true;
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++)
      if (isfinite(*mat_at(m->z, i, j))) return true;
  if (mark_is_grid(m->kind)) return false;
  for (size_t i = 0; i < m->x.n; i++)
    if (is_finite(m->x, i) && is_finite(m->y, i)) return true;
  return m->x.n == 0;
}

static bool note_empty(const Axes *axes, char out[ROOM]) {
  size_t n = 0;
  const Mark *first = NULL;
  for (const Mark *m = axes->first; m; m = m->next) {
    if (has_value(m)) continue;
    if (!first) first = m;
    n++;
  }
  if (n == 1)
    snprintf(out, ROOM, "no finite values in this %s", mark_names[first->kind]);
  else
    snprintf(out, ROOM, "%zu marks have no finite values", n);
  return n > 0;
}

static bool off_log(const Axes *axes, const Mark *m, AxesDirection which,
                    double value) {
  bool log = axes->log[which] && !axes->symlog[which];
  if (m->right && which == DIRECTION_Y) log = axes->right_log;
  return log && value <= 0;
}

/* Points that a logarithmic axis cannot show. */
static bool note_dropped(const Axes *axes, char out[ROOM]) {
  size_t n = 0;
  if (!axes->log[DIRECTION_X] && !axes->log[DIRECTION_Y] && !axes->right_log)
    return false;
  for (const Mark *m = axes->first; m; m = m->next) {
    if (m->kind != MARK_LINE && m->kind != MARK_SCATTER) continue;
    for (size_t i = 0; i < m->x.n; i++) {
      double x = *vec_at(m->x, i), y = *vec_at(m->y, i);
      bool off =
        off_log(axes, m, DIRECTION_X, x) || off_log(axes, m, DIRECTION_Y, y);
      n += off && isfinite(x) && isfinite(y);
    }
  }
  snprintf(out, ROOM, "%zu point%s not above 0", n, n == 1 ? " is" : "s are");
  return n > 0;
}

static void write_note(const Render *r, const Panel *p, double *y,
                       const char *text) {
  static const double SIZE = 10.5, LINE = 15, LEFT = 6;
  double x = p->box.x0 + LEFT * r->unit;
  *y += LINE * r->unit;
  render_text(r, x, *y - LINE / 2 * r->unit, (Lettering){SIZE, 0, false, false},
              text, p->box.x1 - x);
}

void notes_draw(const Render *r, const Panel *p) {
  char text[ROOM];
  double y = p->box.y0;
  canvas_color(render_theme(r)->axis, 1);
  if (note_empty(p->axes, text)) write_note(r, p, &y, text);
  if (note_dropped(p->axes, text)) write_note(r, p, &y, text);
  for (const Mark *m = p->axes->first; m; m = m->next)
    if (m->kind == MARK_SURFACE && note_thinned(r, m, text))
      write_note(r, p, &y, text);
}
