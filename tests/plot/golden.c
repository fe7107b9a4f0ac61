/* Compares the figures of examples/gallery.lua with approved ones,
 * tests/golden/NAME.pgm: the brightness of blocks of 10 x 10 pixels. After an
 * intended change run `golden update` in the top folder. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "png.h"

enum { BLOCK = 10, FIGURES = 46 };

/* A letter that moved by half a pixel stays below these; a line that is
 * missing, another color or a place elsewhere do not. */
static const double MOST = 16, MEAN = 0.5;

static char folder[] = "/tmp/mlrepl-golden-XXXXXX";

static void draw_gallery(void) {
  const char *program = getenv("MLREPL");
  char command[512];
  assert_non_null(mkdtemp(folder));
  snprintf(command, sizeof command, "%s examples/gallery.lua %s >/dev/null",
           program ? program : "./mlrepl", folder);
  assert_int_equal(system(command), 0);
}

static Pixels read_png(const char *path) {
  Bytes b = {.d = malloc(1 << 22)};
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  b.n = fread(b.d, 1, 1 << 22, file);
  fclose(file);
  Pixels p = decode(b);
  free(b.d);
  return p;
}

/* Rec. 601 luma, averaged over a block. */
static unsigned char brightness(const Pixels *p, size_t i, size_t j) {
  double sum = 0;
  for (size_t y = i * BLOCK; y < (i + 1) * BLOCK; y++)
    for (size_t x = j * BLOCK; x < (j + 1) * BLOCK; x++)
      sum += 0.299 * pixel(p, x, y, 0) + 0.587 * pixel(p, x, y, 1) +
             0.114 * pixel(p, x, y, 2);
  return (unsigned char)(sum / (BLOCK * BLOCK) + 0.5);
}

static void write_blocks(const Pixels *p, const char *path) {
  size_t rows = p->height / BLOCK, columns = p->width / BLOCK;
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  fprintf(file, "P5 %zu %zu 255\n", columns, rows);
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) putc(brightness(p, i, j), file);
  fclose(file);
}

static void compare_blocks(const Pixels *p, const char *path) {
  size_t rows = 0, columns = 0;
  double most = 0, sum = 0;
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("%s is missing: is this figure new?", path);
  assert_int_equal(fscanf(file, "P5 %zu %zu 255", &columns, &rows), 2);
  getc(file);
  assert_int_equal(rows, p->height / BLOCK);
  assert_int_equal(columns, p->width / BLOCK);
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) {
      double apart = fabs((double)brightness(p, i, j) - getc(file));
      most = fmax(most, apart);
      sum += apart;
    }
  fclose(file);
  if (most > MOST || sum / (double)(rows * columns) > MEAN)
    fail_msg("%s: blocks differ by up to %g, by %g in the mean", path, most,
             sum / (double)(rows * columns));
}

/* Calls `visit` for each figure and returns their number. */
static size_t each_figure(void (*visit)(const Pixels *, const char *)) {
  size_t n = 0;
  DIR *d = opendir(folder);
  assert_non_null(d);
  for (struct dirent *entry; (entry = readdir(d));) {
    char from[400], to[400], *end = strstr(entry->d_name, ".png");
    if (!end) continue;
    snprintf(from, sizeof from, "%s/%s", folder, entry->d_name);
    snprintf(to, sizeof to, "tests/golden/%.*s.pgm",
             (int)(end - entry->d_name), entry->d_name);
    Pixels p = read_png(from);
    unlink(from);
    visit(&p, to);
    free(p.d);
    n++;
  }
  closedir(d);
  rmdir(folder);
  return n;
}

static void the_gallery_matches_the_golden_figures(void **state) {
  (void)state;
  draw_gallery();
  assert_int_equal(each_figure(compare_blocks), FIGURES);
}

/* Many markers are thinned. Split into parts, all of them are drawn. */
static Pixels draw_cloud(double *x, double *y, size_t n, size_t part) {
  Figure *f = NULL;
  Bytes b;
  char why[WHY_ROOM];
  figure_new(&f, (Memory){resize, NULL}, 1, 1, 300, 200);
  for (size_t i = 0; i < n; i += part) {
    size_t count = n - i < part ? n - i : part;
    Mark m = {.kind = MARK_SCATTER, .style = mark_style(MARK_SCATTER),
              .x = vec_of(x + i, count), .y = vec_of(y + i, count)};
    m.style.color_given = true;
    axes_add(f->axes, &m);
  }
  assert_int_equal(render_memory(f, FORMAT_PNG, &b, why, NULL).code,
                   STATUS_OK);
  Pixels p = decode(b);
  bytes_free(&b);
  figure_free(f);
  return p;
}

static void thinning_markers_keeps_the_image(void **state) {
  (void)state;
  enum { POINTS = 40000 };
  static double x[POINTS], y[POINTS];
  unsigned long random = 1;
  for (size_t i = 0; i < POINTS; i++) {
    double sum[2] = {0, 0};
    for (int k = 0; k < 12; k++) {
      random = (random * 1103515245 + 12345) % 2147483648ul;
      sum[k % 2] += (double)random / 2147483648.0;
    }
    x[i] = sum[0];
    y[i] = sum[1];
  }
  Pixels whole = draw_cloud(x, y, POINTS, 4000);
  Pixels thinned = draw_cloud(x, y, POINTS, POINTS);
  size_t apart = 0;
  for (size_t i = 0; i < whole.height; i++)
    for (size_t j = 0; j < whole.width; j++)
      apart += abs(pixel(&whole, j, i, 0) - pixel(&thinned, j, i, 0)) > 16;
  assert_true(apart < whole.width * whole.height / 1000);
  free(whole.d);
  free(thinned.d);
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_gallery_matches_the_golden_figures),
    cmocka_unit_test(thinning_markers_keeps_the_image)};
  if (argc > 1 && !strcmp(argv[1], "update")) {
    draw_gallery();
    printf("%zu figures\n", each_figure(write_blocks));
    return 0;
  }
  return cmocka_run_group_tests(tests, NULL, NULL);
}
