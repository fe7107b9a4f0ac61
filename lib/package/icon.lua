-- icon.lua FILE - draws the icon: two classes and the boundary between them.
seed(3)
local m = model.logistic{degree = 2}
local X = matrix.randn(60, 2)
local y = (X:column(1) + 0.6 * X:column(2) * X:column(2)):gt(0.5)
train(m, X, y, {method = "lbfgs"})

local f = plot.figure{size = {256, 256}}
f[1]:boundary(m, X, y)
f[1]:legend(false)
f:save(arg[1])
