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

/* -- quick pictures --------------------------------------------------------- */

enum { SIDE = 41 };

static Figure *surface_with_path(bool moving) {
  static double places[SIDE], z[SIDE * SIDE];
  static double path_x[] = {5, 20, 33}, path_y[] = {5, 30, 8};
  for (size_t i = 0; i < SIDE; i++) places[i] = (double)i;
  for (size_t k = 0; k < SIDE * SIDE; k++)
    z[k] = sin((double)(k / SIDE) / 7) + cos((double)(k % SIDE) / 9);
  z[12 * SIDE + 30] = NAN;
  Mark m = {.kind = MARK_SURFACE, .style = mark_style(MARK_SURFACE),
            .x = vec_of(places, SIDE), .y = vec_of(places, SIDE),
            .z = mat_of(z, SIDE, SIDE), .x2 = vec_of(path_x, 3),
            .y2 = vec_of(path_y, 3), .low = NAN, .high = NAN, .turn = -60,
            .tilt = 30};
  m.style.linewidth = 2;
  Figure *f = figure_of(2, 801, 403);
  assert_int_equal(axes_add(f->axes, &m).code, STATUS_OK);
  m.turn = 100;
  m.tilt = 70;
  assert_int_equal(axes_add(f->axes + 1, &m).code, STATUS_OK);
  f->moving = moving;
  return f;
}

static Bytes pixels_of(Figure *f) {
  char why[WHY_ROOM];
  Bytes b;
  assert_int_equal(render_memory(f, FORMAT_PIXELS, &b, why, NULL).code,
                   STATUS_OK);
  figure_free(f);
  return b;
}

/* Only edges differ, which are hard while it moves. */
static void a_moving_surface_looks_like_one_at_rest(void **state) {
  (void)state;
  Bytes rest = pixels_of(surface_with_path(false));
  Bytes moving = pixels_of(surface_with_path(true));
  size_t colored = 0, other = 0, far = 0;
  assert_int_equal(rest.n, moving.n);
  for (size_t i = 0; i < rest.n; i++) {
    int by = abs((unsigned char)rest.d[i] - (unsigned char)moving.d[i]);
    colored += (unsigned char)rest.d[i] < 200;
    other += by > 0;
    far += by > 60;
  }
  assert_true(colored > rest.n / 5);
  assert_true(other > 0); /* it was drawn in another way */
  assert_true(far < colored / 50);
  bytes_free(&rest);
  bytes_free(&moving);
}

/* -- raised and lowered text ------------------------------------------------ */

typedef struct Ink {
  size_t left, right, top, bottom; /* the outermost red pixels */
} Ink;

/* Writes the text in red, 60 pixels high. */
static Ink ink_of(const char *text) {
  char why[WHY_ROOM];
  double x = 0.2, y = 0.5;
  Bytes b;
  Ink ink = {9999, 0, 9999, 0};
  Figure *f = figure_of(1, 600, 400);
  Mark m = {.kind = MARK_TEXT, .style = mark_style(MARK_TEXT),
            .x = vec_of(&x, 1), .y = vec_of(&y, 1), .text = text};
  assert_true(color_parse("#ff0000", &m.style.color));
  m.style.color_given = true;
  m.style.size = 60;
  axes_set_limits(f->axes, DIRECTION_X, (Range){0, 1});
  axes_set_limits(f->axes, DIRECTION_Y, (Range){0, 1});
  assert_int_equal(axes_add(f->axes, &m).code, STATUS_OK);
  assert_int_equal(render_memory(f, FORMAT_PIXELS, &b, why, NULL).code,
                   STATUS_OK);
  for (size_t i = 0; i < b.n / 3; i++) {
    size_t across = i % 600, down = i / 600;
    if (memcmp(b.d + 3 * i, "\377\0\0", 3) != 0) continue;
    if (across < ink.left) ink.left = across;
    if (across > ink.right) ink.right = across;
    if (down < ink.top) ink.top = down;
    if (down > ink.bottom) ink.bottom = down;
  }
  bytes_free(&b);
  figure_free(f);
  return ink;
}

static void assert_about(size_t found, size_t from, double by) {
  assert_true(fabs((double)found - (double)from - by) <= 2);
}

/* H has no raised form in Unicode; it is 0.73 high and 0.75 wide in DejaVu
 * Sans, and 0.72 of that when it is raised by 0.38 or lowered by 0.24. */
static void raised_text_is_where_the_svg_has_it(void **state) {
  (void)state;
  Ink line = ink_of("HHH"), up = ink_of("H^{H}H"), down = ink_of("H_{H}H");
  assert_about(up.top, line.top, 60 * (0.73 - 0.38 - 0.72 * 0.73));
  assert_about(up.bottom, line.bottom, 0);
  assert_about(down.bottom, line.bottom, 60 * 0.24);
  assert_about(down.top, line.top, 0);
  assert_about(up.left, line.left, 0);
  assert_about(up.right, line.right, -0.28 * 0.75 * 60);
  assert_about(down.right, up.right, 0);
}

/* -- bars on a logarithmic axis --------------------------------------------- */

/* A bar from 0 to 10 begins at the end of the small numbers. */
static void check_bar(Range limits, double inside, double outside) {
  double x = 0, x2 = 1, top = 10, foot = 0, pixel_y;
  char why[WHY_ROOM];
  Bytes b;
  PanelPlace place;
  Figure *f = figure_of(1, 600, 400);
  Mark m = {.kind = MARK_BAR, .style = mark_style(MARK_BAR),
            .x = vec_of(&x, 1), .x2 = vec_of(&x2, 1), .y = vec_of(&top, 1),
            .y2 = vec_of(&foot, 1)};
  assert_true(color_parse("#ff0000", &m.style.color));
  m.style.color_given = true;
  m.style.alpha = 1;
  assert_int_equal(axes_set_log(f->axes, DIRECTION_Y, true).code, STATUS_OK);
  axes_set_limits(f->axes, DIRECTION_Y, limits);
  axes_set_limits(f->axes, DIRECTION_X, (Range){0, 1});
  assert_int_equal(axes_add(f->axes, &m).code, STATUS_OK);
  assert_int_equal(render_memory(f, FORMAT_PIXELS, &b, why, NULL).code,
                   STATUS_OK);
  assert_int_equal(render_panels(f, &place, why).code, STATUS_OK);
  for (int i = 0; i < 2; i++) {
    double part = log10((i ? outside : inside) / limits.lo) /
                  log10(limits.hi / limits.lo);
    pixel_y = 400 - (place.box.y0 + part * (place.box.y1 - place.box.y0));
    size_t at = ((size_t)pixel_y * 600 + 300) * 3;
    assert_int_equal(!memcmp(b.d + at, "\377\0\0", 3), !i);
  }
  bytes_free(&b);
  figure_free(f);
}

static void a_bar_from_0_begins_where_numbers_are_small(void **state) {
  (void)state;
  check_bar((Range){1, 1000}, 5, 20);
  check_bar((Range){1000, 1}, 5, 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(pixels_agree_with_the_png),
    cmocka_unit_test(a_pixel_maps_back_to_the_data),
    cmocka_unit_test(a_moving_surface_looks_like_one_at_rest),
    cmocka_unit_test(pixels_outside_the_axes_have_no_data),
    cmocka_unit_test(raised_text_is_where_the_svg_has_it),
    cmocka_unit_test(a_bar_from_0_begins_where_numbers_are_small),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
