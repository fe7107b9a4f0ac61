/* rule_reductions.c - derivatives of sum, mean, min and the like, of all
 * elements or of each column or row. Where several elements are the smallest,
 * the first one gets the whole slope, and norm and std have slope 0 where all
 * elements are 0 or equal. */
#include <math.h>
#include <stdint.h>

#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/select.h"
#include "core/stats/sort.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/grad/rule.h"
#include "sys/interrupt.h"

/* The elements x that were reduced to y, which has slope g; adds to dx. */
typedef struct Part {
  const Step *step;
  Vec x, dx;
  double y, g;
  double q; /* of a quantile */
} Part;

typedef void Reduced(Part p);

static void add_to_all(Vec dx, double c) {
  vec_binary(OP_ADD, dx, dx, (Vec){&c, dx.n, 0});
}

static void sum_part(Part p) { add_to_all(p.dx, p.g); }
static void mean_part(Part p) { add_to_all(p.dx, p.g / (double)p.x.n); }

static void add_deviations(Part p, double c) {
  const double mean = vec_mean(p.x, &interrupted);
  for (size_t i = 0; i < p.x.n; i++)
    *vec_at(p.dx, i) += c * (*vec_at(p.x, i) - mean);
}

static void var_part(Part p) { add_deviations(p, 2 * p.g / (double)p.x.n); }

static void std_part(Part p) {
  if (p.y != 0) add_deviations(p, p.g / p.y / (double)p.x.n);
}

static void norm_part(Part p) {
  if (p.y != 0) vec_axpy(p.dx, p.g / p.y, p.x);
}

static void min_part(Part p) {
  *vec_at(p.dx, vec_argmin(p.x, &interrupted)) += p.g;
}

static void max_part(Part p) {
  *vec_at(p.dx, vec_argmax(p.x, &interrupted)) += p.g;
}

static void ptp_part(Part p) {
  max_part(p);
  p.g = -p.g;
  min_part(p);
}

/* The quantile lies between two elements. */
static void quantile_part(Part p) {
  lua_State *L = p.step->L;
  const size_t n = p.x.n;
  uint64_t *scratch = push_scratch(L, n, sizeof *scratch);
  const double at = p.q * (double)(n - 1), low = floor(at);
  size_t place[2];
  select_places(p.x, (size_t)low, place, scratch, &interrupted);
  check_interrupt(L);
  *vec_at(p.dx, place[0]) += (1 - (at - low)) * p.g;
  if (at > low) *vec_at(p.dx, place[1]) += (at - low) * p.g;
  lua_pop(L, 1);
}

/* -- all, or each column or row ------------------------------------------- */

/* 'c', 'r' or 0, from the first letter of argument i after the input. */
static char direction_of(const Step *s, lua_Integer i) {
  if (!s->extras || s->in[0].kind == VECTOR) return 0;
  const char *word = lua_rawgeti(s->L, s->extras, i) == LUA_TSTRING
                       ? lua_tostring(s->L, -1)
                       : "";
  const char direction = *word;
  lua_pop(s->L, 1);
  return direction;
}

static int record_quantile(lua_State *L, const Prim *prim, const Rule *rule) {
  if (lua_istable(L, 2) || to_vec(L, 2))
    return fail(L, "grad differentiates one quantile per call; pass a number");
  return rule_record(L, prim, rule);
}

static double level_of(const Step *s) {
  lua_rawgeti(s->L, s->extras, 1);
  const double q = lua_tonumber(s->L, -1);
  lua_pop(s->L, 1);
  return q;
}

static Vec push_flat(lua_State *L, Term t) {
  return t.kind == MATRIX ? push_all(L, term_mat(t.value)) : term_vec(t.value);
}

static void all_backward(Part p, Reduced *reduced) {
  const Term *in = &p.step->in[0];
  p.x = push_flat(p.step->L, *in);
  p.dx = vec_of(in->slope.d, p.x.n);
  p.y = *p.step->out.value.d;
  p.g = *p.step->out.slope.d;
  reduced(p);
}

static void each_backward(Part p, Reduced *reduced, bool columns) {
  const Step *s = p.step;
  const Mat x = term_mat(s->in[0].value), dx = term_mat(s->in[0].slope);
  const Vec y = term_vec(s->out.value), g = term_vec(s->out.slope);
  for (size_t i = 0; i < g.n; i++) {
    check_interrupt(s->L);
    p.x = columns ? mat_col(x, i) : mat_row(x, i);
    p.dx = columns ? mat_col(dx, i) : mat_row(dx, i);
    p.y = *vec_at(y, i);
    p.g = *vec_at(g, i);
    reduced(p);
  }
}

