/* Figures as text: exact output, and robustness. */
#include "plot/text/terminal.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "heap.h"

static Heap counter;

static Figure *new_figure(size_t rows, size_t columns) {
  Figure *f = NULL;
  counter = (Heap){0};
  assert_int_equal(
    figure_new(&f, (Memory){heap_allocate, &counter}, rows, columns, 600, 400).code,
    STATUS_OK);
  return f;
}

static void add(Axes *a, MarkKind kind, Vec x, Vec y, const char *label) {
  Mark m = {.kind = kind, .style = mark_style(kind), .x = x, .y = y,
            .low = NAN, .high = NAN, .label = label, .text = "text"};
  assert_int_equal(axes_add(a, &m).code, STATUS_OK);
}

/* The text with a terminating 0; the caller frees it. */
static char *draw(const Figure *f, size_t columns, size_t rows,
                  ColorDepth depth, bool fit) {
  char why[WHY_ROOM];
  Bytes out = {(Memory){heap_allocate, &counter}, NULL, 0, 0};
  TerminalPage page = {.columns = columns, .rows = rows, .depth = depth,
                       .fit = fit};
  Status s = terminal_text(f, &page, &out, why, NULL);
  assert_int_equal(s.code, STATUS_OK);
  char *text = malloc(out.n + 1);
  memcpy(text, out.d, out.n);
  text[out.n] = 0;
  bytes_free(&out);
  return text;
}

static void check_text(Figure *f, size_t columns, size_t rows,
                       const char *expected) {
  char *text = draw(f, columns, rows, COLORS_NONE, false);
  assert_string_equal(text, expected);
  free(text);
  figure_free(f);
  assert_int_equal(counter.used, 0);
}

/* -- output --------------------------------------------------------------- */

static double ramp[] = {0, 1, 2, 3, 4}, squares[] = {0, 1, 4, 9, 16};

static void a_line_with_axes(void **state) {
  (void)state;
  Figure *f = new_figure(1, 1);
  add(f->axes, MARK_LINE, vec_of(ramp, 5), vec_of(squares, 5), "squares");
  axes_set_text(f->axes, TEXT_TITLE, "A line");
  axes_set_text(f->axes, TEXT_X, "x_1");
  axes_set_text(f->axes, TEXT_Y, "x_1^2");
  check_text(f, 40, 14,
             "   A line\n"
             "   ── squares\n"
             "x₁²\n"
             "  │                                  ⣀⠤⠔\n"
             "  │                              ⢀⠤⠒⠉\n"
             "10┤                          ⣀⡠⠔⠊⠁\n"
             "  │                    ⣀⡠⠤⠒⠊⠉\n"
             "  │            ⣀⣀⡠⠤⠤⠒⠚⠉\n"
             " 0┤⠤⠤⠤⠔⠒⠒⠒⠒⠒⠊⠉⠉\n"
             "  └┬────────┬────────┬────────┬────────┬\n"
             "   0        1        2        3        4\n"
             "                    x₁\n");
}

static void two_classes_differ_without_colors(void **state) {
  (void)state;
  static double other[] = {16, 9, 4, 1, 0};
  Figure *f = new_figure(1, 1);
  add(f->axes, MARK_SCATTER, vec_of(ramp, 5), vec_of(squares, 5), "yes");
  add(f->axes, MARK_SCATTER, vec_of(ramp, 5), vec_of(other, 5), "no");
  check_text(f, 40, 12,
             "    • yes    × no\n"
             "  │ ×                                ⠰⠆\n"
             "  │\n"
             "10┤                          ⢀⡀\n"
             "  │          ×               ⠈⠁\n"
             "  │                  ⣀\n"
             "  │                  ×\n"
             " 0┤ ⠰⠆      ⠘⠃               ×        ×\n"
             "  └─┬────────┬───────┬───────┬────────┬─\n"
             "    0        1       2       3        4\n");
}

