"""protocol.py PROGRAM - the kernel, driven by Jupyter's own clients."""
import glob
import json
import os
import queue
import subprocess
import sys
import tempfile
import traceback
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
FOLDER = tempfile.mkdtemp()
os.environ.update(JUPYTER_DATA_DIR=FOLDER, JUPYTER_PATH=FOLDER, HOME=FOLDER,
                  XDG_CONFIG_HOME=FOLDER, XDG_STATE_HOME=FOLDER, MLREPL_LESSON_LOG="/dev/null")
for name in ("MLREPL_PLOT", "DISPLAY"):
    os.environ.pop(name, None)

from jupyter_client.manager import start_new_kernel  # noqa: E402

PATIENCE = 60  # seconds; reached only by a test that fails
counts = {"passed": 0, "failed": 0}


def case(name):
    def run(body):
        try:
            body()
            counts["passed"] += 1
        except Exception:
            counts["failed"] += 1
            print("FAILED:", name, "\n", traceback.format_exc(), flush=True)
    return run


def equal(got, expected):
    assert got == expected, "got %r, expected %r" % (got, expected)


def program(*words, **options):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, **options)


class Answer:
    """What a cell has caused, in order."""

    def __init__(self, reply, messages):
        self.reply = reply["content"]
        self.messages = messages

    def kinds(self):
        return [m["msg_type"] for m in self.messages]

    def contents(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    def text(self, name="stdout"):
        return "".join(c["text"] for c in self.contents("stream") if c["name"] == name)

    def values(self, mime="text/plain"):
        return [c["data"].get(mime) for c in self.contents("execute_result")]


class Kernel:
    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="mlrepl", startup_timeout=PATIENCE)

    def send(self, code, **options):
        return self.client.execute(code, **options)

    def collect(self, ident, inputs=()):
        """Waits until the kernel is idle again; answers its questions."""
        messages, inputs = [], list(inputs)
        while True:
            if inputs:
                try:
                    self.client.get_stdin_msg(timeout=0.05)
                    self.client.input(inputs.pop(0))
                except queue.Empty:
                    pass
            try:
                message = self.client.get_iopub_msg(timeout=0.05 if inputs else PATIENCE)
            except queue.Empty:
                if inputs:
                    continue
                raise
            if message["parent_header"].get("msg_id") != ident:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and \
                    message["content"]["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == ident:
                return Answer(reply, messages)

    def run(self, code, inputs=(), **options):
        options.setdefault("allow_stdin", bool(inputs))
        return self.collect(self.send(code, **options), inputs)

    def ask(self, method, *words, **options):
        ident = getattr(self.client, method)(*words, **options)
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == ident:
                return reply["content"]

    def wait_for(self, text):
        """Waits until the running cell has printed the text."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream" and text in message["content"]["text"]:
                return

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@case("--install-kernel tells Jupyter where the program is")
def _():
    done = program("--install-kernel")
    equal(done.returncode, 0)
    with open(FOLDER + "/kernels/mlrepl/kernel.json") as file:
        spec = json.load(file)
    equal(spec["argv"], [os.path.realpath(PROGRAM), "--kernel", "{connection_file}"])
    equal(spec["interrupt_mode"], "message")

    def installed(**environment):
        done = program("--install-kernel", FOLDER + "/usr", env=dict(os.environ, **environment))
        equal(done.returncode, 0)
        with open(FOLDER + "/usr/share/jupyter/kernels/mlrepl/kernel.json") as file:
            return json.load(file)["argv"][0]
    equal(installed(), "mlrepl")
    os.mkdir(FOLDER + "/usr/bin")
    os.symlink(PROGRAM, FOLDER + "/usr/bin/mlrepl")
    equal(installed(), FOLDER + "/usr/bin/mlrepl")
    equal(installed(DESTDIR=FOLDER), "/usr/bin/mlrepl")


kernel = Kernel()


@case("values are results, statements are silent, several cells share state")
def _():
    answer = kernel.run("1 + 1")
    equal(answer.kinds(), ["status", "execute_input", "execute_result", "status"])
    equal(answer.values(), ["2"])
    equal(answer.reply["status"], "ok")
    equal(kernel.run("local x = 5").kinds(), ["status", "execute_input", "status"])
    equal(kernel.run("x * 2").values(), ["10"])
    equal(kernel.run("_ + 1;").values(), [])
    equal(kernel.run("ans").values(), ["11"])
    equal(kernel.run("1, 'a'").values(), ['1\t"a"'])


@case("the last expression of a cell is its value, also a call")
def _():
    equal(kernel.run("v = vector{3, 4}\nv:norm()").values(), ["5.0"])
    equal(kernel.run("a = 1\n-1").values(), [])  # a = 1 - 1
    equal(kernel.run("a").values(), ["0"])
    equal(kernel.run("f = math.max\n(1)").values(), [])  # f = math.max(1)
    equal(kernel.run("for i = 1, 2 do\n  local y = i\nend\nv:sum()").values(), ["7.0"])


@case("numbers in errors are those of the cells")
def _():
    answer = kernel.run("y = 1\nerror('bad')")
    equal(answer.reply["evalue"], "entry %d:2: bad" % answer.reply["execution_count"])


@case("tables have HTML")
def _():
    for code in ("vector{1, 2}", "matrix{{1, 2}}", "data.load'iris'", "metrics.confusion({1, 2}, {1, 1})"):
        answer = kernel.run(code)
        assert answer.values("text/html")[0].startswith("<table"), code
        assert answer.values()[0], code
    equal(kernel.run("3").values("text/html"), [None])


@case("output is published before the cell ends, in UTF-8, whatever it is")
def _():
    equal(kernel.run("for i = 1, 3000 do print(i) end").text(), "".join("%d\n" % i for i in range(1, 3001)))
    answer = kernel.run("io.write('no line end')")
    equal(answer.text(), "no line end")
    equal(answer.values(), [])
    equal(kernel.run("io.write(('\u20ac'):rep(100000))").text(), "\u20ac" * 100000)
    equal(kernel.run("io.write('\\xe2\\x82') io.flush() print('\\xac\\0\\xff')").text().count("\ufffd"), 2)
    answer = kernel.run("io.stderr:write('e\\n') print('o') os.execute('echo child')")
    equal(answer.text("stderr"), "e\n")
    equal(answer.text(), "o\nchild\n")


@case("an error is one message")
def _():
    answer = kernel.run("function f() return missing.x end f()")
    equal(answer.kinds(), ["status", "execute_input", "error", "status"])
    error = answer.contents("error")[0]
    assert "attempt to index a nil value (global 'missing')" in error["evalue"], error
    equal(error["ename"], "Error")
    assert any("in function 'f'" in line for line in error["traceback"]), error
    equal(answer.reply["status"], "error")
    equal(answer.reply["evalue"], error["evalue"])
    answer = kernel.run("x = = 1")
    assert "unexpected symbol near '='" in answer.reply["evalue"]


@case("cells that follow a failing one are not run, unless asked for")
def _():
    first = kernel.send("error'stop'")
    second = kernel.send("reached = true")
    equal(kernel.collect(first).reply["status"], "error")
    equal(kernel.collect(second).reply["status"], "aborted")
    equal(kernel.run("reached").values(), ["nil"])
    first = kernel.send("error'go'", stop_on_error=False)
    second = kernel.send("reached = true")
    kernel.collect(first)
    equal(kernel.collect(second).reply["status"], "ok")
    equal(kernel.run("reached").values(), ["true"])


@case("a silent cell shows nothing and leaves no trace")
def _():
    before = kernel.ask("history", raw=True, output=False, hist_access_type="tail", n=1)["history"]
    answer = kernel.run("hidden = 7", silent=True)
    equal(answer.kinds(), ["status", "status"])
    equal(kernel.run("1 + hidden", silent=True).kinds(), ["status", "status"])
    after = kernel.ask("history", raw=True, output=False, hist_access_type="tail", n=1)["history"]
    equal(after, before)
    kernel.run("unstored = 1", store_history=False)
    after = kernel.ask("history", raw=True, output=False, hist_access_type="tail", n=1)["history"]
    equal(after, before)


@case("user expressions")
def _():
    found = kernel.run("z = 3", user_expressions={"good": "z + 1", "bad": "z.x.y", "wrong": "z +"}) \
        .reply["user_expressions"]
    equal(found["good"]["data"]["text/plain"], "4")
    equal(found["bad"]["status"], "error")
    equal(found["wrong"]["status"], "error")


@case("figures are pictures and HTML")
def _():
    data = kernel.run("plot({1, 2}, {1, 4})").contents("display_data")[0]["data"]
    assert data["image/png"].startswith("iVBOR"), data["image/png"][:20]
    assert "mlrepl.draw(place, data" in data["text/html"]
    equal(len(kernel.run("plot({1, 2}, {1, 4}) plot.show()").contents("display_data")), 1)
    answer = kernel.run("f = plot.figure{}\nf[1]:line({1, 2}, {1, 4})\nf")
    equal(answer.kinds().count("execute_result"), 1)
    equal(answer.kinds().count("display_data"), 0)
    assert answer.values("image/png")[0]
    equal(kernel.run("g = plot.figure{}").kinds().count("display_data"), 0)


@case("animations update their picture")
def _():
    answer = kernel.run("plot.live(function(k) plot({0, k}, {0, 1}) local t = os.clock() "
                        "while os.clock() - t < 0.1 do end end, {frames = 6})")
    shown, updates = answer.contents("display_data"), answer.contents("update_display_data")
    equal(len(shown), 1)
    assert len(updates) >= 1, answer.kinds()
    for update in updates:
        equal(update["transient"], shown[0]["transient"])
    assert "text/html" in updates[-1]["data"]


@case("sliders of explore need no session")
def _():
    answer = kernel.run("explore{w={0, 3}, draw=function(p) plot({0, p.w}, {0, 1}) end}")
    data = answer.contents("display_data")[0]["data"]
    html = data["text/html"]
    assert data["image/png"].startswith("iVBOR"), data["image/png"][:20]
    assert '"choices":["0","1","2","3"]' in html, html[-500:]
    assert '"frames":[[' in html
    equal(answer.kinds().count("display_data"), 1)
    equal(answer.values(), ["{w = 1}"])


@case("explorations show no place for points that nobody can add")
def _():
    html = kernel.run("explore.boundary()").contents("display_data")[0]["data"]["text/html"]
    assert '"choices":["1","2","3","4","5","6"]' in html, html[html.rindex("const data"):][:300]
    panel = json.loads(html[html.rindex("const data = ") + 13:].split(";\n")[0])["figures"][0]["panels"][0]
    equal([m["kind"] for m in panel["marks"]], ["contour", "contour", "scatter", "scatter"])


@case("background training reports when it ends")
def _():
    kernel.run("m = model.linear{} job = train(m, vector{1, 2, 3}, {2, 4, 6}, "
               "{iterations = 200000, background = true})")
    kernel.wait_for("iterations")
    equal(kernel.run("job:wait().iterations").values(), ["200000"])


@case("programs read from the front end")
def _():
    answer = kernel.run("name = io.read() print('hello ' .. name)", ["Ada"])
    equal(answer.text(), "hello Ada\n")
    equal(kernel.run("a, b = io.read('n', 'n') a + b", ["1 2"]).reply["status"], "error")
    equal(kernel.run("a, b = io.read('n', 'n')\nprint(a + b)", ["1 2"]).text(), "3\n")
    answer = kernel.run("io.read()")
    equal(answer.values(), ["nil"])
    assert "does not offer" in answer.text("stderr")


@case("lessons ask through the front end")
def _():
    answer = kernel.run('lesson"machine_learning"', ["", "quit"])
    assert "Position saved" in answer.text(), answer.text()[-600:]
    equal(answer.reply["status"], "ok")


def interrupt(code, text="go"):
    ident = kernel.send(code)
    kernel.wait_for(text)
    kernel.manager.interrupt_kernel()
    return kernel.collect(ident)


@case("Ctrl-C stops loops, what catches errors, and programs")
def _():
    for code in ("print('go') while true do end",
                 "print('go') while true do pcall(function() while true do end end) end",
                 "print('go') local s = ('x'):rep(1000) while true do s:find('.-b') end",
                 "os.execute('while :; do echo go; sleep 0.01; done')"):
        answer = interrupt(code)
        equal((code, answer.reply.get("ename")), (code, "Interrupted"))
    equal(kernel.run("6 * 7").values(), ["42"])


@case("Ctrl-C while nothing runs does nothing")
def _():
    kernel.manager.interrupt_kernel()
    equal(kernel.run("6 * 7").values(), ["42"])


@case("the control channel answers while a cell runs")
def _():
    ident = kernel.send("print('go') while true do end")
    kernel.wait_for("go")
    message = kernel.client.session.msg("kernel_info_request", {})
    kernel.client.control_channel.send(message)
    reply = kernel.client.get_control_msg(timeout=PATIENCE)
    equal(reply["msg_type"], "kernel_info_reply")
    assert kernel.client.hb_channel.is_beating()
    kernel.manager.interrupt_kernel()
    kernel.collect(ident)


@case("long text goes to the pager of the front end")
def _():
    payload = kernel.run("?train").reply["payload"]
    equal(payload[0]["source"], "page")
    assert "Trains a model" in payload[0]["data"]["text/plain"]
    answer = kernel.run("?vector:norm")
    equal(answer.reply["payload"], [])
    assert "norm" in answer.text()


@case("completion counts characters")
def _():
    code = "s = '\u00e4\u20ac\U0001F600' vector.ze"
    reply = kernel.ask("complete", code)
    equal(reply["matches"], ["vector.zeros"])
    equal((reply["cursor_start"], reply["cursor_end"]), (len(code) - len("vector.ze"), len(code)))
    reply = kernel.ask("complete", "train(m, X, y, {met")
    assert any(m.startswith("method") for m in reply["matches"]), reply
    reply = kernel.ask("complete", "vector.ze + 1", 9)
    equal(reply["matches"], ["vector.zeros"])
    with open(FOLDER + "/numbers.csv", "w") as file:
        file.write("a\n1\n")
    reply = kernel.ask("complete", 'data.read("%s/num' % FOLDER)
    equal(reply["matches"], [FOLDER + "/numbers.csv"])
    equal(kernel.ask("complete", "-- vec")["matches"], [])
    assert "%time" in ["%" + m.lstrip("%") for m in kernel.ask("complete", "%tim")["matches"]]


@case("help at the cursor")
def _():
    reply = kernel.ask("inspect", "train(m, X", 2)
    assert reply["found"] and "Trains a model" in reply["data"]["text/plain"], reply
    reply = kernel.ask("inspect", "train(m, {1, 2}, ")
    assert reply["found"] and "Trains a model" in reply["data"]["text/plain"], reply
    assert not kernel.ask("inspect", "nonsense")["found"]
    kernel.run("mine = vector{1, 2, 3}")
    assert "vector of 3" in kernel.ask("inspect", "mine")["data"]["text/plain"]


@case("is the code complete?")
def _():
    for code, status in (("x = 1", "complete"), ("for i = 1, 2 do", "incomplete"), ("x = = 1", "invalid"),
                         ("f(", "incomplete"), ("?train", "complete"), ("1 +", "incomplete")):
        equal((code, kernel.ask("is_complete", code)["status"]), (code, status))
    equal(kernel.ask("is_complete", "for i = 1, 2 do\n  if x then")["indent"], "    ")


@case("history")
def _():
    count = kernel.run("remembered = 1").reply["execution_count"]
    tail = kernel.ask("history", raw=True, output=False, hist_access_type="tail", n=1)["history"]
    equal(tail, [[1, count, "remembered = 1"]])
    found = kernel.ask("history", raw=True, output=True, hist_access_type="search", pattern="rem*= 1",
                       unique=True, n=5)["history"]
    equal(found, [[1, count, ["remembered = 1", None]]])
    part = kernel.ask("history", raw=True, output=False, hist_access_type="range", session=0, start=1,
                      stop=2)["history"]
    equal(part, [[1, 1, "1 + 1"]])


@case("requests that nobody knows and comms do no harm")
def _():
    equal(kernel.ask("comm_info")["comms"], {})
    message = kernel.client.session.msg("comm_open", {"comm_id": "1", "target_name": "x", "data": {}})
    kernel.client.shell_channel.send(message)
    kernel.client.shell_channel.send(kernel.client.session.msg("strange_request", {}))
    equal(kernel.run("6 * 7").values(), ["42"])


@case("a message with a wrong signature is ignored")
def _():
    session = kernel.client.session
    key, session.key = session.key, b"wrong"
    kernel.send("wrong = true")
    session.key = key
    equal(kernel.run("wrong").values(), ["nil"])


@case("save_session writes a notebook")
def _():
    path = FOLDER + "/saved.ipynb"
    kernel.run("reset()")
    kernel.run("x = 2")
    kernel.run("x * 3")
    answer = kernel.run("save_session(%s)" % json.dumps(path))
    assert "3 entries written" in answer.text(), answer.text()
    with open(path) as file:
        cells = json.load(file)["cells"]
    equal(["".join(c["source"]) for c in cells if c["cell_type"] == "code"], ["reset()", "x = 2", "x * 3"])
    equal(kernel.run("save_session(%s)" % json.dumps(path)).reply["status"], "ok")
    with open(path, "w") as file:
        file.write("{}")
    assert "is not a saved session" in kernel.run("save_session(%s)" % json.dumps(path)).reply["evalue"]


@case("exit ends the kernel, and so does shutdown while a cell runs")
def _():
    answer = kernel.run("exit")
    equal(answer.reply["payload"][0]["source"], "ask_exit")
    kernel.close()
    other = Kernel()
    other.send("print('go') while true do pcall(function() while true do end end) end")
    other.wait_for("go")
    other.client.stop_channels()
    other.manager.shutdown_kernel()
    assert not other.manager.is_alive()


@case("what cannot be served is said")
def _():
    done = program("--kernel", FOLDER + "/missing.json")
    equal((done.returncode, "cannot read" in done.stderr), (1, True))
    with open(FOLDER + "/wrong.json", "w") as file:
        file.write('{"transport": "tcp"}')
    done = program("--kernel", FOLDER + "/wrong.json")
    assert "is not a connection file of Jupyter: wrong or missing ip" in done.stderr, done.stderr
    done = program("--kernel", FOLDER + "/wrong.json", env=dict(os.environ, MLREPL_PLUGINS="/nowhere"))
    assert "install the packages libzmq5 and libsodium23" in done.stderr, done.stderr
    equal(program("--notebook").returncode, 2)
    assert "no lesson" in program("--notebook", "nonsense").stderr


def run_notebook(name):
    import nbformat
    from nbclient import NotebookClient
    made = program("--notebook", name)
    equal((made.returncode, made.stderr), (0, ""))
    book = nbformat.reads(made.stdout, as_version=4)
    nbformat.validate(book)
    NotebookClient(book, kernel_name="mlrepl", timeout=PATIENCE).execute()
    return book


def printed(book, start):
    """What the first cell that begins so has printed."""
    cell = next(c for c in book.cells if c.cell_type == "code" and c.source.startswith(start))
    return "".join(o["text"] for o in cell.outputs)


@case("lessons run as notebooks")
def _():
    try:
        import nbclient  # noqa: F401
    except ImportError:
        print("kernel: lessons not run: install python3-nbclient")
        return
    book = run_notebook("machine_learning")
    text = "\n".join(c["source"] for c in book.cells if c.cell_type == "markdown")
    assert ">Answer</summary>" in text
    assert printed(book, "lesson.guess").startswith("Answer with a number")
    assert printed(book, "lesson.check").startswith("Not yet"), printed(book, "lesson.check")
    run_notebook(glob.glob("scripts/*/sigmoid_function.lua")[0])


def run_kernel_test():
    import jupyter_kernel_test

    class Suite(jupyter_kernel_test.KernelTests):
        kernel_name = "mlrepl"
        language_name = "lua"
        file_extension = ".lua"
        code_hello_world = "print('hello, world')"
        code_stderr = "io.stderr:write('test')"
        code_execute_result = [{"code": "1+2", "result": "3"}, {"code": "'a'", "result": '"a"'}]
        code_display_data = [{"code": "plot({1, 2}, {1, 4})", "mime": "image/png"},
                             {"code": "plot({1, 2}, {1, 4}) plot.show()", "mime": "text/html"}]
        code_generate_error = "error('x')"
        code_page_something = "?train"
        code_clear_output = "%clear"
        completion_samples = [{"text": "vector.ze", "matches": {"vector.zeros"}},
                              {"text": "loca", "matches": {"local"}}]
        complete_code_samples = ["1", "print('hi')", "function f()\n return 1 end"]
        incomplete_code_samples = ["function f()", "print(", "for i = 1, 3 do", "s = [["]
        invalid_code_samples = ["x = = 3", "end"]
        code_inspect_sample = "train"
        code_history_pattern = "1?2*"
        supported_history_operations = ("tail", "range", "search")

    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Suite)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(suite)
    bad = len(result.failures) + len(result.errors) + len(result.skipped)
    counts["failed"] += bad
    counts["passed"] += result.testsRun - bad


try:
    run_kernel_test()
except ImportError:
    print("kernel: Jupyter's suite not run: install python3-jupyter-kernel-test")

print("kernel: %(passed)d passed, %(failed)d failed" % counts, flush=True)
os._exit(counts["failed"] > 0)  # without the clients' own clean-up, which may complain
