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

try {
  const glue = document.querySelector("link[rel=modulepreload]").href;
  const wasm = document.querySelector("link[rel=preload][as=fetch]").href;
  const { default: init } = await import(glue);
  await init({ module_or_path: wasm });
} catch (error) {
  console.error(error);
  tell();
}

// Says that the program is not there. It did not arrive, arrived in part, or this browser
// does not run it; which of them, nobody can tell for sure.
function tell() {
  const make = (name, text, className) =>
    Object.assign(document.createElement(name), { textContent: text, className });
  const main = make("main", "", "message-page stack");
  const title = make("h1", "Firedrill could not be loaded", "");
  const why = make(
    "p",
    "Its program did not arrive whole, or this browser does not run WebAssembly. " +
      "What is kept in this browser is untouched.",
    "",
  );
  why.setAttribute("role", "alert");
  const again = make("a", "Load the page again", "btn btn-primary");
  again.href = location.href;
  again.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  main.append(title, why, again);
  document.body.replaceChildren(main);
}
