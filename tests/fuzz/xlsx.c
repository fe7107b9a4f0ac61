/* data.read: a workbook in which the sheet, the strings, the styles or the list
 * of sheets is any text, by the first byte, or which is any bytes. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_run(
    "zip = zip or dofile 'tests/zip.lua'\n"
    "local names = {'xl/worksheets/s1.xml', 'xl/sharedStrings.xml',\n"
    "  'xl/styles.xml', 'xl/workbook.xml'}\n"
    "local chosen, text = (bytes:byte() or 0) % 5 + 1, bytes:sub(2)\n"
    "local files = {{'xl/workbook.xml', '<w xmlns:r=\"x\"><sheet name=\"S\" "
    "r:id=\"a\"/></w>'},\n"
    "  {'xl/_rels/workbook.xml.rels', '<R><Relationship Id=\"a\" "
    "Target=\"worksheets/s1.xml\"/></R>'},\n"
    "  {'xl/worksheets/s1.xml', '<s><row><c t=\"s\"><v>0</v></c></row><row>"
    "<c s=\"1\"><v>45000.5</v></c></row></s>'},\n"
    "  {'xl/sharedStrings.xml', '<sst><si><t>day</t></si></sst>'},\n"
    "  {'xl/styles.xml', '<x><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>"
    "</x>'}}\n"
    "for _, file in ipairs(files) do\n"
    "  if file[1] == names[chosen] then file[2] = text end\n"
    "end\n"
    "local f = io.open(path, 'wb')\n"
    "f:write(chosen == 5 and 'PK\\3\\4' .. text or zip.archive(files)) f:close()\n"
    "local d = data.read(path)\n"
    "tostring(d) d:describe()",
    data, n);
  return 0;
}
