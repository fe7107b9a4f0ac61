/* SVG files: the embedded image, its cells and colors; texts. */
#include "png.h"

static Figure *figure_of(const Mark *m) {
  Figure *f = NULL;
  Memory memory = {resize, NULL};
  assert_int_equal(figure_new(&f, memory, 1, 1, 600, 400).code, STATUS_OK);
  assert_int_equal(axes_add(f->axes, m).code, STATUS_OK);
  return f;
}

/* The SVG, with a final 0. */
static char *svg_of(const Figure *f) {
  char why[WHY_ROOM];
  Bytes b;
  assert_int_equal(render_memory(f, FORMAT_SVG, &b, why, NULL).code, STATUS_OK);
  assert_true(bytes_add(&b, "", 1));
  return b.d;
}

static int value_of(char letter) {
  static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *at = strchr(letters, letter);
  return at && letter ? (int)(at - letters) : -1;
}

static size_t from_base64(unsigned char *out, const char *text) {
  size_t n = 0;
  unsigned long v = 0;
  for (int bits = 0; value_of(*text) >= 0; text++) {
    v = v << 6 | (unsigned long)value_of(*text);
    if ((bits += 6) < 8) continue;
    bits -= 8;
    out[n++] = (unsigned char)(v >> bits & 255);
  }
  return n;
}

/* A PNG with a palette. */
typedef struct Picture {
  size_t width, height;
  unsigned char palette[3 * 256], alpha[256];
  unsigned char *rows; /* each after a filter byte */
} Picture;

static void check_sum(const unsigned char *chunk, size_t n) {
  assert_int_equal(crc32(0, chunk + 4, (unsigned)n + 4),
                   big_endian(chunk + 8 + n));
}

static Picture picture_of(const char *svg) {
  static const char head[] = "data:image/png;base64,";
  const char *text = strstr(svg, head);
  Picture p = {0};
  assert_non_null(text);
  text += strlen(head);
  unsigned char *file = malloc(strlen(text));
  size_t n = from_base64(file, text);
  assert_memory_equal(file, "\x89PNG\r\n\x1a\n", 8);
  for (size_t at = 8; at < n; at += 12 + big_endian(file + at)) {
    check_sum(file + at, big_endian(file + at));
    if (!memcmp(file + at + 4, "PLTE", 4))
      memcpy(p.palette, file + at + 8, 3 * 256);
    if (!memcmp(file + at + 4, "tRNS", 4)) memcpy(p.alpha, file + at + 8, 256);
  }
  p.width = big_endian(file + 16);
  p.height = big_endian(file + 20);
  assert_int_equal(file[24], 8);
  assert_int_equal(file[25], 3);
  uLongf size = (p.width + 1) * p.height;
  p.rows = malloc(size);
  assert_int_equal(uncompress(p.rows, &size, file, join_chunks(file, n)), Z_OK);
  assert_int_equal(size, (p.width + 1) * p.height);
  free(file);
  return p;
}

enum { ROWS = 60, COLUMNS = 70 };

/* The picture of heights i + j, with one gap; its rows run up or down, its
 * columns right or left. */
static void check_image(bool up, bool right, double alpha) {
  static double z[ROWS * COLUMNS], x[COLUMNS + 1], y[ROWS + 1];
  for (size_t i = 0; i <= ROWS; i++) y[i] = up ? (double)i : -(double)i;
  for (size_t j = 0; j <= COLUMNS; j++) x[j] = right ? (double)j : -(double)j;
  for (size_t k = 0; k < ROWS * COLUMNS; k++)
    z[k] = (double)(k / COLUMNS + k % COLUMNS);
  z[3 * COLUMNS + 5] = NAN;
  Mark m = {.kind = MARK_IMAGE,
            .style = mark_style(MARK_IMAGE),
            .x = vec_of(x, COLUMNS + 1),
            .y = vec_of(y, ROWS + 1),
            .z = mat_of(z, ROWS, COLUMNS),
            .low = NAN,
            .high = NAN};
  m.style.alpha = alpha;
  Figure *f = figure_of(&m);
  char *svg = svg_of(f);
  Picture p = picture_of(svg);
  size_t times = p.width / COLUMNS;
  assert_true(times >= 2); /* pixels for each cell */
  assert_int_equal(p.width, COLUMNS * times);
  assert_int_equal(p.height, ROWS * times);
  for (size_t i = 0; i < p.height; i++) {
    assert_int_equal(p.rows[i * (p.width + 1)], 0);
    for (size_t j = 0; j < p.width; j++) {
      unsigned char shade = p.rows[i * (p.width + 1) + 1 + j];
      size_t row = up ? ROWS - 1 - i / times : i / times;
      size_t column = right ? j / times : COLUMNS - 1 - j / times;
      bool gap = row == 3 && column == 5;
      assert_int_equal(p.alpha[shade], gap ? 0 : lround(alpha * 255));
      if (gap) continue;
      double at = (double)(row + column) / (ROWS + COLUMNS - 2);
      Color c = color_map(MAP_VIRIDIS, at);
      assert_true(abs(c.r - p.palette[3 * shade]) <= 2);
      assert_true(abs(c.g - p.palette[3 * shade + 1]) <= 2);
      assert_true(abs(c.b - p.palette[3 * shade + 2]) <= 2);
    }
  }
  free(p.rows);
  free(svg);
  figure_free(f);
}

static void an_image_has_its_cells_and_gaps(void **state) {
  (void)state;
  check_image(true, true, 1);
  check_image(false, true, 0.5);
  check_image(true, false, 1);
}

/* The position after `word`. */
static const char *after(const char *text, const char *word) {
  const char *at = strstr(text, word);
  if (!at) fail_msg("no %s", word);
  return at + strlen(word);
}

static void a_text_has_levels_and_no_markup(void **state) {
  (void)state;
  double zero = 0;
  Mark m = {.kind = MARK_LINE,
            .style = mark_style(MARK_LINE),
            .x = vec_of(&zero, 1),
            .y = vec_of(&zero, 1)};
  Figure *f = figure_of(&m);
  axes_set_text(f->axes, TEXT_TITLE, "x_{ab} <i> & #u \xEF\xBF\xBF");
  char *svg = svg_of(f);
  const char *p = after(svg, "<tspan>x</tspan><tspan dy=\"");
  assert_true(atof(p) > 0);
  p = after(p, ">ab</tspan><tspan dy=\"-");
  p = after(p, " &#x3c;i&#x3e; &#x26; #u \xEF\xBF\xBD</tspan></text>");
  free(svg);
  figure_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_image_has_its_cells_and_gaps),
    cmocka_unit_test(a_text_has_levels_and_no_markup)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
