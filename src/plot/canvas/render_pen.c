/* render_pen.c - colors and text in the units and the theme of a drawing. */
#include "plot/canvas/render_pen.h"

#include <string.h>

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

double render_text_size(const Axes *axes, AxesText which) {
  double given = axes->text_size[which];
  return given > 0 ? given : which == TEXT_TITLE ? title_size : label_size;
}

/* -- titles ---------------------------------------------------------------- */

const double line_height = 1.25;

TitleLines render_title_lines(const Render *r, const char *text, double size,
                              double widest, double highest) {
  TitleLines lines = {.n = 0};
  double most = highest / (size * line_height * r->unit);
  size_t n = most >= TITLE_LINES ? TITLE_LINES : most > 1 ? (size_t)most : 1;
  if (text)
    lines.n = text_lines(lines.at, lines.length, n, text, text_bold_width,
                         widest / (size * r->unit));
  return lines;
}

void render_title(const Render *r, double x, double y, double size,
                  const TitleLines *lines, double widest) {
  char line[4 * TEXT_LETTERS];
  for (size_t i = 0; i < lines->n; i++) {
    size_t n = lines->length[i];
    if (n >= sizeof line) n = sizeof line - 1;
    memcpy(line, lines->at[i], n);
    line[n] = 0;
    double rise = (double)(lines->n - 1 - i) * size * line_height;
    render_text(r, x, y + rise * r->unit, (Lettering){size, 0, true, false},
                line, widest);
  }
}
