/* data.read: any file as a table of numbers and text. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_run(
    "local d = data.read(path)\n"
    "tostring(d) d:describe()\n"
    "for _, name in ipairs(d.names) do local c = d[name] tostring(c) end",
    data, n);
  return 0;
}
