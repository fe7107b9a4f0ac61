std = "lua54"
max_line_length = 100
-- What the program itself makes global.
read_globals = {
  "vector", "matrix", "dot", "solve", "inv", "pinv", "det", "rank", "outer",
  "seed", "printoptions",
  "exp", "log", "log1p", "sqrt", "abs", "sin", "cos", "tan", "tanh",
  "floor", "ceil", "round", "sign", "sigmoid", "grad",
  "normalize", "polyfeatures", "model", "train", "data", "cluster", "metrics", "library", "plot",
  "check_gradient", "cross_validate", "search", "resample",
  "why", "diagnose", "help", "lesson", "review",
  "explore", "who", "reset", "history", "save_session", "show",
  "save_workspace", "load_workspace",
}
-- A lesson's names are the learner's too.
files["scripts"] = {allow_defined_top = true, ignore = {"131"}}
-- It shows what is unusual, such as arguments that are not used and if 0.
files["scripts/first_steps"] = {globals = {"result", "product", "total", "average"},
  ignore = {"212", "213", "511"}}
files["tests"] = {max_line_length = 120}