enum { SUM, MEAN, VAR, STD, MIN, MAX, PTP, NORM, MEDIAN, QUANTILE };

static void reduction_backward(const Step *s) {
  static Reduced *const parts[] = {
    [SUM] = sum_part,          [MEAN] = mean_part, [VAR] = var_part,
    [STD] = std_part,          [MIN] = min_part,   [MAX] = max_part,
    [PTP] = ptp_part,          [NORM] = norm_part, [MEDIAN] = quantile_part,
    [QUANTILE] = quantile_part};
  const int op = s->rule->op;
  const Part p = {.step = s, .q = op == QUANTILE ? level_of(s) : 0.5};
  const char direction = direction_of(s, op == QUANTILE ? 2 : 1);
  if (direction)
    each_backward(p, parts[op], direction == 'c');
  else
    all_backward(p, parts[op]);
}

/* -- sort and cumsum, which keep the shape --------------------------------- */

/* The slopes of the output of a part, where the input has x. */
typedef void Kept(const Step *s, Vec x, Vec dx, Vec g);

static void cumsum_part(const Step *s, Vec x, Vec dx, Vec g) {
  (void)s, (void)x;
  double sum = 0;
  for (size_t i = dx.n; i-- > 0;) *vec_at(dx, i) += sum += *vec_at(g, i);
}

static void sort_part(const Step *s, Vec x, Vec dx, Vec g) {
  size_t *order = push_scratch(s->L, 2 * x.n, sizeof *order);
  check_status(s->L, sort_order(order, x, order + x.n, &interrupted), "grad");
  for (size_t k = 0; k < x.n; k++) *vec_at(dx, order[k]) += *vec_at(g, k);
  lua_pop(s->L, 1);
}

static void kept_backward(const Step *s, Kept *kept) {
  const Term *in = &s->in[0];
  const char direction = direction_of(s, 1);
  if (!direction) {
    const Vec x = push_flat(s->L, *in);
    kept(s, x, vec_of(in->slope.d, x.n), vec_of(s->out.slope.d, x.n));
    return;
  }
  const Mat x = term_mat(in->value), dx = term_mat(in->slope),
            g = term_mat(s->out.slope);
  const bool columns = direction == 'c';
  for (size_t i = 0; i < (columns ? x.cols : x.rows); i++) {
    check_interrupt(s->L);
    kept(s, columns ? mat_col(x, i) : mat_row(x, i),
         columns ? mat_col(dx, i) : mat_row(dx, i),
         columns ? mat_col(g, i) : mat_row(g, i));
  }
}

static void cumsum_backward(const Step *s) { kept_backward(s, cumsum_part); }
static void sort_backward(const Step *s) { kept_backward(s, sort_part); }

#define REDUCTION(word, kind, by_a)                                            \
  {                                                                            \
    .name = ":" word, .record = rule_record, .backward = reduction_backward,   \
    .inputs = 1, .op = (kind), .local = {                                      \
      by_a                                                                     \
    }                                                                          \
  }

#define KEPT(word, function, by_a)                                             \
  {                                                                            \
    .name = ":" word, .record = rule_record, .backward = (function),           \
    .inputs = 1, .local = {                                                    \
      by_a                                                                     \
    }                                                                          \
  }

const Rule rule_reductions[] = {
  REDUCTION("sum", SUM, "1 each"),
  REDUCTION("mean", MEAN, "1/n each"),
  REDUCTION("var", VAR, "2 (%a - mean) / n"),
  REDUCTION("std", STD, "(%a - mean) / (n %y)"),
  REDUCTION("min", MIN, "1 at the smallest"),
  REDUCTION("max", MAX, "1 at the largest"),
  REDUCTION("ptp", PTP, "1 at the largest, -1 at the smallest"),
  REDUCTION("norm", NORM, "%a / %y"),
  REDUCTION("median", MEDIAN, "1 in the middle"),
  {.name = ":quantile",
   .record = record_quantile,
   .backward = reduction_backward,
   .inputs = 1,
   .op = QUANTILE,
   .local = {"1 at the quantile"}},
  KEPT("cumsum", cumsum_backward, "1 up to each element"),
  KEPT("sort", sort_backward, "1 where it went"),
  {.name = NULL}};
