-- words.lua - the words that completion offers are those that the functions take: the error for
-- any other word lists the same ones.
local check = dofile("tests/check.lua")

local assist = debug.getregistry()["mlrepl.modules"]["mlrepl.assist"]

-- luacheck: globals X v m d
X, v, m = matrix{{1, 2}, {3, 4}}, vector{0, 1}, model.linear()
d = data.table{size = {1, 2}, kind = {"a", "b"}}

-- What precedes the word, and a call with another word.
local calls = {
  ['train(m, X, v, {method="'] = function(word) train(m, X, v, {method = word}) end,
  ['normalize(X, "'] = function(word) normalize(X, word) end,
  ['model.linear{normalize="'] = function(word) return model.linear{normalize = word} end,
  ['m.normalize="'] = function(word) m.normalize = word end,
  ['X:sum("'] = function(word) return X:sum(word) end,
  ['X:sort("'] = function(word) return X:sort(word) end,
  ['X:quantile(0.5, "'] = function(word) return X:quantile(0.5, word) end,
  ['metrics.f1(v, v, {average="'] = function(word) return metrics.f1(v, v, {average = word}) end,
  ['why(m, "'] = function(word) return why(model.linear{w = {1, 2}}, word, X, v) end,
  ['plot.scatter(v, v, {marker="'] = function(word) plot.scatter(v, v, {marker = word}) end,
  ['plot.line(v, v, {linestyle="'] = function(word) plot.line(v, v, {linestyle = word}) end,
  ['plot.image(X, {cmap="'] = function(word) plot.image(X, {cmap = word}) end,
  ['plot.theme("'] = function(word) plot.theme(word) end,
  ['plot.figure{theme="'] = function(word) plot.figure{theme = word} end,
  ['data.read("x", {decimal="'] = function(word) data.read("README.md", {decimal = word}) end,
  ['data.read("x", {encoding="'] = function(word) data.read("README.md", {encoding = word}) end,
  ['d:onehot("kind", {drop="'] = function(word) d:onehot("kind", {drop = word}) end,
  ['d:fill_missing("'] = function(word) d:fill_missing(word) end,
}

for text, call in pairs(calls) do
  check.case(text, function()
    local offered = assist.complete(text)
    assert(offered and #offered > 0, "no words")
    local ok, message = pcall(call, "no such word")
    assert(not ok, "it is taken")
    local listed = {}
    for word in message:gsub('got string.*', ""):gmatch('"([^"]*)"') do listed[#listed + 1] = word end
    table.sort(offered)
    table.sort(listed)
    check.equal(table.concat(offered, " "), table.concat(listed, " "))
  end)
end

check.case("every color that is offered is one", function()
  for _, name in ipairs(assist.complete('plot.line(v, v, {color="')) do plot.line(v, v, {color = name}) end
  plot.close()
end)

check.done("words")
