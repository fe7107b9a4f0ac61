-- Matrices in Lua: views, products, reductions, errors.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local function X() return matrix{{1, 2, 3}, {4, 5, 6}} end

case("rows, columns and parts are views", function()
  local A = X()
  A[1][2] = 20
  A:row(2)[1] = 40
  A:column(3)[2] = 60
  A:columns(2, 3):rows(2, 2)[1][1] = 50
  equal(A == matrix{{1, 20, 3}, {40, 50, 60}}, true)
  A[1] = {7, 8, 9}
  equal(tostring(A[1]), "[7 8 9]")
end)

case("a column of a view shares memory with the whole matrix", function()
  local c = (function() return X():columns(2, 3):column(-1) end)()
  collectgarbage()
  equal(tostring(c), "[3 6]")
end)

case("a vector is broadcast over the rows", function()
  local A = X()
  equal(A - A:mean"columns" == matrix{{-1.5, -1.5, -1.5}, {1.5, 1.5, 1.5}}, true)
  equal(tostring(vector{10, 20, 30} + A), "[[11 22 33]\n [14 25 36]]")
  A:mul(vector{1, 0, 2})
  equal(A == matrix{{1, 0, 6}, {4, 0, 12}}, true)
  equal(matrix{{1, 2}, {3, 4}}:add(matrix{{1, 1}, {1, 1}}) == matrix{{2, 3}, {4, 5}}, true)
end)

case("arithmetic on a view does not affect the rest", function()
  local A = X()
  A:columns(1, 2):mul(10)
  equal(A == matrix{{10, 20, 3}, {40, 50, 6}}, true)
  equal(tostring(exp(A:columns(3, 3) * 0)), "[[1]\n [1]]")
end)

case("reductions by columns, by rows and over all elements", function()
  local A = X()
  equal(A:sum(), 21.0)
  equal(tostring(A:sum"columns"), "[5 7 9]")
  equal(tostring(A:sum"rows"), "[ 6 15]")
  equal(tostring(A:argmax"rows"), "[3 3]")
  equal(A:columns(2, 3):max(), 6.0)
  near(A:std(), 1.707825127659933, 1e-15) -- np.arange(1, 7).std()
  equal(A:median(), 3.5)
  equal(matrix.zeros(0, 3):sum(), 0.0)
  fails(function() A:sum("colums") end,
    'matrix:sum: direction (argument 1): "columns" or "rows"')
end)

