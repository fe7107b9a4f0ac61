/* Rendering to raw pixels, and mapping pixels back to data coordinates. */
#include "png.h"

static Figure *figure_of(size_t columns, size_t width, size_t height) {
  Figure *f = NULL;
  Memory memory = {resize, NULL};
  assert_int_equal(figure_new(&f, memory, 1, columns, width, height).code,
                   STATUS_OK);
  return f;
}

static void add_scatter(Axes *axes, double x, double y) {
  Mark m = {.kind = MARK_SCATTER, .style = mark_style(MARK_SCATTER),
            .x = vec_of(&x, 1), .y = vec_of(&y, 1)};
  m.style.alpha = 1;
  assert_true(color_parse("#ff0000", &m.style.color));
  m.style.color_given = true;
  m.style.size = 15;
  assert_int_equal(axes_add(axes, &m).code, STATUS_OK);
}

/* The PNG, encoded by cairo and decoded with zlib, has the same pixels. */
static void pixels_agree_with_the_png(void **state) {
  (void)state;
  char why[WHY_ROOM];
  Figure *f = figure_of(2, 401, 203);
  add_scatter(f->axes, 1, 2);
  add_scatter(f->axes + 1, 3, 4);
  Bytes plain;
  assert_int_equal(
    render_memory(f, FORMAT_PIXELS, &plain, why, NULL).code, STATUS_OK);
  assert_int_equal(plain.n, 401 * 203 * 3);
  Bytes file;
  assert_int_equal(render_memory(f, FORMAT_PNG, &file, why, NULL).code,
                   STATUS_OK);
  Pixels png = decode(file);
  bytes_free(&file);
  for (size_t y = 0; y < 203; y++)
    for (size_t x = 0; x < 401; x++)
      assert_memory_equal(
        plain.d + (y * 401 + x) * 3,
        png.d + y * (1 + 401 * png.depth) + 1 + x * png.depth, 3);
  free(png.d);
  bytes_free(&plain);
  figure_free(f);
}

/* The center of the pure red pixels. */
static void find_red(const Bytes *b, size_t width, double *right,
                     double *down) {
  double n = 0, sum_x = 0, sum_y = 0;
  for (size_t i = 0; i < b->n / 3; i++)
    if (!memcmp(b->d + 3 * i, "\377\0\0", 3)) {
      n++;
      sum_x += (double)(i % width) + 0.5;
      sum_y += (double)(i / width) + 0.5;
    }
  assert_true(n > 50);
  *right = sum_x / n;
  *down = sum_y / n;
}

/* Draws a point, finds its pixel, and maps it back. The tolerance is one pixel of
 * the panel, which is `wide` by `high` units in 300 pixels. */
static void ask_back(Figure *f, int which, double x, double y, double wide,
                     double high) {
  char why[WHY_ROOM];
  double right, down, found_x, found_y;
  int panel;
  Bytes b;
  add_scatter(f->axes + which, x, y);
  assert_int_equal(render_memory(f, FORMAT_PIXELS, &b, why, NULL).code,
                   STATUS_OK);
  find_red(&b, f->width, &right, &down);
  assert_int_equal(
    render_place(f, right, down, &panel, &found_x, &found_y, why).code,
    STATUS_OK);
  assert_int_equal(panel, which);
  assert_true(fabs(found_x - x) <= wide / 300);
  assert_true(fabs(found_y - y) <= high / 300);
  bytes_free(&b);
  figure_free(f);
}

static void a_pixel_maps_back_to_the_data(void **state) {
  (void)state;
  Figure *f = figure_of(1, 600, 500);
  axes_set_limits(f->axes, DIRECTION_X, (Range){-3, 7});
  axes_set_limits(f->axes, DIRECTION_Y, (Range){1000, 2000});
  ask_back(f, 0, 5.5, 1234, 10, 1000);
  f = figure_of(2, 900, 450); /* the second panel, reversed */
  axes_set_limits(f->axes + 1, DIRECTION_X, (Range){4, -4});
  axes_set_limits(f->axes + 1, DIRECTION_Y, (Range){0, 1});
  ask_back(f, 1, -1, 0.25, 8, 1);
  f = figure_of(1, 600, 500);
  axes_set_log(f->axes, DIRECTION_Y, true);
  axes_set_limits(f->axes, DIRECTION_X, (Range){0, 1});
  axes_set_limits(f->axes, DIRECTION_Y, (Range){1e-3, 1e3});
  ask_back(f, 0, 0.5, 10, 1, 10 * 6 * 2.303); /* d y = y ln 10 d log10 y */
  f = figure_of(1, 600, 500); /* the ratio of the limits overflows */
  axes_set_log(f->axes, DIRECTION_Y, true);
  axes_set_limits(f->axes, DIRECTION_X, (Range){0, 1});
  axes_set_limits(f->axes, DIRECTION_Y, (Range){1e-160, 1e160});
  ask_back(f, 0, 0.5, 1e20, 1, 0.9 * 1e20 * 300);
}

static void pixels_outside_the_axes_have_no_data(void **state) {
  (void)state;
  char why[WHY_ROOM];
  double x, y;
  int panel;
  Figure *f = figure_of(1, 600, 400);
  double corners[][2] = {{0, 0}, {599, 0}, {0, 399}, {2, 200}, {-5, 1e9}};
  for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
    Status s = render_place(f, corners[i][0], corners[i][1], &panel, &x, &y,
                            why);
    assert_int_equal(s.code, STATUS_OK);
    assert_int_equal(panel, -1);
  }
  figure_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(pixels_agree_with_the_png),
    cmocka_unit_test(a_pixel_maps_back_to_the_data),
    cmocka_unit_test(pixels_outside_the_axes_have_no_data),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
