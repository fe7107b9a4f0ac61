/* A figure as JSON, and what the page's two threads share. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/web/page_store.h"
#include "plot/web/web_figure.h"

#include "check.h"
#include "heap.h"

enum { POINTS = 50 };
static double ramp[POINTS], wave[POINTS];

static Mark of_kind(MarkKind kind) {
  Mark m = {.kind = kind,
            .style = mark_style(kind),
            .label = "a <label>",
            .text = "text"};
  size_t n = kind == MARK_TEXT || kind == MARK_ANNOTATE ? 1 : 10;
  m.x = vec_of(ramp, n);
  m.y = vec_of(wave, n);
  if (mark_is_grid(kind)) {
    m.z = mat_of(wave, 5, kind == MARK_IMAGE ? 9 : 10);
    m.y = vec_of(ramp, kind == MARK_IMAGE ? 6 : 5);
    m.numbers = m.colorbar = true;
    return m;
  }
  m.x2 = vec_of(ramp + 1, n);
  m.y2 = vec_of(wave + 1, n);
  if (kind == MARK_HEXBIN || kind == MARK_SCATTER) m.values = vec_of(wave, n);
  return m;
}

/* Every kind, each in its own axes. */
static Figure *sample(Heap *c) {
  Figure *f = NULL;
  for (size_t i = 0; i < POINTS; i++) {
    ramp[i] = (double)i;
    wave[i] = sin((double)i / 5);
  }
  figure_new(&f, (Memory){heap_allocate, c}, MARK_KINDS, 1, 600, 4000);
  for (size_t k = 0; f && k < MARK_KINDS; k++) {
    Mark m = of_kind((MarkKind)k);
    axes_add(&f->axes[k], &m);
  }
  return f;
}

/* Brackets and quotes match. */
static bool is_balanced(const char *d, size_t n) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < n && depth >= 0; i++) {
    if (quoted && d[i] == '\\')
      i++;
    else if (d[i] == '"')
      quoted = !quoted;
    else if (!quoted)
      depth += (strchr("{[", d[i]) != NULL) - (strchr("}]", d[i]) != NULL);
  }
  return depth == 0 && !quoted;
}

static void every_kind_is_written(void **state) {
  (void)state;
  Heap c = {0};
  char why[WHY_ROOM], word[40];
  Figure *f = sample(&c);
  Bytes b = {.memory = f->memory};
  assert_int_equal(web_figure(f, &b, why, NULL).code, STATUS_OK);
  assert_true(is_balanced(b.d, b.n));
  assert_true(bytes_add(&b, "", 1));
  for (size_t k = 0; k < MARK_KINDS; k++) {
    snprintf(word, sizeof word, "\"kind\":\"%s\"", mark_names[k]);
    assert_int_equal(f->axes[k].count, 1);
    assert_non_null(strstr(b.d, word));
  }
  assert_null(strchr(b.d, '<'));
  bytes_free(&b);
  figure_free(f);
  assert_int_equal(c.used, 0);
}

static void every_allocation_may_fail(void **state) {
  (void)state;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  size_t live = c.used;
  Status s = {.code = STATUS_MEMORY};
  for (long i = 1; s.code != STATUS_OK; i++) {
    c.count = 0;
    c.failing = i;
    Bytes b = {.memory = f->memory};
    s = web_figure(f, &b, why, NULL);
    bytes_free(&b);
    assert_int_equal(c.used, live);
    if (s.code == STATUS_OK) break;
    assert_int_equal(s.code, STATUS_MEMORY);
    assert_non_null(strstr(why, "not enough memory"));
  }
  figure_free(f);
}

static void it_can_be_stopped(void **state) {
  (void)state;
  Heap c = {0};
  char why[WHY_ROOM];
  Figure *f = sample(&c);
  Bytes b = {.memory = f->memory};
  volatile sig_atomic_t stop = 1;
  assert_int_equal(web_figure(f, &b, why, &stop).code, STATUS_STOPPED);
  bytes_free(&b);
  figure_free(f);
  assert_int_equal(c.used, 0);
}

/* -- the store ------------------------------------------------------------- */

static void a_store_keeps_the_newest_figures(void **state) {
  (void)state;
  PageStore *s = page_store_new();
  char json[16];
  size_t n = 0;
  for (long i = 1; i <= PAGE_FIGURES + 2; i++) {
    int length = snprintf(json, sizeof json, "{%ld}", i);
    assert_true(page_store_publish(s, i, json, (size_t)length));
  }
  assert_true(page_store_publish(s, 3, "{again}", 7));
  assert_null(page_store_figure(s, 2, &n));
  assert_null(page_store_figure(s, 0, &n));
  assert_null(page_store_figure(s, -50, &n));
  assert_null(page_store_figure(s, PAGE_FIGURES + 3, &n));
  char *figure = page_store_figure(s, 3, &n), *list = page_store_list(s);
  assert_int_equal(n, 7);
  assert_memory_equal(figure, "{again}", 7);
  assert_memory_equal(list, "data: [[3,2],[4,1],", 19);
  free(figure);
  free(list);
  page_store_free(s);
}

static void events_are_taken_only_when_controls_are_offered(void **state) {
  (void)state;
  PageStore *s = page_store_new();
  char event[16];
  assert_false(page_store_take(s, "one", 3));
  assert_true(page_store_offer(s, "{}"));
  assert_true(page_store_take(s, "one", 3));
  assert_true(page_store_take(s, "three", 5));
  assert_int_equal(page_store_waiting(s), 4);
  page_store_pop(s, event);
  assert_string_equal(event, "one");
  int more = 0;
  while (page_store_take(s, "x", 1)) more++;
  assert_true(more > 10 && more < 1000); /* the queue is bounded */
  char *list = page_store_list(s);
  assert_memory_equal(list, "event: controls\ndata: {}\n\n", 26);
  free(list);
  assert_true(page_store_offer(s, NULL)); /* drops what was not handled */
  assert_int_equal(page_store_waiting(s), 0);
  list = page_store_list(s);
  assert_memory_equal(list, "event: controls\ndata: null\n\n", 28);
  free(list);
  page_store_free(s);
}

static void *read_all(void *data) {
  PageStore *s = data;
  for (int i = 0; i < 20000; i++) {
    size_t n = 0;
    char *figure = page_store_figure(s, 1, &n), *list = page_store_list(s);
    if (figure && (n < 2 || figure[0] != figure[n - 1])) return data; /* torn */
    page_store_take(s, "event", 5);
    free(figure);
    free(list);
  }
  return NULL;
}

static void two_threads_see_whole_figures(void **state) {
  (void)state;
  PageStore *s = page_store_new();
  pthread_t reader;
  void *result = NULL;
  char json[64], event[16];
  pthread_create(&reader, NULL, read_all, s);
  for (int i = 0; i < 20000; i++) {
    size_t n = (size_t)(2 + i % 60);
    memset(json, 'a' + i % 26, n);
    page_store_publish(s, 1, json, n);
    page_store_offer(s, i % 3 ? "{}" : NULL);
    if (page_store_waiting(s)) page_store_pop(s, event);
  }
  pthread_join(reader, &result);
  assert_null(result);
  page_store_free(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_kind_is_written),
    cmocka_unit_test(every_allocation_may_fail),
    cmocka_unit_test(it_can_be_stopped),
    cmocka_unit_test(a_store_keeps_the_newest_figures),
    cmocka_unit_test(events_are_taken_only_when_controls_are_offered),
    cmocka_unit_test(two_threads_see_whole_figures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
