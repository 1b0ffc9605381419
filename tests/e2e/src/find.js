// The visible elements of a role, with their accessible names: as much of the
// accessible name computation as hand-written HTML needs.
// Arguments: role, name ("" for any), and role and name of what it is in, if only there.
// Answer: elements whose name is the wanted one, else those whose name contains it.
const [wantedRole, wantedName, inRole, inName] = arguments;

const implied = {
  article: "article",
  banner: "body > header",
  button: "button, input[type=button], input[type=submit], input[type=reset], summary",
  checkbox: "input[type=checkbox]",
  cell: "td",
  columnheader: "th",
  combobox: "select:not([multiple]):not([size])",
  complementary: "aside",
  contentinfo: "body > footer",
  dialog: "dialog",
  figure: "figure",
  form: "form",
  group: "fieldset, details",
  heading: "h1, h2, h3, h4, h5, h6",
  img: "img, svg[aria-label]",
  link: "a[href]",
  list: "ul, ol",
  listbox: "select[multiple], select[size]",
  listitem: "li",
  main: "main",
  meter: "meter",
  navigation: "nav",
  option: "option",
  progressbar: "progress",
  radio: "input[type=radio]",
  region: "section[aria-label], section[aria-labelledby]",
  row: "tr",
  searchbox: "input[type=search]",
  slider: "input[type=range]",
  spinbutton: "input[type=number]",
  status: "output",
  table: "table",
  textbox: "textarea, input:not([type]), input[type=text], input[type=url], input[type=email]",
};

const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();

const byIds = (ids) =>
  clean(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));

// Text as it is read out: hidden parts are left out, images are their names.
const spoken = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.ariaHidden === "true" || node.hidden) return "";
  if (node.ariaLabel) return node.ariaLabel;
  if (node.alt) return node.alt;
  const inner = [...node.childNodes].map(spoken).join("");
  return getComputedStyle(node).display.startsWith("inline") ? inner : ` ${inner} `;
};

const nameOf = (node) => {
  const ids = node.getAttribute("aria-labelledby");
  if (ids) return byIds(ids);
  if (node.ariaLabel) return clean(node.ariaLabel);
  if (node.labels?.length) return clean([...node.labels].map(spoken).join(" "));
  if (node.alt) return clean(node.alt);
  if (node.matches("input[type=submit], input[type=button], input[type=reset]")) {
    return clean(node.value);
  }
  const titled = { FIELDSET: "legend", FIGURE: "figcaption", TABLE: "caption" }[node.tagName];
  if (titled) return clean(node.querySelector(`:scope > ${titled}`)?.textContent);
  if (node.matches("textarea, input, select, dialog, section, article")) return clean(node.title);
  return clean(spoken(node)) || clean(node.title);
};

const isShown = (node) =>
  node.checkVisibility({ visibilityProperty: true }) &&
  !node.closest("[aria-hidden=true], [inert]");

const search = (role, wanted, root) => {
  const plain = implied[role] ? `:is(${implied[role]}):not([role]), ` : "";
  const found = [...root.querySelectorAll(`${plain}[role~=${role}]`)]
    .filter((node) => isShown(node) || node.tagName === "OPTION")
    .map((node) => ({ node, name: nameOf(node) }));
  const exact = found.filter(({ name }) => wanted === "" || name === wanted);
  const chosen = exact.length > 0 ? exact : found.filter(({ name }) => name.includes(wanted));
  return {
    nodes: chosen.map(({ node }) => node),
    names: found.map(({ name }) => name),
  };
};

if (!inRole) return search(wantedRole, wantedName, document);
const place = search(inRole, inName, document);
return place.nodes.length > 0
  ? search(wantedRole, wantedName, place.nodes[0])
  : { nodes: [], names: [`no ${inRole} ${inName}`] };
