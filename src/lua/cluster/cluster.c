/* cluster.c - the table cluster: many processes, started by mpirun, each with a
 * share of the rows. */
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/parallel/share.h"
#include "lua/array/column_names.h"
#include "lua/array/shared.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/cluster/share_guard.h"
#include "sys/parallel/processes.h"

/* -- shares ----------------------------------------------------------------- */

/* The rows of the share: a matrix, or a vector viewed as a column. */
static Mat rows_of(Mat m, const Share *share) {
  return mat_part(m, share->first, share->last - share->first);
}

/* Marks the array at the top, which has the rows of the share. */
static void finish_share(lua_State *L, const Share *share) {
  shared_mark(L, -1, share->whole);
  share_guard_start();
}

static void check_columns(lua_State *L, Mat m) {
  if (m.cols > SHARE_MOST_COLUMNS)
    fail(L,
         "%I columns are too many to share the rows; at most %I are "
         "supported",
         (LUAI_UACINT)m.cols, (LUAI_UACINT)SHARE_MOST_COLUMNS);
}

/* A copy, so that the whole can be released. */
static int l_share(lua_State *L) {
  Share unused;
  lua_settop(L, 1);
  if (shared_find(L, 1, &unused)) fail_arg_because(L, 1, "is shared already");
  const bool table = is_plain_table(L, 1);
  const Mat *matrix = to_mat(L, 1);
  if (!matrix && !table && !to_vec(L, 1)) fail_arg(L, 1, "vector or matrix");
  const Mat whole = matrix ? *matrix : mat_column(check_numbers(L, 1));
  check_columns(L, whole);
  const Share share = share_of_process(whole.rows);
  const Mat rows = rows_of(whole, &share);
  if (matrix)
    mat_copy(push_mat(L, rows.rows, rows.cols), rows);
  else
    vec_copy(push_vec(L, rows.rows), mat_col(rows, 0));
  column_names_keep(L, 1);
  finish_share(L, &share);
  return 1;
}

/* A view: the rows of other processes are never read. */
static int l_open_npy(lua_State *L) {
  lua_settop(L, 1);
  registry_push_function(L, "data.open_npy");
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  const Mat *m = to_mat(L, -1);
  const Mat whole = m ? *m : mat_column(check_vec(L, -1));
  check_columns(L, whole);
  const Share share = share_of_process(whole.rows);
  const Mat rows = rows_of(whole, &share);
  if (m)
    push_mat_view(L, -1, rows);
  else
    push_vec_view(L, -1, mat_col(rows, 0));
  finish_share(L, &share);
  return 1;
}

static int l_read(lua_State *L) {
  const int top = lua_gettop(L);
  lib_context_push(L, "mlrepl.dataset.shared", "read");
  lua_insert(L, 1);
  lua_call(L, top, 1);
  return 1;
}

/* -- gathering -------------------------------------------------------------- */

static const ProcessesTask TASK = {"cluster.gather", 0};

/* Numbers [at, at + n[r]) of each process r; those of this process are set. */
static void gather(lua_State *L, double *all, const size_t *n) {
  ProcessesRemark none = {{0}};
  if (processes_gather((uint64_t *)(void *)all, n, TASK, &none)) return;
  check_interrupt(L);
}

/* A number: a vector of one per process. A vector: a matrix of one row per
 * process. */
static int gather_own(lua_State *L, Vec own, bool number) {
  const size_t size = processes_count(), rank = processes_rank();
  size_t n[PROCESSES_MOST];
  const Mat all = push_mat(L, size, own.n);
  for (size_t r = 0; r < size; r++) n[r] = own.n;
  vec_copy(mat_row(all, rank), own);
  gather(L, all.d, n);
  if (number) push_vec_view(L, -1, mat_col(all, 0));
  return 1;
}

static int gather_shared(lua_State *L, const Share *share) {
  const Mat *m = to_mat(L, 1);
  const size_t size = processes_count();
  const Mat own = m ? *m : mat_column(check_vec(L, 1));
  size_t n[PROCESSES_MOST];
  Mat all;
  if (m)
    all = push_mat(L, share->whole, own.cols);
  else
    all = mat_column(push_vec(L, share->whole));
  for (size_t r = 0; r < size; r++) {
    const Share its = share_of(share->whole, size, r);
    n[r] = (its.last - its.first) * own.cols;
  }
  mat_copy(rows_of(all, share), own);
  gather(L, all.d, n);
  column_names_keep(L, 1);
  return 1;
}