static void bars_have_labels(void **state) {
  (void)state;
  static double left[] = {0.6, 1.6, 2.6}, right[] = {1.4, 2.4, 3.4},
                high[] = {4, 2, 1}, zero[] = {0, 0, 0}, at[] = {1, 2, 3};
  Figure *f = new_figure(1, 1);
  Mark m = {.kind = MARK_BAR, .style = mark_style(MARK_BAR),
            .x = vec_of(left, 3), .x2 = vec_of(right, 3),
            .y = vec_of(high, 3), .y2 = vec_of(zero, 3)};
  axes_add(f->axes, &m);
  axes_set_names(f->axes, DIRECTION_X, vec_of(at, 3), "no\0yes\0perhaps");
  check_text(f, 40, 12,
             "4┤  ▄▄▄▄▄▄▄▄▄▖\n"
             " │  █████████▌\n"
             " │  █████████▌\n"
             " │  █████████▌\n"
             "2┤  █████████▌  ▆▆▆▆▆▆▆▆▆▆\n"
             " │  █████████▌  ██████████\n"
             " │  █████████▌  ██████████  ▐█████████\n"
             "0┤  █████████▌  ██████████  ▐█████████\n"
             " └──────┬────────────┬───────────┬──────\n"
             "       no           yes       perhaps\n");
}

static void an_image_is_dithered(void **state) {
  (void)state;
  static double edges[] = {0.5, 1.5, 2.5}, z[] = {0, 1, 2, 3};
  Figure *f = new_figure(1, 1);
  Mark m = {.kind = MARK_IMAGE, .style = mark_style(MARK_IMAGE),
            .x = vec_of(edges, 3), .y = vec_of(edges, 3),
            .z = mat_of(z, 2, 2), .low = NAN, .high = NAN, .downwards = true,
            .numbers = true};
  m.style.map = MAP_GRAY_R;
  axes_add(f->axes, &m);
  check_text(f, 30, 12,
             "       │        ⠕⠅⠕⠅⠕⠅⠕⠅\n"
             "       │    0   ⠕⠅⠕⠅1⠅⠕⠅\n"
             "      1┤        ⠕⠅⠕⠅⠕⠅⠕⠅\n"
             "       │        ⠕⠅⠕⠅⠕⠅⠕⠅\n"
             "       │⢝⢵⢝⢵⢝⢵⢝⢵⣿⣿⣿⣿⣿⣿⣿⣿\n"
             "      2┤⢝⢵⢝⢵2⢵⢝⢵⣿⣿⣿⣿3⣿⣿⣿\n"
             "       │⢝⢵⢝⢵⢝⢵⢝⢵⣿⣿⣿⣿⣿⣿⣿⣿\n"
             "       │⢝⢵⢝⢵⢝⢵⢝⢵⣿⣿⣿⣿⣿⣿⣿⣿\n"
             "       └────┬──────┬────\n"
             "            1      2\n");
}

static void panels_are_side_by_side_if_they_fit(void **state) {
  (void)state;
  for (size_t columns = 40; columns <= 80; columns += 40) {
    Figure *f = new_figure(1, 2);
    axes_set_text(&f->axes[0], TEXT_TITLE, "first");
    axes_set_text(&f->axes[1], TEXT_TITLE, "second");
    char *text = draw(f, columns, 24, COLORS_NONE, false);
    const char *second = strstr(text, "second"), *line = strchr(text, '\n');
    assert_non_null(second);
    assert_int_equal(second < line, columns == 80);
    free(text);
    figure_free(f);
  }
}

static void colors_have_the_allowed_depth(void **state) {
  (void)state;
  static const char *const parts[] = {NULL, "\033[38;5;", "\033[38;2;"};
  for (int depth = COLORS_NONE; depth <= COLORS_TRUE; depth++) {
    Figure *f = new_figure(1, 1);
    add(f->axes, MARK_LINE, vec_of(ramp, 5), vec_of(squares, 5), NULL);
    char *text = draw(f, 40, 12, (ColorDepth)depth, false);
    if (parts[depth]) assert_non_null(strstr(text, parts[depth]));
    else assert_null(strchr(text, '\033'));
    free(text);
    figure_free(f);
  }
}

