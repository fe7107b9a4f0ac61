/* did_you_mean.c - suggestions: the nearest name, or the equivalent of a name
 * from another library. */
#include "lua/base/did_you_mean.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* -- names from other libraries ------------------------------------------- */

/* In a table that has `key`, `said` is the equivalent of `word`: scikit-learn's,
 * pandas', matplotlib's, seaborn's and MATLAB's words. */
typedef struct Habit {
  const char *word, *key, *said;
} Habit;

static const Habit habits[] = {
  {"fit", "predict", "train(m, X, y)"},
  {"train", "predict", "train(m, X, y)"},
  {"predict_proba", "probability", "probability"},
  {"weights", "w", "w"},
  {"coef_", "w", "w"},
  {"feature_importances_", "explain", "explain(X, y)"},
  {"permutation_importance", "explain", "explain(X, y)"},
  {"shap_values", "explain", "explain(X[1])"},
  {"bias", "b", "b"},
  {"intercept", "b", "b"},
  {"intercept_", "b", "b"},
  {"l2", "lambda", "lambda"},
  {"loss_history", "cost", "cost"},
  {"history", "cost", "cost"},
  {"learning_rate", "alpha", "alpha"},
  {"lr", "alpha", "alpha"},
  {"eta", "alpha", "alpha"},
  {"epochs", "iterations", "iterations"},
  {"iters", "iterations", "iterations"},
  {"n_iter", "iterations", "iterations"},
  {"steps", "iterations", "iterations"},
  {"max_iter", "iterations", "iterations"},
  {"verbose", "report", "report"},
  {"callback", "on_step", "on_step"},
  {"test_size", "test", "test"},
  {"random_state", "seed", "seed"},
  {"cv", "folds", "folds"},
  {"n_splits", "folds", "folds"},
  {"scoring", "metric", "metric"},
  {"acc", "accuracy", "accuracy"},
  {"roc_auc", "auc", "auc"},
  {"neg_mean_squared_error", "mse", "mse"},
  {"neg_root_mean_squared_error", "rmse", "rmse"},
  {"neg_mean_absolute_error", "mae", "mae"},
  {"neg_log_loss", "log_loss", "log_loss"},
  {"best_params_", "best", "best"},
  {"best_estimator_", "model", "model"},
  {"cv_results_", "settings", "settings"},
  {"c", "color", "color"},
  {"s", "size", "size"},
  {"lw", "linewidth", "linewidth"},
  {"ls", "linestyle", "linestyle"},
  {"shape", "size", "size"},
  {"len", "size", "size"},
  {"length", "size", "size"},
  {"transpose", "t", "t"},
  {"append", "concat", "concat"},
  {"tolist", "totable", "totable"},
  {"columns", "names", "names"},
  {"read_csv", "read", "read"},
  {"load_csv", "read", "read"},
  {"from_csv", "read", "read"},
  {"read_table", "read", "read"},
  {"read_excel", "read", "read"},
  {"loadtxt", "read", "read"},
  {"genfromtxt", "read", "read"},
  {"to_csv", "drop_missing", "data.write(path, d)"},
  {"LinearRegression", "linear", "linear"},
  {"LogisticRegression", "logistic", "logistic"},
  {"iloc", "select", "take"},
  {"dropna", "drop_missing", "drop_missing"},
  {"fillna", "fill_missing", "fill_missing"},
  {"hist", "histogram", "histogram"},
  {"histplot", "histogram", "histogram"},
  {"distplot", "histogram", "histogram"},
  {"kdeplot", "histogram", "histogram"},
  {"ksdensity", "histogram", "histogram"},
  {"hist2d", "hexbin", "hexbin"},
  {"jointplot", "hexbin", "hexbin"},
  {"imshow", "image", "image"},
  {"imagesc", "image", "image"},
  {"matshow", "image", "image"},
  {"pcolor", "image", "image"},
  {"pcolormesh", "image", "image"},
  {"axhline", "hline", "hline"},
  {"axvline", "vline", "vline"},
  {"hlines", "hline", "hline"},
  {"vlines", "vline", "vline"},
  {"xline", "vline", "vline"},
  {"yline", "hline", "hline"},
  {"axvspan", "span", "span"},
  {"axhspan", "span", "span(from, to, {horizontal=true})"},
  {"fill_between", "fill", "fill"},
  {"fill_betweenx", "fill", "fill"},
  {"stairs", "step", "step"},
  {"barh", "bar", "bar(x, y, {horizontal=true})"},
  {"barplot", "bar", "bar"},
  {"countplot", "bar", "bar"},
  {"lineplot", "line", "line"},
  {"scatterplot", "scatter", "scatter"},
  {"violinplot", "boxplot", "boxplot"},
  {"boxchart", "boxplot", "boxplot"},
  {"pairplot", "pairs", "pairs"},
  {"plotmatrix", "pairs", "pairs"},
  {"gplotmatrix", "pairs", "pairs"},
  {"contourf", "contour", "contour(x, y, Z, {filled=true})"},
  {"plot_surface", "surface", "surface"},
  {"surf", "surface", "surface"},
  {"mesh", "surface", "surface"},
  {"quiver", "arrows", "arrows"},
  {"subplot", "figure", "figure{rows=1, columns=2}"},
  {"subplots", "figure", "figure{rows=1, columns=2}"},
  {"tiledlayout", "figure", "figure{rows=1, columns=2}"},
  {"savefig", "save", "save"},
  {"saveas", "save", "save"},
  {"exportgraphics", "save", "save"},
  {"suptitle", "figure", "figure{title=\"...\"}"},
  {"sgtitle", "figure", "figure{title=\"...\"}"},
  {"clear", "close", "close"},
  {"clf", "close", "close"},
  {"cla", "close", "close"},
  {"gca", "axes", "axes"},
  {"gcf", "axes", "axes"},
  {"set_title", "title", "title"},
  {"set_xlabel", "xlabel", "xlabel"},
  {"set_ylabel", "ylabel", "ylabel"},
  {"set_xlim", "xlim", "xlim"},
  {"set_ylim", "ylim", "ylim"},
  {"set_xticks", "xticks", "xticks"},
  {"set_yticks", "yticks", "yticks"},
  {"semilogx", "log_x", "log_x"},
  {"semilogy", "log_y", "log_y"},
  {"xscale", "log_x", "log_x"},
  {"yscale", "log_y", "log_y"},
  {"set_xscale", "log_x", "log_x"},
  {"set_yscale", "log_y", "log_y"},
  {"loglog", "log_x", "log_x"},
  {"colorbar", "histogram", "plot.image(Z, {colorbar=true})"},
  {"figsize", "size", "size"},
  {"nrows", "rows", "rows"},
  {"ncols", "columns", "columns"},
  {"sharex", "share_x", "share_x"},
  {"sharey", "share_y", "share_y"},
  {"width_ratios", "widths", "widths"},
  {"height_ratios", "heights", "heights"},
  {"dpi", "scale", "scale"},
  {"xlabel", "label", "plot.xlabel(\"...\")"},
  {"ylabel", "label", "plot.ylabel(\"...\")"},
  {"title", "label", "plot.title(\"...\")"},
  {"xlim", "label", "plot.xlim(from, to)"},
  {"ylim", "label", "plot.ylim(from, to)"},
  {"legend", "label", "label"},
  {"ms", "size", "size"},
  {"markersize", "size", "size"},
  {"sizes", "size", "size"},
  {"mec", "edgecolor", "edgecolor"},
  {"ec", "edgecolor", "edgecolor"},
  {"markeredgecolor", "edgecolor", "edgecolor"},
  {"edgecolors", "edgecolor", "edgecolor"},
  {"mfc", "color", "color"},
  {"fc", "color", "color"},
  {"facecolor", "color", "color"},
  {"palette", "cmap", "cmap"},
  {"colormap", "cmap", "cmap"},
  {"annot", "numbers", "numbers"},
  {"gridsize", "bins", "bins"},
  {"n_bins", "bins", "bins"},
  {"nbins", "bins", "bins"},
  {"mincnt", "mincount", "mincount"},
  {"orient", "horizontal", "horizontal"},
  {"orientation", "horizontal", "horizontal"},
  {"vert", "horizontal", "horizontal"},
  {"yerrs", "yerr", "yerr"},
  {"xticklabels", "columns", "columns"},
  {"yticklabels", "rows", "rows"},
  {"pos_label", "positive", "positive"},
  {"twinx", "ylabel_right", "line(x, y, {right=true})"},
  {"yyaxis", "ylabel_right", "line(x, y, {right=true})"},
  {"plotyy", "ylabel_right", "line(x, y, {right=true})"},
  {"secondary_y", "right", "right"},
  {"roc_curve", "roc", "roc"},
  {"roc_auc_score", "auc", "auc"},
  {"precision_recall_curve", "precision_recall", "precision_recall"},
  {"average_precision_score", "average_precision", "average_precision"},
  {"calibration_curve", "calibration", "calibration"},
  {"mean_squared_error", "mse", "mse"},
  {"mean_absolute_error", "mae", "mae"},
  {"r2_score", "r2", "r2"},
  {"accuracy_score", "accuracy", "accuracy"},
  {"confusion_matrix", "confusion", "confusion"},
  {NULL, NULL, NULL}};

