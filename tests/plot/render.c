/* Rendering: memory, files, and failures of PLplot. */
#define _POSIX_C_SOURCE 200809L
#include "plot/raster/render.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "heap.h"

enum { POINTS = 50 };
static double ramp[POINTS], wave[POINTS];
static char folder[] = "/tmp/mlrepl-render-XXXXXX";

static Figure *sample(Heap *c) {
  Figure *f = NULL;
  Memory memory = {heap_allocate, c};
  for (size_t i = 0; i < POINTS; i++) {
    ramp[i] = (double)i;
    wave[i] = sin((double)i / 5);
  }
  if (figure_new(&f, memory, 1, 2, 600, 300).code != STATUS_OK) return NULL;
  Mark m = {.kind = MARK_LINE, .style = mark_style(MARK_LINE),
            .x = vec_of(ramp, POINTS), .y = vec_of(wave, POINTS),
            .y2 = vec_of(ramp, POINTS), .z = mat_of(wave, 5, 10),
            .label = "a label"};
  for (int kind = MARK_LINE; kind <= MARK_FILL; kind++) {
    m.kind = (MarkKind)kind;
    m.style = mark_style(m.kind);
    axes_add(f->axes, &m);
  }
  m.kind = MARK_CONTOUR;
  m.style = mark_style(MARK_CONTOUR);
  m.style.filled = true;
  m.x = vec_of(ramp, 10);
  m.y = vec_of(ramp, 5);
  m.y2 = vec_of(ramp, 0);
  axes_add(f->axes + 1, &m);
  return f;
}

static size_t files_in(const char *path) {
  size_t n = 0;
  DIR *d = opendir(path);
  while (d && readdir(d)) n++;
  if (d) closedir(d);
  return n - 2;
}

