/* model_data.c - what a model says of data: predictions, cost, gradient, score.
 */
#include "model.h"

#include <math.h>

#include "open.h"
#include "stats.h"

#include "../interrupt.h"

/* -- data that come in ---------------------------------------------------- */

/* Replaces a number or a table at `arg` by a vector. */
static void as_vector(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    double number = lua_tonumber(L, arg);
    push_vec(L, 1).d[0] = number;
    lua_replace(L, arg);
  } else if (is_plain_table(L, arg))
    check_numbers(L, arg);
}

/* Examples to predict at `arg`. One alone - a number for one feature, a vector
 * of n numbers for n features - makes *single true. */
static Mat check_examples(lua_State *L, int arg, const LuaModel *m,
                          bool *single) {
  *single = lua_type(L, arg) == LUA_TNUMBER;
  as_vector(L, arg);
  Vec *v = to_vec(L, arg);
  if (v && m->features > 1 && v->n == m->features) {
    *single = true;
    Mat row = push_mat(L, 1, v->n);
    vec_copy(mat_row(row, 0), *v);
    return row;
  }
  Mat X = check_features(L, arg);
  if (v && m->features > 1)
    fail_arg_because(L, arg, "%I numbers do not fit a model of %I features",
                     (LUAI_UACINT)v->n, (LUAI_UACINT)m->features);
  model_fit_features(L, 1, X.cols, "X");
  return X;
}

void check_training_data(lua_State *L, int model, int arg_X, int arg_y, Mat *X,
                         Vec *y) {
  LuaModel *m = check_model(L, model);
  if (is_plain_table(L, arg_X)) check_numbers(L, arg_X);
  *X = check_features(L, arg_X);
  *y = check_numbers(L, arg_y);
  if (X->rows != y->n)
    fail(L, "X has %I example%s, but y has %I target%s", (LUAI_UACINT)X->rows,
         X->rows == 1 ? "" : "s", (LUAI_UACINT)y->n, y->n == 1 ? "" : "s");
  Model checked = {m->kind, X->cols, 1, true, 0, NULL};
  check_status(L, mat_check_finite(*X, &interrupted), "X");
  check_status(L, model_check_targets(&checked, *X, *y), "y");
  model_fit_features(L, model, X->cols, "X");
}

/* The model at 1 once all memory is there: until then a finalizer of the
 * learner's may have given it other weights. */
static Model ready_model(lua_State *L, Mat X) {
  LuaModel *m = check_ready_model(L, 1);
  if (m->features != X.cols) fail(L, "the model's w got another length");
  return core_model(m);
}

/* Gives out as a vector, or its only number for a single example. */
static int push_result(lua_State *L, Vec out, bool single) {
  if (single) lua_pushnumber(L, out.d[0]);
  return 1;
}

/* Where a prediction is not finite, either a feature is not, or the numbers
 * overflowed: say which. */
static void check_result(lua_State *L, Mat X, Vec out) {
  size_t i = vec_nonfinite(out);
  if (i == out.n) return;
  check_status(L, mat_check_finite(X, &interrupted), "X");
  fail(L, "the prediction of example %I overflows", (LUAI_UACINT)i + 1);
}

static int values(lua_State *L, bool classes) {
  bool single;
  LuaModel *m = check_ready_model(L, 1);
  Mat X = check_examples(L, 2, m, &single);
  Vec out = push_vec(L, X.rows);
  Model model = ready_model(L, X);
  check_status(L, model_value(out, &model, X, &interrupted), "X");
  check_result(L, X, out);
  for (size_t i = 0; classes && i < out.n; i++)
    out.d[i] = out.d[i] >= m->threshold;
  return push_result(L, out, single);
}

static int l_predict(lua_State *L) {
  return values(L, check_ready_model(L, 1)->kind == MODEL_LOGISTIC);
}

static int l_probability(lua_State *L) {
  if (check_ready_model(L, 1)->kind != MODEL_LOGISTIC)
    fail(L, "a linear model predicts numbers, not probabilities: use predict");
  return values(L, false);
}

static int l_loss(lua_State *L) {
  Mat X;
  Vec y;
  check_ready_model(L, 1);
  check_training_data(L, 1, 2, 3, &X, &y);
  Vec out = push_vec(L, y.n);
  Model model = ready_model(L, X);
  check_status(L, model_loss(out, &model, X, y, &interrupted), "X");
  if (vec_nonfinite(out) < out.n)
    fail(L, "the loss of example %I overflows",
         (LUAI_UACINT)vec_nonfinite(out) + 1);
  return 1;
}

