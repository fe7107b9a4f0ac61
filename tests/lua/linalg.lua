-- Linear algebra: solve, inv, pinv, det, rank, outer; QR, SVD, eigenvalues, Cholesky.
local check = dofile("tests/check.lua")
local case, near, fails, equal = check.case, check.near, check.fails, check.equal

-- The largest element of |A - B|, relative to that of B.
local function distance(A, B)
  equal(#A, #B)
  if #B == 0 then return 0 end
  local size = abs(B):max()
  return abs(A - B):max() / (size > 0 and size or 1)
end

local function same(A, B, tolerance) near(distance(A, B), 0, tolerance or 1e-13) end

local function orthonormal(Q)
  same(Q:t():dot(Q), matrix.identity(#Q:t()), 1e-13)
end

local function build(n, element)
  local A = matrix.zeros(n, n)
  for i = 1, n do
    for j = 1, n do A[i][j] = element(i, j) end
  end
  return A
end

local function hilbert(n) return build(n, function(i, j) return 1 / (i + j - 1) end) end

local MAGIC = matrix{{16, 2, 3, 13}, {5, 11, 10, 8}, {9, 7, 6, 12}, {4, 14, 15, 1}}
local COUNT = matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
local A = matrix{{2, 1}, {1, 3}}

-- What the code warns, and what it prints.
local function warning(code) return (check.script(code)) end

case("known results", function()
  same(solve(A, vector{3, 5}), vector{0.8, 1.4}, 1e-15)
  same(solve(A, matrix{{3, 2}, {5, 1}}), matrix{{0.8, 1}, {1.4, 0}}, 1e-15)
  same(inv(A), matrix{{0.6, -0.2}, {-0.2, 0.4}}, 1e-15)
  near(det(A), 5, 1e-15)
  equal(tostring(outer(vector{1, 2}, vector{3, 4, 5})), "[[ 3  4  5]\n [ 6  8 10]]")
  same(matrix{{4, 2}, {2, 10}}:cholesky(), matrix{{2, 0}, {1, 3}}, 1e-15)
  -- 1 / det of Hilbert's matrices, OEIS A005249
  near(det(hilbert(3)) * 2160, 1, 1e-14)
  near(det(hilbert(5)) * 266716800000, 1, 1e-11)
  -- a magic square of order 4: 34, ±√80, 0
  local re, im = MAGIC:eig{complex = true}
  same(re, vector{34, math.sqrt(80), 0, -math.sqrt(80)}, 1e-14)
  equal(abs(im):max(), 0.0)
  equal(rank(MAGIC), 3)
  local _, s = MAGIC:svd()
  same(s, vector{34, 8 * math.sqrt(5), 2 * math.sqrt(5), 0}, 1e-14)
  -- second differences: 2 - 2 cos(kπ / (n + 1))
  local values = build(9, function(i, j)
    return i == j and 2 or math.abs(i - j) == 1 and -1 or 0
  end):eig()
  for k = 1, 9 do near(values[10 - k], 2 - 2 * math.cos(k * math.pi / 10), 1e-14) end
end)

case("the normal equation", function()
  local X = matrix{{1, 1}, {1, 2}, {1, 4}}
  local y = vector{3, 5, 9}
  same(solve(X:t():dot(X), X:t():dot(y)), vector{1, 2}, 1e-13)
  same(pinv(X):dot(y), vector{1, 2}, 1e-14)
end)

case("random matrices of all shapes", function()
  seed(3)
  for _ = 1, 200 do
    local size = floor(vector.random(2) * 12) + 1
    local m, n = math.tointeger(size[1]), math.tointeger(size[2])
    local k = math.min(m, n)
    local B = matrix.randn(m, n) * 10 ^ (20 * vector.randn(1)[1])
    local Q, R = B:qr()
    equal((Q:size()), m)
    equal(#R, k)
    orthonormal(Q)
    same(Q:dot(R), B)
    for i = 1, k do
      for j = 1, i - 1 do equal(R[i][j], 0.0) end
    end
    local U, s, V = B:svd()
    orthonormal(U)
    orthonormal(V)
    same((U * s):dot(V:t()), B)
    equal(s, s:sort():reverse())
    equal(s[-1] > 0, true)
    equal(rank(B), k)
    local P = pinv(B)
    same(B:dot(P):dot(B), B, 1e-11)
    same(P:dot(B):dot(P), P, 1e-11)
  end
end)

case("random square matrices", function()
  seed(4)
  for n = 1, 30 do
    local B, x = matrix.randn(n, n), vector.randn(n)
    local condition = B:norm() * inv(B):norm()
    same(B:dot(solve(B, x)), x, 1e-15 * condition * n)
    same(B:dot(inv(B)), matrix.identity(n), 1e-15 * condition * n)
    local S = B:t():dot(B)
    local values, V = S:eig()
    orthonormal(V)
    same(S:dot(V), V * values, 1e-13)
    equal(values, values:sort():reverse())
    near(values:sum(), vector.ones(n):dot((S * matrix.identity(n)):sum("columns")), 1e-12)
    near(det(S) / det(B) ^ 2, 1, 1e-9)
    local L = S:cholesky()
    same(L:dot(L:t()), S, 1e-13)
    for i = 1, n do
      equal(L[i][i] > 0, true)
      for j = i + 1, n do equal(L[i][j], 0.0) end
    end
    local re, im = B:eig{complex = true}
    near(im:sum(), 0, 1e-13)
    near(re:sum(), vector.ones(n):dot((B * matrix.identity(n)):sum("columns")), 1e-12)
  end
end)

case("eigenvectors of a matrix that is not symmetric", function()
  local B = matrix{{2, 1, 0}, {0, 3, 5}, {0, 0, -4}}
  local values, V = B:eig()
  same(values, vector{3, 2, -4})
  same(B:dot(V), V * values)
  for j = 1, 3 do near(V:column(j):norm(), 1, 1e-15) end
  local re, im = matrix{{0, -1}, {1, 0}}:eig{complex = true}
  equal(re, vector{0, 0})
  equal(im, vector{1, -1})
  fails(function() matrix{{1, -2}, {2, 1}}:eig() end,
    "matrix:eig: A has complex eigenvalues, such as 1 ± 2i; A:eig{complex=true} returns their")
end)

case("the result belongs to the caller; views give the same", function()
  local B, b = matrix.randn(6, 6), vector.randn(12)
  local before, right = B:copy(), b:copy()
  local view = b:slice(12, 2, -2)
  same(solve(B, view), solve(B, view:copy()), 0)
  local X = matrix.randn(6, 5)
  local middle = X:rows(2, 5)
  for _, part in ipairs{B:t(), B:reverse(), middle, X:columns(2, 4), middle:t()} do
    local copy = part:copy()
    for _, f in ipairs{pinv, rank, part.qr, part.svd} do
      local got, expected = table.pack(f(part)), table.pack(f(copy))
      for k = 1, got.n do equal(got[k], expected[k]) end
    end
  end
  same(solve(B:t(), b:slice(1, 6)), solve(B:t():copy(), b:slice(1, 6)), 0)
  same(solve(B, X:t():t()), solve(B, X), 0)
  for _, f in ipairs{inv, det, rank, pinv, B.qr, B.svd} do f(B) end
  B:eig{complex = true}
  local S = B:t():dot(B)
  S:cholesky()
  equal(B, before)
  equal(b, right)
end)

case("no rows, one element, a rank of 0", function()
  local none = matrix.zeros(0, 0)
  equal(det(none), 1.0)
  equal(#solve(none, vector{}), 0)
  equal(#inv(none), 0)
  equal(rank(none), 0)
  equal(#none:cholesky(), 0)
  equal(select("#", none:qr()), 2)
  equal(select("#", none:svd()), 3)
  equal(#none:eig(), 0)
  equal(pinv(matrix.zeros(0, 3)):size(), 3)
  equal(pinv(matrix.zeros(2, 3)), matrix.zeros(3, 2))
  equal(rank(matrix.zeros(2, 3)), 0)
  equal(det(matrix.zeros(2, 2)), 0.0)
  local one = matrix{{-4}}
  equal(det(one), -4.0)
  equal(inv(one), matrix{{-0.25}})
  equal(solve(one, vector{8}), vector{-2})
  equal((one:eig()), vector{-4})
  equal(outer(vector{}, vector{1, 2}):size(), 0)
end)

case("rank-deficient matrices", function()
  local B = outer(vector{1, 2, 3}, vector{1, -1})
  equal(rank(B), 1)
  same(pinv(B), outer(vector{1, -1}, vector{1, 2, 3}) / 28, 1e-15)
  equal(rank(COUNT), 2)
  same(COUNT:dot(pinv(COUNT)):dot(COUNT), COUNT, 1e-14)
end)

case("very large and very small numbers", function()
  local far = matrix{{1e300, 0}, {0, 1e-300}}
  near(det(far), 1, 1e-15)
  same(solve(far, vector{1e300, 1e-300}), vector{1, 1}, 1e-15)
  local columns = matrix{{1e-300, 1}, {1e-300, 2}}
  same(solve(columns, vector{3, 5}) * vector{1e-300, 1}, vector{1, 2}, 1e-15)
  for _, size in ipairs{1e300, 1e-300} do
    local B = A * size
    same(solve(B, vector{3, 5} * size), vector{0.8, 1.4}, 1e-15)
    same(inv(B) * size, inv(A), 1e-15)
    same(pinv(B) * size, pinv(A), 1e-14)
    same((B:eig()) / size, (A:eig()), 1e-15)
    same(select(2, B:svd()) / size, (A:eig()), 1e-15)
    same(B:cholesky() / size ^ 0.5, A:cholesky(), 1e-15)
    local _, R = B:qr()
    same(R / size, select(2, A:qr()), 1e-15)
    equal(rank(B), 2)
  end
  equal(det(A * 1e-300), 0.0)
  fails(function() solve(matrix{{1e-300}}, vector{1e300}) end,
    "solve: the result is too large for a number")
  equal(warning"print(det(matrix{{1e300, 0}, {0, 1e300}}))",
    "file:1: warning: det: the determinant is too large for a number (about 10^600)\ninf\n")
end)

case("singular matrices", function()
  fails(function() solve(matrix{{1, 2}, {2, 4}}, vector{1, 2}) end,
    "solve: A is singular (condition number inf): its columns are linearly dependent; "
      .. "rank(A) counts the independent ones, and pinv(A):dot(b) is the shortest "
      .. "least-squares solution")
  fails(function() inv(matrix.zeros(2, 2)) end, "inv: A is singular (condition number inf): its "
    .. "columns are linearly dependent; rank(A) counts the independent ones, and pinv(A) is the "
    .. "pseudoinverse")
  local _, message = pcall(inv, hilbert(14))
  local number = message:match("A is singular %(condition number (.-)%): its columns are linearly "
    .. "dependent, up to rounding;")
  equal(tonumber(number) > 1e16, true)
  equal(tonumber(number) < 1e20, true)
end)

case("a nearly singular matrix warns with its condition number", function()
  -- (2 + d)² / d in the 1-norm, for 1 + d in the corner
  local text = warning"x = solve(matrix{{1, 1}, {1, 1 + 2^-43}}, vector{1, 1})"
  equal(text, "file:1: warning: solve: A is nearly singular (condition number 3.5e+13); only "
    .. "about 2 digits of the result are correct\n")
  equal(warning"x = solve(matrix{{1, 1}, {1, 1 + 2^-37}}, vector{1, 1})", "")
  equal(warning"x = inv(matrix{{1, 0}, {0, 1e-18}})", "") -- units only
end)

case("errors", function()
  local wide = matrix.zeros(2, 3)
  fails(function() solve(wide, vector{1, 2}) end, "solve: A: square matrix expected, got matrix "
    .. "2x3; pinv(A):dot(b) is the least-squares solution")
  fails(function() inv(wide) end, "inv: A: square matrix expected, got matrix 2x3; pinv(A) is the "
    .. "pseudoinverse of any matrix")
  fails(function() det(wide) end, "det: A: square matrix expected, got matrix 2x3")
  fails(function() wide:eig() end, "matrix:eig: A: square matrix expected, got matrix 2x3")
  fails(function() wide:cholesky() end, "matrix:cholesky: A: square matrix expected")
  fails(function() solve(A, vector{1, 2, 3}) end,
    "solve: matrix 2x2 and vector of 3 have incompatible shapes (rows 2 ≠ length 3)")
  fails(function() solve(A, matrix.zeros(3, 2)) end,
    "solve: matrix 2x2 and matrix 3x2 have incompatible shapes (rows 2 ≠ rows 3)")
  fails(function() solve(A, 3) end, "solve: b (argument 2): vector or matrix expected, got 3")
  fails(function() solve(2, 3) end, "solve: A (argument 1): matrix expected, got 2")
  fails(function() rank(vector{1}) end, "rank: A (argument 1): matrix expected, got vector of 1")
  fails(function() outer(1, vector{1}) end, "outer: a (argument 1): vector expected, got 1")
  fails(function() COUNT:cholesky() end,
    "matrix:cholesky: A: symmetric matrix expected, but A[1][2] is 2 and A[2][1] is 4")
  fails(function() matrix{{1, 2}, {2, 1}}:cholesky() end, "matrix:cholesky: A is not positive "
    .. "definite: pivot 2 is -3, but it must be greater than 0")
  fails(function() matrix{{1, 0, 0}, {0, 1, 1}, {0, 1, 1}}:cholesky() end, "pivot 3 is 0, but")
  fails(function() A:eig{vectors = true} end, "matrix:eig: unknown option 'vectors'")
end)

case("nan and infinity are refused", function()
  local bad = matrix{{1, 2}, {0 / 0, 1}}
  for name, f in pairs{solve = function(B) return solve(B, vector{1, 2}) end, inv = inv, det = det,
      pinv = pinv, rank = rank, ["matrix:qr"] = bad.qr, ["matrix:svd"] = bad.svd,
      ["matrix:eig"] = bad.eig, ["matrix:cholesky"] = bad.cholesky} do
    fails(function() f(bad) end, name .. ": A has nan at row 2, column 1; numbers must be finite")
  end
  fails(function() solve(A, vector{1, math.huge}) end, "solve: b has inf at row 2, column 1")
end)

case("symmetric up to rounding", function()
  local X = matrix.randn(50, 4) * vector{1, 1e3, 1e-3, 1}
  local S = X:t():dot(X)
  S[1][2] = S[1][2] * (1 + 1e-15)
  S:cholesky()
  fails(function() matrix{{1e15, 1}, {2, 1}}:cholesky() end, "symmetric matrix expected")
end)

-- The derivative of f by each element of x, by central differences.
local function differences(f, x)
  local out, h = x:copy(), 1e-5
  for i = 1, #x do
    local row = type(x[i]) == "number" and x or x[i]
    local into = row == x and out or out[i]
    for j = row == x and i or 1, row == x and i or #row do
      local kept = row[j]
      row[j] = kept + h
      local above = f()
      row[j] = kept - h
      into[j] = (above - f()) / (2 * h)
      row[j] = kept
    end
  end
  return out
end

case("grad of solve, inv, det and outer", function()
  seed(6)
  local B, b = matrix.randn(4, 4) + 3 * matrix.identity(4), vector.randn(4)
  local C, c = matrix.randn(4, 2), vector.randn(4)
  for _, pair in ipairs{
    {b, function(M, x) return solve(M, x):dot(c) end},
    {C, function(M, x) return (solve(M, x) ^ 2):sum() end},
    {b, function(M, x) return inv(M):dot(x):dot(c) end},
    {b, function(M, x) return det(M) * x:sum() end},
    {b, function(M, x) return (outer(x, c) * M + outer(c, x)):sum() end},
  } do
    local x, f = table.unpack(pair)
    local dB, dx = grad(f, B, x)
    same(dB, differences(function() return f(B, x) end, B), 1e-7)
    same(dx, differences(function() return f(B, x) end, x), 1e-7)
  end
end)

case("large matrices, in a child process", function()
  seed(5)
  local n = 500
  local B, x = matrix.randn(n, n), vector.randn(n)
  same(solve(B, B:dot(x)), x, 1e-9)
  same(inv(B):dot(B), matrix.identity(n), 1e-9)
  local S = B:t():dot(B)
  local L = S:cholesky()
  same(L:dot(L:t()), S, 1e-13)
  fails(function() solve(outer(x, x), x) end, "solve: A is singular (condition number")
  local Q, R = B:qr()
  same(Q:dot(R), B, 1e-12)
  equal(rank(outer(x, x)), 1)
end)

case("Ctrl-C stops LAPACK", function()
  for _, call in ipairs{"solve(A, A)", "A:svd()", "A:eig()"} do
    local text, code = check.interrupted("A = matrix.randn(1500, 1500) print'ready' " .. call
      .. " print'done'")
    equal(text:find("interrupted", 1, true) ~= nil, true)
    equal(text:find("done", 1, true), nil)
    equal(code ~= 0, true)
  end
end)

check.done("linalg")
