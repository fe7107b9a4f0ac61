-- A million readings of a sensor with timestamps: daily rhythm, and a forecast.
--
--   mlrepl examples/sensor_log.lua [file.csv]
--
-- Without a file it writes one: a reading every 30 seconds for most of a year, with
-- the temperature, humidity and power of a cooling unit. Try changing: the columns of
-- X; without the last two the forecast does not know the time of day.

local function write_readings(path)
  local k = vector.range(0, 999999)
  local function noise(a, b) return (k * a) % b / b - 0.5 end
  local function rounded(v) return floor(v * 100 + 0.5) / 100 end
  local time = 1704067200 + 30 * k
  time.kind = "date"
  local day = 2 * math.pi * (time % 86400) / 86400
  local temperature = rounded(20 + 4 * sin(day - 2) + noise(7919, 1009))
  local humidity = rounded(85 - 1.5 * temperature + 3 * noise(104729, 2003))
  local rhythm = 3 * sin(day) + 2 * cos(day)
  local power = rounded(40 + 3 * temperature + humidity / 2 + rhythm + noise(1299709, 3001))
  data.write(path, data.table{names = {"time", "temperature", "humidity", "power"}, time = time,
    temperature = temperature, humidity = humidity, power = power})
end

local path = ...
if not path then
  os.execute("mkdir -p build")
  path = "build/sensor_log.csv"
  write_readings(path)
end

local d = data.read(path)
local second = d.time % 86400
print(d:add{hour = floor(second / 3600)}:group("hour", {mean = {"temperature", "power"}}))

-- Train on the first 80 %, forecast the rest.
local day = 2 * math.pi * second / 86400
local X = matrix.columns{d.temperature, d.humidity, sin(day), cos(day)}
local cut = #d * 4 // 5
local Xtest, ytest = X:rows(cut + 1, #d), d.power:slice(cut + 1, #d)
local m = model.linear{}
train(m, X:rows(1, cut), d.power:slice(1, cut), {method = "exact"})
print(("w %.12g %.12g %.12g %.12g, b %.12g"):format(m.w[1], m.w[2], m.w[3], m.w[4], m.b))
print(("R² %.12g, RMSE %.12g"):format(m:score(Xtest, ytest), metrics.rmse(ytest, m:predict(Xtest))))
