/* glpk.c - the plug-in mlrepl-glpk.so: the linear program of separation.h. */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <time.h>

#include <glpk.h>

#include "core/separation/separation_types.h"

/* GLPK's time limit per call, in milliseconds. */
enum { SLICE = 40 };
/* Rows are scaled by at most this power of two. */
enum { MOST_POWER = 1000 };

typedef struct Run {
  glp_prob *lp;
  SeparationProgram *program;
  int *index; /* of one column, indices from 1 as in GLPK */
  double *value;
  double end;
  jmp_buf failed;
} Run;

/* CPU time of this thread, so that a busy machine does not change a verdict. */
static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fail(void *run) { longjmp(((Run *)run)->failed, 1); }

/* -- the program ---------------------------------------------------------- */

/* The exponent of the lowest set bit of z. */
static int lowest_bit(double z) {
  int exponent;
  double part = frexp(z, &exponent);
  while (part != nearbyint(part)) {
    part *= 2;
    exponent--;
  }
  return exponent;
}

/* glp_exact approximates numbers by rational ones unless they are integers.
 * Multiplying a pair's row by a power of two makes them integers and is
 * equivalent. */
static int power_to_whole(const double *z, size_t p) {
  int lowest = 0;
  for (size_t j = 0; j < p; j++)
    if (isfinite(z[j]) && z[j] != 0 && lowest_bit(z[j]) < lowest)
      lowest = lowest_bit(z[j]);
  return -lowest;
}

static int add_block(Run *r, int length, size_t class, double factor,
                     const double *z) {
  const size_t p = r->program->Z.cols;
  for (size_t j = 0; class && j < p; j++) {
    if (z[j] == 0) continue;
    r->index[++length] = (int)((class - 1) * p + j) + 1;
    r->value[length] = factor * z[j];
  }
  return length;
}

/* Columns 2k + 1 and 2k + 2 are a and b of pair k. The initial basis, with
 * every a at 1, is dual feasible. */
static void set_pair(Run *r, int column, int length) {
  glp_set_mat_col(r->lp, column, length, r->index, r->value);
  glp_set_col_bnds(r->lp, column, GLP_DB, 0, 1);
  glp_set_obj_coef(r->lp, column, 1);
  glp_set_col_stat(r->lp, column, GLP_NU);
  glp_set_mat_col(r->lp, column + 1, length, r->index, r->value);
  glp_set_col_bnds(r->lp, column + 1, GLP_LO, 0, 0);
}

static void write_program(Run *r) {
  const SeparationProgram *g = r->program;
  const size_t unknowns = (g->classes - 1) * g->Z.cols;
  int column = 1;
  glp_set_obj_dir(r->lp, GLP_MAX);
  glp_add_rows(r->lp, (int)unknowns);
  for (int j = 1; j <= (int)unknowns; j++)
    glp_set_row_bnds(r->lp, j, GLP_FX, 0, 0);
  glp_add_cols(r->lp, (int)(2 * g->Z.rows * (g->classes - 1)));
  for (size_t i = 0; i < g->Z.rows; i++) {
    const double *z = mat_at(g->Z, i, 0);
    const int power = g->exact ? power_to_whole(z, g->Z.cols) : 0;
    const double factor = ldexp(1, power);
    if (power > MOST_POWER) fail(r);
    for (size_t l = 0; l < g->classes; l++) {
      if (l == g->label[i]) continue;
      int length = add_block(r, 0, g->label[i], factor, z);
      length = add_block(r, length, l, -factor, z);
      set_pair(r, column, length);
      column += 2;
    }
  }
}

/* -- solving -------------------------------------------------------------- */

static int solve_slice(Run *r) {
  glp_smcp how;
  glp_init_smcp(&how);
  how.msg_lev = GLP_MSG_OFF;
  how.meth = GLP_DUALP;
  how.r_test = GLP_RT_FLIP;
  how.tm_lim = SLICE;
  return r->program->exact ? glp_exact(r->lp, &how) : glp_simplex(r->lp, &how);
}

static Status solve_all(Run *r) {
  for (;;) {
    const int answer = solve_slice(r);
    if (stop_asked(r->program->stop))
      return status_error(STATUS_STOPPED, 0, 0, 0);
    if (answer == 0 && glp_get_status(r->lp) == GLP_OPT) return status_ok();
    if (answer != GLP_ETMLIM || seconds_now() > r->end)
      return status_error(STATUS_RANGE, 0, 0, 0);
  }
}

static void read_answer(const Run *r, double *a, double *sum, double *beta) {
  const SeparationProgram *g = r->program;
  const size_t pairs = g->Z.rows * (g->classes - 1);
  for (size_t k = 0; k < pairs; k++) {
    a[k] = glp_get_col_prim(r->lp, (int)(2 * k) + 1);
    sum[k] = a[k] + glp_get_col_prim(r->lp, (int)(2 * k) + 2);
  }
  for (size_t j = 0; j < (g->classes - 1) * g->Z.cols; j++)
    beta[j] = glp_get_row_dual(r->lp, (int)j + 1);
}

static Status run(Run *r, double *a, double *sum, double *beta) {
  glp_term_out(GLP_OFF);
  glp_error_hook(fail, r);
  r->lp = glp_create_prob();
  write_program(r);
  Status status = solve_all(r);
  if (status.code == STATUS_OK) read_answer(r, a, sum, beta);
  glp_delete_prob(r->lp);
  glp_error_hook(NULL, NULL);
  return status;
}

/* After an internal error of GLPK, such as lack of memory, its environment is
 * freed with all its memory. */
static Status run_safely(Run *r, double *a, double *sum, double *beta) {
  if (!setjmp(r->failed)) return run(r, a, sum, beta);
  glp_free_env();
  return status_error(STATUS_MEMORY, 0, 0, 0);
}

/* The entry of the plug-in, a SeparationSolver. */
SeparationSolver mlrepl_separation_solve;

Status mlrepl_separation_solve(double *a, double *sum, double *beta,
                               SeparationProgram *program) {
  const size_t most = 2 * program->Z.cols + 1;
  Run r = {.program = program, .end = seconds_now() + program->seconds};
  r.index = malloc(most * sizeof *r.index);
  r.value = malloc(most * sizeof *r.value);
  Status status = status_error(STATUS_MEMORY, 0, 0, 0);
  if (r.index && r.value) status = run_safely(&r, a, sum, beta);
  free(r.index);
  free(r.value);
  program->seconds = r.end - seconds_now();
  return status;
}