static bool has_key(lua_State *L, const char *key, int index) {
  lua_pushstring(L, key);
  bool found = lua_rawget(L, index) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
}

static const char *known_as(lua_State *L, const char *word, int index) {
  for (const Habit *h = habits; h->word; h++)
    if (!strcmp(h->word, word) && has_key(L, h->key, index)) return h->said;
  return NULL;
}

/* -- edit distance -------------------------------------------------------- */

enum { LONGEST_WORD = 32 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static bool same_letter(char a, char b) {
  return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Whether the two characters ending at i in a and j in b are swapped. */
static bool exchanged(const char *a, size_t i, const char *b, size_t j) {
  return i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
         same_letter(a[i - 2], b[j - 1]);
}

/* The number of insertions, deletions, substitutions and transpositions of
 * neighbors between the words (optimal string alignment). */
static size_t word_distance(const char *a, const char *b) {
  size_t n = strlen(a), m = strlen(b);
  size_t rows[3][LONGEST_WORD + 1]; /* those of i, i - 1 and i - 2 */
  if (n > LONGEST_WORD || m > LONGEST_WORD) return LONGEST_WORD;
  for (size_t j = 0; j <= m; j++) rows[0][j] = j;
  for (size_t i = 1; i <= n; i++) {
    size_t *row = rows[i % 3];
    const size_t *last = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= m; j++) {
      size_t replace = last[j - 1] + !same_letter(a[i - 1], b[j - 1]);
      row[j] = least(replace, least(last[j], row[j - 1]) + 1);
      if (exchanged(a, i, b, j)) row[j] = least(row[j], before[j - 2] + 1);
    }
  }
  return rows[n % 3][m];
}

/* The largest distance to suggest: short words must match closely, the more so
 * if the first letter is another one. Words of two letters are near too many. */
static size_t farthest(const char *word, const char *name) {
  const size_t length = strlen(word);
  if (length < 3) return 0;
  const size_t most = length < 6 ? 1 : length / 3;
  return length > 3 && same_letter(*word, *name) ? most + 1 : most;
}

/* Of two names at the same distance, prefers the longer one, then the
 * alphabetically first: tables are unordered. */
static bool preferred(const char *name, const char *to) {
  size_t n = strlen(name), m = strlen(to);
  return n > m || (n == m && strcmp(name, to) < 0);
}

/* The nearest key (owned by the table) or NULL. A word with every character
 * changed has no nearest key. */
static const char *nearest_key(lua_State *L, const char *word, int index) {
  size_t length = strlen(word), nearest = length;
  const char *best = NULL;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING) continue;
    const char *name = lua_tostring(L, -1);
    size_t distance = word_distance(word, name);
    if (distance > farthest(word, name)) continue;
    if (distance > nearest || distance >= length) continue;
    if (distance == nearest && best && !preferred(name, best)) continue;
    nearest = distance;
    best = name;
  }
  return best;
}

/* A misspelled name from another library. */
static const char *nearly_known_as(lua_State *L, const char *word, int index) {
  enum { SHORTEST = 5 };
  if (strlen(word) < SHORTEST) return NULL;
  for (const Habit *h = habits; h->word; h++)
    if (word_distance(word, h->word) <= 1 && has_key(L, h->key, index))
      return h->said;
  return NULL;
}

const char *push_suggestion(lua_State *L, const char *word, int index) {
  index = lua_absindex(L, index);
  /* The word is spelled correctly: a field of something else. */
  if (has_key(L, word, index)) return lua_pushliteral(L, "");
  const char *best = known_as(L, word, index);
  if (!best) best = nearest_key(L, word, index);
  if (!best) best = nearly_known_as(L, word, index);
  if (!best) return lua_pushliteral(L, "");
  return lua_pushfstring(L, "; did you mean '%s'?", best);
}
