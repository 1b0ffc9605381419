// Starts the worker: the same glue and the same compiled module as the page's,
// which posts both in its first message. All later messages are for the wasm.
self.addEventListener(
  "message",
  async ({ data: { glue, module } }) => {
    try {
      const { default: init } = await import(glue);
      await init({ module_or_path: module });
    } catch (error) {
      // A rejected promise stays in the worker; a reported error reaches the page.
      self.reportError(error);
    }
  },
  { once: true },
);
