#include "session/assist/foreign_word.h"

#include <string.h>

typedef struct Word {
  const char *word, *meant;
} Word;

static const Word globals[] = {
  {"exit", "use os.exit() in code; at the prompt, enter exit or press Ctrl-D"},
  {"quit", "use os.exit() in code; at the prompt, enter quit or press Ctrl-D"},
  {"True", "use true"},
  {"False", "use false"},
  {"None", "use nil"},
  {"null", "use nil"},
  {"NULL", "use nil"},
  {"undefined", "use nil"},
  {"len", "use #x for the length of x"},
  {"length", "use #x for the length of x"},
  {"size", "use #x for the length of x, x:size() for the shape of a matrix"},
  {"shape", "use #x for the length of x, x:size() for the shape of a matrix"},
  {"range", "write a loop as for i = 1, 10 do ... end; vector.range(1, 10) "
            "returns a vector"},
  {"int", "use tonumber(s) for text, x // 1 or math.floor(x) for numbers, "
          "floor(x) for vectors"},
  {"float", "use tonumber(x) to convert to a number"},
  {"str", "use tostring(x) to convert to a string"},
  {"input", "use io.read() to read a line"},
  {"elif", "use elseif"},
  {"max", "use x:max() for a vector, math.max(a, b) for numbers"},
  {"min", "use x:min() for a vector, math.min(a, b) for numbers"},
  {"pi", "use math.pi"},
  {"inf", "use math.huge"},
  {"nan", "use 0 / 0"},
  {"pow", "use x ^ 2 for a power"},
  {"random", "use math.random() or vector.random(n)"},
  {"np", "vector, matrix, dot, solve and inv are built in"},
  {"numpy", "vector, matrix, dot, solve and inv are built in"},
  {"linalg", "solve, inv, pinv, det and rank are built in; A:qr(), A:svd(), "
             "A:eig() and A:cholesky() are methods"},
  {"scipy", "solve, inv, pinv, det and rank are built in; A:qr(), A:svd(), "
            "A:eig() and A:cholesky() are methods"},
  {"lstsq", "use pinv(A):dot(b) for the least-squares solution"},
  {"lsqr", "use pinv(A):dot(b) for the least-squares solution"},
  {"mldivide", "use solve(A, b), or pinv(A):dot(b) for least squares"},
  {"eye", "use matrix.identity(n)"},
  {"eigh", "use values, V = A:eig()"},
  {"eigvals", "use re, im = A:eig{complex=true}"},
  {"eigvalsh", "use values, V = A:eig()"},
  {"eigen", "use values, V = A:eig()"},
  {"eig", "use values, V = A:eig()"},
  {"svd", "use U, s, V = A:svd()"},
  {"qr", "use Q, R = A:qr()"},
  {"chol", "use A:cholesky(), which returns the lower triangle"},
  {"cholesky", "use A:cholesky(), which returns the lower triangle"},
  {"matrix_rank", "use rank(A)"},
  {"cond", "use s[1] / s[-1] after U, s, V = A:svd()"},
  {"transpose", "use A:t()"},
  {"matmul", "use dot(A, B)"},
  {"pd", "use data.read(\"my.csv\") or data.load to read a table"},
  {"pandas", "use data.read(\"my.csv\") or data.load to read a table"},
  {"plt", "plot is built in: plot(x, y)"},
  {"matplotlib", "plot is built in: plot(x, y)"},
  {"seaborn", "plot is built in: plot.heatmap, plot.pairs, plot.boxplot"},
  {"sns", "plot is built in: plot.heatmap, plot.pairs, plot.boxplot"},
  {"figure", "use plot.figure()"},
  {"hold", "not needed: every plot draws into the current figure, and "
           "plot.figure() begins a new one"},
  {"subplot", "use f = plot.figure{rows=1, columns=2} and f[1]:line(x, y)"},
  {"subplots", "use f = plot.figure{rows=1, columns=2} and f[1]:line(x, y)"},
  {"sklearn", "model, train, normalize and metrics are built in"},
  {"shap", "use m:explain(x) for one example, m:explain(X, y) for the weights"},
  {"lime", "use m:explain(x) for one example, m:explain(X, y) for the weights"},
  {"LinearRegression", "use m = model.linear() and train(m, X, y)"},
  {"Ridge", "use m = model.linear{lambda=1} and train(m, X, y)"},
  {"LogisticRegression", "use m = model.logistic() and train(m, X, y)"},
  {"StandardScaler", "use Xn, scaler = normalize(X)"},
  {"MinMaxScaler", "use Xn, scaler = normalize(X, \"minmax\")"},
  {"PolynomialFeatures", "use polyfeatures(X, 2)"},
  {"confusion_matrix", "use metrics.confusion(y, yhat)"},
  {"classification_report", "use metrics.confusion(y, yhat), "
                            "metrics.precision and metrics.recall"},
  {"accuracy_score", "use metrics.accuracy(y, yhat)"},
  {"mean_squared_error", "use metrics.mse(y, yhat)"},
  {"mean_absolute_error", "use metrics.mae(y, yhat)"},
  {"r2_score", "use metrics.r2(y, yhat)"},
  {"roc_auc_score", "use metrics.auc(y, score)"},
  {"read_csv", "use data.read(\"my.csv\")"},
  {"DataFrame", "use data.table{size={1, 2}, price={300, 500}}"},
  {"array", "use vector{1, 2, 3} or matrix{{1, 2}, {3, 4}}"},
  {"train_test_split", "use data.split(X, y, {test=0.2})"},
  {"cross_val_score", "use cross_validate(m, X, y, {folds=5})"},
  {"KFold", "use cross_validate(m, X, y), or data.folds(X, y, 5) for a loop"},
  {"StratifiedKFold", "use cross_validate(m, X, y), which stratifies by class"},
  {"GridSearchCV", "use search(make, {lambda={0, 1, 10}}, X, y)"},
  {"bootstrap", "use resample(m, X, y, 200)"},
  {"bootci", "use resample(m, X, y, 200)"},
  {"boot", "use resample(m, X, y, 200)"},
  {"map", "use x:map(f) for a vector or matrix; a list takes a loop: for i, "
          "value in ipairs(x) do y[i] = f(value) end"},
  {"filter", "use v:where(mask), as in v:where(v:gt(0)), or d:filter(f) for a "
             "dataset"},
  {"reduce", "write a loop: for i, value in ipairs(x) do s = s + value end"},
  {"enumerate", "write for i, value in ipairs(x) do ... end"},
  {"zip", "write for i, value in ipairs(x) do ... y[i] ... end"},
  {"reversed", "use v:reverse(), or for i = #x, 1, -1 do ... end"},
  {"any", "use v:max() == 1 for a mask, such as v:gt(0)"},
  {"all", "use v:min() == 1 for a mask, such as v:gt(0)"},
  {"list", "write a list as {1, 2, 3}"},
  {"tuple", "write a list as {1, 2, 3}"},
  {"dict", "write a table as {a = 1, b = 2}"},
  {"set", "write a table as {a = true}; v:unique() returns distinct values"},
  {"isinstance", "use type(x) == \"number\""},
  {"open", "use io.open(\"file\"), or data.read(\"file\") for a table"},
  {"eval", "use load(\"return 1 + 1\")()"},
  {"exec", "use load(text)()"},
  {"chr", "use string.char(65)"},
  {"ord", "use (\"A\"):byte()"},
  {"sorted", "use table.sort(t), which sorts t itself; x:sort() for a vector"},
  {"try", "use ok, message = pcall(f)"},
  {"dir", "?x shows the fields and methods of x"},
  {"ls", "use !ls to list files"},
  {"cd", "use %cd to change the folder"},
  {"pwd", "use %pwd to print the current folder"},
  {"clear", "use Ctrl-L to clear the screen"},
  {"cls", "use Ctrl-L to clear the screen"},
  {"man", "use help() for an overview"},
  {"run", "run = train(m, X, y) keeps a run; %run my.lua runs a file"},
  {"hint", "hints belong to a lesson; lesson() lists them"},
  {"skip", "skip() works in a lesson; lesson() lists them"},
  {"time", "use os.time() for the date, os.clock() for the processor's time; "
           "%time in front of code measures it"},
  {"timeit", "use %timeit in front of the code"},
  {"prof", "use %prof in front of the code"},
  {"edit", "use %edit my.lua to edit a file"},
  {NULL, NULL}};

