-- background.lua - background training in scripts: waiting, control, changes
-- during training, errors. tests/repl/background.lua tests it at the prompt.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local x, y = vector{1, 2}, vector{300, 500}

local function job_of(options, m)
  options.background = true
  return train(m or model.linear(), x, y, options)
end

-- Returns an on_step that pauses its job after the given iteration.
local function pausing_at(k)
  local job
  return {on_step = function(step) if step.iteration == k then job:pause() end end,
    tell = function(made) job = made return made end}
end

-- A job paused after k iterations.
local function paused_job(k, options, m)
  local pause = pausing_at(k)
  options.on_step = pause.on_step
  return pause.tell(job_of(options, m)):wait()
end

seed(3)
local many = matrix.randn(200, 2)
local sums = many:dot(vector{2, -1}) + 3
local classes = sums:gt(3)

case("every method gives the same results in the background", function()
  local methods = {"gd", "momentum", "adam", "lbfgs", "newton", "exact", "minibatch", "sgd"}
  for _, method in ipairs(methods) do
    for _, iterations in ipairs{0, 1, 80} do
      local here, there = model.linear(), model.linear()
      local run = train(here, many, sums, {method = method, iterations = iterations})
      local job = train(there, many, sums,
        {method = method, iterations = iterations, background = true}):wait()
      equal(there.w == here.w and there.b == here.b, true)
      equal(job.cost == run.cost, true)
      equal(job.final_cost, run.final_cost)
      equal(job.iterations, run.iterations)
      equal(job.reason, run.reason)
      equal(job.advice, run.advice)
      equal(job.state, "done")
    end
  end
end)

