/* What child_process_run and child_process_capture tell about a child process
 * that cannot be started or that ends early. */
#define _GNU_SOURCE
#include "sys/child_process.h"

#include "check.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int add_halves(void *context, double *out) {
  const double *x = context;
  out[0] = x[0] / 2;
  out[1] = x[1] / 2;
  return 7;
}

static int crash(void *context, double *out) {
  (void)context;
  (void)out;
  abort();
}

static char word[] = "word";

static bool write_word(void *context, int to) {
  return write(to, context, 4) == 4;
}

static bool write_and_fail(void *context, int to) {
  return write_word(context, to) && false;
}

static void test_results(void **state) {
  (void)state;
  double x[2] = {3, 5}, out[2] = {0, 0};
  int code = 0;
  char text[8] = "";
  size_t n = sizeof text;
  assert_int_equal(child_process_run(&code, out, 2, add_halves, x), CHILD_DONE);
  assert_int_equal(code, 7);
  assert_true(out[0] == 1.5 && out[1] == 2.5);
  assert_int_equal(child_process_run(&code, out, 2, crash, x), CHILD_LOST);
  assert_int_equal(child_process_capture(text, &n, write_word, word),
                   CHILD_DONE);
  assert_int_equal(n, 4);
  assert_memory_equal(text, word, 4);
  n = sizeof text;
  assert_int_equal(child_process_capture(text, &n, write_and_fail, word),
                   CHILD_LOST);
}

/* -- without resources ---------------------------------------------------- */

static void limit(int resource, rlim_t most) {
  const struct rlimit limits = {most, most};
  setrlimit((__rlimit_resource_t)resource, &limits);
}

/* The limit of processes does not apply to root. */
static void refuse_processes(void) {
  if (geteuid() == 0 && (setgroups(0, NULL) || setgid(65534) || setuid(65534)))
    _exit(2);
  limit(RLIMIT_NPROC, 0);
}

static void refuse_files(void) { limit(RLIMIT_NOFILE, 0); }

/* Returns 0 if both functions tell the error, 2 if it cannot be brought
 * about. */
static int try_without(void (*refuse)(void), int error) {
  const pid_t child = fork();
  if (child == 0) {
    double out[2] = {0}, x[2] = {0};
    char text[8];
    size_t n = sizeof text;
    int code = 0;
    refuse();
    errno = 0;
    const ChildResult ran = child_process_run(&code, out, 2, add_halves, x);
    const bool told = ran == CHILD_REFUSED && errno == error;
    errno = 0;
    const ChildResult got = child_process_capture(text, &n, write_word, word);
    _exit(!(told && got == CHILD_REFUSED && errno == error));
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_refused(void **state) {
  (void)state;
  assert_int_equal(try_without(refuse_files, EMFILE), 0);
  const int how = try_without(refuse_processes, EAGAIN);
  if (how == 2) skip();
  assert_int_equal(how, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_results),
                                     cmocka_unit_test(test_refused)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
