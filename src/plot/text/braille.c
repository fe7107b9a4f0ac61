/* braille.c - lines, shapes and characters on a page of cells. */
#include "plot/text/braille.h"

#include <math.h>
#include <string.h>

static bool same(Color a, Color b) {
  return a.r == b.r && a.g == b.g && a.b == b.b;
}

size_t braille_count(const Braille *d) {
  return d->columns * DOTS_WIDE * d->rows * DOTS_HIGH;
}

static long wide(const Braille *d) { return (long)d->columns * DOTS_WIDE; }
static long high(const Braille *d) { return (long)d->rows * DOTS_HIGH; }

static long clamp(double at, long most) {
  return at < 0 ? 0 : at > (double)most ? most : (long)at;
}

/* The dots whose centers are in the box. */
void braille_view(Braille *d, const Box *b) {
  d->left = b ? clamp(floor(b->x0), wide(d)) : 0;
  d->right = b ? clamp(floor(b->x1) + 1, wide(d)) : wide(d);
  d->low = b ? clamp(floor(b->y0), high(d)) : 0;
  d->high = b ? clamp(floor(b->y1) + 1, high(d)) : high(d);
}

/* NULL if it is out of the view. */
static Dot *dot_at(const Braille *d, long x, long y) {
  if (x < d->left || x >= d->right || y < d->low || y >= d->high) return NULL;
  return &d->dots[(size_t)((high(d) - 1 - y) * wide(d) + x)];
}

/* -- colors -------------------------------------------------------------- */

/* Background colors of a theme, which are not drawn. */
static bool is_ground(Color c) {
  for (int i = 0; i < THEME_COUNT; i++)
    if (same(c, themes[i].page) || same(c, themes[i].panel)) return true;
  return false;
}

static bool is_grid(Color c) {
  return same(c, themes[THEME_LIGHT].grid) || same(c, themes[THEME_DARK].grid);
}

static unsigned char mixed(unsigned char a, unsigned char b, double part) {
  return (unsigned char)(a + (b - a) * part + 0.5);
}

static Color over(Color below, Color c, double alpha) {
  return (Color){mixed(below.r, c.r, alpha), mixed(below.g, c.g, alpha),
                 mixed(below.b, c.b, alpha)};
}

void braille_plain(Braille *d) {
  d->color = themes[THEME_LIGHT].ink;
  d->alpha = 1;
}

static void stroke(Braille *d, long x, long y) {
  Dot *dot = dot_at(d, x, y);
  if (!dot) return;
  Color c =
    d->dark && !dot->shaded ? color_in_theme(THEME_DARK, d->color) : d->color;
  dot->ink = INK_STROKE;
  dot->color = dot->shaded ? over(dot->shade, c, d->alpha) : c;
}

/* -- lines ---------------------------------------------------------------- */

/* On and off, in dots, of a dashed line. */
static bool is_gap(const Braille *d, double phase) {
  static const double patterns[LINE_COUNT][4] = {[LINE_DASHED] = {4, 3, 4, 3},
                                                 [LINE_DOTTED] = {1, 2, 1, 2},
                                                 [LINE_DASHDOT] = {5, 2, 1, 2}};
  const double *p = patterns[d->line];
  double total = p[0] + p[1] + p[2] + p[3];
  if (total == 0) return false;
  double at = fmod(phase, total);
  return (at >= p[0] && at < p[0] + p[1]) || at >= p[0] + p[1] + p[2];
}

/* Clips a segment to the page plus a margin. */
static bool cut(double p, double step, double lo, double hi, double *from,
                double *to) {
  if (step == 0) return p >= lo && p <= hi;
  double a = (lo - p) / step, b = (hi - p) / step;
  *from = fmax(*from, fmin(a, b));
  *to = fmin(*to, fmax(a, b));
  return *from <= *to;
}

static void segment(Braille *d, double x0, double y0, double x1, double y1) {
  double dx = x1 - x0, dy = y1 - y0, from = 0, to = 1;
  if (!(isfinite(dx) && isfinite(dy)) ||
      !cut(x0, dx, -2, (double)wide(d) + 2, &from, &to) ||
      !cut(y0, dy, -2, (double)high(d) + 2, &from, &to))
    return;
  double length = fmax(fabs(dx), fabs(dy)) * (to - from);
  long steps = (long)ceil(length * 1.001);
  for (long i = 0; i <= steps; i++) {
    double t = from + (to - from) * (steps ? (double)i / (double)steps : 0);
    if (!is_gap(d, d->phase + length * (double)i / fmax(1, (double)steps)))
      stroke(d, (long)floor(x0 + t * dx), (long)floor(y0 + t * dy));
  }
  d->phase += length;
}

void braille_line(Braille *d, size_t n, const double *x, const double *y) {
  static const double FAINT = 0.3; /* outlines of cells */
  if (is_grid(d->color) || d->alpha < FAINT) return;
  d->phase = 0;
  for (size_t i = 0; i + 1 < n; i++) segment(d, x[i], y[i], x[i + 1], y[i + 1]);
}

/* -- filled shapes -------------------------------------------------------- */

