/* Sums over blocks of rows: the same bits for any number of threads and
 * processes, the first error in the order of the rows, and stops. */
#define _GNU_SOURCE
#include "core/parallel/blocks.h"

#include "check.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/parallel/threads.h"

enum { ROWS = 300000, WIDTH = 3 };

/* Numbers whose sum depends on the order. */
static double number(size_t i) {
  return (double)(i * 2654435761u % 1000003) / 1000003 * exp((double)(i % 40));
}

/* The first of the rows that this process holds, in the whole. */
typedef struct Data {
  size_t first, bad, also_bad;
  bool is_sum_seen;
} Data;

static Status add_rows(void *context, const BlockPart *part, double *sums) {
  const Data *data = context;
  const size_t from = part->from;
  for (size_t i = from; i < from + part->rows; i++) {
    const size_t row = data->first + i;
    if (row == data->bad || row == data->also_bad)
      return status_error(STATUS_LABEL, i - from, 0, (double)row);
    for (size_t j = 0; j < WIDTH; j++) sums[j] += number(row + j);
  }
  return status_ok();
}

static Data good(void) { return (Data){0, SIZE_MAX, SIZE_MAX, false}; }

static Blocks with_scratch(Blocks b, size_t width) {
  b.room = blocks_scratch(&b, width, 0);
  b.scratch = malloc((b.room + 1) * sizeof *b.scratch);
  assert_non_null(b.scratch);
  return b;
}

static Status sum_with(double *sums, const Blocks *b, BlockFunction *function,
                       void *context, size_t width, StopFlag flag) {
  const BlockSum what = {
    .function = function, .context = context, .width = width};
  return blocks_sum(sums, b, &what, flag);
}

static Status sum_all(double *sums, Data data) {
  Blocks b = with_scratch(blocks_cut(ROWS, 10), WIDTH);
  const Status s = sum_with(sums, &b, add_rows, &data, WIDTH, NULL);
  free(b.scratch);
  return s;
}

/* -- the rule --------------------------------------------------------------- */

static void check_cut(size_t rows, size_t columns) {
  const Blocks b = blocks_cut(rows, columns);
  assert_in_range(b.count, 1, BLOCKS_MOST);
  assert_int_equal(b.first, 0);
  assert_int_equal(b.last, b.count);
  assert_int_equal(blocks_row(&b, 0), 0);
  assert_int_equal(blocks_row(&b, b.count), rows);
  for (size_t k = 0; rows && k < b.count; k++)
    assert_true(blocks_row(&b, k) < blocks_row(&b, k + 1));
}

static void blocks_cover_all_rows(void **state) {
  (void)state;
  for (size_t columns = 0; columns < 3000; columns = 3 * columns + 1)
    for (size_t rows = 0; rows < 100000000; rows = rows * 7 / 3 + 1)
      check_cut(rows, columns);
  check_cut(SIZE_MAX / 16, 1);
}

static void small_data_are_one_block(void **state) {
  (void)state;
  assert_int_equal(blocks_cut(100, 4).count, 1);
  assert_int_equal(blocks_cut(1000, 10).count, 1);
  assert_int_equal(blocks_cut(500, 2000).count, 1);
  assert_true(blocks_cut(1000000, 10).count > 200);
}

/* -- sums ------------------------------------------------------------------- */

static void sums_do_not_depend_on_threads(void **state) {
  (void)state;
  double one[WIDTH], some[WIDTH];
  threads_set(1);
  assert_int_equal(sum_all(one, good()).code, STATUS_OK);
  for (size_t threads = 2; threads <= 4; threads++) {
    threads_set(threads);
    assert_int_equal(threads_count(), threads);
    assert_int_equal(sum_all(some, good()).code, STATUS_OK);
    assert_memory_equal(some, one, sizeof one);
  }
}

