// What happens on a press of a key or a button.

// Draws all that depends on the state; `focused` keeps what had the keyboard.
function changed(focusedId) {
  remember();
  refresh();
  if (focusedId && $(focusedId)) $(focusedId).focus();
}

function refresh() {
  drawFilters();
  drawTrail();
  for (const which of ["map", "table"]) {
    $(which).hidden = state.view !== which;
    $(`view-${which}`).setAttribute("aria-pressed", String(state.view === which));
  }
  if (state.view === "map") draw();
  else drawTable();
  details();
}

function select(key) {
  if (state.select === key) return;
  state.select = key;
  remember();
  details();
  if (state.view === "map") mark();
  else for (const row of document.querySelectorAll("tr[data-key]")) row.classList.toggle("chosen", row.dataset.key === key);
}

// Puts a node in the middle; nothing in focus is the overview.
function focus(key) {
  if (state.focus === key && state.view === "map" && !state.flow) return;
  state.flow = "";
  if (key) trail = [...trail.filter((known) => known !== key), key].slice(-6);
  else trail = [];
  state.focus = key;
  state.select = key;
  state.view = "map";
  remember("step");
  refresh();
  const node = byKey.get(key);
  say(node ? `Focus on ${KIND_WORD.get(node.kind)} ${shown(node.label)}: ${drawn.groups.length - 1} boxes around it` : "Overview");
}

// Draws a flow alone; none goes back to what was drawn.
function showFlow(key) {
  state.flow = key;
  state.view = "map";
  remember("step");
  refresh();
}

function back() {
  if (state.flow) return showFlow("");
  if (state.select && state.select !== state.focus) return select(state.focus);
  if (!state.focus) return undefined;
  trail = trail.slice(0, -1);
  const key = trail.pop() || "";
  return focus(key);
}

function deepen(depth) {
  state.depth = depth;
  changed(`depth-${depth}`);
}

function filterBy(field, value, focusedId) {
  state[field] = value;
  state.flow = "";
  if (!["schema", "class", "use"].includes(field) && !focusedId) state.focus = "";
  remember("step");
  refresh();
  if (focusedId && $(focusedId)) $(focusedId).focus();
}

// Only what is in a folder or file, in more detail.
function narrow(path) {
  state.focus = "";
  state.select = "";
  trail = [];
  filterBy("folder", path);
}

function openGroup(key) {
  if (!/^(folder|file|loose|rest|sql):/.test(key)) return;
  state.open.add(key);
  remember("step");
  refresh();
}

function show(which) {
  state.view = which;
  remember("step");
  refresh();
}

function reset() {
  const { view, sort } = state;
  Object.assign(state, initial(), { view, sort });
  trail = [];
  remember("step");
  refresh();
}

function drawTrail() {
  const steps = [h("button", { type: "button", class: "link", onclick: () => focus(""), "aria-current": state.focus ? null : "page" }, "Overview")];
  const known = trail.length > 0 || !state.focus ? trail : [state.focus];
  for (const key of known) {
    const node = byKey.get(key);
    if (!node) continue;
    steps.push(h("span", { class: "soft", "aria-hidden": "true" }, "›"), h("button", { type: "button", class: `link ${node.kind}`, title: shown(node.label), "aria-current": key === state.focus ? "page" : null, onclick: () => focus(key) }, name(short(node))));
  }
  const named = [["folder", "in"], ["entry", "from"], ["schema", "schema"], ["class", "class"], ["use", "use"], ["side", "runs in"]];
  for (const [field, words] of named) {
    if (!state[field]) continue;
    const entry = field === "entry" ? data.entries[entryIndex()] : null;
    steps.push(h("button", { type: "button", class: "chip", title: "Take this filter away", onclick: () => filterBy(field, "", "main") }, `${words} `, name(entry ? entry.name : state[field]), " ×"));
  }
  if (state.flow) {
    steps.push(h("button", { type: "button", class: "chip", title: "Back to the map", onclick: () => showFlow("") }, "one flow ×"));
  }
  if (state.open.size > 0) {
    steps.push(h("button", { type: "button", class: "chip", onclick: closeGroups }, `${plural(state.open.size, "group", "groups")} opened ×`));
  }
  steps.push(h("span", { class: "soft note", id: "note" }));
  replace($("trail"), steps);
}

function closeGroups() {
  state.open = new Set();
  remember("step");
  refresh();
}

// Says what is not shown, and what to do where nothing is.
function emptiness(now) {
  const isEmpty = now.groups.length === 0 || (now.center && now.groups.length === 1);
  const box = $("empty");
  box.hidden = !isEmpty;
  if (isEmpty) replace(box, emptyWords(now));
  const hidden = now.center ? now.left : now.allStores - now.shownStores;
  const words = hidden > 0 ? `${now.center ? "" : `${now.shownStores} of ${now.allStores} used tables are drawn; `}${now.center ? `${plural(hidden, "table", "tables")} more than fit are not drawn; ` : ""}the table view lists all` : "";
  const untold = !now.isFlow && hasKind("test") && !isKindOn("test") ? "code of tests is not drawn; " : "";
  const crowd = now.isTooMuch ? "too many boxes: the smallest stay in their folders, look into one folder to see all of it; " : "";
  $("note").textContent = (untold + crowd + words).replace(/; $/, "");
}

