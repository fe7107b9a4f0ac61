/* Lines, checked in pixels: long ones have no seams between strokes, and the
 * legend does not cover them. */
#include "png.h"

static int red(const Pixels *p, size_t x, size_t y) {
  return pixel(p, x, y, 0);
}

/* -- cases ---------------------------------------------------------------- */

enum { POINTS = 5000, WIDTH = 900, HEIGHT = 600 };

static Pixels draw(double *x, double *y, const char *label) {
  Figure *f = NULL;
  Bytes b;
  char why[WHY_ROOM];
  figure_new(&f, (Memory){resize, NULL}, 1, 1, WIDTH, HEIGHT);
  Mark m = {.kind = MARK_LINE, .style = mark_style(MARK_LINE),
            .x = vec_of(x, POINTS), .y = vec_of(y, POINTS)};
  m.style.color = (Color){0, 0, 0};
  m.style.color_given = true;
  m.label = label;
  axes_add(f->axes, &m);
  assert_int_equal(render_memory(f, FORMAT_PNG, &b, why, NULL).code,
                   STATUS_OK);
  Pixels p = decode(b);
  bytes_free(&b);
  figure_free(f);
  return p;
}

/* The minimum red in a column above the axis: 0 where the black line is intact. */
static int darkest(const Pixels *p, size_t x) {
  int least = 255;
  for (size_t y = 0; y + 80 < p->height; y++)
    if (red(p, x, y) < least) least = red(p, x, y);
  return least;
}

static double x[POINTS], y[POINTS];

static void a_cost_curve_has_no_seams(void **state) {
  (void)state;
  for (size_t i = 0; i < POINTS; i++) {
    x[i] = (double)i;
    y[i] = i ? 1.0 / (double)i : -1; /* room below */
  }
  Pixels p = draw(x, y, NULL);
  for (size_t column = 200; column < 800; column++)
    assert_true(darkest(&p, column) <= 16); /* a seam has 40 or more */
  free(p.d);
}

/* Too many vertices for one stroke, even after simplification. */
static void a_zigzag_has_no_seams(void **state) {
  (void)state;
  for (size_t i = 0; i < POINTS; i++) {
    x[i] = (double)i;
    y[i] = i ? i % 2 ? 0.5 : 0.5001 : 0;
  }
  y[POINTS - 1] = 1;
  Pixels p = draw(x, y, NULL);
  for (size_t column = 200; column < 800; column++)
    assert_true(darkest(&p, column) <= 16);
  free(p.d);
}

/* The minimum red of a row between two columns. */
static int darkest_in_row(const Pixels *p, size_t row, size_t from,
                          size_t to) {
  int least = 255;
  for (size_t column = from; column < to; column++)
    if (red(p, column, row) < least) least = red(p, column, row);
  return least;
}

/* A line along all four sides leaves room for the legend inside. */
static void the_legend_finds_the_only_empty_place(void **state) {
  (void)state;
  enum { CORNERS = 10, EACH = POINTS / CORNERS };
  static const double corners[CORNERS][2] = {
    {0, 0}, {0, .5}, {-.07, .5}, {0, .5}, {0, 1},
    {1, 1}, {1, .5}, {1.07, .5}, {1, .5}, {1, 0}};
  for (size_t i = 0; i < POINTS; i++) {
    const double *a = corners[i / EACH], *b = corners[(i / EACH + 1) % CORNERS];
    double t = (double)(i % EACH) / EACH;
    x[i] = a[0] + t * (b[0] - a[0]);
    y[i] = a[1] + t * (b[1] - a[1]);
  }
  Pixels p = draw(x, y, "sides");
  for (size_t row = 100; row < 450; row++) {
    assert_true(darkest_in_row(&p, row, 780, WIDTH) <= 16);
    assert_true(darkest_in_row(&p, row, 80, 200) <= 16);
  }
  for (size_t column = 200; column < 800; column++)
    assert_true(darkest(&p, column) <= 16);
  free(p.d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_cost_curve_has_no_seams),
    cmocka_unit_test(a_zigzag_has_no_seams),
    cmocka_unit_test(the_legend_finds_the_only_empty_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
