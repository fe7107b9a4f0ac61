/* Colors of bands by value, flat surfaces too, and gaps in lines: by pixels. Small
 * rings: by the points of their lines. */
#include "plot/raster/render.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "heap.h"

enum { WIDE = 300, HIGH = 200, SIDE = 41 };

static Heap heap;
static const Memory memory = {heap_allocate, &heap};

static Figure *figure_of(const Mark *m) {
  Figure *f = NULL;
  assert_int_equal(figure_new(&f, memory, 1, 1, WIDE, HIGH).code, STATUS_OK);
  assert_int_equal(axes_add(f->axes, m).code, STATUS_OK);
  return f;
}

static Bytes pixels_of(Figure *f) {
  char why[WHY_ROOM];
  Bytes out;
  assert_int_equal(render_memory(f, FORMAT_PIXELS, &out, why, NULL).code,
                   STATUS_OK);
  assert_int_equal(out.n, WIDE * HIGH * 3);
  return out;
}

/* The first pixel right of x in the middle row, or below y in the middle column. */
static int pixel_at(const Figure *f, AxesDirection which, double at) {
  char why[WHY_ROOM];
  const int most = which == DIRECTION_X ? WIDE : HIGH;
  for (int i = 0; i < most; i++) {
    int panel;
    double x, y;
    bool along = which == DIRECTION_X;
    render_place(f, along ? i + 0.5 : WIDE / 2, along ? HIGH / 2 : i + 0.5,
                 &panel, &x, &y, why);
    if (panel >= 0 && (along ? x >= at : y <= at)) return i;
  }
  fail_msg("%g is not in the axes", at);
  return 0;
}

static Color color_at(const Figure *f, const Bytes *pixels, double x,
                      double y) {
  const int right = pixel_at(f, DIRECTION_X, x);
  const int down = pixel_at(f, DIRECTION_Y, y);
  const char *p = pixels->d + 3 * (down * WIDE + right);
  return (Color){(unsigned char)p[0], (unsigned char)p[1],
                 (unsigned char)p[2]};
}

static double heights[SIDE * SIDE], places[SIDE];

static Mark contour(size_t side, Vec levels) {
  Mark m = {.kind = MARK_CONTOUR, .style = mark_style(MARK_CONTOUR),
            .x = vec_of(places, side), .y = vec_of(places, side),
            .z = mat_of(heights, side, side), .levels = levels,
            .low = NAN, .high = NAN};
  m.style.filled = true;
  for (size_t i = 0; i < side; i++)
    places[i] = (double)i / (double)(side - 1);
  return m;
}

static Color flat_color(double value, Vec levels) {
  for (size_t i = 0; i < 25; i++) heights[i] = value;
  Mark m = contour(5, levels);
  Figure *f = figure_of(&m);
  Bytes pixels = pixels_of(f);
  Color c = color_at(f, &pixels, 0.5, 0.5);
  Color corner = color_at(f, &pixels, 0.03, 0.97);
  assert_memory_equal(&c, &corner, sizeof c);
  bytes_free(&pixels);
  figure_free(f);
  return c;
}

static void assert_color(Color got, Color expected, double value) {
  if (got.r != expected.r || got.g != expected.g || got.b != expected.b)
    fail_msg("%g: got %d %d %d, expected %d %d %d", value, got.r, got.g, got.b,
             expected.r, expected.g, expected.b);
}

static void a_flat_surface_has_the_color_of_its_band(void **state) {
  static double levels[] = {0, 0.25, 0.5, 0.75, 1};
  static const struct {
    double value;
    int band; /* -1: none */
  } cases[] = {{0, 0}, {0.1, 0}, {0.25, 1}, {0.3, 1}, {0.5, 2}, {0.7499, 2},
               {0.9, 3}, {1, 3}, {-1, -1}, {1.0001, -1}, {2, -1}, {-1e300, -1},
               {1e-300, 0}, {-1e-300, -1}, {1e300, -1}};
  const Color bare = themes[THEME_LIGHT].panel;
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int band = cases[i].band;
    Color c = flat_color(cases[i].value, vec_of(levels, 5));
    assert_color(c, band < 0 ? bare : color_map(MAP_VIRIDIS, band / 3.0),
                 cases[i].value);
  }
}

static void a_flat_surface_without_levels_has_one_color(void **state) {
  static const double values[] = {5, 0, -3, 0.3, 1e300, 1e-300, 1e9, -1e-9};
  const Color bare = themes[THEME_LIGHT].panel;
  (void)state;
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    Color c = flat_color(values[i], (Vec){NULL, 0, 0});
    assert_false(c.r == bare.r && c.g == bare.g && c.b == bare.b);
    /* The color near the middle of the colormap, as in an image. */
    Color low = color_map(MAP_VIRIDIS, 0.3), high = color_map(MAP_VIRIDIS, 0.7);
    assert_true(c.g >= low.g && c.g <= high.g);
  }
}