function emptyWords(now) {
  if (nodes.length === 0) return "No access to a database was found, and no schema. Run tabletrace at the root of the project, or see `tabletrace why FILE:LINE` for a call that should be one.";
  if (now.center) return "Nothing that was found leads here or away from here with these filters.";
  if (edges.length === 0) return "A schema was read, but no code that uses it. The table view lists its relations.";
  return "These filters leave nothing. Take one away on the left.";
}

function theme(which) {
  document.documentElement.dataset.theme = which;
  if (graph) graph.style().fromJson(sheet()).update();
}

function isDark() {
  const set = document.documentElement.dataset.theme;
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const KEYS = {
  "/": () => $("search").focus(),
  m: () => show("map"),
  t: () => show("table"),
  0: () => graph && fit(),
  f: () => state.select && byKey.has(state.select) && focus(state.select),
  "+": () => graph && zoom(1.25),
  "-": () => graph && zoom(0.8),
  1: () => deepen(1),
  2: () => deepen(2),
  3: () => deepen(3),
  4: () => deepen(4),
  d: () => $("details").focus(),
  "?": () => $("help").showModal(),
  Escape: back,
  Backspace: back,
};

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const isTyping = /^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
  if (isTyping) return;
  const isGraph = document.activeElement === $("graph");
  if (isGraph && ARROWS[event.key]) {
    event.preventDefault();
    move(...ARROWS[event.key]);
  } else if (isGraph && event.key === "Enter") {
    event.preventDefault();
    const element = chosen();
    if (element) enter(element.id());
  } else if (Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

function drawHelp() {
  const rows = [["/", "find by name"], ["arrows", "move between boxes, with the map in focus"], ["Enter", "go into a box"], ["f", "focus on what is selected"], ["1 – 4", "steps around the focus"], ["Esc", "go back"], ["m, t", "map, table"], ["d", "to the details"], ["+ − 0", "zoom, fit"]];
  replace(
    $("help"),
    h("h2", null, "Reading the map"),
    h("p", null, "An arrow is drawn the way data moves: from code to a table it is a write, from a table to code a read. Folders and files stand for all functions in them, with the number behind the name; a line stands for all places behind it."),
    h("p", null, "Code stands left of the tables when writes are a larger share of what it does than they are on average, else right. Around a focus, lines run between one step and the next."),
    h("table", { class: "small" }, h("tbody", null, rows.map(([key, words]) => h("tr", null, h("th", { scope: "row" }, h("kbd", null, key)), h("td", null, words))))),
    h("p", { class: "soft" }, "The address holds what you look at: hand it on. The graph is drawn by Cytoscape.js (MIT)."),
    h("form", { method: "dialog" }, h("button", { class: "primary" }, "Close")),
  );
}

function totals() {
  const stores = nodes.filter((node) => node.kind === "table" || node.kind === "view").length;
  const isDoing = (edge) => edge.effect !== "runs" && edge.effect !== "imports";
  const units = nodes.filter((node) => node.kind === "code" && (node.in.some(isDoing) || node.out.some(isDoing))).length;
  // Jobs of the database set things off, too.
  const live = data.entries.filter((entry) => entry.production).length + nodes.filter((node) => node.kind === "cron_job").length;
  const parts = [plural(stores, "relation", "relations"), plural(units, "unit of code", "units of code")];
  if (data.entries.length > 0) parts.push(plural(live, "entry point", "entry points"));
  parts.push(`${data.resolved.toLocaleString("en")} of ${plural(data.accesses, "access", "accesses")} resolved`);
  $("totals").textContent = parts.join(" · ");
}

function start() {
  const kept = stored("theme");
  if (kept === "dark" || kept === "light") theme(kept);
  restore();
  trail = (history.state && history.state.trail) || (state.focus ? [state.focus] : []);
  totals();
  drawLegend();
  drawHelp();
  $("search").addEventListener("input", lookUp);
  $("search").addEventListener("keydown", searchKeys);
  $("search").addEventListener("blur", () => setTimeout(() => ($("results").hidden = true), 100));
  $("view-map").addEventListener("click", () => show("map"));
  $("view-table").addEventListener("click", () => show("table"));
  $("zoom-in").addEventListener("click", () => zoom(1.25));
  $("zoom-out").addEventListener("click", () => zoom(0.8));
  $("zoom-fit").addEventListener("click", fit);
  $("help-open").addEventListener("click", () => $("help").showModal());
  $("theme").addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    theme(next);
    store("theme", next);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph && graph.style().fromJson(sheet()).update());
  addEventListener("keydown", keys);
  addEventListener("popstate", (event) => {
    restore();
    trail = (event.state && event.state.trail) || (state.focus ? [state.focus] : []);
    refresh();
  });
  refresh();
  performance.mark("map-drawn");
}

// The page itself is seen first. A tab in the background has no frames to wait for.
if (document.hidden) start();
else requestAnimationFrame(() => setTimeout(start));
