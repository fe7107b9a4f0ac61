/* web_marks.c - the marks of an axes as JSON.
 *
 * A mark of points or cells is written as its data: the page places them itself
 * at any zoom. Every other mark is recorded (record.h) on a panel that extends
 * far beyond the axes, so that the page can move the recording.
 */
#include "plot/web/web_marks.h"

#include <math.h>

#include "plot/canvas/render_pen.h"
#include "plot/canvas/thin.h"
#include "plot/raster/color_bar.h"
#include "plot/raster/marks.h"
#include "plot/raster/scatter.h"
#include "plot/raster/space.h"
#include "plot/web/record.h"

/* -- recordings ----------------------------------------------------------- */

/* How far the recorded panel extends on each side, in widths of the axes. */
static const double REACH = 2;

static Range extended(Range r, bool log) {
  static const double FAR = 300;
  if (log) {
    double lo = log10(r.lo), hi = log10(r.hi), more = (hi - lo) * REACH;
    return (Range){pow(10, fmax(-FAR, fmin(FAR, lo - more))),
                   pow(10, fmax(-FAR, fmin(FAR, hi + more)))};
  }
  double more = (r.hi / 2 - r.lo / 2) * 2 * REACH;
  return (Range){r.lo - more, r.hi + more};
}

/* Would data keep their pixels? Not if the limits are near the ends of what a
 * number can hold. */
static bool extends(const Panel *p, const Panel *wide, AxesDirection d) {
  Range old = p->limits[d], new = wide->limits[d];
  bool log = p->axes->log[d];
  double part = (1 + 2 * REACH);
  double before = log ? log10(old.hi) - log10(old.lo) : old.hi - old.lo;
  double after = log ? log10(new.hi) - log10(new.lo) : new.hi - new.lo;
  return isfinite(after) && fabs(after / part / before - 1) < 1e-6;
}

static Panel widened(const Panel *p) {
  Panel wide = *p;
  double x = (p->box.x1 - p->box.x0) * REACH;
  double y = (p->box.y1 - p->box.y0) * REACH;
  for (int d = 0; d < 2; d++)
    wide.limits[d] = extended(p->limits[d], p->axes->log[d]);
  if (p->axes->symlog[DIRECTION_X] || p->axes->symlog[DIRECTION_Y]) return *p;
  if (!extends(p, &wide, DIRECTION_X) || !extends(p, &wide, DIRECTION_Y))
    return *p;
  wide.right = extended(p->right, false);
  wide.box = (Box){p->box.x0 - x, p->box.y0 - y, p->box.x1 + x, p->box.y1 + y};
  return wide;
}

static Record recorder(const Render *r, JsonWriter *w, const Panel *p) {
  return (Record){.json = w, .axes = p->axes, .y = r->canvas.height};
}

static void write_recording(Render *r, JsonWriter *w, const Panel *p,
                            const Mark *m) {
  Panel wide = widened(p);
  Record record = recorder(r, w, p);
  record_begin(&record, &r->canvas, "parts");
  canvas_view(&r->canvas, &wide.box);
  marks_draw_one(r, &wide, m);
  record_end(&record);
}

/* A text stays with its point and does not grow. */
static void write_anchored(Render *r, JsonWriter *w, const Panel *p,
                           const Mark *m) {
  double x = panel_x(p, *vec_at(m->x, 0)), y = panel_y(p, *vec_at(m->y, 0));
  Record record = recorder(r, w, p);
  if (!isfinite(x + y)) return;
  record.x = x;
  record.y = y;
  record_begin(&record, &r->canvas, "anchored");
  marks_draw_one(r, p, m);
  record_end(&record);
}

/* -- data ----------------------------------------------------------------- */

static void write_stroke(const Render *r, JsonWriter *w, const Style *s,
                         Color color) {
  json_writer_open(w, "stroke", '{');
  json_writer_color(w, "color", color_in_theme(r->figure->theme, color));
  json_writer_number(w, "alpha", s->alpha);
  json_writer_number(w, "width", s->linewidth * r->unit);
  json_writer_number(w, "line", s->line);
  json_writer_close(w, '}');
}

/* One marker, around 0, 0. */
static void write_marker(const Render *r, JsonWriter *w, const Panel *p,
                         const Mark *m) {
  Record record = recorder(r, w, p);
  record.y = 0;
  if (m->style.marker == MARKER_NONE) return;
  record_begin(&record, &r->canvas, "marker");
  scatter_marker(r, &m->style, 0, 0);
  record_end(&record);
}

static void write_map(JsonWriter *w, const Mark *m) {
  Range colors = color_bar_mark_colors(m);
  json_writer_number(w, "low", colors.lo);
  json_writer_number(w, "high", colors.hi);
  json_writer_number(w, "alpha", m->style.alpha);
  json_writer_open(w, "palette", '[');
  for (int i = 0; i < SHADE_NONE; i++)
    json_writer_color(w, NULL, color_map(m->style.map, i / (SHADE_NONE - 1.0)));
  json_writer_close(w, ']');
}

static void write_numbers(Render *r, JsonWriter *w, const Panel *p,
                          const Mark *m) {
  Record record = recorder(r, w, p);
  record.only = "numbers";
  if (!m->numbers) return;
  record_begin(&record, &r->canvas, "parts");
  marks_draw_one(r, p, m);
  record_end(&record);
}

