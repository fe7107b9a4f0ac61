#include "lua/train/liblinear.h"

#include <stdbool.h>
#include <dlfcn.h>
#include <string.h>

#include <linear.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"
#include "sys/plugin.h"

typedef struct feature_node Node;

_Static_assert(sizeof(Node) == LIBLINEAR_PIECE, "a piece holds a node");

/* -- the library ---------------------------------------------------------- */

typedef struct Library {
  __typeof__(&train) train;
  __typeof__(&check_parameter) check;
  __typeof__(&get_decfun_coef) weight;
  __typeof__(&get_decfun_bias) intercept;
  __typeof__(&set_print_string_function) print_with;
} Library;

static void quiet(const char *text) { (void)text; }

static void *open_library_file(void) {
  void *file = dlopen("liblinear.so.4", RTLD_NOW);
  return file ? file : dlopen("liblinear.so", RTLD_NOW);
}

/* ISO C has no cast from an object to a function. */
static bool find(void *file, const char *name, void *function) {
  void *found = dlsym(file, name);
  memcpy(function, &found, sizeof found);
  return found != NULL;
}

static bool load(Library *lib) {
  void *file = open_library_file();
  const int *version = file ? dlsym(file, "liblinear_version") : NULL;
  return version && *version == LIBLINEAR_VERSION &&
         find(file, "train", &lib->train) &&
         find(file, "check_parameter", &lib->check) &&
         find(file, "get_decfun_coef", &lib->weight) &&
         find(file, "get_decfun_bias", &lib->intercept) &&
         find(file, "set_print_string_function", &lib->print_with);
}

/* -- the data format ------------------------------------------------------ */

/* A row has one node per nonzero number, one for the intercept and one that
 * ends it; its target and its pointer take the space of one more node. */
size_t liblinear_room(size_t m, size_t n) { return m * (n + 3); }

static Node *write_row(Node *to, Vec x, double bias) {
  for (size_t j = 0; j < x.n; j++)
    if (*vec_at(x, j) != 0) *to++ = (Node){(int)j + 1, *vec_at(x, j)};
  *to++ = (Node){(int)x.n + 1, bias};
  *to++ = (Node){-1, 0};
  return to;
}

/* With the labels -1 and +1, LIBLINEAR always puts +1 first: the weights are
 * those of class 1. */
static struct problem write_problem(const LiblinearTask *t) {
  const size_t m = t->X.rows;
  Node **rows = t->room;
  double *y = (double *)(void *)(rows + m);
  Node *next = (Node *)t->room + m;
  for (size_t i = 0; i < m; i++) {
    rows[i] = next;
    y[i] = *vec_at(t->y, i) == 1 ? 1 : -1;
    next = write_row(next, mat_row(t->X, i), t->bias);
  }
  return (struct problem){(int)m, (int)t->X.cols + 1, y, rows, t->bias};
}

Status liblinear_logistic(void *task, double *theta) {
  const LiblinearTask *t = task;
  const size_t n = t->X.cols;
  Library lib;
  if (!load(&lib)) {
    enum { LIBRARIES = 64 << 20 }; /* with those of C++ */
    const StatusCode why =
      plugin_has_room(1, LIBRARIES) ? STATUS_FILE : STATUS_MEMORY;
    return status_error(why, 0, 0, 0);
  }
  lib.print_with(quiet);
  struct problem problem = write_problem(t);
  struct parameter how = {.solver_type = L2R_LR, .eps = 1e-13, .C = t->C};
  if (lib.check(&problem, &how)) return status_error(STATUS_RANGE, 0, 0, t->C);
  struct model *found = lib.train(&problem, &how);
  for (size_t j = 0; j < n; j++) theta[j] = lib.weight(found, (int)j + 1, 0);
  theta[n] = lib.intercept(found, 0);
  return status_ok(); /* the child process ends, which frees the model */
}
