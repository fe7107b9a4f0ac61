/* Figures as data; text, ticks and styles. */
#include "plot/figure/figure.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "heap.h"
#include "plot/figure/text.h"
#include "plot/figure/ticks.h"

static double numbers[] = {3, 1, NAN, 2, -5};

static Mark line_mark(void) {
  return (Mark){.kind = MARK_LINE, .style = mark_style(MARK_LINE),
                .x = vec_of(numbers, 4), .y = vec_of(numbers, 4),
                .label = "label"};
}

static Figure *new_figure(Heap *c) {
  Figure *f = NULL;
  Status s = figure_new(&f, (Memory){heap_allocate, c}, 1, 2, 600, 400);
  assert_int_equal(s.code, STATUS_OK);
  return f;
}

static void a_figure_copies_its_data(void **state) {
  (void)state;
  Heap c = {0};
  Figure *f = new_figure(&c);
  double y[] = {1, 2};
  char label[] = "before";
  Mark m = line_mark();
  m.x = m.y = vec_of(y, 2);
  m.label = label;
  assert_int_equal(axes_add(&f->axes[1], &m).code, STATUS_OK);
  y[1] = 9;
  strcpy(label, "after");
  assert_near(*vec_at(f->axes[1].first->y, 1), 2, 0);
  assert_string_equal(f->axes[1].first->label, "before");
  assert_int_equal(figure_marks(f), 1);
  figure_free(f);
  assert_int_equal(c.used, 0);
}

static Status build(Heap *c) {
  Figure *f = NULL;
  Status s = figure_new(&f, (Memory){heap_allocate, c}, 2, 2, 600, 400);
  if (s.code != STATUS_OK) return s;
  Mark m = line_mark();
  if (s.code == STATUS_OK) s = figure_set_title(f, "title");
  if (s.code == STATUS_OK) s = axes_set_text(f->axes, TEXT_X, "x");
  if (s.code == STATUS_OK) s = axes_add(f->axes, &m);
  if (s.code == STATUS_OK) s = axes_add(f->axes, &m);
  figure_free(f);
  return s;
}

static void every_allocation_may_fail(void **state) {
  (void)state;
  Heap c = {.failing = 1};
  while (build(&c).code != STATUS_OK) {
    assert_int_equal(c.used, 0);
    c.count = 0;
    assert_true(++c.failing < 20);
  }
  assert_int_equal(c.failing, 6);
  assert_int_equal(c.used, 0);
}

static void mismatched_sizes_are_refused(void **state) {
  (void)state;
  Heap c = {0};
  Figure *f = new_figure(&c), *none = NULL;
  Memory memory = {heap_allocate, &c};
  Mark m = line_mark();
  m.y = vec_of(numbers, 3);
  Status s = axes_add(f->axes, &m);
  assert_int_equal(s.code, STATUS_SHAPE);
  assert_int_equal(s.i, 4);
  assert_int_equal(s.j, 3);
  Mark z = {.kind = MARK_CONTOUR, .x = vec_of(numbers, 2),
            .y = vec_of(numbers, 3), .z = mat_of(numbers, 2, 2)};
  assert_int_equal(axes_add(f->axes, &z).code, STATUS_SHAPE);
  assert_int_equal(figure_marks(f), 0);
  assert_int_equal(figure_new(&none, memory, 0, 1, 600, 400).code,
                   STATUS_RANGE);
  assert_int_equal(figure_new(&none, memory, 50, 3, 600, 400).code,
                   STATUS_RANGE);
  assert_int_equal(figure_new(&none, memory, 1, 1, 99, 400).code,
                   STATUS_RANGE);
  figure_free(f);
}