void web_marks_ticks(JsonWriter *w, const Ticks *t) {
  Text text;
  json_writer_vec(w, "at", vec_of((double *)t->at, t->n));
  json_writer_open(w, "text", '[');
  for (size_t i = 0; i < t->n; i++) {
    text_make(&text, t->text[i], false, 1000);
    json_writer_text(w, NULL, text.escaped);
  }
  json_writer_close(w, ']');
}

static void write_range(JsonWriter *w, const char *key, Range r) {
  json_writer_open(w, key, '[');
  json_writer_number(w, NULL, r.lo);
  json_writer_number(w, NULL, r.hi);
  json_writer_close(w, ']');
}

/* The box around a surface: ranges, ticks and names of x, y and z. */
static void write_space(const Render *r, JsonWriter *w, const Panel *p,
                        const Mark *m) {
  static const AxesText names[] = {TEXT_X, TEXT_Y, TEXT_Z};
  View v = space_view(r, p, m);
  const Range ranges[] = {v.x, v.y, v.z};
  Ticks ticks[3];
  Text text;
  space_ticks(r, &v, ticks);
  json_writer_number(w, "turn", m->turn);
  json_writer_number(w, "tilt", m->tilt);
  json_writer_number(w, "tall", space_high);
  json_writer_open(w, "space", '[');
  for (int i = 0; i < 3; i++) {
    const char *name = p->axes->text[names[i]];
    json_writer_open(w, NULL, '{');
    write_range(w, "range", ranges[i]);
    web_marks_ticks(w, &ticks[i]);
    if (name) text_make(&text, name, false, 1000);
    json_writer_text(w, "name", name ? text.escaped : NULL);
    json_writer_close(w, '}');
  }
  json_writer_close(w, ']');
}

/* -- one mark ------------------------------------------------------------- */

static void write_vectors(JsonWriter *w, const Mark *m) {
  json_writer_vec(w, "x", m->x);
  json_writer_vec(w, "y", m->y);
  if (m->x2.n) json_writer_vec(w, "x2", m->x2);
  if (m->y2.n) json_writer_vec(w, "y2", m->y2);
  if (m->z.rows) json_writer_mat(w, "z", m->z);
  if (m->values.n) json_writer_vec(w, "values", m->values);
  if (m->sizes.n) json_writer_vec(w, "diameters", m->sizes);
}

static void write_drawing(Render *r, JsonWriter *w, const Panel *p,
                          const Mark *m) {
  const Color ink = render_theme(r)->ink;
  switch (m->kind) {
  case MARK_LINE:
    write_stroke(r, w, &m->style, m->style.color);
    write_marker(r, w, p, m);
    break;
  case MARK_SCATTER:
    write_marker(r, w, p, m);
    if (m->values.n) write_map(w, m);
    json_writer_number(w, "diameter", m->style.size);
    break;
  case MARK_ARROWS:
    write_stroke(r, w, &m->style, m->style.color_given ? m->style.color : ink);
    break;
  case MARK_IMAGE:
    write_map(w, m);
    write_numbers(r, w, p, m);
    break;
  case MARK_SURFACE:
    write_map(w, m);
    write_stroke(r, w, &m->style, m->style.color);
    write_space(r, w, p, m);
    break;
  case MARK_TEXT:
  case MARK_ANNOTATE: write_anchored(r, w, p, m); break;
  default: write_recording(r, w, p, m); break;
  }
}

/* So many points are recorded as the PNG shows them, without what is hidden:
 * their data would take a browser too long. */
static bool has_too_many(const Mark *m) {
  enum { MOST = 100000 };
  bool points = m->kind == MARK_LINE || m->kind == MARK_SCATTER;
  return points && m->x.n > MOST;
}

static void write_many(Render *r, JsonWriter *w, const Panel *p,
                       const Mark *m) {
  const Vec none = {0};
  json_writer_vec(w, "x", none);
  json_writer_vec(w, "y", none);
  json_writer_number(w, "points", (double)m->x.n);
  write_recording(r, w, p, m);
}

static void write_mark(Render *r, JsonWriter *w, const Panel *p,
                       const Mark *m) {
  Text text;
  json_writer_open(w, NULL, '{');
  json_writer_text(w, "kind", mark_names[m->kind]);
  if (m->right) json_writer_flag(w, "right", true);
  if (m->label) text_make(&text, m->label, false, 1000);
  json_writer_text(w, "label", m->label ? text.escaped : NULL);
  Mark shown = *m;
  if (m->kind == MARK_SURFACE) shown = thin_surface(r, m, r->canvas.detail);
  if (has_too_many(&shown))
    write_many(r, w, p, m);
  else {
    write_vectors(w, &shown);
    write_drawing(r, w, p, m);
  }
  json_writer_close(w, '}');
}

void web_marks(Render *r, JsonWriter *w, const Panel *p) {
  json_writer_open(w, "marks", '[');
  for (const Mark *m = p->axes->first; m; m = m->next) {
    render_poll(r);
    write_mark(r, w, p, m);
  }
  json_writer_close(w, ']');
}
