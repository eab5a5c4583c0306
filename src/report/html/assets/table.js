// The same as text: every relation with its counts.

const COLUMNS = [
  ["name", "Name", (row) => row.node.label, "text"],
  ["kind", "Kind", (row) => KIND_WORD.get(row.node.kind), "text"],
  ["class", "Class", (row) => 1 + CLASSES.indexOf(classOf(row.node)) || 9, "word", "how much depends on it"],
  ["use", "Use", (row) => useOf(row.node), "text", "by code and SQL that was found"],
  ["writes", "Writes", (row) => row.count.writes, "number", "places in code that write it, tests included"],
  ["reads", "Reads", (row) => row.count.reads, "number", "places in code that read it, embeds and tests included"],
  ["sql", "SQL", (row) => row.count.sqlReads + row.count.sqlWrites, "number", "places in SQL that read or write it, without migrations and seeds"],
  ["units", "Units", (row) => row.count.units.size, "number", "functions, components and modules that touch it, tests included"],
  ["entries", "Entries", (row) => countOfEntries(row.node), "number", "entry points of production that lead to it"],
  ["used", "All", (row) => row.count.reads + row.count.writes + row.count.other + row.count.sqlReads + row.count.sqlWrites, "number", "all of it together"],
];

const hasClasses = nodes.some((node) => node.class);
const ENTRY_COLUMNS = COLUMNS.filter(([id]) => (id !== "entries" || data.entries.length > 0) && (id !== "class" || hasClasses));

function tableRows() {
  const codeLeft = isCodeFiltered() || state.operations.size > 0 ? new Set(askedEdges().flatMap(({ edge }) => [edge.from, edge.to])) : null;
  const wanted = state.find.toLowerCase();
  const rows = nodes.filter((node) => node.isStore || node.kind === "routine").filter((node) => isNodeAsked(node) && (!codeLeft || codeLeft.has(node.index)) && node.label.toLowerCase().includes(wanted));
  const all = rows.map((node) => ({ node, count: node.kind === "routine" ? countsOfRoutine(node) : counts(node) }));
  const id = state.sort.replace("-", "");
  const column = ENTRY_COLUMNS.find(([known]) => known === id) || ENTRY_COLUMNS[0];
  const way = state.sort.startsWith("-") ? -1 : 1;
  const worth = new Map(all.map((row) => [row, column[2](row)]));
  return all.sort((a, b) => {
    const [x, y] = [worth.get(a), worth.get(b)];
    return (x < y ? -way : x > y ? way : 0) || byKeys(a.node, b.node);
  });
}

// Routines are called: what calls them in code, and in SQL.
function countsOfRoutine(node) {
  const found = { reads: 0, writes: 0, other: 0, sqlReads: 0, sqlWrites: 0, units: new Set(), sqlUnits: new Set() };
  for (const edge of node.in) {
    const other = nodes[edge.from];
    if (edge.effect !== "call" && edge.effect !== "use") continue;
    found.other += edge.places.length + edge.sql.length;
    (other.kind === "code" ? found.units : found.sqlUnits).add(other.index);
  }
  return found;
}

function drawTable() {
  const rows = tableRows();
  const head = ENTRY_COLUMNS.map(([id, words, , kind, hint]) => {
    const isSorted = state.sort.replace("-", "") === id;
    const order = !isSorted ? "none" : state.sort.startsWith("-") ? "descending" : "ascending";
    return h("th", { scope: "col", "aria-sort": order, class: kind }, h("button", { type: "button", title: hint, "data-sort": id, onclick: () => sortBy(id, kind) }, words, h("span", { "aria-hidden": "true" }, !isSorted ? "" : order === "descending" ? " ↓" : " ↑")));
  });
  const body = rows.map((row) => {
    const cells = ENTRY_COLUMNS.slice(1).map(([, , worth, kind]) => {
      if (kind === "word") return h("td", null, h("span", { class: `class ${classOf(row.node)}`, title: row.node.class ? shown(row.node.class.because) : null }, classOf(row.node)));
      const found = worth(row);
      return h("td", { class: kind }, kind === "number" ? (found === 0 ? h("span", { class: "zero" }, "0") : found.toLocaleString("en")) : name(String(found)));
    });
    const isSelected = state.select === row.node.key;
    return h("tr", { class: isSelected ? "chosen" : null, "data-key": row.node.key, onclick: () => select(row.node.key) }, h("th", { scope: "row" }, link(row.node, row.node.label)), cells);
  });
  const find = h("input", { type: "search", value: state.find, placeholder: "Only names with …", "aria-label": "Only names that hold this", id: "find" });
  find.addEventListener("input", () => {
    state.find = find.value;
    remember();
    const at = find.selectionStart;
    drawTable();
    $("find").focus();
    $("find").setSelectionRange(at, at);
  });
  replace(
    $("table"),
    h("div", { class: "over" }, find, h("p", { class: "soft", role: "status" }, plural(rows.length, "row", "rows"))),
    rows.length === 0 ? h("p", { class: "none" }, "Nothing is left. Take a filter away, or look for another name.") : h("table", { class: "big" }, h("thead", null, h("tr", null, head)), h("tbody", null, body)),
  );
}

function sortBy(id, kind) {
  const isSorted = state.sort.replace("-", "") === id;
  const first = kind === "number" ? `-${id}` : id;
  state.sort = !isSorted ? first : state.sort.startsWith("-") ? id : `-${id}`;
  remember();
  drawTable();
  document.querySelector(`[data-sort="${id}"]`).focus();
}