/* Cost and gradient; the gradient is left at the top of the stack. */
static double push_gradient(lua_State *L, Vec *gradient) {
  Mat X;
  Vec y;
  double cost;
  check_ready_model(L, 1);
  check_training_data(L, 1, 2, 3, &X, &y);
  *gradient = push_vec(L, X.cols + 1);
  Model model = ready_model(L, X);
  check_status(L, model_cost(&cost, gradient->d, &model, X, y, &interrupted),
               "X");
  if (!isfinite(cost))
    fail(L, "the cost overflows: w or b is too large for these data");
  return cost;
}

static int l_cost(lua_State *L) {
  Vec gradient;
  lua_pushnumber(L, push_gradient(L, &gradient));
  return 1;
}

static int l_gradient(lua_State *L) {
  Vec gradient;
  push_gradient(L, &gradient);
  push_vec_view(L, -1, vec_part(gradient, 0, gradient.n - 1));
  lua_pushnumber(L, gradient.d[gradient.n - 1]);
  return 2;
}

/* 1 - Σ (y - f)² / Σ (y - mean)² */
static double r_squared(lua_State *L, Vec f, Vec y) {
  double rest = 0, mean, variance = vec_var(y, &mean, NULL);
  for (size_t i = 0; i < y.n; i++) {
    double e = *vec_at(y, i) - *vec_at(f, i);
    rest += e * e;
  }
  if (variance == 0)
    fail(L, "R² needs targets that differ; all %I are %f", (LUAI_UACINT)y.n,
         mean);
  return 1 - rest / ((double)y.n * variance);
}

static double accuracy(Vec f, Vec y, double threshold) {
  size_t right = 0;
  for (size_t i = 0; i < y.n; i++)
    right += (*vec_at(f, i) >= threshold) == (*vec_at(y, i) == 1);
  return (double)right / (double)y.n;
}

static int l_score(lua_State *L) {
  Mat X;
  Vec y;
  LuaModel *m = check_ready_model(L, 1);
  check_training_data(L, 1, 2, 3, &X, &y);
  Vec f = push_vec(L, y.n);
  Model model = ready_model(L, X);
  check_status(L, model_value(f, &model, X, &interrupted), "X");
  check_result(L, X, f);
  lua_pushnumber(L, m->kind == MODEL_LINEAR ? r_squared(L, f, y)
                                            : accuracy(f, y, m->threshold));
  return 1;
}

#define LINE "m = model.linear{w=200, b=100}\n"
#define CURVE "m = model.logistic{w={1, 1}, b=-3}\n"

static const Prim prims[] = {
  {"model:predict", l_predict, "m:predict(X)",
   "A value for each example: f(x), or the class 0 or 1 of a logistic model. X "
   "is a matrix, or a vector when there is one feature; one example alone (a "
   "number, or n numbers for n > 1 features) gives a number.",
   LINE "m:predict(vector{1, 2}) --> [300 500]"},
  {"model:probability", l_probability, "m:probability(X)",
   "The probability of class 1 for each example of a logistic model.",
   CURVE "m:probability{1.5, 1.5} --> 0.5"},
  {"model:loss", l_loss, "m:loss(X, y)",
   "What each example adds to the cost: (f - y)²/2, or the cross-entropy.",
   LINE "m:loss(vector{1, 2}, {300, 510}) --> [ 0 50]"},
  {"model:cost", l_cost, "m:cost(X, y)",
   "The number that training makes small: the mean loss, plus lambda/2m Σw².",
   LINE "m:cost(vector{1, 2}, {300, 510}) --> 25.0"},
  {"model:gradient", l_gradient, "m:gradient(X, y)",
   "The slopes of the cost: dw, a vector, and db, a number.",
   LINE "dw, db = m:gradient(vector{1, 2}, {300, 510})\ndw --> [-10]\n"
   "db --> -5.0"},
  {"model:score", l_score, "m:score(X, y)",
   "How good: R² of a linear model (1 is perfect, 0 no better than the mean), "
   "the share of right classes of a logistic one.",
   LINE "m:score(vector{1, 2}, {300, 500}) --> 1.0"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_model_data(lua_State *L) { prim_register(L, prims); }
