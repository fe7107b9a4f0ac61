-- shared.lua - cluster.read: the rows of a table that belong to this process.

local context = require "mlrepl.context"
local Column = require "mlrepl.dataset.column"
local dataset = require "mlrepl.dataset.dataset"

local shared = {}

local read, share = data.read, cluster.share

function shared.read(path, options)
  local part = dataset.part(read(path, options))
  local names, columns, texts = {}, {}, {}
  for _, name in ipairs(part.names) do
    local column = part.columns[name]
    if Column.is_numeric(column) then
      names[#names + 1], columns[#columns + 1] = name, Column.like(column, share(column))
    else
      texts[#texts + 1] = name
    end
  end
  if #texts > 0 then
    context.warn("cluster.read", ("columns of text are left out (%s); to use them, data.read the "
      .. "file, convert them by d:labels or d:onehot, and cluster.share the result")
      :format(table.concat(texts, ", ")))
  end
  return dataset.new(names, columns)
end

return shared
