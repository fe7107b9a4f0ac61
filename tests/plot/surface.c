/* Surfaces with more cells than can be seen: extremes stay, and the figure says
 * what is left out. Gaps. */
#include "png.h"

#include "plot/canvas/thin.h"

enum { MOST = 1000 };
static double z[MOST * MOST], places[MOST];

static Figure *figure_of(const Mark *m) {
  Figure *f = NULL;
  Memory memory = {resize, NULL};
  assert_int_equal(figure_new(&f, memory, 1, 1, 600, 400).code, STATUS_OK);
  if (m) assert_int_equal(axes_add(f->axes, m).code, STATUS_OK);
  return f;
}

static Mark surface(size_t rows, size_t columns) {
  for (size_t i = 0; i < MOST; i++) places[i] = (double)i;
  return (Mark){.kind = MARK_SURFACE, .style = mark_style(MARK_SURFACE),
                .x = vec_of(places, columns), .y = vec_of(places, rows),
                .z = mat_of(z, rows, columns), .low = NAN, .high = NAN,
                .turn = -60, .tilt = 30};
}

static void slope(size_t rows, size_t columns) {
  for (size_t k = 0; k < rows * columns; k++)
    z[k] = (double)(k / columns) + 3 * (double)(k % columns);
}

/* Calls check(thinned) within a drawing. */
static void thinned(size_t rows, size_t columns, size_t most,
                    void (*check)(const Mark *)) {
  Mark m = surface(rows, columns);
  Figure *f = figure_of(NULL);
  Render r = {.figure = f};
  Mark copy = thin_surface(&r, &m, most);
  check(&copy);
  render_release(&r, NULL);
  figure_free(f);
}

static void is_sampled(const Mark *m) {
  assert_int_equal(m->z.rows, 101);
  assert_int_equal(m->z.cols, 101);
  assert_true(*vec_at(m->x, 1) == 2 && *vec_at(m->x, 100) == 199);
  assert_true(*vec_at(m->y, 1) == 3 && *vec_at(m->y, 100) == 299);
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++)
      assert_true(*mat_at(m->z, i, j) ==
                  *vec_at(m->y, i) + 3 * *vec_at(m->x, j));
}

static void a_slope_is_sampled(void **state) {
  (void)state;
  slope(300, 200);
  thinned(300, 200, 100, is_sampled);
}

static void is_whole(const Mark *m) { assert_ptr_equal(m->z.d, z); }

static void few_cells_are_all_kept(void **state) {
  (void)state;
  thinned(101, 101, 100, is_whole);
  thinned(2, 2, 1, is_whole);
}

static double wanted;
static size_t wanted_row, wanted_column;

static void has_the_spike(const Mark *m) {
  size_t found = 0;
  for (size_t i = 0; i < m->z.rows; i++)
    for (size_t j = 0; j < m->z.cols; j++) {
      if (*mat_at(m->z, i, j) != wanted) continue;
      found++;
      assert_true(fabs(*vec_at(m->y, i) - (double)wanted_row) <= 5);
      assert_true(fabs(*vec_at(m->x, j) - (double)wanted_column) <= 5);
    }
  assert_int_equal(found, 1);
}

static void a_spike_stays_wherever_it_is(void **state) {
  (void)state;
  for (size_t k = 0; k < 40; k++) {
    slope(500, 500);
    wanted_row = k * 13 % 500;
    wanted_column = k < 2 ? 499 * k : k * 37 % 500;
    wanted = k % 2 ? 1e4 : -1e4;
    z[wanted_row * 500 + wanted_column] = wanted;
    thinned(500, 500, 60, has_the_spike);
  }
}

static char *svg_of(const Figure *f) {
  char why[WHY_ROOM];
  Bytes b;
  assert_int_equal(render_memory(f, FORMAT_SVG, &b, why, NULL).code,
                   STATUS_OK);
  assert_true(bytes_add(&b, "", 1));
  return b.d;
}

static size_t count(const char *text, const char *word) {
  size_t n = 0;
  for (; (text = strstr(text, word)); text++) n++;
  return n;
}

static void the_figure_says_what_is_left_out(void **state) {
  (void)state;
  static const struct {
    size_t rows, columns;
    const char *note; /* NULL: none */
  } cases[] = {
    {121, 121, NULL},
    {122, 121, "every 2nd row is shown, and all extremes"},
    {121, 300, "every 3rd column is shown, and all extremes"},
    {481, 400, "every 4th row and column is shown, and all extremes"},
    {200, 999, "every 2nd row and 9th column is shown, and all extremes"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    slope(cases[i].rows, cases[i].columns);
    Mark m = surface(cases[i].rows, cases[i].columns);
    Figure *f = figure_of(&m);
    char *svg = svg_of(f);
    assert_int_equal(count(svg, " is shown, and"), cases[i].note != NULL);
    if (cases[i].note) assert_non_null(strstr(svg, cases[i].note));
    free(svg);
    figure_free(f);
  }
}

/* The cells are polygons with a rim; walls have none. */
static size_t cells_in(const char *svg) {
  size_t n = 0;
  for (const char *p = svg; (p = strstr(p, "<polygon")); p++)
    n += strstr(p, "stroke-width") && strstr(p, "stroke-width") < strchr(p, '>');
  return n;
}

static size_t cells_of(size_t rows, size_t columns) {
  Mark m = surface(rows, columns);
  Figure *f = figure_of(&m);
  char *svg = svg_of(f);
  size_t n = cells_in(svg);
  free(svg);
  figure_free(f);
  return n;
}

static void nan_and_inf_are_gaps(void **state) {
  (void)state;
  slope(10, 10);
  assert_int_equal(cells_of(10, 10), 81);
  z[44] = NAN;
  assert_int_equal(cells_of(10, 10), 77);
  z[0] = INFINITY;
  z[99] = -INFINITY;
  assert_int_equal(cells_of(10, 10), 75);
}

static void of_many_points_some_move(void **state) {
  (void)state;
  for (size_t i = 0; i < 4900; i++) {
    z[i] = (double)(i % 70);
    z[10000 + i] = (double)(i / 70);
  }
  Mark m = {.kind = MARK_SCATTER, .style = mark_style(MARK_SCATTER),
            .x = vec_of(z, 4900), .y = vec_of(z + 10000, 4900)};
  Figure *f = figure_of(&m);
  f->moving = true;
  char *svg = svg_of(f);
  assert_int_equal(count(svg, "<use"), 2450);
  free(svg);
  f->moving = false;
  svg = svg_of(f);
  assert_int_equal(count(svg, "<use"), 4900);
  free(svg);
  figure_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_slope_is_sampled),
    cmocka_unit_test(few_cells_are_all_kept),
    cmocka_unit_test(a_spike_stays_wherever_it_is),
    cmocka_unit_test(the_figure_says_what_is_left_out),
    cmocka_unit_test(nan_and_inf_are_gaps),
    cmocka_unit_test(of_many_points_some_move)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