static const char *in_folder(const char *name) {
  static char path[200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static void every_file_format_is_written(void **state) {
  (void)state;
  static const char *const starts[] = {"", "\x89PNG", "<?xml", "%PDF"};
  Heap c = {0};
  char why[WHY_ROOM];
  Bytes b;
  Figure *f = sample(&c);
  for (int format = FORMAT_PNG; format <= FORMAT_PDF; format++) {
    Status s = render_memory(f, (Format)format, &b, why, NULL);
    assert_int_equal(s.code, STATUS_OK);
    assert_memory_equal(b.d, starts[format], 4);
    bytes_free(&b);
  }
  figure_free(f);
  assert_int_equal(c.used, 0);
}

static void the_same_figure_gives_the_same_bytes(void **state) {
  (void)state;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  for (int format = FORMAT_PNG; format <= FORMAT_SVG; format++) {
    Bytes a, b;
    render_memory(f, (Format)format, &a, why, NULL);
    render_memory(f, (Format)format, &b, why, NULL);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.d, b.d, a.n);
    bytes_free(&a);
    bytes_free(&b);
  }
  figure_free(f);
}

static void every_allocation_may_fail(void **state) {
  (void)state;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  size_t before = c.used;
  Status s;
  do {
    c.count = 0;
    c.failing++;
    s = render_file(f, in_folder("alloc.svg"), why, NULL);
    assert_int_equal(c.used, before);
    if (s.code == STATUS_OK) break;
    assert_int_equal(s.code, STATUS_MEMORY);
    assert_string_equal(why, "not enough memory for the picture");
    assert_int_equal(files_in(folder), 0);
  } while (c.failing < 200);
  assert_int_equal(s.code, STATUS_OK);
  assert_true(c.failing > 5);
  unlink(in_folder("alloc.svg"));
  figure_free(f);
}

static void a_set_flag_stops_and_leaves_no_file(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  Status s = render_file(f, in_folder("stopped.png"), why, &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
  assert_int_equal(files_in(folder), 0);
  stop = 0;
  s = render_file(f, in_folder("again.png"), why, &stop);
  assert_int_equal(s.code, STATUS_OK);
  unlink(in_folder("again.png"));
  figure_free(f);
}

/* Simulates a full disk with a limit on the file size. */
static void a_full_disk_keeps_the_old_file(void **state) {
  (void)state;
  struct rlimit old, small;
  struct stat found;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  const char *path = in_folder("full.png");
  assert_int_equal(render_file(f, path, why, NULL).code, STATUS_OK);
  assert_int_equal(stat(path, &found), 0);
  getrlimit(RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 1000;
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  Status s = render_file(f, path, why, NULL);
  setrlimit(RLIMIT_FSIZE, &old);
  signal(SIGXFSZ, handler);
  assert_int_equal(s.code, STATUS_FILE);
  assert_non_null(strstr(why, "File too large"));
  assert_int_equal(files_in(folder), 1);
  struct stat after;
  assert_int_equal(stat(path, &after), 0);
  assert_int_equal(after.st_size, found.st_size);
  unlink(path);
  figure_free(f);
}

/* Root ignores permissions, so use a file in place of a folder. */
static void unwritable_paths_are_reported(void **state) {
  (void)state;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  assert_int_equal(render_file(f, "/nonexistent/a.png", why, NULL).code,
                   STATUS_FILE);
  assert_non_null(strstr(why, "No such file or directory"));
  mkdir(in_folder("folder.png"), 0777);
  assert_int_equal(render_file(f, in_folder("folder.png"), why, NULL).code,
                   STATUS_FILE);
  assert_non_null(strstr(why, "Is a directory"));
  rmdir(in_folder("folder.png"));
  assert_int_equal(render_file(f, in_folder("a.jpg"), why, NULL).code,
                   STATUS_RANGE);
  assert_non_null(strstr(why, "must end in .png, .svg, .pdf or .html"));
  assert_int_equal(files_in(folder), 0);
  figure_free(f);
}

static void a_new_file_is_readable_by_others(void **state) {
  (void)state;
  struct stat found;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  mode_t mask = umask(022);
  assert_int_equal(render_file(f, in_folder("mode.svg"), why, NULL).code,
                   STATUS_OK);
  umask(mask);
  stat(in_folder("mode.svg"), &found);
  assert_int_equal(found.st_mode & 0777, 0644);
  unlink(in_folder("mode.svg"));
  figure_free(f);
}

/* The address sanitizer delays freeing memory. */
#ifdef __SANITIZE_ADDRESS__
enum { PAGES_ALLOWED = 100000 };
#else
enum { PAGES_ALLOWED = 1024 };
#endif

static long resident_pages(void) {
  long total = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file) {
    if (fscanf(file, "%ld %ld", &total, &resident) != 2) resident = 0;
    fclose(file);
  }
  return resident;
}

/* Requests a stop when a line is drawn, in the middle of a page. */
static void *stopping_alloc(void *ud, void *block, size_t old_size,
                            size_t new_size) {
  (void)old_size;
  if (new_size > 4000) *(volatile sig_atomic_t *)ud = 1;
  if (new_size) return realloc(block, new_size);
  free(block);
  return NULL;
}

/* Left by longjmp. */
static void stop_in_the_middle(Figure *f, volatile sig_atomic_t *stop) {
  char why[WHY_ROOM];
  *stop = 0;
  Status s = render_file(f, in_folder("many.png"), why, stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

static void a_thousand_failures_leak_nothing(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 0;
  Figure *f = NULL;
  Memory memory = {stopping_alloc, (void *)&stop};
  assert_int_equal(figure_new(&f, memory, 1, 1, 200, 200).code, STATUS_OK);
  Mark m = {.kind = MARK_LINE, .style = mark_style(MARK_LINE),
            .x = vec_of(ramp, POINTS), .y = vec_of(wave, POINTS)};
  axes_add(f->axes, &m);
  for (int i = 0; i < 100; i++) stop_in_the_middle(f, &stop);
  size_t open_before = files_in("/proc/self/fd");
  long before = resident_pages();
  for (int i = 0; i < 1000; i++) stop_in_the_middle(f, &stop);
  assert_int_equal(files_in("/proc/self/fd"), open_before);
  assert_true(resident_pages() - before < PAGES_ALLOWED);
  assert_int_equal(files_in(folder), 0);
  figure_free(f);
}

/* -- stopping in time ----------------------------------------------------- */

static volatile sig_atomic_t late_stop;
static struct timespec stopped_at;

static void on_alarm(int signal_number) {
  (void)signal_number;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &stopped_at);
  late_stop = 1;
}

/* Seconds from the signal, 30 ms after the start, to the return; both in
 * processor time, which does not depend on what else runs. */
static double stopping_time(const Figure *f) {
  struct itimerval timer = {.it_value = {0, 30000}};
  struct timespec now;
  char why[WHY_ROOM];
  Bytes b;
  late_stop = 0;
  signal(SIGPROF, on_alarm);
  setitimer(ITIMER_PROF, &timer, NULL);
  Status s = render_memory(f, FORMAT_PNG, &b, why, &late_stop);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  bytes_free(&b);
  signal(SIGPROF, SIG_DFL);
  assert_int_equal(s.code, STATUS_STOPPED);
  return (double)(now.tv_sec - stopped_at.tv_sec) +
         (double)(now.tv_nsec - stopped_at.tv_nsec) * 1e-9;
}

enum { GRID = 500 };
static double heights[GRID * GRID];

static void a_long_drawing_stops_in_time(void **state) {
  (void)state;
  Heap c = {0};
  Figure *f = NULL;
  figure_new(&f, (Memory){heap_allocate, &c}, 1, 1, 4000, 4000);
  Mark m = {.kind = MARK_LINE, .style = mark_style(MARK_LINE),
            .x = vec_of(ramp, POINTS), .y = vec_of(wave, POINTS)};
  axes_add(f->axes, &m);
  assert_true(stopping_time(f) < 0.5); /* about 0.03 on an idle machine */
  figure_free(f);
  figure_new(&f, (Memory){heap_allocate, &c}, 1, 1, 900, 600);
  for (size_t i = 0; i < GRID * GRID; i++)
    heights[i] = (double)(i * 7919 % 1009);
  m = (Mark){.kind = MARK_CONTOUR, .style = mark_style(MARK_CONTOUR),
             .x = vec_of(heights, GRID), .y = vec_of(heights, GRID),
             .z = mat_of(heights, GRID, GRID)};
  m.style.filled = true;
  axes_add(f->axes, &m);
  assert_true(stopping_time(f) < 0.5);
  figure_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_file_format_is_written),
    cmocka_unit_test(the_same_figure_gives_the_same_bytes),
    cmocka_unit_test(every_allocation_may_fail),
    cmocka_unit_test(a_set_flag_stops_and_leaves_no_file),
    cmocka_unit_test(a_full_disk_keeps_the_old_file),
    cmocka_unit_test(unwritable_paths_are_reported),
    cmocka_unit_test(a_new_file_is_readable_by_others),
    cmocka_unit_test(a_thousand_failures_leak_nothing),
    cmocka_unit_test(a_long_drawing_stops_in_time),
  };
  if (!mkdtemp(folder)) return 1;
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  rmdir(folder);
  return failed;
}
