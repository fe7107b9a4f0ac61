/* The program in a pseudo-terminal controlled by this test, which answers like
 * kitty, like a terminal with sixel, or not at all. */
#define _GNU_SOURCE
#include "plot/text/terminal_query.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

/* -- parsing of answers --------------------------------------------------- */

static void answers_are_parsed(void **state) {
  (void)state;
  TerminalTraits t;
  assert_true(terminal_query_parse(&t, "\033[?62;4;22c"));
  assert_int_equal(t.pictures, TTY_SIXEL);
  assert_true(terminal_query_parse(&t, "\033[?64;1;2c"));
  assert_int_equal(t.pictures, TTY_TEXT);
  assert_true(terminal_query_parse(&t, "\033[?4c")); /* a VT132, no sixel */
  assert_int_equal(t.pictures, TTY_TEXT);
  assert_true(terminal_query_parse(&t, "\033_Gi=31;OK\033\\\033[?62;4c"));
  assert_int_equal(t.pictures, TTY_KITTY);
  assert_true(terminal_query_parse(&t, "\033_Gi=31;EINVAL\033\\\033[?62c"));
  assert_int_equal(t.pictures, TTY_TEXT);
  assert_false(terminal_query_parse(&t, "\033_Gi=31;OK\033\\\033[?62;4"));
}

static void cell_size_and_background_are_parsed(void **state) {
  (void)state;
  TerminalTraits t;
  terminal_query_parse(&t, "\033]11;rgb:ffff/8080/0000\033\\\033[6;20;9t\033[?1c");
  assert_true(t.ground_known);
  assert_int_equal(t.ground.r, 255);
  assert_int_equal(t.ground.g, 128);
  assert_int_equal(t.ground.b, 0);
  assert_int_equal(t.cell_width, 9);
  assert_int_equal(t.cell_height, 20);
  terminal_query_parse(&t, "\033]11;rgb:f/8\033[6;0;0t\033]11;rgb:zz/1/1\033\\");
  assert_false(t.ground_known);
  assert_int_equal(t.cell_width, 0);
}

/* -- a terminal ----------------------------------------------------------- */

typedef struct Screen {
  size_t n;
  char text[1 << 20]; /* all output */
  double seconds;     /* until the program ended */
} Screen;

static Screen screen;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void run_program(const char *term, const char *chunk) {
  const char *program = getenv("MLREPL");
  setenv("TERM", term, 1);
  unsetenv("TMUX");
  unsetenv("NO_COLOR");
  unsetenv("MLREPL_PLOT");
  execl(program ? program : "./mlrepl", "mlrepl", "--plot=terminal", "-e",
        chunk, (char *)NULL);
  _exit(9);
}

static void reply(int fd, const char *text) {
  ssize_t n = write(fd, text, strlen(text));
  assert_int_equal(n, strlen(text));
}

/* Runs the chunk in a terminal of 100 x 40 cells. The terminal sends `answer` when
 * asked for its attributes, and `typed` after the output "ready". */