/* -- robustness ----------------------------------------------------------- */

/* The width of the longest line in cells, without escape sequences and accents. */
static size_t widest(const char *text, size_t *lines) {
  size_t most = 0, n = 0;
  *lines = 0;
  for (const char *p = text; *p; p++) {
    if (*p == '\033') {
      p += strcspn(p, "m");
    } else if (*p == '\n') {
      ++*lines;
      n = 0;
    } else if ((*p & 0xC0) != 0x80 &&
               !((unsigned char)*p == 0xCC || (unsigned char)*p == 0xCD))
      n++;
    most = n > most ? n : most;
  }
  return most;
}

enum { KINDS = 6, POINTS = 12 };

/* Figures of each kind with these numbers; grids use only finite ones. */
static Figure *figure_of(int kind, double *numbers) {
  static double places[POINTS], edges[POINTS], heights[9];
  Figure *f = new_figure(kind % 2 ? 2 : 1, kind % 2 ? 2 : 1);
  Axes *a = &f->axes[f->rows * f->columns - 1];
  for (size_t i = 0; i < POINTS; i++) {
    places[i] = (double)i;
    edges[i] = (double)i + 0.5;
    heights[i % 9] = isfinite(numbers[i]) ? numbers[i] : 0;
  }
  Vec x = vec_of(places, POINTS), y = vec_of(numbers, POINTS);
  Mark m = {.kind = MARK_FILL, .style = mark_style(MARK_FILL), .x = x, .y = y,
            .x2 = vec_of(edges, POINTS), .y2 = x, .low = NAN, .high = NAN,
            .text = "text", .label = "label"};
  static const MarkKind kinds[KINDS] = {MARK_FILL, MARK_BAR, MARK_ARROWS,
                                        MARK_CONTOUR, MARK_SURFACE,
                                        MARK_IMAGE};
  m.kind = kinds[kind];
  if (kind >= 3) {
    m.x = m.y = vec_of(places, 3 + (m.kind == MARK_IMAGE));
    m.z = mat_of(heights, 3, 3);
    m.x2 = m.y2 = vec_of(places, 0);
    m.colorbar = true;
    m.style.filled = true;
    m.turn = 30;
    m.tilt = 30;
  }
  assert_int_equal(axes_add(a, &m).code, STATUS_OK);
  if (kind < 3) add(a, MARK_LINE, x, y, "line");
  if (kind < 3) add(a, MARK_SCATTER, y, x, "points");
  axes_set_text(a, TEXT_TITLE, "a title of some length");
  axes_set_text(a, TEXT_X, "x");
  axes_set_text(a, TEXT_Y, "y");
  return f;
}

static void check_page(const Figure *f, size_t columns, size_t rows) {
  size_t lines;
  char *text = draw(f, columns, rows, (ColorDepth)(columns % 3), true);
  assert_true(widest(text, &lines) <= columns);
  assert_true(lines <= (rows > 2 ? rows - 1 : 2));
  free(text);
}

static void any_numbers_in_any_terminal_size(void **state) {
  (void)state;
  double sets[][POINTS] = {
    {NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e-300, 0, 1, 2, 3, 4, 5},
    {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN},
    {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5},
    {1e15, 1e15 + 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, -1e18}};
  for (size_t set = 0; set < 4; set++)
    for (int kind = 0; kind < KINDS; kind++) {
      Figure *f = figure_of(kind, sets[set]);
      for (size_t columns = 1; columns <= 20; columns++)
        for (size_t rows = 1; rows <= 20; rows += 3)
          check_page(f, columns, rows);
      check_page(f, 80, 24);
      check_page(f, 300, 90);
      figure_free(f);
      assert_int_equal(counter.used, 0);
    }
}

