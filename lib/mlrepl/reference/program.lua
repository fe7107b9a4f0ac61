-- program.lua - the program's own tables: what each is, and in which order its functions are
-- listed.

local program = {}

program.topics = {
  {"data", "data.load(name) or data.read(path) -> dataset",
    "Tables of data with named columns: bundled ones, your CSV files, or made from Lua tables. "
      .. "Columns become vectors and matrices to train on; ?dataset lists what a dataset can do.",
    "d = data.load\"iris\"\nd.names[1] --> sepal_length\n"
      .. "X = d:matrix{\"sepal_length\", \"sepal_width\"}\n#X --> 150",
    {"pandas", "dataframe"}},
  {"model", "model.linear(), model.logistic(), model.softmax() or model.poisson() -> model",
    "Models that learn from examples: train fits one, and its methods predict and evaluate.",
    "m = model.linear()\nrun = train(m, {1, 2, 3}, {2, 4, 6}, {method=\"exact\"})\n"
      .. "(\"%.3f\"):format(m:predict(4)) --> 8.000"},
  {"mlrepl", "require \"mlrepl\" -> table",
    "Also in lua5.4, after make install: a table with everything that the prompt has, ml.vector, "
      .. "ml.train and so on. Nothing else changes. ml.globals() makes the names global; Lua's "
      .. "own libraries stay as they are, except ipairs and warn. Ctrl-C stops mlrepl's functions "
      .. "as it stops Lua code. A finalizer (__gc) cannot call them in the middle of another one. "
      .. "Background training goes on during job:wait() only.",
    "ml = require \"mlrepl\"\nml.vector{1, 2}:sum() --> 3.0"},
}

-- What a beginner needs first; other functions follow in the order of the alphabet.
program.order = {
  data = {"data.load", "data.read", "data.list", "data.table", "data.split", "data.folds",
    "data.write"},
  model = {"model.linear", "model.logistic", "model.softmax", "model.poisson",
    "model.custom", "model:predict",
    "model:probability", "model:score", "model:cost", "model:equation", "model.w", "model.b",
    "model:save", "model.load"},
  plot = {"plot.show", "plot.save", "plot.figure", "plot.line", "plot.scatter", "plot.histogram",
    "plot.bar", "plot.title", "plot.xlabel", "plot.ylabel", "plot.legend", "plot.data",
    "plot.boundary"},
}

return program