/* Methods of lists and dictionaries, which tables do not have. */
static const Word methods[] = {
  {"listdir", "use !ls, or files = !ls to keep the names"},
  {"getcwd", "use %pwd"},
  {"append", "use x[#x + 1] = value or table.insert(x, value)"},
  {"push", "use x[#x + 1] = value or table.insert(x, value)"},
  {"pop", "use table.remove(x)"},
  {"len", "use #x for the length of x"},
  {"length", "use #x for the length of x"},
  {"keys", "use for key, value in pairs(x) do ... end"},
  {"values", "use for key, value in pairs(x) do ... end"},
  {"items", "use for key, value in pairs(x) do ... end"},
  {"join", "use table.concat(list, separator)"},
  {"map", "write a loop: for i, value in ipairs(x) do y[i] = f(value) end"},
  {"sort", "use table.sort(x), which sorts x itself"},
  {"split", "use for word in s:gmatch(\"[^,]+\") do ... end"},
  {"strip", "use s:match(\"^%s*(.-)%s*$\")"},
  {"startswith", "use s:sub(1, 3) == \"abc\""},
  {"endswith", "use s:sub(-3) == \"abc\""},
  {"replace", "use s:gsub(\"old\", \"new\"), where ^$()%.[]*+-? are special"},
  {NULL, NULL}};

static const char *meaning_of(const Word *w, const char *word) {
  while (w->word && strcmp(w->word, word) != 0) w++;
  return w->meant;
}

const char *foreign_word_global(const char *word) {
  return meaning_of(globals, word);
}

const char *foreign_word_method(const char *word) {
  return meaning_of(methods, word);
}
