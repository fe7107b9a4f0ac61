// browser.mjs - headless Chromium for tests, driven through a pipe: no port, no package.
import {spawn} from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const PATIENCE = 60000; // milliseconds for one answer

export class Browser {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "mlrepl-web-"));
    this.process = spawn("chromium", ["--headless=new", "--no-sandbox", "--disable-gpu",
      "--remote-debugging-pipe", "--hide-scrollbars", `--user-data-dir=${this.folder}`, "about:blank"],
    {stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]});
    this.waiting = new Map();
    this.last = 0;
    this.rest = "";
    this.errors = [];
    this.process.stdio[4].on("data", data => this.take(String(data)));
  }

  take(data) {
    const parts = (this.rest + data).split("\0");
    this.rest = parts.pop();
    for (const part of parts) {
      const {id, result, error, method, params} = JSON.parse(part);
      if (method === "Runtime.exceptionThrown") this.errors.push(params.exceptionDetails.text);
      if (!id) continue;
      const {resolve, reject, timer} = this.waiting.get(id);
      clearTimeout(timer);
      this.waiting.delete(id);
      if (error) reject(new Error(error.message));
      else resolve(result);
    }
  }

  send(method, params = {}) {
    const id = ++this.last;
    this.process.stdio[3].write(JSON.stringify({id, method, params, sessionId: this.session}) + "\0");
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer: ${method}`)), PATIENCE);
      this.waiting.set(id, {resolve, reject, timer});
    });
  }

  // Opens the address in a new tab without a network.
  async open(address, {width = 900, height = 700, dark = false, touch = false} = {}) {
    this.session = undefined;
    const {targetId} = await this.send("Target.createTarget", {url: "about:blank"});
    this.session = (await this.send("Target.attachToTarget", {targetId, flatten: true})).sessionId;
    for (const domain of ["Page", "Runtime", "Network"]) await this.send(`${domain}.enable`);
    await this.send("Network.emulateNetworkConditions",
      {offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0});
    await this.send("Emulation.setDeviceMetricsOverride",
      {width, height, deviceScaleFactor: 1, mobile: touch});
    await this.send("Emulation.setEmulatedMedia",
      {features: [{name: "prefers-color-scheme", value: dark ? "dark" : "light"}]});
    await this.send("Page.navigate", {url: address});
    await this.until("window.mlrepl !== undefined");
  }

  async evaluate(expression) {
    const {result, exceptionDetails} = await this.send("Runtime.evaluate",
      {expression, awaitPromise: true, returnByValue: true});
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  }

  // Waits until the expression is true.
  async until(expression) {
    const end = Date.now() + PATIENCE;
    while (!await this.evaluate(`Boolean(${expression})`)) {
      if (Date.now() > end) throw new Error(`never true: ${expression}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  // Types text into what has the focus; "\n" is the Enter key.
  async type(text) {
    for (const part of text.split(/(\n)/)) {
      if (part === "\n") {
        for (const type of ["keyDown", "keyUp"])
          await this.send("Input.dispatchKeyEvent",
            {type, key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r"});
      } else if (part) await this.send("Input.insertText", {text: part});
    }
  }

  async press(key) {
    for (const type of ["rawKeyDown", "keyUp"])
      await this.send("Input.dispatchKeyEvent", {type, key, code: key});
  }

  async picture(file) {
    const {data} = await this.send("Page.captureScreenshot", {format: "png"});
    fs.writeFileSync(file, Buffer.from(data, "base64"));
  }

  async close() {
    this.session = undefined;
    await this.send("Browser.close").catch(() => {});
    await new Promise(resolve => this.process.exitCode === null ? this.process.on("exit", resolve) : resolve());
    fs.rmSync(this.folder, {recursive: true, force: true, maxRetries: 5});
  }
}
