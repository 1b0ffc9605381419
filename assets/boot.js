// Starts the page: the bundler writes the hashed addresses of glue and wasm into
// two links, and a policy without inline scripts wants their reader in a file.

// The one script address that is ever made from a string is the worker's: under
// `require-trusted-types-for` the browser asks here, and refuses all else.
if (globalThis.trustedTypes) {
  const worker = new URL("worker.js", document.baseURI).href;
  trustedTypes.createPolicy("default", {
    createScriptURL: (address) => {
      if (new URL(address, document.baseURI).href === worker) return address;
      throw new TypeError(`not a script of this page: ${address}`);
    },
  });
}

const glue = document.querySelector("link[rel=modulepreload]").href;
const wasm = document.querySelector("link[rel=preload][as=fetch]").href;
const { default: init } = await import(glue);
await init({ module_or_path: wasm });