/* Beside the band that holds the height in the middle of the pixel. */
static void a_slope_has_the_colors_of_its_heights(void **state) {
  static double levels[] = {-3, -1, 0, 0.5, 1, 5};
  (void)state;
  for (size_t k = 0; k < SIDE * SIDE; k++)
    heights[k] = (double)(k % SIDE) / 4 - 4; /* -4 to 6 along x */
  Mark m = contour(SIDE, vec_of(levels, 6));
  Figure *f = figure_of(&m);
  Bytes pixels = pixels_of(f);
  for (int i = 2; i < 98; i += 3) {
    double x = i / 100.0, z = -4 + 10 * x;
    int band = -1;
    for (int k = 0; k < 6; k++) band += z >= levels[k];
    bool near = false; /* a level is, where colors mix */
    for (int k = 0; k < 6; k++) near = near || fabs(z - levels[k]) < 0.1;
    if (near) continue;
    Color c = color_at(f, &pixels, x, 0.5);
    bool none = band < 0 || band == 5;
    assert_color(c, none ? themes[THEME_LIGHT].panel : color_map(MAP_VIRIDIS, band / 4.0),
                 z);
  }
  bytes_free(&pixels);
  figure_free(f);
}

/* -- gaps ----------------------------------------------------------------- */

/* A mark of this kind, with `bad` as one of its numbers. */
static Bytes picture_with(MarkKind kind, int where, double bad) {
  double x[] = {0, 1, 2, 3, 4, 5}, y[] = {1, 2, 1, 2, 1, 1};
  double x2[] = {1, 2, 3, 4, 5, 6}, y2[] = {0, 0, 0, 1, 2, 1};
  double z[25];
  double *at[] = {&y[2], &x[2], &x2[2], &y2[2], &z[12]};
  for (int k = 0; k < 25; k++) z[k] = k % 5 + k / 5;
  *at[where] = bad;
  size_t edges = kind == MARK_IMAGE, n = 5;
  bool grid = mark_is_grid(kind), boxes = mark_has_boxes(kind) || kind == MARK_ARROWS;
  Mark m = {.kind = kind, .style = mark_style(kind), .low = NAN, .high = NAN,
            .turn = -60, .tilt = 30,
            .x = vec_of(x, n + edges), .y = vec_of(grid ? x : y, n + edges)};
  if (boxes) m.x2 = vec_of(x2, n);
  if (boxes || kind == MARK_FILL) m.y2 = vec_of(y2, n);
  if (grid) m.z = mat_of(z, n, n);
  m.style.filled = where == 4;
  Figure *f = figure_of(&m);
  Bytes b = pixels_of(f);
  figure_free(f);
  return b;
}

static void assert_gap(MarkKind kind, int where) {
  Bytes whole = picture_with(kind, where, 1.5);
  Bytes gap = picture_with(kind, where, NAN);
  if (whole.n == gap.n && !memcmp(whole.d, gap.d, gap.n))
    fail_msg("nan leaves no gap in %s, %d", mark_names[kind], where);
  for (int sign = -1; sign <= 1; sign += 2) {
    Bytes other = picture_with(kind, where, sign * (double)INFINITY);
    if (memcmp(other.d, gap.d, gap.n) != 0)
      fail_msg("inf is not like nan in %s, %d", mark_names[kind], where);
    bytes_free(&other);
  }
  bytes_free(&whole);
  bytes_free(&gap);
}

static void infinity_is_a_gap_like_nan(void **state) {
  static const MarkKind kinds[] = {MARK_LINE, MARK_SCATTER, MARK_FILL, MARK_BAR,
                                   MARK_HISTOGRAM, MARK_ARROWS};
  static const MarkKind grids[] = {MARK_CONTOUR, MARK_IMAGE, MARK_SURFACE};
  (void)state;
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
    for (int where = 0; where < 4; where++) {
      bool has_x2 = k >= 3, has_y2 = k >= 2;
      if ((where != 2 || has_x2) && (where != 3 || has_y2))
        assert_gap(kinds[k], where);
    }
  for (size_t k = 0; k < sizeof grids / sizeof *grids; k++)
    assert_gap(grids[k], 4);
}