static void limits_and_log_axes_are_checked_together(void **state) {
  (void)state;
  Heap c = {0};
  Figure *f = new_figure(&c);
  Axes *a = f->axes;
  assert_int_equal(axes_set_limits(a, DIRECTION_Y, (Range){2, 2}).code,
                   STATUS_RANGE);
  assert_int_equal(axes_set_limits(a, DIRECTION_Y, (Range){0, INFINITY}).code,
                   STATUS_RANGE);
  assert_int_equal(axes_set_limits(a, DIRECTION_Y, (Range){0, 2}).code,
                   STATUS_OK);
  assert_int_equal(axes_set_log(a, DIRECTION_Y, true).code, STATUS_RANGE);
  assert_false(a->log[DIRECTION_Y]);
  assert_int_equal(axes_set_log(a, DIRECTION_X, true).code, STATUS_OK);
  assert_int_equal(axes_set_limits(a, DIRECTION_X, (Range){-1, 2}).code,
                   STATUS_RANGE);
  figure_free(f);
}

static void the_extent_excludes_what_cannot_be_drawn(void **state) {
  (void)state;
  Heap c = {0};
  Figure *f = new_figure(&c);
  Mark m = line_mark();
  m.x = m.y = vec_of(numbers, 5);
  axes_add(f->axes, &m);
  assert_near(axes_extent(f->axes, DIRECTION_Y).lo, -5, 0);
  axes_set_log(f->axes, DIRECTION_Y, true);
  assert_near(axes_extent(f->axes, DIRECTION_Y).lo, 1, 0);
  assert_near(axes_extent(f->axes, DIRECTION_Y).hi, 3, 0);
  figure_free(f);
}

static void marks_without_a_color_use_the_color_cycle(void **state) {
  (void)state;
  Heap c = {0};
  Figure *f = new_figure(&c);
  Mark m = line_mark();
  axes_add(f->axes, &m);
  axes_add(f->axes, &m);
  assert_int_equal(f->axes->first->style.color.r, 31);
  assert_int_equal(f->axes->last->style.color.r, 255);
  figure_free(f);
}

/* -- ticks ---------------------------------------------------------------- */

static void assert_ticks(const Ticks *t, const char *expected) {
  char all[500] = "";
  for (size_t i = 0; i < t->n; i++) {
    if (i) strcat(all, " ");
    strcat(all, t->text[i]);
  }
  assert_string_equal(all, expected);
}

static void linear_ticks_are_round_numbers(void **state) {
  (void)state;
  Ticks t;
  ticks_linear(&t, (Range){0, 1}, 5);
  assert_ticks(&t, "0.0 0.2 0.4 0.6 0.8 1.0");
  ticks_linear(&t, (Range){0.1, 0.5}, 4);
  assert_ticks(&t, "0.1 0.2 0.3 0.4 0.5");
  ticks_linear(&t, (Range){-1, 1}, 4);
  assert_ticks(&t, "\u22121.0 \u22120.5 0.0 0.5 1.0");
  ticks_linear(&t, (Range){2000, 0}, 4);
  assert_ticks(&t, "0 500 1000 1500 2000");
  ticks_linear(&t, (Range){0, 4e6}, 4);
  assert_ticks(&t, "0 1\u00b710^{6} 2\u00b710^{6} 3\u00b710^{6} 4\u00b710^{6}");
}

static void ticks_at_the_limits_of_double(void **state) {
  (void)state;
  const Range ranges[] = {{0, 1e300},  {-1e300, 1e300}, {0, 1e-290},
                          {1, 1 + 1e-12}, {-1e-300, 1e-300}, {1e15, 1e15 + 1}};
  Ticks t;
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    ticks_linear(&t, ranges[i], 6);
    assert_in_range(t.n, 2, TICKS_MOST);
  }
  ticks_log(&t, (Range){1e-300, 1e300}, 6);
  assert_in_range(t.n, 2, TICKS_MOST);
}

static void logarithmic_ticks_are_powers_of_ten(void **state) {
  (void)state;
  Ticks t;
  ticks_log(&t, (Range){0.01, 100}, 6);
  assert_ticks(&t, "10^{-2} 10^{-1} 10^{0} 10^{1} 10^{2}");
  ticks_log(&t, (Range){1, 30}, 6);
  assert_ticks(&t, "1 2 5 10 20");
  ticks_log(&t, (Range){1e5, 9e5}, 6); /* in one notation */
  assert_ticks(&t, "100000 200000 500000");
  ticks_log(&t, (Range){2e5, 2e6}, 6);
  assert_ticks(&t, "2\u00b710^{5} 5\u00b710^{5} 10^{6} 2\u00b710^{6}");
  ticks_log(&t, (Range){2.1, 4}, 4);
  assert_in_range(t.n, 2, 8);
}