/* With room for fewer blocks than there are, and with room for one. */
static void sums_do_not_depend_on_room(void **state) {
  (void)state;
  double whole[WIDTH], some[WIDTH], scratch[5 * WIDTH];
  Data data = good();
  threads_set(3);
  sum_all(whole, data);
  for (size_t slots = 1; slots <= 5; slots++) {
    Blocks b = blocks_cut(ROWS, 10);
    b.scratch = scratch;
    b.room = slots * WIDTH;
    assert_int_equal(sum_with(some, &b, add_rows, &data, WIDTH, NULL).code,
                     STATUS_OK);
    assert_memory_equal(some, whole, sizeof whole);
  }
}

/* Each thread has memory of its own, which it may fill before it sums. */
static Status add_by_copy(void *context, const BlockPart *part, double *sums) {
  enum { FEW = 10 };
  (void)context;
  for (size_t i = 0; i < part->rows; i += FEW) {
    const size_t n = part->rows - i < FEW ? part->rows - i : FEW;
    for (size_t k = 0; k < n; k++) part->own[k] = number(part->from + i + k);
    for (size_t k = 0; k < n; k++) sums[0] += part->own[k];
  }
  return status_ok();
}

static void threads_have_memory_of_their_own(void **state) {
  (void)state;
  double whole[WIDTH], some, scratch[1000];
  const BlockSum what = {.function = add_by_copy, .width = 1, .own = 10};
  sum_all(whole, good());
  for (size_t threads = 1; threads <= 4; threads++) {
    threads_set(threads);
    Blocks b = blocks_cut(ROWS, 10);
    b.scratch = scratch;
    b.room = blocks_scratch(&b, 1, 10);
    assert_in_range(b.room, b.count + 10 * threads, 1000);
    assert_int_equal(blocks_sum(&some, &b, &what, NULL).code, STATUS_OK);
    assert_memory_equal(&some, whole, sizeof some);
  }
}

/* -- processes -------------------------------------------------------------- */

/* What the other process would send. */
typedef struct Other {
  const Blocks *mine;
  double sums[BLOCKS_MOST * WIDTH];
  Status status;
} Other;

static Status exchange(const Blocks *blocks, Status own, double *sums,
                       size_t width) {
  const Other *other = blocks->context;
  for (size_t k = 0; k < other->mine->count; k++)
    if (k < other->mine->first || k >= other->mine->last)
      memcpy(sums + k * width, other->sums + k * width, width * sizeof *sums);
  return own.code == STATUS_OK ? other->status : own;
}

static void sums_do_not_depend_on_processes(void **state) {
  (void)state;
  static Other other;
  static const BlockExchange table = {exchange};
  double whole[WIDTH], some[WIDTH];
  Blocks b = blocks_cut(ROWS, 10);
  Data data = good();
  sum_all(whole, data);
  other.mine = &b;
  for (size_t k = 0; k < b.count; k++)
    add_rows(&data,
             &(BlockPart){blocks_row(&b, k),
                          blocks_row(&b, k + 1) - blocks_row(&b, k), NULL},
             other.sums + k * WIDTH);
  b.exchange = &table;
  b.context = &other;
  b = with_scratch(b, WIDTH);
  for (b.first = 0; b.first < b.count; b.first += 50) {
    b.last = b.first + 50 < b.count ? b.first + 50 : b.count;
    data.first = blocks_row(&b, b.first);
    assert_int_equal(sum_with(some, &b, add_rows, &data, WIDTH, NULL).code,
                     STATUS_OK);
    assert_memory_equal(some, whole, sizeof whole);
  }
  other.status = status_error(STATUS_LABEL, 7, 0, 0);
  assert_int_equal(sum_with(some, &b, add_rows, &data, WIDTH, NULL).i, 7);
  free(b.scratch);
}

/* A child has none of the threads of its parent. */
static void child_process_computes_alone(void **state) {
  (void)state;
  double whole[WIDTH], some[WIDTH];
  int code;
  threads_set(4);
  sum_all(whole, good());
  const pid_t child = fork();
  if (!child) {
    sum_all(some, good());
    _exit(threads_count() != 1 || memcmp(some, whole, sizeof whole) != 0);
  }
  assert_int_equal(waitpid(child, &code, 0), child);
  assert_int_equal(code, 0);
  assert_int_equal(threads_count(), 4);
}