/* A point with gaps on both sides is seen. */
static void a_point_between_gaps_is_a_dot(void **state) {
  double x[] = {0, 1, 2, 3, 4}, y[] = {NAN, 3, INFINITY, 1, 1};
  Mark m = {.kind = MARK_LINE, .style = mark_style(MARK_LINE),
            .x = vec_of(x, 5), .y = vec_of(y, 5)};
  (void)state;
  color_parse("#ff0000", &m.style.color);
  m.style.color_given = true;
  Figure *f = figure_of(&m);
  axes_set_limits(f->axes, DIRECTION_Y, (Range){0, 4});
  Bytes pixels = pixels_of(f);
  Color c = color_at(f, &pixels, 1, 3), none = color_at(f, &pixels, 2, 3);
  assert_true(c.r > 200 && c.g < 100);
  assert_true(none.g > 200);
  bytes_free(&pixels);
  figure_free(f);
}

/* -- lines in an SVG ------------------------------------------------------- */

/* Calls `visit` for each point of a line in this color, in data coordinates;
 * returns the number of lines. */
static size_t each_point(const Figure *f, const char *color,
                         void (*visit)(double x, double y)) {
  char why[WHY_ROOM], head[64];
  Bytes b;
  size_t lines = 0;
  assert_int_equal(render_memory(f, FORMAT_SVG, &b, why, NULL).code,
                   STATUS_OK);
  assert_true(bytes_add(&b, "", 1));
  snprintf(head, sizeof head, "<polyline stroke=\"%s\"", color);
  for (const char *p = b.d; (p = strstr(p, head)); lines++) {
    p = strstr(p, "points=\"") + strlen("points=\"");
    for (double right, down; sscanf(p, "%lf,%lf", &right, &down) == 2;) {
      double x, y;
      int panel;
      render_place(f, right, down, &panel, &x, &y, why);
      if (panel == 0) visit(x, y); /* not at the edge */
      p += strcspn(p, " \"");
      if (*p == ' ') p++;
    }
  }
  bytes_free(&b);
  return lines;
}

static struct {
  size_t points;
  double far, off; /* the largest values */
} seen;

/* A line of one level through the grid of `height` over -1 to 1. */
static size_t draw_level(size_t side, double (*height)(double, double),
                         double level, void (*visit)(double, double)) {
  Mark m = contour(side, vec_of(&level, 1));
  m.style.filled = false;
  color_parse("#010203", &m.style.color);
  m.style.color_given = true;
  for (size_t i = 0; i < side; i++) places[i] = 2 * places[i] - 1;
  for (size_t k = 0; k < side * side; k++)
    heights[k] = height(places[k % side], places[k / side]);
  Figure *f = figure_of(&m);
  memset(&seen, 0, sizeof seen);
  size_t lines = each_point(f, "#010203", visit);
  figure_free(f);
  return lines;
}

/* A valley along x = y, narrower than a cell of 21 x 21. */
static double valley(double x, double y) {
  return 200 * (x - y) * (x - y) + (x + y) * (x + y);
}

/* At height 1 the ellipse is 1 from end to end, and 0.07 wide. */
static void visit_ellipse(double x, double y) {
  double slope = hypot(400 * (x - y) + 2 * (x + y), -400 * (x - y) + 2 * (x + y));
  seen.points++;
  seen.far = fmax(seen.far, fabs(x + y));
  seen.off = fmax(seen.off, fabs(valley(x, y) - 1) / slope);
}

static void a_narrow_ring_of_a_coarse_grid_is_an_ellipse(void **state) {
  (void)state;
  const double pixel = 2.0 / 150; /* about, in y */
  assert_int_equal(draw_level(21, valley, 1, visit_ellipse), 1);
  assert_true(seen.points > 20);
  assert_true(seen.off < 0.4 * pixel);
  assert_true(fabs(seen.far - 1) < 2 * pixel);
}

static double step(double x, double y) {
  (void)y;
  return x > 0.02 ? 1 : -1;
}

/* Halfway between the columns 0 and 0.1. */
static void visit_step(double x, double y) {
  (void)y;
  seen.points++;
  seen.off = fmax(seen.off, fabs(x - 0.05));
}

static void a_step_is_not_smoothed(void **state) {
  (void)state;
  assert_int_equal(draw_level(21, step, 0, visit_step), 1);
  assert_true(seen.points > 0 && seen.off < 0.005);
  assert_int_equal(draw_level(21, step, 1.01, visit_step), 0);
  assert_int_equal(draw_level(21, step, -1.01, visit_step), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_flat_surface_has_the_color_of_its_band),
    cmocka_unit_test(a_flat_surface_without_levels_has_one_color),
    cmocka_unit_test(a_slope_has_the_colors_of_its_heights),
    cmocka_unit_test(infinity_is_a_gap_like_nan),
    cmocka_unit_test(a_point_between_gaps_is_a_dot),
    cmocka_unit_test(a_narrow_ring_of_a_coarse_grid_is_an_ellipse),
    cmocka_unit_test(a_step_is_not_smoothed)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
