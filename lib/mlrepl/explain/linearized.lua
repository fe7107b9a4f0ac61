-- linearized.lua - derivatives of functions with several results, or with a formula of whole
-- matrices, for grad.
--
-- Each result is the plain one plus a term that is linear in the change of the arguments,
-- dA = A - A0. Inside grad A and A0 have the same numbers, so that the term is 0, but the
-- operations in it are recorded, and their derivative is that of the result. A function gets lists
-- of the tracked arguments, of their plain values and of the plain results.

local context = require "mlrepl.context"

local linearized = {}

local SAME = 1e-12 -- relative distance of values that count as equal

local function fail(name, format, ...) context.fail("matrix:" .. name, format:format(...)) end
local function number(x) return ("%.6g"):format(x) end

local function diagonal(M) return (M * matrix.identity(#M)):sum"rows" end

-- 1 where test(i, j), else 0.
local function mask(n, test)
  local M = matrix.zeros(n, n)
  for i = 1, n do
    for j = 1, n do
      if test(i, j) then M:set(i, j, 1) end
    end
  end
  return M
end

-- 1 / (v[j] - v[i]) at row i, column j; 0 on the diagonal. `values` have the vectors.
local function inverse_gaps(name, what, values, v)
  local n, largest = #v, v:norm() + 1e-300
  local F = matrix.zeros(n, n)
  for i = 1, n do
    for j = 1, n do
      local gap = v[j] - v[i]
      if i ~= j and abs(gap) <= SAME * largest then
        fail(name, "two %s are equal (%s), so they and their vectors have no derivative", what,
          number(values[i]))
      end
      if i ~= j then F:set(i, j, 1 / gap) end
    end
  end
  return F
end

-- The part of M that is orthogonal to the orthonormal columns of Q.
local function outside(Q, M) return M - dot(Q, dot(Q:t(), M)) end

-- -- factors ---------------------------------------------------------------------------

-- A = Q R of independent columns: with M = QᵀdA R⁻¹ and the antisymmetric Ω that has the
-- lower triangle of M, dQ = Q Ω + (1 - QQᵀ) dA R⁻¹ and dR = d(Qᵀ) A + QᵀdA. If A has
-- more columns than rows, the first ones make Q.
function linearized.qr(args, plain, results)
  local Q, R = results[1], results[2]
  local k = #R
  local dA = args[1] - plain[1]
  local least = abs(diagonal(R:columns(1, k))):min()
  if least <= SAME * abs(R):max() then
    fail("qr", "the columns of A depend on each other (an element of R's diagonal is %s), so Q and "
      .. "R have no derivative", number(least))
  end
  local first = dA:columns(1, k)
  local X = dot(first, inv(R:columns(1, k)))
  local below = mask(k, function(i, j) return i > j end)
  local low = dot(Q:t(), X) * below
  local dQ = dot(Q, low - low:t()) + outside(Q, X)
  local _, columns = R:size()
  local upper = matrix.ones(k, columns)
  upper:columns(1, k):sub(below)
  local dR = (dot(dQ:t(), plain[1]) + dot(Q:t(), dA)) * upper
  return Q + dQ, R + dR
end

-- A = L Lᵀ: dL = L Φ(L⁻¹ dA L⁻ᵀ), where Φ takes the lower triangle and half of the
-- diagonal. A is symmetric, and so are its changes.
function linearized.cholesky(args, plain, results)
  local L = results[1]
  local dA, inverse, n = args[1] - plain[1], inv(L), #L
  local half = mask(n, function(i, j) return i > j end) + matrix.identity(n) / 2
  local M = dot(dot(inverse, (dA + dA:t()) / 2), inverse:t())
  return L + dot(L, M * half)
end

-- With M = V⁻¹ dA V: dλ is its diagonal, and dV = V (F M) elementwise, made orthogonal to V
-- column by column, because those keep the length 1.
function linearized.eig(args, plain, results)
  if args[2] and args[2].complex then
    fail("eig", "grad cannot differentiate A:eig{complex=true}; A:eig() has derivatives if all "
      .. "eigenvalues are real")
  end
  local values, V = results[1], results[2]
  local A = plain[1]
  local F = inverse_gaps("eig", "eigenvalues", values, values)
  local M = dot(dot(A == A:t() and V:t() or inv(V), args[1] - A), V)
  local dV = dot(V, F * M)
  return values + diagonal(M), V + dV - V * (V * dV):sum"columns"
end

-- A = U diag(s) Vᵀ (Townsend, Differentiating the singular value decomposition, 2016).
function linearized.svd(args, plain, results)
  local U, s, V = results[1], results[2], results[3]
  if s:min() <= SAME * s:max() then
    fail("svd", "a singular value is 0, so the decomposition has no derivative")
  end
  local F = inverse_gaps("svd", "singular values", s, s * s)
  local dA = args[1] - plain[1]
  local M = dot(dot(U:t(), dA), V)
  local rows, columns = s, 1 / s -- M * s scales columns
  local symmetric = M * rows + (M * rows):t()
  local other = M:t() * rows + (M:t() * rows):t()
  local dU = dot(U, F * symmetric) + outside(U, dot(dA, V)) * columns
  local dV = dot(V, F * other) + outside(V, dot(dA:t(), U)) * columns
  return U + dU, s + diagonal(M), V + dV
end

-- P of a matrix of full rank (Golub and Pereyra, 1973).
function linearized.pinv(args, plain, results)
  local A, P = plain[1], results[1]
  local m, n = A:size()
  local r = rank(A)
  if r < math.min(m, n) then
    context.fail("pinv", ("A has rank %d, but %d rows and %d columns; its pseudoinverse jumps, so "
      .. "it has no derivative"):format(r, m, n))
  end
  local dA = args[1] - A
  local dP = -dot(dot(P, dA), P)
  if m > n then
    local right = dot(dot(P, P:t()), dA:t())
    dP = dP + right - dot(dot(right, A), P)
  elseif n > m then
    local left = dot(dA:t(), dot(P:t(), P))
    dP = dP + left - dot(P, dot(A, left))
  end
  return P + dP
end

-- -- ranges ------------------------------------------------------------------------------

-- first + i step; the number of elements does not change.
function linearized.range(args, plain, results)
  local v = results[1]
  local first, step = args[1] - plain[1], args[3] and args[3] - plain[3]
  v = v + first
  return step and v + step * vector.range(0, #v - 1) or v
end

function linearized.linspace(args, plain, results)
  local v = results[1]
  local n = #v
  local part = n > 1 and vector.range(0, n - 1) / (n - 1) or vector.zeros(n)
  return v + (args[1] - plain[1]) * (1 - part) + (args[2] - plain[2]) * part
end

return linearized