case("products have the shapes of linear algebra", function()
  local A, v = X(), vector{1, 0, -1}
  equal(tostring(dot(A, v)), "[-2 -2]")
  equal(tostring(dot(vector{1, -1}, A)), "[-3 -3 -3]")
  equal(A:dot(A:t()) == matrix{{14, 32}, {32, 77}}, true)
  equal(#dot(matrix.zeros(0, 3), v), 0)
  fails(function() dot(matrix.zeros(3, 4), vector.zeros(5)) end,
    "dot: matrix 3x4 and vector of 5 have incompatible shapes (columns 4 ≠ length 5)")
  fails(function() dot(A, A) end, "dot: matrix 2x3 and matrix 2x3 have incompatible shapes (columns 3 ≠ rows 2)")
  fails(function() dot(vector{1}, vector{1, 2}) end, "length 1 ≠ length 2")
  fails(function() dot(1, A) end, "dot: a (argument 1): vector or matrix expected, got 1")
end)

case("taking and reshaping copy", function()
  local A = X()
  local B = A:take{2, 2}
  B[1][1] = 0
  equal(A[2][1], 4.0)
  equal(tostring(A:take_columns{3, 1}), "[[3 1]\n [6 4]]")
  equal(tostring(A:reshape(3, -1)), "[[1 2]\n [3 4]\n [5 6]]")
  equal(tostring(A:columns(2, 3):flatten()), "[2 3 5 6]")
  equal(matrix.columns{vector{1, 4}, {2, 5}, {3, 6}} == A, true)
  equal(A:t():t() == A, true)
end)

case("assigning a row of the same matrix works as if from a copy", function()
  local A = matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
  A[2] = A:column(1)
  equal(A == matrix{{1, 2, 3}, {1, 4, 7}, {7, 8, 9}}, true)
  A[-1] = A[3]:slice(-1, 1, -1)
  equal(tostring(A[3]), "[9 8 7]")
  A:add(A:t())
  equal(A == matrix{{2, 3, 12}, {3, 8, 15}, {12, 15, 14}}, true)
  A:rows(2):sub(A:rows(1, 2))
  equal(A == matrix{{2, 3, 12}, {1, 5, 3}, {9, 7, -1}}, true)
end)

case("a matrix is mapped, sorted and joined", function()
  local A = X()
  equal(A:map(function(x) return -x end) == -A, true)
  equal(A:columns(2):sort"rows":reverse() == matrix{{5, 6}, {2, 3}}, true)
  equal(matrix.zeros(0, 3):concat(A) == A, true)
  fails(function() A:concat(A:t()) end,
    "matrix:concat: matrix 2x3 and matrix 3x2 have incompatible shapes (columns 3 ≠ 2)")
  fails(function() A:concat{1} end, "matrix:concat: other (argument 1): matrix expected, got table")
  fails(function() A:map(type) end, "matrix:map: the function must return a number, got string")
  fails(function() A:sort(1) end, 'matrix:sort: direction (argument 1): "columns" or "rows"')
end)

case("iteration visits every row", function()
  local s = 0
  for i, row in X():each() do s = s + i * row:sum() end
  equal(s, 36.0)
  s = 0
  for _, row in ipairs(X()) do s = s + row[1] end
  equal(s, 5.0)
end)

case("printing aligns columns and abbreviates large matrices", function()
  equal(tostring(matrix{{1, 2.5}, {-3, 100}}), "[[  1.    2.5]\n [ -3.  100. ]]")
  equal(tostring(matrix.zeros(100, 100)):match("^%[%[0 0 0 %.%.%. 0 0 0%]\n") ~= nil, true)
  equal(select(2, tostring(matrix.zeros(100, 100)):gsub("\n", "")), 6)
end)

case("error messages", function()
  fails(function() matrix{{1, 2}, {3}} end, "matrix: row 2 has length 1, but row 1 has length 2")
  fails(function() matrix{{1, 2}, {3, "x"}} end, 'row 2, column 2 must be a number, got string "x"')
  fails(function() matrix{1, 2} end, "rows must be tables of numbers")
  fails(function() matrix.columns{vector{1, 2}, {3}} end,
    "matrix.columns: column 2 has length 1, but column 1 has length 2")
  fails(function() matrix.columns{{1, "a"}} end, 'column 1, row 2 must be a number, got string "a"')
  fails(function() matrix.columns() end, "(argument 1): table of columns expected, got nothing")
  fails(function() matrix.random(2) end,
    "matrix.random: columns (argument 2): integer of at least 0 expected, got nothing")
  fails(function() matrix(3) end, "matrix: rows (argument 1): table of rows expected, got 3")
  fails(function() return X()[4] end, "matrix: index 4 is out of range (2 rows); use 1 to 2")
  fails(function() return X()[1][4] end, "vector: index 4 is out of range (3 elements)")
  fails(function() X()[1] = {1} end, "row of 3 numbers expected, got 1")
  fails(function() matrix.zeros(2 ^ 32, 2 ^ 32) end, "exceed the addressable memory")
  fails(function() matrix.zeros(2 ^ 20, 2 ^ 20) end, "needed, but this machine has")
  fails(function() return X() + matrix.zeros(3, 3) end, "rows 2 ≠ 3")
  fails(function() return X() + vector{1} end, "columns 3 ≠ 1")
  fails(function() X():add(matrix.zeros(1, 3)) end, "rows 2 ≠ 1")
  fails(function() vector{1, 2, 3}:add(X()) end, "have incompatible shapes")
  fails(function() X():get(1) end, "index must be an integer, got nothing")
  fails(function() return X().colums end, "did you mean 'columns'?")
end)

check.done("matrix")