case("a new job is at iteration 0 and prints its state", function()
  local job = job_of{iterations = 50}
  equal(job.state, "running")
  equal(job.reason, "still running")
  equal(job.converged, false)
  equal(job.iterations, 0)
  equal(job.first_cost, 85000.0)
  equal(#job.cost, 0)
  equal(tostring(job):match("^0 iterations in [%d.e-]+ s: still running\n") ~= nil, true)
  equal(job:wait() == job, true)
  equal(job.state, "done")
  equal(#job.cost, 50)
end)

case("on a foreground run, wait and stop do nothing and pause is an error", function()
  local run = train(model.linear(), x, y, {iterations = 5})
  equal(run.state, "done")
  equal(run:wait() == run, true)
  equal(run:stop() == run, true)
  fails(function() run:pause() end, "run:pause: this training has ended (all iterations done)")
  fails(function() run:resume() end, "run:resume: this training has ended")
  fails(function() run.alpha = 0.1 end, "run: this training has ended (all iterations done)")
  fails(function() run.alpha = 0.1 end, "to continue with another alpha, use run:fork{alpha=0.03}")
end)

case("a new alpha takes effect at the next iteration", function()
  local job = paused_job(40, {iterations = 100, alpha = 0.01})
  equal(job.state, "paused")
  equal(job.iterations, 40)
  job.alpha = 0.1
  equal(job.alpha, 0.1)
  job:resume():wait()
  local reference = model.linear()
  local first = train(reference, x, y, {iterations = 40, alpha = 0.01})
  local second = train(reference, x, y, {iterations = 60, alpha = 0.1})
  for _, k in ipairs{1, 40} do equal(job.cost[k], first.cost[k]) end
  for _, k in ipairs{41, 42, 100} do equal(job.cost[k], second.cost[k - 40]) end
end)

case("alpha of minibatch and momentum can be set", function()
  local job = job_of{method = "minibatch", batch = 1, iterations = 1, alpha = 0.01}
  job.alpha = 0.1
  local run = train(model.linear(), x, y,
    {method = "minibatch", batch = 1, iterations = 1, alpha = 0.1})
  equal(job:wait().cost[1], run.cost[1])
  job = paused_job(1, {method = "momentum", iterations = 2, momentum = 0.9})
  equal(job.momentum, 0.9)
  job.momentum = 0
  local plain = train(model.linear(), x, y, {iterations = 2})
  near(job:resume():wait().cost[2], plain.cost[2], 1e-14)
end)

case("a new lambda takes effect at the next iteration, with and without row passes", function()
  for _, rows in ipairs{true, false} do
    for _, method in ipairs{"gd", "momentum", "adam", "lbfgs", "newton"} do
      local m = model.linear()
      local options = {method = method, iterations = 3000, background = true}
      if method == "gd" or method == "momentum" then options.rows = rows end
      if method ~= "lbfgs" and method ~= "newton" then options.alpha = 0.1 end
      local job = train(m, many, sums, options)
      m.lambda = 50
      job:wait()
      local ridge = model.linear{lambda = 50}
      train(ridge, many, sums, {method = "exact"})
      near(m.w[1], ridge.w[1], 1e-6)
      near(m.w[2], ridge.w[2], 1e-6)
      near(job.final_cost, ridge:cost(many, sums), 1e-9)
    end
  end
end)

case("training continues from weights set during a job", function()
  for _, method in ipairs{"gd", "momentum", "adam", "lbfgs", "newton", "minibatch"} do
    local m = model.linear()
    local pause = pausing_at(2)
    local job = pause.tell(train(m, many, sums, {method = method, iterations = 4,
      on_step = pause.on_step, background = true})):wait()
    m.w, m.b = {10, 20}, 30
    job:resume():wait()
    local other = model.linear{w = {10, 20}, b = 30}
    if method ~= "minibatch" then -- it draws different examples
      train(other, many, sums, {method = method, iterations = 2})
      equal(m.w == other.w and m.b == other.b, true)
    end
  end
end)

case("training continues from run:back on a paused job", function()
  local m = model.linear()
  local job = paused_job(30, {iterations = 60}, m)
  job:back(20)
  equal(m:cost(x, y), job.cost[10])
  job:resume():wait()
  equal(job.cost[31], job.cost[11])
end)

case("changing the model's shape during training ends the job with an error", function()
  for field, value in pairs{w = {1, 2, 3}, degree = 2, normalize = "zscore"} do
    local m = model.linear()
    local job = job_of({iterations = 100}, m)
    m[field] = value
    fails(function() job:wait() end, "train: the length of the model's w changed during")
    equal(job.state, "failed")
    equal(job.reason:find("w changed during training", 1, true) ~= nil, true)
  end
  local m = model.linear()
  local job = job_of({}, m)
  m.intercept = false
  fails(function() job:wait() end, "the model's field intercept was changed")
end)

case("a diverging job restores the weights of its last change", function()
  local m = model.linear{w = 3, b = 4}
  local job = job_of({alpha = 0.6, iterations = 100}, m)
  check.diverges(function() return job:wait() end,
    "diverged, cost rose for 20 iterations: alpha 0.6 is above the limit 0.5836")
  equal(m.w[1], 3.0)
  equal(job.state, "done")
  equal(#job.cost, 20)
  equal(job:wait(), job)
  m = model.linear()
  job = paused_job(50, {alpha = 0.1, iterations = 100}, m)
  local w = m.w[1]
  job.alpha = 5
  check.diverges(function() return job:resume():wait() end,
    "the model was reset to its weights at your last change")
  equal(m.w[1], w)
  equal(job.iterations < 80, true)
  job = paused_job(500, {alpha = 0.5, iterations = 1000}, model.linear())
  job.alpha = 0.6
  check.diverges(function() return job:resume():wait() end,
    "iterations: alpha 0.6 is above the limit")
end)

case("stop ends a job after its current iteration", function()
  local m = model.linear()
  local job = paused_job(10, {iterations = 1e9}, m)
  equal(job:stop() == job, true)
  equal(job.state, "stopped")
  equal(job.reason, "stopped")
  equal(job.iterations, 10)
  equal(job.final_cost, m:cost(x, y))
  equal(job:stop().state, "stopped")
  equal(job:wait().state, "stopped")
  local own
  own = job_of{iterations = 1e9, on_step = function(s) if s.iteration == 7 then own:stop() end end}
  equal(own:wait().iterations, 7)
  equal(own.state, "stopped")
end)

case("a stopped job without row passes reports the cost computed from the rows", function()
  local m = model.linear()
  local job = train(m, many, sums, {iterations = 1e6, background = true})
  equal(job:stop().final_cost, m:cost(many, sums))
end)

case("invalid values of alpha are errors", function()
  local job = job_of{}
  for _, wrong in ipairs{-1, 0, 0 / 0, 1 / 0} do
    fails(function() job.alpha = wrong end, "run: alpha must be a number greater than 0, got ")
  end
  fails(function() job.alpha = "x" end,
    'run: alpha must be a number greater than 0, got string "x"')
  fails(function() job.momentum = 0.5 end, 'only method="momentum" has a momentum')
  fails(function() job.cost = 1 end, "run: read-only field")
  equal(job.alpha, 0.01)
  job:stop()
  job = job_of{method = "lbfgs"}
  equal(job.alpha, nil)
  fails(function() job.alpha = 0.1 end, "this method has no alpha; it finds")
  job:stop()
  job = job_of{method = "momentum"}
  fails(function() job.momentum = 1 end, "run: momentum must be a number from 0 up to 1, got 1")
  job:stop()
end)

case("an error in a user's function ends the job, and wait raises it", function()
  local job = job_of{on_step = function(step) if step.iteration == 3 then error("mine") end end}
  fails(function() job:wait() end, "mine")
  equal(job.state, "failed")
  equal(job.iterations, 3)
  equal(job.reason:find("mine", 1, true) ~= nil, true)
  local object = setmetatable({}, {__tostring = function() return "me" end})
  job = job_of{on_step = function() error(object) end}
  fails(function() job:wait() end, "me")
  local own = model.custom{features = 1, predict = function(X) return X end,
    cost = function(_, _, w) if w[1] > 1 then error("too far") end return (w[1] - 5) ^ 2 end,
    gradient = function(_, _, w) return vector{2 * (w[1] - 5)}, 0 end}
  job = train(own, x, y, {background = true})
  fails(function() job:wait() end, "too far")
  equal(own.w[1] <= 1.1, true)
end)

case("invalid arguments raise an error immediately", function()
  fails(function() job_of({}, model.linear{w = 1e200, b = 1}) end, "the cost overflows")
  fails(function() job_of{alpha = -1} end, "train: option alpha")
  fails(function() job_of{method = "newton", alpha = 1} end, "option alpha cannot be used with")
  fails(function() train(model.linear(), x, y, {background = 3}) end, "train: option background")
end)

case("a model can be trained by only one job at a time", function()
  local m = model.linear()
  local job = job_of({}, m)
  fails(function() job_of({}, m) end, "train: the model is already being trained in the background")
  job:pause()
  local other = job_of({}, m)
  fails(function() job:resume() end, "run:resume: another job is training this model")
  other:stop()
  equal(job:resume():wait().iterations, 1000)
end)

case("a job continues from the result of foreground training of the same model", function()
  local m = model.linear()
  local job = job_of({iterations = 100}, m)
  train(m, x, y, {iterations = 100})
  local other = train(model.linear(), x, y, {iterations = 200})
  equal(job:wait().final_cost, other.final_cost)
end)

case("a job cannot wait for itself but can wait for another", function()
  local job, other
  job = job_of{iterations = 3, on_step = function() job:wait() end}
  fails(function() job:wait() end, "run:wait: a job cannot wait for itself")
  other = job_of{iterations = 50}
  job = job_of{iterations = 3, on_step = function() other:wait() end}
  equal(job:wait().iterations, 3)
  equal(other.state, "done")
  fails(function() job_of{}:pause():wait() end, "run:wait: the job is paused")
end)

case("fork and at work on a running job", function()
  local job = paused_job(40, {iterations = 100})
  equal(job:at(20):cost(x, y), job.cost[20])
  local fork = job:fork{on_step = function() end, background = false, at = 20}
  equal(fork.iterations, 100)
  equal(fork.cost[30], job.cost[30])
  job.alpha = 0.2
  equal(job:fork{at = 20, on_step = function() end, background = false}.alpha, 0.2)
  local later = job:fork{on_step = function() end}
  equal(later.state, "running")
  equal(later:wait().iterations, 100)
  job:stop()
end)

case("thinning a long record does not change cost vectors already returned", function()
  local job
  job = train(model.linear(), vector{1}, vector{1}, {alpha = 1e-7, iterations = 1e9,
    background = true, every = 4000000, on_step = function() job:pause() end})
  job:wait()
  local held, copy = job.cost, job.cost:copy()
  equal(#held, 4000000)
  equal(job:resume():wait().every, 2)
  equal(held == copy, true)
  job:stop()
end)

local function upvalue(fn, wanted)
  for i = 1, 20 do
    local name, value = debug.getupvalue(fn, i)
    if name == wanted then return value end
  end
end

case("frames, reports and figures of a job leave the learner's figure alone", function()
  local lines, frames, kept = 0, {}, print
  local live = select(2, debug.getupvalue(plot.live, 3)) -- behind the function that counts arguments
  local catch = upvalue(upvalue(live, "show"), "frames")
  local shown = catch.show
  function catch.show(_, last) frames[#frames + 1] = last end
  _G.print = function() lines = lines + 1 end
  local mine = plot.figure{}
  job_of{iterations = 20, report = 4, live = true}:wait()
  _G.print, catch.show = kept, shown
  equal(lines, 5)
  equal(frames[#frames], true)
  plot({1, 2}, {3, 4})
  equal(#mine:commands()[1] > 0, true)
  plot.close()
end)

case("an unreferenced job is freed when it finishes, a paused one immediately", function()
  local gone = setmetatable({}, {__mode = "k"})
  local function collected()
    collectgarbage()
    collectgarbage()
    return next(gone) == nil
  end
  do
    local job = job_of{iterations = 20}
    gone[job] = true
    job:wait()
  end
  equal(collected(), true)
  gone[job_of{iterations = 1e9}:pause()] = true
  equal(collected(), true)
  local m = model.logistic()
  gone[train(m, many, classes, {iterations = 1e9, background = true})] = true
  equal(collected(), false)
  for job in pairs(gone) do job:stop() end
  equal(collected(), true)
end)

-- -- separate programs ----------------------------------------------------------

local function run_script(script, before)
  local setup = "local x, y = vector{1, 2}, vector{300, 500}\nlocal m = model.linear()\n"
  local output, code = check.script(setup .. script, nil, before)
  return ("%src %d\n"):format(output, code)
end

case("a script finishes its jobs before it exits", function()
  equal(run_script([[
    train(m, x, y, {iterations = 7, background = true, on_step = function(s)
      if s.iteration == 7 then print("seven") end
    end})
    train(model.linear(), x, y, {background = true}):pause()
    print("end")]]), "end\nseven\nrc 0\n")
end)

case("a job that fails at exit makes the script fail", function()
  local said = run_script("train(m, x, y, {background = true, "
    .. "on_step = function() error('no', 0) end})")
  equal(said:find("mlrepl: no", 1, true) ~= nil, true)
  equal(said:find("rc 1", 1, true) ~= nil, true)
end)

case("a job that diverges at exit prints a warning", function()
  local said = run_script("train(m, x, y, {alpha = 0.8, background = true})")
  equal(said:find("warning: train: diverged, cost rose for 20 iterations", 1, true), 1)
  equal(said:find("rc 0", 1, true) ~= nil, true)
end)

case("os.exit abandons jobs", function()
  equal(run_script("train(m, x, y, {iterations = 1e9, background = true}) os.exit(3)"), "rc 3\n")
end)

case("Ctrl-C ends a waiting script", function()
  for _, wait in ipairs{"", ":wait()"} do
    local said = check.interrupted([[
      job = train(model.linear(), vector{1, 2}, vector{3, 5}, {alpha = 1e-6, iterations = 1e9,
        background = true, on_step = function(s) if s.iteration == 9 then print("ready") io.stdout:flush() end
        end})]]
      .. wait)
    equal(said:find("mlrepl: interrupted after %d+ iterations") ~= nil, true)
  end
end)

case("reset ends jobs", function()
  equal(run_script("train(m, x, y, {iterations = 1e9, background = true}) reset()"),
    "0 variables deleted\nrc 0\n")
end)

check.done("background")
