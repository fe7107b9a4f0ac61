-- background.lua - background training while the user types.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

-- Starts a job that runs until stopped; a million iterations take less than a second.
local ENDLESS = "iterations = 1e9, background = true"

local function begin(t, options, name)
  t:enter("x, y = vector{1, 2}, vector{300, 500}"):prompt()
  local job = name or "job"
  t:enter(("%s = train(model.linear(), x, y, {%s})"):format(job, options or ENDLESS))
  return t:expect(job .. " = train("):prompt() -- the empty prompt below the echo
end

-- Waits until the expression is true at the prompt.
local function wait(t, expression)
  local n = 0
  t:until_seen("so it is", function()
    n = n + 1
    t:press("C-u"):enter(("if %s then print('so it' .. ' is') end"):format(expression))
  end)
  return t:enter("%clear"):prompt()
end

case("input is echoed and run while a job trains", function(t)
  begin(t):enter("job.state"):expect('"running"'):enter("a = job.iterations"):prompt()
  t:enter("6 * 7"):expect("\n42\n"):enter("job.iterations > a"):expect("\ntrue\n")
  t:enter("who()"):expect("iterations in"):expect("still running")
end)

case("the message of a finished job appears above the input line, which is kept", function(t)
  begin(t, "iterations = 3e6, background = true"):type("print('half' .. ' typed')"):press("Left")
  t:expect("job: 3000000 iterations in "):expect(" s: all iterations done, cost ")
  t:expect("\nml> print('half' .. ' typed')"):press("Enter"):expect("\nhalf typed\n")
  t:enter("job.state"):expect('"done"')
end)

case("the message of a job does not change a multi-line entry", function(t)
  begin(t, "iterations = 4e6, background = true")
  t:continue("for i = 1, 2 do"):type("print('turn ' .. i)"):expect("iterations in ")
  t:expect("all iterations done, cost"):expect("\nml> for i = 1, 2 do\n >>   print('turn ' .. i)")
  t:press("Enter"):enter("end"):expect("\nturn 1\nturn 2\n")
end)

case("the message does not change wide characters, a long line or a search", function(t)
  begin(t, "iterations = 4e6, background = true")
  t:type("w = '日本" .. ("é"):rep(70) .. "'"):expect("all iterations done, cost")
  t:expect("\nml> w = '日本éé"):press("Enter"):enter("utf8.len(w)"):expect("\n72\n")
  t:enter("needle = 5"):prompt()
  t:enter("job = train(model.linear(), x, y, {iterations = 4e6, background = true})"):prompt()
  t:press("C-r"):type("need"):expect("`need'"):expect("all iterations done, cost", 2)
  t:expect("`need': needle = 5"):press("Enter"):enter("needle"):expect("\n5\n")
end)

case("its message leaves a line without colors as it was", function(t)
  begin(t, "iterations = 3e6, background = true"):type("'plain'"):expect("all iterations done")
  t:expect("\nml> 'plain'"):press("Enter"):expect('\n"plain"\n')
end, {env = {NO_COLOR = "1"}})

case("setting alpha takes effect and shows in the record", function(t)
  begin(t, "alpha = 1e-9, " .. ENDLESS):enter("job.final_cost > 70000"):expect("\ntrue\n")
  t:enter("job.alpha = 0.1"):prompt()
  wait(t, "job.final_cost < 1e-9"):enter("job.cost[1] > 70000"):expect("\ntrue\n")
  t:enter("job.alpha = -1"):expect("run: alpha must be a number greater than 0, got -1")
end)

case("setting lambda takes effect", function(t)
  begin(t, "alpha = 0.1, " .. ENDLESS):enter("m = job.model"):prompt()
  wait(t, "m.w[1] > 199"):enter("m.lambda = 10"):prompt()
  wait(t, "math.abs(m.w[1] - 100 / 10.5) < 1e-6")
end)

case("pause, resume and stop control a job", function(t)
  begin(t):enter("job:pause()"):expect("paused"):enter("a = job.iterations"):prompt()
  t:enter("job.iterations == a"):expect("\ntrue\n"):enter("job:resume().state"):expect('"running"')
  wait(t, "job.iterations > a"):enter("job:stop()"):expect("stopped\n iteration")
  t:enter("job:pause()"):expect("run:pause: this training has ended (stopped)")
end)

case("Ctrl-C at the prompt clears the line and the job continues", function(t)
  begin(t):type("rubbish"):expect("rubbish"):press("C-c"):expect("^C"):enter("a = job.iterations"):prompt()
  t:enter("job.state"):expect('"running"'):enter("job.iterations > a"):expect("\ntrue\n")
end)

case("Ctrl-C on an empty line stops the job and says what is left", function(t)
  begin(t):press("C-c"):expect("job: stopped by Ctrl-C after "):expect(" iterations, cost ")
  t:expect("; train continues from its weights"):prompt():enter("job.state"):expect('"stopped"')
  t:enter("job.model.w[1] ~= 0"):expect("\ntrue\n")
  t:press("C-c"):expect("^C"):enter("2 + 3"):expect("\n5\n")
end, {columns = 110})

case("Ctrl-C clears the line first; the next one stops all jobs", function(t)
  begin(t, ENDLESS, "one"):enter("two = train(model.linear(), x, y, {" .. ENDLESS .. "})"):prompt()
  t:type("rubbish"):expect("rubbish"):press("C-c"):expect("^C")
  t:enter("one.state .. two.state"):expect('"runningrunning"')
  t:press("C-c"):expect("one: stopped by Ctrl-C"):expect("two: stopped by Ctrl-C")
  t:enter("one.state .. two.state"):expect('"stoppedstopped"')
end, {columns = 110})

