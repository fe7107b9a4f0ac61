-- icon.lua FILE - draws the icon: two classes and the boundary between them.
seed(3)
local X = matrix.randn(24, 2)
local y = (X:column(1) + 0.6 * X:column(2) * X:column(2)):gt(0.5)
local m = model.logistic{degree = 2, lambda = 0.1}
train(m, X, y, {method = "newton"})

local f = plot.figure{size = {128, 128}}
f[1]:boundary(m, X, y)
f[1]:title(""):xlabel(""):ylabel(""):legend(false):grid(false):xticks{}:yticks{}
f:save(arg[1])
