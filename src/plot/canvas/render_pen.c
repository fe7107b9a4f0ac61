/* render_pen.c - colors and text in the units and the theme of a drawing. */
#include "plot/canvas/render_pen.h"

const double tick_size = 12.5, label_size = 13.5, title_size = 16,
             legend_size = 13;
const double tick_length = 4, tick_gap = 7, label_gap = 6, offset_rise = 15;

const Theme *render_theme(const Render *r) { return &themes[r->figure->theme]; }

void render_color(const Render *r, Color color, double alpha) {
  canvas_color(color_in_theme(r->figure->theme, color), alpha);
}

void render_text(const Render *r, double x, double y, Lettering how,
                 const char *text, double widest) {
  Text t;
  how.size *= r->unit;
  text_make(&t, text, how.bold, widest / how.size);
  canvas_text(x, y, how, t.escaped);
}
