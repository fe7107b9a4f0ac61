/* Arrays in NumPy's format, read and mapped. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_run("for _, open in ipairs{data.open_npy, data.read} do\n"
           "  local good, x = pcall(open, path)\n"
           "  if good then tostring(x) end\n"
           "end",
           data, n);
  return 0;
}
