// imports.js - what the C code of the page calls in its script; see engine.mjs.
mergeInto(LibraryManager.library, {
  web_wait: function(milliseconds) { return Module["host"].wait(milliseconds); },
  web_rest: function() {}, // the engine's own, which suspends
  web_page_changed: function(list) { Module["host"].pageChanged(UTF8ToString(list)); },
  web_show: function(html, text) { Module["host"].show(UTF8ToString(html), UTF8ToString(text)); },
  // The text is copied, as decoders refuse memory that can grow.
  web_decode: function(name, text, n, out, room) {
    return Module["host"].decode(UTF8ToString(name), HEAPU8.slice(text, text + n),
      out ? HEAPU8.subarray(out, out + room) : null);
  },
  // A copy of the process is a copy of its memory, as nothing else runs meanwhile.
  web_copy_memory: function() { (Module["copies"] = Module["copies"] || []).push(HEAPU8.slice()); },
  web_restore_memory: function() { HEAPU8.set(Module["copies"].pop()); },
});