/* -- text ----------------------------------------------------------------- */

static void assert_escaped(const char *text, const char *expected) {
  Text t;
  text_make(&t, text, false, 1000);
  assert_string_equal(t.escaped, expected);
}

static void text_is_sanitized(void **state) {
  (void)state;
  assert_escaped("a #1 <b> & σ²", "a ##1 <b> & σ²");
  assert_escaped("bad \xff\xc3 end", "bad \uFFFD\uFFFD end");
  assert_escaped("\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD");
  assert_escaped("two\nlines\t.", "two lines .");
  assert_escaped("", "");
}

static void underscores_are_subscripts_after_one_letter(void **state) {
  (void)state;
  assert_escaped("x_0 and w_{ij}", "x₀ and wᵢⱼ");
  assert_escaped("w_{ab}", "w#dab#u");
  assert_escaped("σ_1", "σ₁");
  assert_escaped("mean_radius dj_dw x_train", "mean_radius dj_dw x_train");
  assert_escaped("x^2 10^{-3} 10^-3", "x² 10⁻³ 10⁻³");
  assert_escaped("_x ^ x_ x^ x_{open", "_x ^ x_ x^ x_{open");
}

static void levels_are_nested(void **state) {
  (void)state;
  assert_escaped("x_{max}, x_{big}", "xₘₐₓ, x#dbig#u");
  assert_escaped("x_i^2", "xᵢ²");
  assert_escaped("e^{-x^2}", "e#u−x²#d");
  assert_escaped("e^{-x_{max}}", "e#u−xₘₐₓ#d");
  assert_escaped("e^{x_b}", "e#ux_b#d");
  assert_escaped("a_{b_{c}}, e^{-x}", "a#db#dc#u#u, e⁻ˣ");
  assert_escaped("x^{(i)}_j", "x⁽ⁱ⁾ⱼ");
  assert_escaped("∂J/∂w_j", "∂J/∂wⱼ");
  assert_escaped("Σ_{i=1}^m (ŷ^{(i)} − y^{(i)})", "Σᵢ₌₁ᵐ (ŷ⁽ⁱ⁾ − y⁽ⁱ⁾)");
  assert_escaped("x_{a_{b_{c_{d_{e}}}}}", "x#da#db#dc#dde#u#u#u#u");
  assert_escaped("{x} x_{} x_{a", "{x} x_{} x_{a");
}

static void names_of_latex_are_signs(void **state) {
  (void)state;
  assert_escaped("\\alpha and \\beta_1", "α and β₁");
  assert_escaped("$x_{max} = \\theta^T x$", "xₘₐₓ = θᵀ x");
  assert_escaped("$w_ij$ and w_ij", "wᵢj and wᵢⱼ");
  assert_escaped("\\frac{\\partial J}{\\partial w_j}", "∂J/∂wⱼ");
  assert_escaped("\\frac{1}{2m} \\sum_{i=1}^m (\\hat{y} - y)^2",
                 "1/(2m) ∑ᵢ₌₁ᵐ (y\u0302 - y)²");
  assert_escaped("\\frac{a + b}{c}, \\sqrt{x}, \\sqrt{x+1}",
                 "(a + b)/c, √x, √(x+1)");
  assert_escaped("$x \\leq -1$, \\mathbf{w}, \\text{mean_radius}",
                 "x ≤ −1, w, mean_radius");
  assert_escaped("$\\left(\\log x\\right)$", "(log x)");
  assert_escaped("C:\\new\\file \\unknown{x} \\_ \\$5", 
                 "C:\\new\\file \\unknown{x} _ $5");
}

static void prices_are_no_formulas(void **state) {
  (void)state;
  assert_escaped("price (k$) against cost (k$)", "price (k$) against cost (k$)");
  assert_escaped("price ($) against cost ($)", "price ($) against cost ($)");
  assert_escaped("$5 to $10", "$5 to $10");
  assert_escaped("in $ or $ per m_a", "in $ or $ per mₐ");
  assert_escaped("$", "$");
}