/* -- errors and stops ------------------------------------------------------- */

static void the_first_error_is_reported(void **state) {
  (void)state;
  double sums[WIDTH];
  Data data = good();
  data.bad = 299999;
  data.also_bad = 123456;
  for (size_t threads = 1; threads <= 4; threads++) {
    threads_set(threads);
    const Status s = sum_all(sums, data);
    assert_int_equal(s.code, STATUS_LABEL);
    assert_int_equal(s.i, 123456);
    assert_near(s.value, 123456, 0);
  }
}

static volatile sig_atomic_t stop;

static Status ask_to_stop(void *context, const BlockPart *part, double *sums) {
  (void)part;
  stop = 1;
  ((Data *)context)->is_sum_seen = true;
  sums[0] = 1;
  return status_ok();
}

static void the_flag_stops_the_other_blocks(void **state) {
  (void)state;
  double sums[WIDTH];
  Data data = good();
  threads_set(2);
  Blocks b = with_scratch(blocks_cut(ROWS, 10), WIDTH);
  stop = 0;
  assert_int_equal(
    sum_with(sums, &b, ask_to_stop, &data, WIDTH, &stop).code,
    STATUS_STOPPED);
  assert_true(data.is_sum_seen);
  data.is_sum_seen = false;
  assert_int_equal(
    sum_with(sums, &b, ask_to_stop, &data, WIDTH, &stop).code,
    STATUS_STOPPED);
  assert_false(data.is_sum_seen);
  free(b.scratch);
}

/* -- inside of a thread ----------------------------------------------------- */

static Status sum_inside(void *context, const BlockPart *part, double *sums) {
  (void)part;
  const double *whole = context;
  double some[WIDTH];
  const Status s = sum_all(some, good());
  sums[0] = memcmp(some, whole, sizeof some) != 0 || threads_count() != 1;
  return s;
}

static void a_thread_starts_no_threads(void **state) {
  (void)state;
  double whole[WIDTH], wrong;
  threads_set(2);
  sum_all(whole, good());
  Blocks b = with_scratch(blocks_cut(ROWS, 100), 1);
  assert_int_equal(sum_with(&wrong, &b, sum_inside, whole, 1, NULL).code,
                   STATUS_OK);
  assert_near(wrong, 0, 0);
  free(b.scratch);
}

static Status see_signals(void *context, const BlockPart *part, double *sums) {
  const pthread_t *owner = context;
  sigset_t mask;
  (void)part;
  pthread_sigmask(SIG_SETMASK, NULL, &mask);
  sums[0] = pthread_equal(pthread_self(), *owner)
              ? sigismember(&mask, SIGINT)
              : !sigismember(&mask, SIGINT) || !sigismember(&mask, SIGTERM);
  usleep(100);
  return status_ok();
}

static void signals_are_for_the_main_thread(void **state) {
  (void)state;
  pthread_t owner = pthread_self();
  double wrong;
  threads_set(3);
  Blocks b = with_scratch(blocks_cut(ROWS, 100), 1);
  assert_int_equal(sum_with(&wrong, &b, see_signals, &owner, 1, NULL).code,
                   STATUS_OK);
  assert_near(wrong, 0, 0);
  free(b.scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(blocks_cover_all_rows),
    cmocka_unit_test(small_data_are_one_block),
    cmocka_unit_test(sums_do_not_depend_on_threads),
    cmocka_unit_test(sums_do_not_depend_on_room),
    cmocka_unit_test(threads_have_memory_of_their_own),
    cmocka_unit_test(sums_do_not_depend_on_processes),
    cmocka_unit_test(child_process_computes_alone),
    cmocka_unit_test(the_first_error_is_reported),
    cmocka_unit_test(the_flag_stops_the_other_blocks),
    cmocka_unit_test(a_thread_starts_no_threads),
    cmocka_unit_test(signals_are_for_the_main_thread),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
