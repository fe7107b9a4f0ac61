/* Images as escape sequences, decoded as a terminal would. */
#include "plot/text/terminal_image.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "heap.h"

static Heap heap;
static const Memory memory = {heap_allocate, &heap};

/* A surface and lines: many colors. */
static Bytes make_picture(size_t width, size_t height, Format format) {
  static double x[20], z[400];
  Figure *f = NULL;
  Bytes png;
  char why[WHY_ROOM];
  for (size_t i = 0; i < 400; i++) {
    x[i / 20] = (double)(i / 20);
    z[i] = sin((double)(i % 20) / 4) + cos((double)(i / 20) / 5);
  }
  figure_new(&f, memory, 1, 1, width, height);
  Mark m = {.kind = MARK_SURFACE, .style = mark_style(MARK_SURFACE),
            .x = vec_of(x, 20), .y = vec_of(x, 20), .z = mat_of(z, 20, 20),
            .turn = 30, .tilt = 30, .low = NAN, .high = NAN};
  assert_int_equal(axes_add(f->axes, &m).code, STATUS_OK);
  assert_int_equal(render_memory(f, format, &png, why, NULL).code,
                   STATUS_OK);
  figure_free(f);
  return png;
}

/* -- kitty ---------------------------------------------------------------- */

static int value_of(char c) {
  static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *p = strchr(letters, c);
  assert_true(p && *p);
  return (int)(p - letters);
}

/* Appends the bytes of one payload. */
static void decode(Bytes *to, const char *p, size_t n) {
  assert_int_equal(n % 4, 0);
  for (size_t i = 0; i < n; i += 4) {
    size_t bytes = p[i + 2] == '=' ? 1 : p[i + 3] == '=' ? 2 : 3;
    unsigned long v = 0;
    for (size_t k = 0; k < 4; k++)
      v = v << 6 | (p[i + k] == '=' ? 0ul : (unsigned long)value_of(p[i + k]));
    char three[] = {(char)(v >> 16), (char)(v >> 8), (char)v};
    assert_true(bytes_add(to, three, bytes));
  }
}

static void kitty_gets_the_png_in_chunks(void **state) {
  (void)state;
  Bytes png = make_picture(300, 200, FORMAT_PNG), out = {memory, NULL, 0, 0}, back = out;
  assert_true(terminal_image_kitty(&out, &png, 40, 12, 7));
  assert_true(bytes_add(&out, "", 1));
  const char *p = out.d;
  static const char head[] = "\033_Ga=T,f=100,q=2,C=1,c=40,r=12,i=7,p=1,m=1;";
  assert_memory_equal(p, head, strlen(head));
  size_t chunks = 0;
  for (int more = 1; more; chunks++) {
    const char *payload = strchr(p, ';') + 1, *end = strstr(payload, "\033\\");
    assert_non_null(end);
    more = payload[-2] == '1';
    assert_true(end - payload <= 4096 && (!more || end - payload == 4096));
    decode(&back, payload, (size_t)(end - payload));
    p = end + 2;
  }
  assert_int_equal(*p, 0);
  assert_true(chunks > 2);
  assert_int_equal(back.n, png.n);
  assert_memory_equal(back.d, png.d, png.n);
  bytes_free(&png);
  bytes_free(&out);
  bytes_free(&back);
}

/* -- sixel ---------------------------------------------------------------- */

typedef struct Screen {
  size_t width, height;
  unsigned char *rgb;
} Screen;

static void set(Screen *s, size_t x, size_t y, const unsigned char *c) {
  assert_true(x < s->width && y < s->height);
  memcpy(s->rgb + 3 * (y * s->width + x), c, 3);
}

/* Decodes a sixel image as described in the VT340 manual. */
static Screen read_sixel(const char *p) {
  Screen s = {0};
  static unsigned char colors[256][3];
  size_t x = 0, y = 0, color = 0;
  p = strchr(p, '"');
  assert_non_null(p);
  assert_int_equal(sscanf(p, "\"1;1;%zu;%zu", &s.width, &s.height), 2);
  s.rgb = calloc(s.width * s.height, 3);
  for (p = strchr(p, '#'); *p != '\033';) {
    size_t n = 1;
    if (*p == '#') {
      char *end;
      color = strtoul(p + 1, &end, 10);
      assert_true(color < 256);
      int r, g, b, used = 0;
      if (sscanf(end, ";2;%d;%d;%d%n", &r, &g, &b, &used) == 3) {
        colors[color][0] = (unsigned char)(r * 255 / 100);
        colors[color][1] = (unsigned char)(g * 255 / 100);
        colors[color][2] = (unsigned char)(b * 255 / 100);
      }
      p = end + used;
      continue;
    }
    if (*p == '$' || *p == '-') {
      y += *p++ == '-' ? 6 : 0;
      x = 0;
      continue;
    }
    if (*p == '!') {
      char *end;
      n = strtoul(p + 1, &end, 10);
      p = end;
    }
    assert_true(*p >= '?' && *p <= '~');
    for (; n; n--, x++)
      for (size_t k = 0; k < 6; k++)
        if ((*p - '?') >> k & 1) set(&s, x, y + k, colors[color]);
    p++;
  }
  return s;
}

static Screen shown(const Bytes *pixels, int width, int height) {
  const SixelImage image = {(const unsigned char *)pixels->d, (size_t)width,
                            (size_t)height};
  Bytes out = {memory, NULL, 0, 0};
  assert_int_equal(terminal_image_sixel(&out, &image, NULL).code, STATUS_OK);
  assert_true(bytes_add(&out, "", 1));
  Screen s = read_sixel(out.d);
  assert_int_equal(s.width, width);
  assert_int_equal(s.height, height);
  bytes_free(&out);
  return s;
}

static void sixel_shows_the_pixels(void **state) {
  (void)state;
  enum { WIDE = 301, HIGH = 200 };
  Bytes pixels = make_picture(WIDE, HIGH, FORMAT_PIXELS);
  Screen s = shown(&pixels, WIDE, HIGH);
  double sum = 0;
  int worst = 0;
  for (size_t i = 0; i < WIDE * HIGH * 3; i++) {
    int apart = abs((unsigned char)pixels.d[i] - s.rgb[i]);
    sum += apart;
    worst = apart > worst ? apart : worst;
  }
  /* Colors are in percent, in steps of 2.55, and limited to 256. */
  assert_true(sum / (WIDE * HIGH * 3) < 2.5);
  assert_true(worst < 100);
  free(s.rgb);
  bytes_free(&pixels);
}

/* More colors than registers, all equally frequent. */
static void noise_is_shown(void **state) {
  (void)state;
  enum { SIDE = 40 };
  Bytes noise = {memory, NULL, 0, 0};
  for (size_t i = 0; i < SIDE * SIDE * 3; i++) {
    char c = (char)(i * 7919 >> 3);
    assert_true(bytes_add(&noise, &c, 1));
  }
  Screen s = shown(&noise, SIDE, SIDE);
  free(s.rgb);
  bytes_free(&noise);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(kitty_gets_the_png_in_chunks),
    cmocka_unit_test(sixel_shows_the_pixels),
    cmocka_unit_test(noise_is_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
