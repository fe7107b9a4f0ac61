-- summary.lua - the type "summary": the table of coefficients that R and
-- statsmodels print.

local dependence = require "mlrepl.explain.dependence"
local record = require "mlrepl.explain.record"

local summary = {}

local function number(x) return ("%.5g"):format(x) end

-- p-values below what anybody distinguishes are told as such.
local function chance(p)
  if p < 1e-16 then return "<1e-16" end
  return (p < 1e-4 and "%.1e" or "%.4f"):format(p)
end

local function interval(low, high)
  return ("[%s, %s]"):format(number(low), number(high))
end

local function coefficients(s)
  local rows = {{"", "estimate", "std error", s.letter, "p",
                 ("%g%% interval"):format(100 * s.level)}}
  for i, name in ipairs(s.names) do
    rows[i + 1] = s.aliased_places[i] and {name, "aliased", "", "", "", ""}
      or {name, number(s.estimate[i]), number(s.se[i]), ("%.3f"):format(s.statistic[i]),
          chance(s.p[i]), interval(s.low[i], s.high[i])}
  end
  return record.aligned(rows)
end

local function quality(s)
  if s.kind == "linear" then
    return ("R² %.6g, adjusted %.6g; F %.5g on %d and %d, p %s\n"
        .. "residual standard error %.6g on %d degrees of freedom; AIC %.6g, BIC %.6g"):format(
      s.r2, s.adjusted_r2, s.f, s.df_model, s.df, chance(s.f_p), s.sigma, s.df, s.aic, s.bic)
  end
  return ("deviance %.6g, of the intercept alone %.6g; chi² %.5g on %d, p %s\n"
      .. "pseudo R² %.6g (McFadden); log-likelihood %.6g; AIC %.6g, BIC %.6g"):format(
    s.deviance, s.null_deviance, s.chi2, s.df_model, chance(s.chi2_p), s.r2,
    s.log_likelihood, s.aic, s.bic)
end

-- Why columns have no row of their own, and what the other rows are.
local function alias_note(s)
  local which = #s.dependence > 0 and dependence.listed(s.dependence)
    or table.concat(s.aliased, ", ")
  return ("aliased: %s; the other rows are those of the model without %s"):format(which,
    #s.aliased == 1 and "it" or "them")
end

-- What the reader of the table must know before trusting it.
local function doubts(s)
  local lines = {}
  if s.df == 0 and s.kind == "linear" then
    lines[1] = "no more examples than coefficients: errors cannot be told"
  end
  if #s.aliased > 0 then lines[#lines + 1] = alias_note(s) end
  if s.distance > 0.01 then
    lines[#lines + 1] = ("the model is %.2g standard errors from its optimum: train it further"
      .. ' (method="%s")'):format(s.distance, s.kind == "linear" and "exact" or "newton")
  end
  lines[#lines + 1] = s.separation and (s.separation.worthless or s.separation.doubt)
  if s.lambda > 0 then
    lines[#lines + 1] = ("lambda=%g pulls the weights towards 0: p and intervals mean little")
      :format(s.lambda)
  end
  if s.scaled then lines[#lines + 1] = "weights are those of the scaled features" end
  return #lines > 0 and "\nnote: " .. table.concat(lines, "\nnote: ") or ""
end

summary.summary = record.type("summary", function(s)
  return ("%s model, %d examples\n%s\n%s%s"):format(s.kind, s.examples, coefficients(s),
    quality(s), doubts(s))
end)

local MADE = "m = model.linear()\nX, y = {1, 2, 3, 4}, {2, 4, 5, 8}\n"
  .. "run = train(m, X, y, {method=\"exact\"})\ns = m:summary(X, y)\n"

local function field(name, help, example)
  return {name = "summary:" .. name, usage = "s." .. name, help = help, example = MADE .. example}
end

summary.entries = {
  field("names", "The coefficients' names, b first.", 's.names[2] --> x'),
  field("estimate", "A vector of the coefficients, b first. When columns are aliased, those of "
    .. "the model without these, which predicts the same; 0 for the aliased ones.",
    "s.estimate --> [0.  1.9]"),
  field("aliased", "The names of the columns that are combinations of those before them, as R's "
    .. "NA: they get no estimate of their own.", "#s.aliased --> 0"),
  field("se", "A vector of standard errors.", "s.se[2] < 0.3 --> true"),
  field("statistic", "A vector of t (linear) or z (logistic): estimate / standard error.",
    "s.statistic[2] > 6 --> true"),
  field("p", "A vector of two-sided p-values: how likely an estimate so far from 0 is when the "
    .. "true one is 0.", "s.p[2] < 0.05 --> true"),
  field("low", "A vector of the intervals' lower ends.", "s.low[2] > 0 --> true"),
  field("high", "A vector of the intervals' upper ends.", "s.high[2] < 4 --> true"),
  field("r2", "R², the share of the variance that is explained; McFadden's for a logistic model.",
    "s.r2 > 0.9 --> true"),
  field("sigma", "The residual standard error of a linear model.", "s.sigma < 1 --> true"),
  field("df", "Degrees of freedom: examples less coefficients.", "s.df --> 2"),
  field("aic", "Akaike's criterion: of two models of the same data the smaller is better.",
    "s.aic < 20 --> true"),
}

return summary