static int l_gather(lua_State *L) {
  Share share;
  lua_settop(L, 1);
  if (shared_find(L, 1, &share)) return gather_shared(L, &share);
  double number = lua_tonumber(L, 1);
  if (lua_type(L, 1) == LUA_TNUMBER)
    return gather_own(L, vec_of(&number, 1), true);
  if (!to_vec(L, 1) && !is_plain_table(L, 1))
    fail_arg(L, 1, "number, vector or shared matrix");
  return gather_own(L, check_numbers(L, 1), false);
}

/* -- for modules ------------------------------------------------------------ */

static int l_is_shared(lua_State *L) {
  Share unused;
  lua_pushboolean(L, shared_find(L, 1, &unused));
  return 1;
}

static const luaL_Reg functions[] = {{"is_shared", l_is_shared}, {NULL, NULL}};

/* -- the table -------------------------------------------------------------- */

#define FILE_OF                                                                \
  "path = path or os.tmpname()\n"                                              \
  "data.save_npy(path, matrix{{1, 2}, {3, 4}})\n"

static const Prim prims[] = {
  {"cluster.size", NULL, "cluster.size -> number",
   "The number of processes that run this script: 4 under mpirun -n 4 mlrepl "
   "script.lua, and 1 without mpirun.\n"
   "Every process runs the whole script. cluster.open_npy, cluster.read and "
   "cluster.share give each its share of the rows of a vector or matrix. "
   "Arithmetic, functions such as exp, X:columns, polyfeatures, m:predict and "
   "scaler(X) work on the rows of each process, and their results are shared, "
   "too. train (not sgd and minibatch), normalize, m:cost, m:gradient, m:score, "
   "m:summary (which does not look for separable classes) and cross_validate "
   "(without metric=) work on all rows: their results are the same numbers, to "
   "the last bit, for any number of processes. #X is the number of all rows. "
   "All other functions refuse shared rows, because they would see only some of "
   "them.\n"
   "Process 0 prints, shows and saves; what the others print goes nowhere, and "
   "data.write, m:save, plot.save and the like only write in process 0, so that "
   "a script needs no changes. io.open opens files in every process. Standard "
   "input is that of process 0. All processes must call the functions that "
   "work on all rows in the same order; if they do not, or if one of them has "
   "an error or is killed, all of them end at once with one message. Across "
   "machines, mpirun may take a few seconds to end what is left; mpirun --mca "
   "odls_base_sigkill_timeout 0 shortens that.",
   "cluster.size --> 1"},
  {"cluster.rank", NULL, "cluster.rank -> number",
   "The number of this process, from 0 to cluster.size - 1; 0 without mpirun.",
   "cluster.rank --> 0"},
  {"cluster.open_npy", l_open_npy, "cluster.open_npy(path) -> vector or matrix",
   "Memory-maps a .npy file as data.open_npy does, and returns the rows of this "
   "process. The others are never read, so data larger than the memory of one "
   "machine fits into that of several. The rows of all processes are those "
   "of the file, in its order.",
   FILE_OF "cluster.open_npy(path) --> [[1 2]\n [3 4]]\nos.remove(path)"},
  {"cluster.share", l_share, "cluster.share(X) -> like X",
   "X is a vector or matrix that every process has as a whole. Returns a copy "
   "of the rows of this process. Prepare data with functions that need all "
   "rows, such as d:labels and d:drop_missing, before you share them.",
   "cluster.share(vector{1, 2, 3}) --> [1 2 3]"},
  {"cluster.read", l_read, "cluster.read(path, options) -> dataset",
   "Reads a table as data.read does, with its options, and returns a dataset of "
   "the rows of this process. Each process reads the whole file first; "
   "data.save_npy and cluster.open_npy do not. Columns of text are left out, "
   "with a warning: use data.read, d:labels or d:onehot, and cluster.share.",
   "path = path or os.tmpname()\n"
   "data.write(path, data.table{size={1, 2}, price={300, 500}})\n"
   "d = cluster.read(path)\nos.remove(path)\n#d --> 2"},
  {"cluster.gather", l_gather, "cluster.gather(x) -> vector or matrix",
   "Collects from all processes, and returns the same in each: all rows of a "
   "shared vector or matrix; for a number, a vector with one element per "
   "process; for a vector, a matrix with one row per process.",
   "cluster.gather(cluster.rank) --> [0]\n"
   "cluster.gather(cluster.share{1, 2, 3}) --> [1 2 3]"},
  {NULL, NULL, NULL, NULL, NULL}};

static void set_number(lua_State *L, const char *key, size_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, key);
}

void open_cluster(lua_State *L) {
  registry_add(L, prims);
  lib_context_add(L, "mlrepl.context", functions);
  registry_push_names(L);
  lua_getfield(L, -1, "cluster");
  lua_remove(L, -2);
  set_number(L, "size", processes_count());
  set_number(L, "rank", processes_rank());
  lua_pop(L, 1);
}