static void run(const char *term, const char *chunk, const char *answer,
                const char *typed) {
  const struct winsize size = {40, 100, 1000, 800};
  int fd;
  double start = now();
  screen.n = 0;
  pid_t child = forkpty(&fd, NULL, NULL, &size);
  assert_true(child >= 0);
  if (child == 0) run_program(term, chunk);
  while (now() - start < 20 && screen.n + 1 < sizeof screen.text) {
    struct pollfd wait = {fd, POLLIN, 0};
    if (poll(&wait, 1, 1000) <= 0) continue;
    ssize_t got = read(fd, screen.text + screen.n,
                       sizeof screen.text - 1 - screen.n);
    if (got <= 0) break;
    screen.n += (size_t)got;
    screen.text[screen.n] = 0;
    if (*answer && strstr(screen.text, "\033[c")) {
      reply(fd, answer);
      answer = "";
    }
    if (*typed && strstr(screen.text, "ready")) {
      reply(fd, typed);
      typed = "";
    }
  }
  screen.seconds = now() - start;
  close(fd);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

static bool seen(const char *text) { return strstr(screen.text, text); }

static const char DRAW[] = "plot.figure{size={300, 200}} plot({1, 2}, {1, 2})";

static const char *chunk_of(const char *rest) {
  static char chunk[1000];
  snprintf(chunk, sizeof chunk, "%s %s", DRAW, rest);
  return chunk;
}

static void kitty_gets_an_image(void **state) {
  (void)state;
  run("xterm-kitty", chunk_of("plot.show() print('over')"),
      "\033_Gi=31;OK\033\\\033[6;20;10t\033[?62;c", "");
  assert_true(seen("\033_Ga=T,f=100,q=2,C=1,c=30,r=10,m=1;iVBOR"));
  assert_true(seen("\0338\033[10B\rover"));
  assert_false(seen("┤"));
}

static void sixel_terminals_get_an_image(void **state) {
  (void)state;
  run("xterm-256color", chunk_of("plot.show() print('over')"),
      "\033[?62;4;22c", "");
  assert_true(seen("\033P0;1q\"1;1;300;200#0;2;"));
  assert_true(seen("-\033\\\0338\033[10B\rover"));
}

static void other_terminals_get_colored_text(void **state) {
  (void)state;
  run("xterm-256color", chunk_of("plot.show() print('over')"),
      "\033[?62;22c", "");
  assert_true(seen("┤"));
  assert_true(seen("\033[38;5;"));
  assert_false(seen("iVBOR"));
}

/* The timeout of 0.2 s applies only once, also for three figures. */
static void silent_terminals_get_text_soon(void **state) {
  (void)state;
  run("xterm", chunk_of("plot.show() plot.axes():title'' plot.show() print('over')"), "", "");
  const char *first = strstr(screen.text, "\033[c");
  assert_non_null(first);
  assert_null(strstr(first + 1, "\033[c"));
  assert_true(screen.seconds < 5);
}

static void tmux_is_not_queried_for_kitty(void **state) {
  (void)state;
  run("tmux-256color", chunk_of("plot.show()"), "\033[?1;2;4c", "");
  assert_false(seen("_Gi=31"));
  assert_true(seen("\033P0;1q"));
}

static void a_dumb_terminal_is_not_queried(void **state) {
  (void)state;
  run("dumb", chunk_of("plot.show() print('over')"), "", "");
  assert_null(strchr(screen.text, '\033'));
  assert_true(seen("┤"));
}

/* The answer is read completely: the next line is the user's input. */
static void answers_are_removed_from_the_input(void **state) {
  (void)state;
  run("xterm-kitty",
      chunk_of("plot.show() print('ready') print('[' .. io.read() .. ']')"),
      "\033_Gi=31;OK\033\\\033]11;rgb:0/0/0\033\\\033[6;20;10t\033[?62;4;c",
      "typed\n");
  assert_true(seen("[typed]"));
}

static void keys_typed_ahead_are_kept(void **state) {
  (void)state;
  run("xterm-kitty",
      chunk_of("print('ready') local t = os.clock() while os.clock() < t + 0.3 "
               "do end plot.show() print('[' .. io.read() .. ']')"),
      "", "ahead\n");
  assert_false(seen("\033[c"));
  assert_true(seen("[ahead]"));
}

static void a_live_plot_stays_in_place(void **state) {
  (void)state;
  run("xterm", "plot.live(function(k) plot({0, k}, {0, k}) local t = os.clock() "
      "while os.clock() < t + 0.15 do end end, {frames=4}) print('over')",
      "\033[?62;22c", "");
  assert_true(seen("\r\033[38A")); /* its lines */
  assert_true(seen("\033[K\r\n"));
  assert_true(seen("over"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(answers_are_parsed),
    cmocka_unit_test(cell_size_and_background_are_parsed),
    cmocka_unit_test(kitty_gets_an_image),
    cmocka_unit_test(sixel_terminals_get_an_image),
    cmocka_unit_test(other_terminals_get_colored_text),
    cmocka_unit_test(silent_terminals_get_text_soon),
    cmocka_unit_test(tmux_is_not_queried_for_kitty),
    cmocka_unit_test(a_dumb_terminal_is_not_queried),
    cmocka_unit_test(answers_are_removed_from_the_input),
    cmocka_unit_test(keys_typed_ahead_are_kept),
    cmocka_unit_test(a_live_plot_stays_in_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
