// Finding a node by a part of its name.

let found = [];
let picked = 0;

const index = [
  ...nodes.map((node) => ({ label: node.kind === "code" ? node.name : node.label, path: node.kind === "code" ? node.path : "", low: (node.kind === "code" && node.name !== "(module)" ? node.name : node.label).toLowerCase(), all: node.label.toLowerCase(), word: KIND_WORD.get(node.kind), rank: node.isStore ? 0 : node.kind === "routine" ? 1 : 2, go: () => focus(node.key) })),
  ...data.entries.filter((_, at) => leading.has(at)).map((entry) => ({ label: entry.name, path: "", low: entry.name.toLowerCase(), all: entry.name.toLowerCase(), word: entry.kind.replaceAll("_", " "), rank: 3, go: () => filterBy("entry", entryKey(entry)) })),
];

// How well a name answers, less is better; nothing where it does not.
function fitness(low, wanted) {
  const at = low.indexOf(wanted);
  if (low === wanted) return 0;
  if (at === 0) return 1 + low.length / 1000;
  if (at > 0) return (/[^a-z0-9]/.test(low[at - 1]) ? 2 : 3) + low.length / 1000;
  let [last, gaps] = [-1, 0];
  for (const character of wanted) {
    const next = low.indexOf(character, last + 1);
    if (next < 0) return null;
    gaps += last < 0 ? 0 : next - last - 1;
    last = next;
  }
  return (low[0] === wanted[0] ? 2.2 : 5) + gaps / 10 + low.length / 1000;
}

function lookUp() {
  const wanted = $("search").value.trim().toLowerCase().replace(/\s+/g, "");
  found = [];
  if (wanted !== "") {
    for (const one of index) {
      const direct = fitness(one.low, wanted);
      // A path is a worse answer than a name.
      const fit = direct === null && one.all !== one.low && one.all.includes(wanted) ? 6 : direct;
      if (fit !== null) found.push({ one, fit: fit + one.rank / 10 });
    }
    found.sort((a, b) => a.fit - b.fit || (a.one.low < b.one.low ? -1 : 1));
    found = found.slice(0, 12);
  }
  picked = 0;
  drawFound(wanted);
}

function drawFound(wanted) {
  const list = $("results");
  const lines = found.map(({ one }, at) => h("li", { role: "option", id: `result-${at}`, "aria-selected": at === picked, onmousedown: (event) => event.preventDefault(), onclick: () => take(at) }, h("span", { class: "tag" }, one.word), name(one.label), one.path ? h("span", { class: "path" }, name(one.path)) : null));
  if (wanted !== "" && lines.length === 0) lines.push(h("li", { class: "none" }, "Nothing has such a name."));
  replace(list, lines);
  list.hidden = lines.length === 0;
  $("search").setAttribute("aria-expanded", String(!list.hidden));
  if (found.length > 0) $("search").setAttribute("aria-activedescendant", `result-${picked}`);
  else $("search").removeAttribute("aria-activedescendant");
}

function take(at) {
  const hit = found[at];
  if (!hit) return;
  closeSearch();
  hit.one.go();
  if (state.view === "map") $("graph").focus();
}

function closeSearch() {
  $("search").value = "";
  found = [];
  drawFound("");
}

function searchKeys(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const count = found.length;
    if (count > 0) picked = (picked + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
    drawFound($("search").value);
  } else if (event.key === "Enter") {
    event.preventDefault();
    take(picked);
  } else if (event.key === "Escape") {
    closeSearch();
    $("graph").focus();
  }
  event.stopPropagation();
}
