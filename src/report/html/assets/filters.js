// What of the map is wanted.

function drawFilters() {
  const isMap = state.view === "map";
  const parts = [
    isMap ? group("Group code", collapseControl()) : null,
    !isMap ? null : state.focus ? group("Steps around the focus", depthControl()) : group("Tables shown", topControl()),
    group("Operation", switches(OPERATIONS.filter((operation) => edges.some((edge) => edge.operations.includes(operation))), isOperationOn, (operation) => operation, "operations")),
    !isMap ? null : group("Lines", switches(EFFECTS.map(([effect]) => effect).filter((effect) => edges.some((edge) => edge.effect === effect)), isEffectOn, (effect) => EFFECT_WORD.get(effect), "effects")),
    group("Kind", switches(KINDS.map(([kind]) => kind).filter(hasKind), isKindOn, (kind) => KIND_WORDS.get(kind), "kinds")),
    choice("Schema", "schema", unique(nodes.filter((node) => node.isStore && node.schema).map((node) => node.schema))),
    choice("Class", "class", CLASSES.filter((one) => nodes.some((node) => classOf(node) === one))),
    choice("Use", "use", unique(nodes.filter((node) => node.isStore).map(useOf))),
    entryChoice(),
    choice("Folder", "folder", folders()),
    choice("Runs in", "side", unique(nodes.filter((node) => node.kind === "code" && node.side).map((node) => node.side))),
    h("button", { type: "button", class: "reset", id: "reset", onclick: reset }, "Take all filters away"),
  ];
  replace($("filters"), parts);
}

const unique = (words) => [...new Set(words)].sort();

function group(words, content) {
  if (!content) return null;
  return h("fieldset", null, h("legend", null, words), content);
}

function switches(all, isOn, words, set) {
  if (all.length === 0) return null;
  return h(
    "div",
    { class: "switches" },
    all.map((one) => {
      const id = `${set}-${one}`;
      const box = h("input", { type: "checkbox", id, checked: isOn(one) });
      box.addEventListener("change", () => {
        if (state[set].has(one)) state[set].delete(one);
        else state[set].add(one);
        changed(id);
      });
      return h("label", { for: id, class: `switch ${one}` }, box, h("span", null, words(one)));
    }),
  );
}

function choice(words, field, all) {
  if (all.length < 2 && !state[field]) return null;
  return chooser(words, field, all.map((one) => [one, one]));
}

function chooser(words, field, all) {
  const id = `choose-${field}`;
  const options = [["", "all"], ...all];
  if (state[field] && !all.some(([value]) => value === state[field])) options.push([state[field], state[field]]);
  const element = h("select", { id, class: state[field] ? "set" : null }, options.map(([value, label]) => h("option", { value, selected: value === state[field] }, shown(label))));
  element.addEventListener("change", () => filterBy(field, element.value, id));
  return h("div", { class: "choice" }, h("label", { for: id }, words), element);
}

function entryChoice() {
  if (data.entries.length === 0) return null;
  const all = data.entries.filter((_, at) => leading.has(at)).map((entry) => [entryKey(entry), `${entry.kind.replaceAll("_", " ")} ${entry.name}`]);
  const seen = new Set();
  const once = all.filter(([key]) => !seen.has(key) && seen.add(key));
  return chooser("Entry point", "entry", once.sort((a, b) => (a[1] < b[1] ? -1 : 1)));
}

// Folders down to where they are many.
function folders() {
  const all = new Set();
  for (const node of nodes) {
    if (node.kind !== "code") continue;
    const parts = node.path.split("/");
    for (let depth = 1; depth < Math.min(parts.length, 6); depth += 1) all.add(parts.slice(0, depth).join("/"));
  }
  return [...all].sort().slice(0, 600);
}

const COLLAPSE = [["auto", "as it fits"], ["1", "folders, 1 deep"], ["2", "folders, 2 deep"], ["3", "folders, 3 deep"], ["4", "folders, 4 deep"], ["module", "one box per file"], ["unit", "one box per function"]];

function collapseControl() {
  const at = Math.max(0, COLLAPSE.findIndex(([how]) => how === state.collapse));
  const label = h("output", { for: "collapse", id: "collapse-words" }, COLLAPSE[at][1]);
  const slider = h("input", { type: "range", id: "collapse", min: 0, max: COLLAPSE.length - 1, value: at, "aria-label": "How far code is grouped", "aria-valuetext": COLLAPSE[at][1] });
  slider.addEventListener("input", () => {
    state.collapse = COLLAPSE[Number(slider.value)][0];
    state.open = new Set();
    changed("collapse");
  });
  return [slider, label];
}

function depthControl() {
  return h(
    "div",
    { class: "steps", role: "group", "aria-label": "Steps around the focus" },
    [1, 2, 3, 4].map((depth) => h("button", { type: "button", id: `depth-${depth}`, "aria-pressed": state.depth === depth, onclick: () => deepen(depth) }, depth)),
  );
}

function topControl() {
  const all = nodes.filter((node) => node.isStore).length;
  const options = [["auto", all > FEW ? `the ${MANY} most used` : "all that are used"], ["12", "the 12 most used"], ["60", "the 60 most used"], ["120", "the 120 most used"], ["all", "all that are used"]];
  const element = h("select", { id: "top", "aria-label": "How many tables are shown" }, options.filter(([value]) => value === "auto" || value === "all" || Number(value) < all).map(([value, label]) => h("option", { value, selected: value === state.top }, label)));
  element.addEventListener("change", () => {
    state.top = element.value;
    changed("top");
  });
  return element;
}

function drawLegend() {
  const line = (kind, words) => h("li", null, h("span", { class: `line ${kind}`, "aria-hidden": "true" }), words);
  const box = (kind, words) => h("li", null, h("span", { class: `box ${kind}`, "aria-hidden": "true" }), words);
  const kinds = [["table", "table"], ["view", "view"], ["code", "function or component"], ["routine", "SQL"], ["bucket", "bucket"], ["edge_function", "edge function"]].filter(([kind]) => hasKind(kind));
  const lines = [["write", "writes"], ["read", "reads"], ["call", "calls"], ["foreign_key", "foreign key"]].filter(([effect]) => edges.some((edge) => edge.effect === effect));
  replace($("legend"), h("ul", null, lines.map(([kind, words]) => line(kind, words)), kinds.map(([kind, words]) => box(kind, words)), nodes.some((node) => classOf(node) === "critical") ? box("critical", "critical") : null, hasKind("code") ? box("group", "folder or file (units in it)") : null));
}
