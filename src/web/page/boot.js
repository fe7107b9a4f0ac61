// boot.js - starts the worker and gives it the program, part by part, while the browser still reads
// the page. Each part is followed by a call of mlreplBoot.send.

self.mlreplBoot = (() => {
  const script = URL.createObjectURL(new Blob([document.getElementById("worker").textContent],
    {type: "text/javascript"}));
  const worker = new Worker(script);
  return {
    script, worker,
    send: () => worker.postMessage({part: document.currentScript.previousElementSibling.textContent}),
  };
})();
