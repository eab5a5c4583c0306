// Elements made of names and texts; nothing is ever read as markup.

const $ = (id) => document.getElementById(id);

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === "object" ? child : document.createTextNode(String(child)));
  }
  return element;
}

function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

// A name from code or SQL, kept from turning its surroundings around.
const name = (words, extra) => h("bdi", extra, shown(words));

const say = (words) => {
  $("spoken").textContent = words;
};

// What selects a node; in a tab of its own, too.
function link(node, words, extra) {
  const go = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    select(node.key);
  };
  return h(
    "a",
    { href: `#${new URLSearchParams({ select: node.key })}`, class: `link ${node.kind}`, title: shown(node.label), onclick: go, ...extra },
    words === undefined ? h("bdi", null, short(node)) : name(words),
  );
}
