local tape = {}
function tape.new(facts) return facts end
tape.entries = {}
return tape
