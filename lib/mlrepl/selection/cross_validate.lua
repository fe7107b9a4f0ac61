-- cross_validate.lua - cross_validate and the type "cross_validation".

local context = require "mlrepl.context"
local folds = require "mlrepl.selection.folds"
local record = require "mlrepl.explain.record"

local selection = {}

local function number(x) return ("%.4g"):format(x) end

local function to_text(c)
  local rows = {{"fold", c.metric}}
  for k, score in ipairs(c.scores:totable()) do rows[k + 1] = {tostring(k), number(score)} end
  local note = c.unfinished > 0
    and ("\nnote: training did not converge in %d of %d folds"):format(c.unfinished, #c.scores)
    or ""
  local mean, se = folds.rounded(c.mean, c.se)
  return ("%s\nmean %s ± %s (standard error)%s"):format((record.aligned(rows)), mean, se, note)
end

local make = record.type("cross_validation", to_text)

local NAME = "cross_validate"

function selection.cross_validate(m, X, y, options)
  if not folds.is_model(m) then
    context.fail(NAME, ("m (argument 1): model expected, got %s"):format(context.describe(m)))
  end
  local plan = folds.plan(NAME, options, m.kind)
  local parts = folds.parts(plan, X, y)
  return folds.guarded(plan, function(show)
    local result = folds.scores(plan, 1, function() return m end, parts, show, function(_, k)
      return ("fold %d of %d"):format(k, #parts)
    end)[1]
    if result.diverged then
      context.fail(NAME, "the training " .. result.diverged)
    end
    local scores = result.scores
    return make{scores = scores, mean = scores:mean(), se = folds.standard_error(scores),
      metric = plan.metric, unfinished = result.unfinished}
  end)
end

local MADE = "X, y = vector{1, 2, 3, 4, 5, 6}, vector{2, 4, 6, 8, 10, 12}\n"
  .. "c = cross_validate(model.linear(), X, y, {folds=3, metric=\"rmse\"})\n"

selection.entries = {
  {name = "cross_validation:scores", usage = "c.scores -> vector",
   help = "The score of each fold.", example = MADE .. "#c.scores --> 3"},
  {name = "cross_validation:mean", usage = "c.mean -> number",
   help = "The mean of the scores.", example = MADE .. "c.mean < 1e-9 --> true"},
  {name = "cross_validation:se", usage = "c.se -> number",
   help = "The standard error of the mean: the standard deviation of the scores (with "
     .. "folds - 1) divided by √folds.", example = MADE .. "c.se < 1e-9 --> true"},
  {name = "cross_validation:metric", usage = "c.metric -> string",
   help = "The name of the metric.", example = MADE .. "c.metric --> rmse"},
}

return selection
