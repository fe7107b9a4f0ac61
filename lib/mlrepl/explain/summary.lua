-- summary.lua - the type "summary": a table of coefficients like those of R and
-- statsmodels.

local dependence = require "mlrepl.explain.dependence"
local record = require "mlrepl.explain.record"

local summary = {}

local function number(x) return ("%.5g"):format(x) end

-- Smaller p-values are not meaningful.
local function chance(p)
  if p < 1e-16 then return "<1e-16" end
  return (p < 1e-4 and "%.1e" or "%.4f"):format(p)
end

local function interval(low, high)
  return ("[%s, %s]"):format(number(low), number(high))
end

local function rows_of(s)
  local rows = {{"", "estimate", "std error", s.letter, "p",
                 ("%g%% interval"):format(100 * s.level)}}
  for i, name in ipairs(s.names) do
    rows[i + 1] = s.aliased_places[i] and {name, "aliased", "", "", "", ""}
      or {name, number(s.estimate[i]), number(s.se[i]), ("%.3f"):format(s.statistic[i]),
          chance(s.p[i]), interval(s.low[i], s.high[i])}
  end
  return rows
end

local function quality(s)
  if s.kind == "linear" then
    return ("R² %.6g, adjusted %.6g; F %.5g on %d and %g, p %s\n"
        .. "residual standard error %.6g on %g degrees of freedom; AIC %.6g, BIC %.6g"):format(
      s.r2, s.adjusted_r2, s.f, s.df_model, s.df, chance(s.f_p), s.sigma, s.df, s.aic, s.bic)
  end
  if s.kind == "poisson" then
    return ("null deviance %.6g on %g degrees of freedom, residual deviance %.6g on %g\n"
        .. "chi² %.5g on %d, p %s; D² %.6g; log-likelihood %.6g; AIC %.6g, BIC %.6g"):format(
      s.null_deviance, s.df + s.df_model, s.deviance, s.df, s.chi2, s.df_model, chance(s.chi2_p),
      s.r2, s.log_likelihood, s.aic, s.bic)
  end
  return ("deviance %.6g, null deviance %.6g; chi² %.5g on %d, p %s\n"
      .. "pseudo R² %.6g (McFadden); log-likelihood %.6g; AIC %.6g, BIC %.6g"):format(
    s.deviance, s.null_deviance, s.chi2, s.df_model, chance(s.chi2_p), s.r2,
    s.log_likelihood, s.aic, s.bic)
end

-- Explains aliased columns.
local function alias_note(s)
  local which = #s.dependence > 0 and dependence.listed(s.dependence)
    or table.concat(s.aliased, ", ")
  return ("aliased: %s; the other rows are those of the model without %s"):format(which,
    #s.aliased == 1 and "it" or "them")
end

-- Notes on when the table cannot be trusted. `raw`: the units are those of X.
function summary.doubts(s, raw)
  local lines = {}
  if s.df == 0 and s.kind == "linear" then
    lines[1] = "no more examples than coefficients: standard errors cannot be computed"
  end
  if #s.aliased > 0 then lines[#lines + 1] = alias_note(s) end
  if s.distance > 0.01 then
    lines[#lines + 1] = ("the model is %.2g standard errors from its optimum: train it further"
      .. ' (method="%s")'):format(s.distance, s.kind == "linear" and "exact" or "newton")
  end
  lines[#lines + 1] = s.separation and (s.separation.worthless or s.separation.doubt)
  if s.lambda > 0 then
    lines[#lines + 1] = ("lambda=%g shrinks the weights toward 0: p-values and intervals are not "
      .. "reliable"):format(s.lambda)
  end
  if s.scaled and not raw then
    lines[#lines + 1] = "the weights are those of the scaled features"
  end
  return lines
end

local function notes(s)
  local lines = summary.doubts(s)
  return #lines > 0 and "\nnote: " .. table.concat(lines, "\nnote: ") or ""
end

local function title(s) return ("%s model, %g examples"):format(s.kind, s.examples) end

summary.summary = record.type("summary", function(s)
  return ("%s\n%s\n%s%s"):format(title(s), record.aligned(rows_of(s)), quality(s), notes(s))
end)

-- What is printed, in parts: the line before the table, its rows, and the lines after it.
function summary.parts(value)
  local s = record.fields(value)
  return title(s), rows_of(s), quality(s) .. notes(s)
end

local MADE = "m = model.linear()\nX, y = {1, 2, 3, 4}, {2, 4, 5, 8}\n"
  .. "run = train(m, X, y, {method=\"exact\"})\ns = m:summary(X, y)\n"

-- `field` is a name and its type, as in "names -> list of strings".
local function new_field(field, help, example)
  return {name = "summary:" .. field:match("^[%w_]+"), usage = "s." .. field, help = help,
          example = MADE .. example}
end

summary.entries = {
  new_field("names -> list of strings",
    "The names of the coefficients, b first.", 's.names[2] --> x'),
  new_field("estimate -> vector",
    "A vector of the coefficients, b first. If columns are aliased, their "
    .. "estimates are 0, and the others are those of the model without them, which makes the same "
    .. "predictions.",
    "s.estimate --> [0.  1.9]"),
  new_field("aliased -> list of strings",
    "The names of the columns that are linear combinations of earlier columns and "
    .. "therefore have no estimate (NA in R).", "#s.aliased --> 0"),
  new_field("se -> vector", "A vector of standard errors.", "s.se[2] < 0.3 --> true"),
  new_field("statistic -> vector", "A vector of t (linear) or z (logistic) statistics: estimate / "
    .. "standard error.",
    "s.statistic[2] > 6 --> true"),
  new_field("p -> vector",
    "A vector of two-sided p-values: the probability of an estimate at least this far "
    .. "from 0 if the true coefficient is 0.", "s.p[2] < 0.05 --> true"),
  new_field("low -> vector", "A vector of the lower bounds of the confidence intervals.",
    "s.low[2] > 0 --> true"),
  new_field("high -> vector", "A vector of the upper bounds of the confidence intervals.",
    "s.high[2] < 4 --> true"),
  new_field("r2 -> number",
    "R², the fraction of variance explained, or McFadden's pseudo R² for a logistic "
    .. "model.",
    "s.r2 > 0.9 --> true"),
  new_field("sigma -> number or nil",
    "The residual standard error of a linear model.", "s.sigma < 1 --> true"),
  new_field("df -> number",
    "The residual degrees of freedom: the number of examples minus the number of "
    .. "coefficients.", "s.df --> 2"),
  new_field("aic -> number",
    "Akaike's information criterion (AIC): of two models fitted to the same data, the "
    .. "one with the smaller AIC is preferred.",
    "s.aic < 20 --> true"),
}

return summary
