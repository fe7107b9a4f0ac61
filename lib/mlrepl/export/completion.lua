-- completion.lua - scripts that complete the command line in bash, zsh and fish.

local options = require "mlrepl.export.options"

local completion = {}

local HEAD = "# Completes the command line of mlrepl. Written by mlrepl --manual=%s.\n"

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- The option as it is typed: --plot= goes on, -e is followed by a word.
local function typed(option) return option.flag .. (option.joined and "=" or "") end

function completion.bash(list)
  local words, cases = {}, {}
  for _, option in ipairs(options.distinct(list)) do
    if option.bare then words[#words + 1] = option.flag end
    words[#words + 1] = typed(option)
    local values = options.values(option)
    if #values > 0 then
      local folders = options.takes_folder(option) and ' $(compgen -d -- "$word")' or ""
      cases[#cases + 1] = ("    %s) COMPREPLY=($(compgen -W %s -- \"$word\")%s); return ;;\n")
        :format(option.flag, quote(table.concat(values, " ")), folders)
    elseif option.argument and not options.takes_file(option) then
      cases[#cases + 1] = ("    %s) return ;;\n"):format(option.flag)
    end
  end
  return HEAD:format("bash") .. [[
_mlrepl() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  # "=" is a word of its own.
  if [ "$word" = = ]; then word=
  elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
  case $before in
]] .. table.concat(cases) .. [[
  esac
  case $word in
    -*) COMPREPLY=($(compgen -W ]] .. quote(table.concat(words, " ")) .. [[ -- "$word"))
      case ${COMPREPLY[0]} in *=) compopt -o nospace ;; esac ;;
    *) COMPREPLY=($(compgen -f -X '!*.lua' -- "$word") $(compgen -d -- "$word"))
      compopt -o filenames ;;
  esac
}
complete -F _mlrepl mlrepl
]]
end

-- Text of zsh's specifications: brackets and colons have a meaning.
local function plain(text) return (text:gsub("[%[%]:\\]", "\\%0")) end

function completion.zsh(list)
  local out = {"#compdef mlrepl\n", HEAD:format("zsh"), "_arguments"}
  for _, option in ipairs(options.distinct(list)) do
    local values, action = options.values(option), ""
    if #values > 0 then
      local folders = options.takes_folder(option) and "; _files -/" or ""
      action = (":%s:{ compadd %s%s }"):format(option.argument, table.concat(values, " "), folders)
      if option.bare then action = ":" .. action end
    elseif options.takes_file(option) then
      action = ":file:_files"
    elseif option.argument then
      action = ":" .. plain(option.argument) .. ":"
    end
    local flag = option.bare and option.flag .. "=-" or typed(option)
    out[#out + 1] = " \\\n  " .. quote(flag .. "[" .. plain(option.text) .. "]" .. action)
  end
  out[#out + 1] = " \\\n  '*:script:_files'\n"
  return table.concat(out)
end

-- Without the flag, which is a part of the word.
local FISH_FOLDERS = " (__fish_complete_directories "
  .. "(commandline -ct | string replace -r '^--\\w+=' ''))"

function completion.fish(list)
  local out = {HEAD:format("fish")}
  for _, option in ipairs(options.distinct(list)) do
    local name = option.flag:match("^%-%-(.+)$")
    local line = "complete -c mlrepl " .. (#option.flag == 2 and option.flag ~= "--"
      and "-s " .. option.flag:sub(2) or name and "-l " .. name or "-a " .. quote(option.flag))
    local values = options.values(option)
    if #values > 0 then
      local folders = options.takes_folder(option) and FISH_FOLDERS or ""
      line = line .. (option.bare and " -f -a " or " -x -a ")
        .. quote(table.concat(values, " ") .. folders)
    elseif options.takes_file(option) then
      line = line .. " -r"
    elseif option.argument then
      line = line .. " -x"
    end
    out[#out + 1] = line .. " -d " .. quote(option.text) .. "\n"
  end
  return table.concat(out)
end

return completion