static void one_point_no_point_and_equal_limits_are_drawn(void **state) {
  (void)state;
  static double one[] = {3};
  Figure *f = new_figure(1, 3);
  add(&f->axes[1], MARK_SCATTER, vec_of(one, 1), vec_of(one, 1), NULL);
  add(&f->axes[2], MARK_LINE, vec_of(ramp, 0), vec_of(ramp, 0), NULL);
  axes_set_limits(&f->axes[2], DIRECTION_X, (Range){1, 1 + 1e-15});
  check_page(f, 80, 24);
  check_page(f, 200, 50);
  figure_free(f);
}

static void titles_may_be_long_wide_or_invalid(void **state) {
  (void)state;
  static char title[5001];
  static const char *const others[] = {"\xff\xfe\xc3(", "a\tb\033[31mc\n",
                                       "## #u", "e\xcc\x81 ŷ", ""};
  memset(title, 't', 5000);
  for (size_t i = 0; i < 6; i++) {
    const char *text = i ? others[i - 1] : title;
    Figure *f = new_figure(1, 1);
    figure_set_title(f, text);
    for (int k = 0; k < TEXT_COUNT; k++)
      axes_set_text(f->axes, (AxesText)k, text);
    add(f->axes, MARK_LINE, vec_of(ramp, 5), vec_of(squares, 5), text);
    for (size_t columns = 1; columns < 50; columns += 7)
      check_page(f, columns, 24);
    char *page = draw(f, 40, 24, COLORS_NONE, false);
    assert_null(strchr(page, '\033'));
    free(page);
    figure_free(f);
  }
}

static void a_log_axis_without_numbers_above_0_is_refused(void **state) {
  (void)state;
  static double below[] = {-1, -2, -3, -4, -5};
  char why[WHY_ROOM];
  Figure *f = new_figure(1, 1);
  add(f->axes, MARK_LINE, vec_of(ramp, 5), vec_of(below, 5), NULL);
  axes_set_log(f->axes, DIRECTION_Y, true);
  Bytes out = {(Memory){heap_allocate, &counter}, NULL, 0, 0};
  TerminalPage page = {.columns = 80, .rows = 24};
  assert_int_equal(terminal_text(f, &page, &out, why, NULL).code,
                   STATUS_RANGE);
  assert_non_null(strstr(why, "log_y needs numbers above 0"));
  bytes_free(&out);
  figure_free(f);
  assert_int_equal(counter.used, 0);
}

static void every_allocation_may_fail(void **state) {
  (void)state;
  double numbers[POINTS] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  char why[WHY_ROOM];
  for (int kind = 0; kind < KINDS; kind++) {
    Figure *f = figure_of(kind, numbers);
    size_t before = counter.used;
    TerminalPage page = {.columns = 80, .rows = 24, .depth = COLORS_TRUE};
    StatusCode code;
    do {
      Bytes out = {(Memory){heap_allocate, &counter}, NULL, 0, 0};
      counter.count = 0;
      counter.failing++;
      code = terminal_text(f, &page, &out, why, NULL).code;
      assert_true(code == STATUS_OK || code == STATUS_MEMORY);
      bytes_free(&out);
      assert_int_equal(counter.used, before);
    } while (code != STATUS_OK);
    assert_true(counter.failing > 5);
    counter.failing = 0;
    figure_free(f);
  }
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  char why[WHY_ROOM];
  Figure *f = new_figure(1, 1);
  add(f->axes, MARK_LINE, vec_of(ramp, 5), vec_of(squares, 5), NULL);
  Bytes out = {(Memory){heap_allocate, &counter}, NULL, 0, 0};
  TerminalPage page = {.columns = 80, .rows = 24};
  assert_int_equal(terminal_text(f, &page, &out, why, &stop).code,
                   STATUS_STOPPED);
  bytes_free(&out);
  figure_free(f);
  assert_int_equal(counter.used, 0);
}