/* Ordered dithering: is a dot set at this density, 0 to 1 (Bayer 1973)? */
static bool is_sown(long x, long y, double density) {
  static const unsigned char order[4][4] = {
    {0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}};
  return density * 16 > order[y & 3][x & 3] + 0.5;
}

static Color themed(const Braille *d) {
  return d->dark ? color_in_theme(THEME_DARK, d->color) : d->color;
}

/* A faint shape does not hide dots below it. */
static bool blend(const Braille *d, Dot *dot) {
  if (!d->blends || d->alpha >= 0.5) return false;
  dot->shade = over(dot->shaded ? dot->shade : d->ground, themed(d), d->alpha);
  return dot->shaded = true;
}

static void fill_dot(Braille *d, Dot *dot, long x, long y) {
  if (!d->shading && blend(d, dot)) return;
  if (d->shading || is_ground(d->color)) {
    dot->ink = INK_NONE;
    dot->shaded = !is_ground(d->color);
    dot->shade = d->color;
    return;
  }
  double density = (d->alpha < 0.5 ? d->alpha : 1) * d->density;
  if (!is_sown(x, y, density)) return;
  dot->ink = INK_SOLID;
  dot->color = themed(d);
}

/* An edge toggles inside and outside for all dots to its right. */
static void turn_along(Braille *d, double x0, double y0, double x1, double y1) {
  if (y0 > y1) {
    double x = x0, y = y0;
    x0 = x1, y0 = y1;
    x1 = x, y1 = y;
  }
  long first = (long)fmax(ceil(y0 - 0.5), (double)d->low);
  long last = (long)fmin(ceil(y1 - 0.5), (double)d->high);
  for (long y = first; y < last; y++) {
    double t = ((double)y + 0.5 - y0) / (y1 - y0);
    long x = (long)fmax(ceil(x0 + t * (x1 - x0) - 0.5), (double)d->left);
    if (x < d->right) d->inside[y * wide(d) + x] ^= 1;
  }
}

static bool all_finite(size_t n, const double *x, const double *y) {
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i]) || !isfinite(y[i])) return false;
  return true;
}

/* The even-odd rule, at the centers of dots. */
void braille_polygon(Braille *d, size_t n, const double *x, const double *y) {
  if (n < 3 || !all_finite(n, x, y)) return;
  for (size_t i = 0, j = n - 1; i < n; j = i++)
    turn_along(d, x[j], y[j], x[i], y[i]);
  for (long row = d->low; row < d->high; row++) {
    unsigned char in = 0;
    for (long column = d->left; column < d->right; column++) {
      unsigned char *turn = &d->inside[row * wide(d) + column];
      in ^= *turn;
      *turn = 0;
      if (in) fill_dot(d, dot_at(d, column, row), column, row);
    }
  }
}

/* 1 dot, 2 x 2 dots, or a disc. */
void braille_disc(Braille *d, double x, double y, double diameter) {
  if (!isfinite(x) || !isfinite(y)) return;
  long side = diameter < 1.6 ? 1 : (long)floor(diameter + 0.5);
  long left = (long)floor(x - (double)(side - 1) / 2),
       low = (long)floor(y - (double)(side - 1) / 2);
  double half = (double)side / 2;
  for (long i = 0; i < side; i++)
    for (long j = 0; j < side; j++)
      if (hypot((double)i + 0.5 - half, (double)j + 0.5 - half) <= half)
        stroke(d, left + i, low + j);
}

/* -- as a canvas ---------------------------------------------------------- */

static void view(const Canvas *canvas, void *d, const Box *box) {
  (void)canvas;
  braille_view(d, box);
}

static void set_color(void *surface, Color color, double alpha) {
  Braille *d = surface;
  d->color = color;
  d->alpha = alpha;
}

static void set_pen(void *surface, double width, LineStyle line) {
  (void)width;
  ((Braille *)surface)->line = line;
}

static void draw_line(void *d, size_t n, const double *x, const double *y) {
  braille_line(d, n, x, y);
}

static void draw_patch(void *d, size_t n, const double *x, const double *y,
                       double rim) {
  (void)rim;
  braille_polygon(d, n, x, y);
}

static void draw_dot(const Canvas *canvas, void *d, double x, double y,
                     double diameter) {
  (void)canvas;
  braille_disc(d, x, y, diameter);
}

static void draw_letter(void *d, double x, double y, double diameter,
                        unsigned long letter) {
  if (letter)
    braille_letter(d, x, y, letter);
  else
    braille_disc(d, x, y, diameter);
}

static void draw_text(void *d, double x, double y, Lettering how,
                      const char *escaped) {
  braille_text(d, x, y, how, escaped);
}

void braille_use(Braille *d, Canvas *canvas) {
  static const CanvasBackend backend = {.view = view,
                                        .color = set_color,
                                        .pen = set_pen,
                                        .line = draw_line,
                                        .patch = draw_patch,
                                        .dot = draw_dot,
                                        .letter = draw_letter,
                                        .text = draw_text};
  enum { DETAIL = 40 };
  *canvas = (Canvas){.detail = DETAIL,
                     .width = (double)(d->columns * DOTS_WIDE),
                     .height = (double)(d->rows * DOTS_HIGH),
                     .cells = true};
  canvas_use(canvas, &backend, d);
}