static void long_titles_are_divided_at_spaces(void **state) {
  const char *lines[3];
  size_t lengths[3];
  (void)state;
  const char *title = "one two $a b c$ three\nfour";
  assert_int_equal(text_lines(lines, lengths, 3, title, text_bold_width, 110), 2);
  assert_int_equal(lengths[0], 21);
  assert_string_equal(lines[1], "four");
  assert_int_equal(text_lines(lines, lengths, 3, title, text_bold_width, 5.5), 3);
  assert_int_equal(lengths[0], 7);
  assert_int_equal(lengths[1], 7); /* the formula is whole */
  assert_string_equal(lines[2], "three\nfour");
  assert_int_equal(text_lines(lines, lengths, 3, "", text_bold_width, 5), 0);
  assert_int_equal(text_lines(lines, lengths, 3, "word", text_bold_width, 0.1), 1);
}

static void long_text_is_truncated(void **state) {
  (void)state;
  static char text[5001];
  Text t;
  memset(text, '#', 5000);
  text_make(&t, text, true, 1e9);
  assert_true(strlen(t.escaped) <= 2 * TEXT_LETTERS + 3);
  assert_non_null(strstr(t.escaped, "…"));
  text_make(&t, "a title of some length", false, 5);
  assert_true(t.width <= 5.5);
  assert_non_null(strstr(t.escaped, "…"));
}

/* -- styles --------------------------------------------------------------- */

static void colors_have_many_names(void **state) {
  (void)state;
  Color c = {1, 2, 3};
  assert_true(color_parse("#1f77b4", &c));
  assert_int_equal(c.g, 119);
  assert_true(color_parse("#abc", &c));
  assert_int_equal(c.r, 0xaa);
  assert_true(color_parse("C9", &c));
  assert_int_equal(c.r, 23);
  assert_true(color_parse("C10", &c));
  assert_int_equal(c.r, 31);
  assert_false(color_parse("#12", &c));
  assert_false(color_parse("#12345g", &c));
  assert_false(color_parse("reddish", &c));
  assert_false(color_parse("C", &c));
  assert_false(color_parse("", &c));
}

static void the_short_form_is_read_in_any_order(void **state) {
  (void)state;
  Style s = mark_style(MARK_LINE);
  assert_true(style_parse("ro--", &s));
  assert_int_equal(s.marker, MARKER_DOT);
  assert_int_equal(s.line, LINE_DASHED);
  assert_int_equal(s.color.r, 214);
  assert_true(style_parse("-.^k", &s));
  assert_int_equal(s.line, LINE_DASHDOT);
  assert_int_equal(s.marker, MARKER_TRIANGLE);
  assert_true(style_parse("o", &s));
  assert_int_equal(s.line, LINE_NONE);
  assert_false(style_parse("qq", &s));
  assert_false(style_parse("rr", &s));
  assert_false(style_parse("----", &s));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_figure_copies_its_data),
    cmocka_unit_test(every_allocation_may_fail),
    cmocka_unit_test(mismatched_sizes_are_refused),
    cmocka_unit_test(limits_and_log_axes_are_checked_together),
    cmocka_unit_test(the_extent_excludes_what_cannot_be_drawn),
    cmocka_unit_test(marks_without_a_color_use_the_color_cycle),
    cmocka_unit_test(linear_ticks_are_round_numbers),
    cmocka_unit_test(ticks_at_the_limits_of_double),
    cmocka_unit_test(logarithmic_ticks_are_powers_of_ten),
    cmocka_unit_test(text_is_sanitized),
    cmocka_unit_test(underscores_are_subscripts_after_one_letter),
    cmocka_unit_test(long_text_is_truncated),
    cmocka_unit_test(levels_are_nested),
    cmocka_unit_test(names_of_latex_are_signs),
    cmocka_unit_test(prices_are_no_formulas),
    cmocka_unit_test(long_titles_are_divided_at_spaces),
    cmocka_unit_test(colors_have_many_names),
    cmocka_unit_test(the_short_form_is_read_in_any_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
