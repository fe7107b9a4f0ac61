/* web_figure.c - a figure as JSON, for the script of the page. */
#include "plot/web/web_figure.h"

#include <stdio.h>

#include "plot/canvas/render_pen.h"
#include "plot/raster/draw_axes.h"
#include "plot/raster/layout.h"
#include "plot/raster/legend.h"
#include "plot/raster/render.h"
#include "plot/web/record.h"
#include "plot/web/web_marks.h"

static Record recorder(const Render *r, JsonWriter *w, const Axes *axes) {
  return (Record){.json = w, .axes = axes, .y = r->canvas.height};
}

/* -- one axes ------------------------------------------------------------- */

static void write_box(const Render *r, JsonWriter *w, Box b) {
  const double sides[] = {b.x0, r->canvas.height - b.y1, b.x1,
                          r->canvas.height - b.y0};
  json_writer_open(w, "box", '[');
  for (int i = 0; i < 4; i++) json_writer_pixel(w, sides[i]);
  json_writer_close(w, ']');
}

static void write_direction(const Render *r, JsonWriter *w, const char *key,
                            const Panel *p, AxesDirection d) {
  json_writer_open(w, key, '{');
  json_writer_number(w, "from", p->limits[d].lo);
  json_writer_number(w, "to", p->limits[d].hi);
  json_writer_flag(w, "log", p->axes->log[d]);
  json_writer_flag(w, "told", p->told[d]);
  json_writer_flag(w, "given", p->axes->names[d] != NULL);
  json_writer_flag(w, "turned", d == DIRECTION_X && p->turned);
  json_writer_number(w, "scale", p->name_scale[d]);
  json_writer_text(w, "ticks", tick_words[p->rule[d].kind]);
  json_writer_number(w, "threshold",
                     p->axes->symlog[d] ? p->rule[d].threshold : 0);
  if (d == DIRECTION_X)
    json_writer_number(w, "offset_at",
                       r->canvas.height - draw_axes_label_y(r, p));
  json_writer_text(w, "offset", p->ticks[d].offset);
  web_marks_ticks(w, &p->ticks[d]);
  json_writer_close(w, '}');
}

static void write_right(JsonWriter *w, const Panel *p) {
  json_writer_open(w, "right", '{');
  json_writer_number(w, "from", p->right.lo);
  json_writer_number(w, "to", p->right.hi);
  json_writer_flag(w, "log", p->axes->right_log);
  json_writer_text(w, "ticks", tick_words[panel_right_kind(p)]);
  json_writer_number(w, "threshold", 0);
  json_writer_text(w, "offset", p->right_ticks.offset);
  web_marks_ticks(w, &p->right_ticks);
  json_writer_close(w, '}');
}

static void write_frame(Render *r, JsonWriter *w, const Panel *p) {
  Record record = recorder(r, w, p->axes);
  record_begin(&record, &r->canvas, "back");
  draw_axes_back(r, p);
  record_end(&record);
  record_begin(&record, &r->canvas, "front");
  draw_axes_front(r, p);
  if (p->axes->legend) legend_draw(r, p);
  record_end(&record);
}

static void write_panel(Render *r, JsonWriter *w, const Panel *p) {
  const Axes *a = p->axes;
  json_writer_open(w, NULL, '{');
  write_box(r, w, p->box);
  json_writer_text(w, "title", a->text[TEXT_TITLE]);
  json_writer_text(w, "xlabel", a->text[TEXT_X]);
  json_writer_text(w, "ylabel", a->text[TEXT_Y]);
  write_direction(r, w, "x", p, DIRECTION_X);
  write_direction(r, w, "y", p, DIRECTION_Y);
  if (p->has_right) write_right(w, p);
  json_writer_flag(w, "grid", a->grid);
  json_writer_flag(w, "equal", a->equal || (a->first && a->first->downwards));
  json_writer_flag(w, "solid", axes_has(a, MARK_SURFACE));
  write_frame(r, w, p);
  web_marks(r, w, p);
  json_writer_close(w, '}');
}

/* -- the figure ----------------------------------------------------------- */

static void write_theme(const Render *r, JsonWriter *w) {
  const Theme *t = render_theme(r);
  json_writer_open(w, "theme", '{');
  json_writer_text(w, "name", theme_words[r->figure->theme]);
  json_writer_color(w, "page", t->page);
  json_writer_color(w, "panel", t->panel);
  json_writer_color(w, "grid", t->grid);
  json_writer_color(w, "axis", t->axis);
  json_writer_color(w, "ink", t->ink);
  json_writer_color(w, "edge", themes[THEME_LIGHT].ink);
  json_writer_close(w, '}');
}

/* In units, as `unit` says. */
static void write_sizes(const Render *r, JsonWriter *w) {
  json_writer_number(w, "unit", r->unit);
  json_writer_open(w, "sizes", '{');
  json_writer_number(w, "tick", tick_size);
  json_writer_number(w, "label", label_size);
  json_writer_number(w, "length", tick_length);
  json_writer_number(w, "gap", tick_gap);
  json_writer_number(w, "rise", offset_rise);
  json_writer_close(w, '}');
}

static void write_head(const Render *r, JsonWriter *w) {
  const Figure *f = r->figure;
  json_writer_number(w, "width", (double)f->width);
  json_writer_number(w, "height", (double)f->height);
  json_writer_text(w, "title", f->title);
  write_sizes(r, w);
  write_theme(r, w);
  json_writer_open(w, "share", '[');
  json_writer_flag(w, NULL, f->share[DIRECTION_X]);
  json_writer_flag(w, NULL, f->share[DIRECTION_Y]);
  json_writer_close(w, ']');
}

static void write_figure(Render *r, void *data) {
  JsonWriter *w = data;
  const Figure *f = r->figure;
  size_t n = f->rows * f->columns;
  render_check_log(f);
  Panel *panels = render_scratch(r, n, sizeof *panels);
  layout_panels(r, panels);
  json_writer_open(w, NULL, '{');
  write_head(r, w);
  json_writer_open(w, "panels", '[');
  for (size_t i = 0; i < n; i++) write_panel(r, w, &panels[i]);
  json_writer_close(w, ']');
  Record record = recorder(r, w, NULL);
  record_begin(&record, &r->canvas, "front");
  draw_axes_figure_title(r, panels);
  record_end(&record);
  json_writer_close(w, '}');
}

Status web_figure(const Figure *f, Bytes *out, char *why, StopFlag stop) {
  enum { DETAIL = 100 }; /* cells that a browser draws fast enough to turn */
  JsonWriter w = {.out = out};
  Render r = {.figure = f,
              .canvas = {.width = (double)f->width,
                         .height = (double)f->height,
                         .detail = DETAIL},
              .stop = stop,
              .unit = render_unit(f, 1)};
  render_guard_reset();
  render_guard_run(&r, write_figure, &w);
  Status s = render_guard_status(why);
  render_release(&r, NULL);
  if (s.code != STATUS_OK || !w.failed) return s;
  snprintf(why, WHY_ROOM, "not enough memory for the page");
  return status_error(STATUS_MEMORY, 0, 0, (double)out->n * 2);
}