for _, typed in ipairs{"", "1 +"} do
  case("Ctrl-C stops a callback that does not return, after typing '" .. typed .. "'", function(t)
    local go, hangs = t.home .. "/go", t.home .. "/hangs"
    begin(t, ("iterations = 1e9, background = true, on_step = function() local file = io.open(%q) "):format(go)
      .. ("if file then io.open(%q, 'w'):close() while true do end end end"):format(hangs))
    t:type(typed):expect("ml> " .. typed)
    os.execute("touch " .. go)
    t:until_file(hangs):press("C-c"):expect("job: stopped by Ctrl-C after ")
    t:enter("2 + 3"):expect("\n5\n"):enter("job.state"):expect('"stopped"')
  end, {columns = 150})
end

case("Ctrl-C interrupts job:wait() and the job continues", function(t)
  begin(t):enter("print('it ' .. 'waits') job:wait()"):expect("it waits"):press("C-c")
  t:expect("interrupted after "):expect(" iterations; the job continues"):prompt()
  t:enter("a = job.iterations"):prompt():enter("job.iterations > a"):expect("\ntrue\n")
end)

case("an error in on_step ends the job with its message; the prompt is intact", function(t)
  begin(t, "background = true, on_step = function(s) "
    .. "if s.iteration == 500 then error('oh no') end end")
  t:expect("job: 500 iterations in "):expect("oh no"):type("6 * 7"):press("Enter"):expect("\n42\n")
  t:enter("job.state"):expect('"failed"')
end, {columns = 110})

case("a diverging job prints the reason and the model is restored", function(t)
  begin(t, "alpha = 0.6, background = true"):expect("job: 20 iterations in ")
  t:expect("diverged, cost"):expect("alpha 0.6 is above the limit 0.5836")
  t:enter("job.model"):expect("f(x) = 0 x + 0")
end, {columns = 200})

case("two jobs take turns", function(t)
  begin(t, ENDLESS, "one"):enter("two = train(model.linear(), x, y, {" .. ENDLESS .. "})"):prompt()
  t:enter("a, b = one.iterations, two.iterations"):prompt()
  wait(t, "one.iterations > a and two.iterations > b"):enter("one:stop()"):expect("stopped")
  t:enter("two.state"):expect('"running"')
end)

case("the output of a job appears above the input line", function(t)
  begin(t, "iterations = 100000, background = true, on_step = function(s) "
    .. "if s.iteration % 50000 == 0 then io.write('at ', s.iteration) io.flush() end end")
  t:type("'still here'"):expect("\nat 50000\n"):expect("\nat 100000\n")
  t:expect("all iterations done"):expect("\nml> 'still here'")
  t:press("Enter"):expect('\n"still here"\n')
end, {columns = 150})

case("the live plot of a job is drawn above the input line", function(t)
  begin(t, "live = true, " .. ENDLESS):type("print('still' .. ' here')"):expect("Cost against")
  t:expect("\nml> print('still' .. ' here')"):press("Enter"):expect("\nstill here\n")
  t:enter("job:stop()"):expect("stopped\n iteration"):type("6 * 7"):press("Enter"):expect("\n42\n")
end, {args = "--plot=terminal", rows = 40})

case("Ctrl-D asks once while a job trains", function(t)
  begin(t):press("C-d"):expect("a job is still running (job, iteration ")
  t:expect(" of 1000000000); Ctrl-D again leaves and stops it"):prompt()
  t:enter("6 * 7"):expect("\n42\n"):press("C-d"):expect("again leaves", 2):prompt()
  t:type("rubbish"):expect("rubbish"):press("C-c"):expect("^C"):prompt():press("C-d"):expect("again leaves", 3):prompt()
  t:press("C-d"):expect("left with 0"):expect(" icanon"):expect(" echo ")
end, {columns = 120})

case("exit asks, too; without a running job nothing asks", function(t)
  begin(t, ENDLESS, "one"):enter("two = train(model.linear(), x, y, {" .. ENDLESS .. "})"):prompt()
  t:enter("exit(3)"):expect("2 jobs are still running (one, iteration "):expect("; two, iteration ")
  t:expect("exit again leaves and stops them"):prompt():enter("one:pause() two:pause();"):prompt()
  t:enter("exit(3)"):expect("left with 3")
end, {columns = 150})

case("exit twice leaves while a job trains", function(t)
  begin(t):enter("quit()"):expect("quit again leaves and stops it"):prompt():enter("quit()")
  t:expect("left with 0"):expect(" icanon")
end, {columns = 120})

case("os.exit in on_step exits after flushing the output", function(t)
  t:enter("m = model.linear()"):prompt()
  t:enter("train(m, {1, 2}, {3, 5}, {background = true, on_step = function() "
    .. "print('the' .. ' last') os.exit(4) end})")
  t:expect("the last"):expect("left with 4"):expect(" icanon"):expect(" echo ")
end, {columns = 120})

case("reset ends jobs", function(t)
  begin(t):enter("keep = job"):prompt():enter("reset()"):expect("deleted"):prompt()
  t:enter("6 * 7"):expect("\n42\n")
end)

check.done("background")