static void omitted_labels_are_counted(void **state) {
  static double at[] = {0, 1};
  Figure *f = new_figure(1, 1);
  (void)state;
  for (int i = 0; i < 30; i++) {
    char label[20];
    snprintf(label, sizeof label, "run %d", i + 1);
    add(f->axes, MARK_LINE, vec_of(at, 2), vec_of(at, 2), label);
  }
  f->axes->legend = true;
  char *text = draw(f, 80, 20, COLORS_NONE, false);
  if (!strstr(text, "run 25   \u2026 5 more\n")) fail_msg("%s", text);
  free(text);
  text = draw(f, 20, 20, COLORS_NONE, false);
  if (!strstr(text, " more\n")) fail_msg("%s", text);
  free(text);
  figure_free(f);
}

static void what_is_not_shown_is_said(void **state) {
  static double at[] = {-1, 1, 10}, rows[120], heights[120 * 3];
  Figure *f = new_figure(1, 2);
  (void)state;
  add(f->axes, MARK_LINE, vec_of(at, 3), vec_of(at, 3), NULL);
  axes_set_log(f->axes, DIRECTION_Y, true);
  for (int i = 0; i < 120; i++) rows[i] = i;
  Mark m = {.kind = MARK_SURFACE, .style = mark_style(MARK_SURFACE),
            .x = vec_of(at, 3), .y = vec_of(rows, 120),
            .z = mat_of(heights, 120, 3), .low = NAN, .high = NAN};
  assert_int_equal(axes_add(f->axes + 1, &m).code, STATUS_OK);
  char *text = draw(f, 120, 20, COLORS_NONE, false);
  if (!strstr(text, "1 point is not above 0") || !strstr(text, "rd row is shown"))
    fail_msg("%s", text);
  free(text);
  figure_free(f);
}

static void a_long_title_has_several_lines(void **state) {
  static double at[] = {0, 1};
  Figure *f = new_figure(1, 1);
  (void)state;
  add(f->axes, MARK_LINE, vec_of(at, 2), vec_of(at, 2), NULL);
  axes_set_text(f->axes, TEXT_TITLE,
                "A title that is far too long for one line of this figure");
  char *text = draw(f, 40, 14, COLORS_NONE, false);
  if (!strstr(text, "A title that is far too long\n") ||
      !strstr(text, "for one line of this figure\n"))
    fail_msg("%s", text);
  free(text);
  figure_free(f);
}

static void shared_digits_of_labels_are_written_once(void **state) {
  static double x[] = {1e6, 1e6 + 4}, y[] = {12345670, 12345678};
  Figure *f = new_figure(1, 1);
  (void)state;
  add(f->axes, MARK_LINE, vec_of(x, 2), vec_of(y, 2), NULL);
  axes_set_text(f->axes, TEXT_X, "size");
  char *text = draw(f, 50, 12, COLORS_NONE, false);
  if (!strstr(text, "size  +1e6\n") || !strstr(text, "+12345670\n"))
    fail_msg("%s", text);
  free(text);
  figure_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(omitted_labels_are_counted),
    cmocka_unit_test(what_is_not_shown_is_said),
    cmocka_unit_test(a_long_title_has_several_lines),
    cmocka_unit_test(shared_digits_of_labels_are_written_once),
    cmocka_unit_test(a_line_with_axes),
    cmocka_unit_test(two_classes_differ_without_colors),
    cmocka_unit_test(bars_have_labels),
    cmocka_unit_test(an_image_is_dithered),
    cmocka_unit_test(panels_are_side_by_side_if_they_fit),
    cmocka_unit_test(colors_have_the_allowed_depth),
    cmocka_unit_test(any_numbers_in_any_terminal_size),
    cmocka_unit_test(one_point_no_point_and_equal_limits_are_drawn),
    cmocka_unit_test(titles_may_be_long_wide_or_invalid),
    cmocka_unit_test(a_log_axis_without_numbers_above_0_is_refused),
    cmocka_unit_test(every_allocation_may_fail),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
