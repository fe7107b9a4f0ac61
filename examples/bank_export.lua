-- A German bank's export: where the money goes, and whether it grows.
--
--   mlrepl examples/bank_export.lua [file.csv]
--
-- The file begins with lines that are not part of the table, has semicolons between
-- fields, dates such as 31.12.2024, and amounts such as "-1.234,56 €". data.read finds
-- all that out; d.origin shows it. Try changing: read the export of your own bank.

local path = arg[1] or (arg[0]:match(".*/") or "") .. "bank_export.csv"
local d = data.read(path)
print(d.origin)
d = d:rename{date = "Buchungstag", category = "Kategorie", amount = "Betrag", balance = "Saldo"}

print(d:filter(d.amount:lt(0)):group("category", {sum = "amount", count = true}))
d = d:add{month = function(row) return os.date("!%Y-%m", row.date) end}
print(d:group("month", {sum = "amount"}))

-- The trend of the balance, in euros per day.
local days = (d.date - d.date[1]) / 86400
local m = model.linear{}
train(m, days, d.balance, {method = "exact"})
print(("balance = %.12g + %.12g per day, R² %.12g"):format(m.b, m.w[1], m:score(days, d.balance)))
