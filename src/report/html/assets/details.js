// The panel beside the map: everything that is known of what is selected.

const MOST_LISTED = 12;

function details() {
  const panel = $("details");
  const key = state.select || state.focus;
  const node = byKey.get(key);
  if (node) replace(panel, ofNode(node));
  else if (key) replace(panel, ofGroup(key));
  else replace(panel, ofAll());
  panel.scrollTop = 0;
}

function section(title, count, ...children) {
  const all = children.flat().filter(Boolean);
  if (all.length === 0) return null;
  return h("section", null, h("h3", null, title, count === null ? null : h("span", { class: "count" }, count.toLocaleString("en"))), all);
}

// A list that shows its first lines, and the rest when asked.
function listed(items, draw, most = MOST_LISTED) {
  const list = h("ul", { class: "list" }, items.slice(0, most).map(draw));
  if (items.length <= most) return list;
  const rest = items.length - most;
  const more = h("button", { type: "button", class: "more" }, `${rest.toLocaleString("en")} more`);
  more.addEventListener("click", () => {
    list.append(...items.slice(most).map(draw));
    more.remove();
  });
  return [list, more];
}

// ---- A node

function ofNode(node) {
  const parts = [title(node)];
  if (node.isStore) parts.push(...ofStore(node));
  else parts.push(...ofUnit(node));
  return parts;
}

function title(node) {
  const found = node.place === undefined ? null : place(node.place);
  return h(
    "div",
    { class: "title" },
    h("p", { class: `kind ${node.kind}` }, KIND_WORD.get(node.kind), node.database ? name(` in ${node.database}`) : null),
    h("h2", null, name(node.kind === "code" ? node.name : node.label)),
    node.kind === "code" ? h("p", { class: "where" }, name(node.path)) : null,
    found ? h("p", { class: "where" }, "defined in ", name(`${found.path}:${found.line}`)) : null,
    (node.facts || []).map((fact) => h("p", { class: "soft" }, name(fact))),
    h(
      "div",
      { class: "actions" },
      state.focus === node.key
        ? h("button", { type: "button", onclick: () => focus("") }, "Leave focus")
        : h("button", { type: "button", class: "primary", onclick: () => focus(node.key) }, "Focus"),
      node.kind === "code" ? h("button", { type: "button", onclick: () => narrow(node.path) }, "Only this file") : null,
    ),
  );
}

function ofStore(node) {
  const { reads, writes, sqlReads, sqlWrites, units } = counts(node);
  const entries = entriesOf(node);
  const figures = [
    [writes, "writes"],
    [reads, "reads"],
    [sqlReads + sqlWrites, "in SQL"],
    [units.size, "units"],
  ];
  if (data.entries.length > 0) figures.push([countOfEntries(node), "entry points"]);
  return [
    h("dl", { class: "figures" }, figures.map(([count, word]) => h("div", null, h("dd", null, count.toLocaleString("en")), h("dt", null, word)))),
    node.class ? h("p", { class: "verdict" }, h("span", { class: `class ${node.class.name}` }, node.class.name), " ", h("span", { class: "soft" }, name(node.class.because))) : null,
    h("p", { class: "verdict" }, sentence(node)),
    node.kind === "table" && !node.relation && data.has_schema ? h("p", { class: "warn" }, "The schema that was read does not list it.") : null,
    flowSection(node),
    doers("Writes it", node.in, "write", (edge) => nodes[edge.from], (other) => other.kind === "code"),
    doers("Reads it", node.out, "read", (edge) => nodes[edge.to], (other) => other.kind === "code"),
    doers("Uses it", node.in, null, (edge) => nodes[edge.from], (other) => other.kind === "code", ["use", "call"]),
    sqlAround(node),
    reachedFrom(entries),
    columnsOf(node),
    keysOf(node),
  ];
}

function sentence(node) {
  const use = useOf(node);
  const words = { "read and written": "Read and written.", "only read": "Nothing that was found writes it.", "only written": "Nothing that was found reads it.", used: "Used by code.", "not used": "Nothing that was found uses it." };
  if (use === "not used" && counts(node).once) return "Only migrations and seeds touch it.";
  const open = data.unknown.length > 0 && use !== "read and written";
  return words[use] + (open ? ` ${plural(data.unknown.length, "access goes", "accesses go")} to a target that is known only at run time.` : "");
}

function placeLine(index) {
  const { path, line, code, operation, certainty } = place(index);
  const sure = { constant: "by a constant", passed: "handed in", one_of: "one of several", dynamic: "known only at run time" };
  return h(
    "div",
    { class: "place" },
    h("div", { class: "spot" }, operation ? h("span", { class: `op ${operation}` }, operation) : null, h("span", { class: "at" }, name(`${path}:${line}`)), certainty ? h("span", { class: "soft" }, sure[certainty] || certainty) : null),
    code ? h("pre", null, h("code", null, name(code))) : null,
  );
}

// The units that do something, each with its places.
function doers(words, around, effect, end, isOne, effects) {
  const found = around.filter((edge) => (effects ? effects.includes(edge.effect) : edge.effect === effect) && isOne(end(edge)));
  if (found.length === 0) return null;
  const sorted = [...found].sort((a, b) => b.places.length + b.sql.length - a.places.length - a.sql.length || byKeys(end(a), end(b)));
  return section(
    words,
    found.length,
    listed(sorted, (edge) => doer(edge, end(edge))),
  );
}

function doer(edge, other) {
  const all = [...edge.places, ...edge.sql];
  const columns = edge.all_columns ? ["all columns"] : edge.columns.map(text);
  return h(
    "li",
    null,
    h(
      "details",
      null,
      h("summary", null, link(other, undefined, { class: `link ${other.kind}` }), h("span", { class: "count" }, all.length > 0 ? all.length : null)),
      columns.length > 0 ? h("p", { class: "soft columns" }, name(columns.slice(0, 40).join(", "))) : null,
      all.slice(0, 50).map(placeLine),
      all.length > 50 ? h("p", { class: "soft" }, `${all.length - 50} more places`) : null,
      all.length === 0 ? h("p", { class: "soft" }, name(other.label)) : null,
    ),
  );
}

function sqlAround(node) {
  const effects = new Set(["read", "write", "call", "use", "fires", "guards"]);
  const found = [...node.in, ...node.out].filter((edge) => {
    const other = nodes[edge.from === node.index ? edge.to : edge.from];
    return effects.has(edge.effect) && other.kind !== "code" && (!other.isStore || other.kind === "view" || node.kind === "view");
  });
  const byOther = new Map();
  for (const edge of found) {
    const other = edge.from === node.index ? edge.to : edge.from;
    if (!byOther.has(other)) byOther.set(other, []);
    byOther.get(other).push(edge);
  }
  const all = [...byOther].map(([other, list]) => [nodes[other], list]);
  all.sort(([a], [b]) => isOnce(a) - isOnce(b) || (a.kind === b.kind ? byKeys(a, b) : a.kind < b.kind ? -1 : 1));
  return section("In SQL", all.length, all.length === 0 ? [] : listed(all, ([other, list]) => sqlLine(node, other, list)));
}

function sqlLine(node, other, list) {
  const words = list.map((edge) => {
    const isFrom = edge.from === other.index;
    if (edge.effect === "guards") return "guards it";
    if (edge.effect === "fires") return isFrom ? "fires it" : "fires on it";
    if (edge.effect === "read") return isFrom ? "is read by it" : "reads it";
    if (edge.effect === "write") return isFrom ? `${edge.operations.join("s, ") || "write"}s it` : "is written by it";
    return isFrom ? "calls it" : "is called";
  });
  const places = list.flatMap((edge) => edge.sql);
  return h(
    "li",
    null,
    h(
      "details",
      null,
      h("summary", null, h("span", { class: "tag" }, KIND_WORD.get(other.kind)), link(other), h("span", { class: "soft" }, [...new Set(words)].join(", "))),
      (other.facts || []).map((fact) => h("p", { class: "soft" }, name(fact))),
      places.slice(0, 30).map(placeLine),
    ),
  );
}

const OVER = { itself: "directly", calls: "by calls", imports: "by imports" };

function reachedFrom(entries) {
  if (data.entries.length === 0) return null;
  const all = [...entries].map(([index, over]) => ({ entry: data.entries[index], over }));
  all.sort((a, b) => b.entry.production - a.entry.production || STRENGTH.indexOf(a.over) - STRENGTH.indexOf(b.over) || (a.entry.name < b.entry.name ? -1 : 1));
  if (all.length === 0) return section("Entry points", 0, [h("p", { class: "soft" }, "None that was found leads here.")]);
  const [live, rest] = [all.filter(({ entry }) => entry.production), all.filter(({ entry }) => !entry.production)];
  return [section("Entry points", live.length, live.length === 0 ? [h("p", { class: "soft" }, "Only tests and scripts lead here.")] : listed(live, entryLine)), section("Tests and scripts", rest.length, rest.length === 0 ? [] : listed(rest, entryLine, 4))];
}

function entryLine({ entry, over }) {
  const { path, line } = place(entry.place);
  const goes = h("button", { type: "button", class: "link", title: "Show only what this entry point leads to", onclick: () => filterBy("entry", entryKey(entry)) }, name(entry.name));
  return h("li", { class: "entry", title: shown(entry.because) }, h("span", { class: "tag" }, entry.kind.replaceAll("_", " ")), goes, h("span", { class: "soft" }, OVER[over], " · ", name(`${path}:${line}`)));
}

function columnsOf(node) {
  if (!node.relation) return null;
  const keys = node.relation.keys;
  const isIn = (kind, column) => keys.some((key) => key.kind === kind && key.columns.includes(column));
  const used = usedColumns(node);
  const rows = node.relation.columns.map((column) => {
    const marks = [isIn("primary", column.name) && "primary", isIn("unique", column.name) && "unique", isIn("foreign", column.name) && "foreign"].filter(Boolean);
    const { read, write } = used.get(text(column.name)) || { read: 0, write: 0 };
    return h(
      "tr",
      null,
      h("th", { scope: "row" }, name(text(column.name)), marks.map((mark) => h("span", { class: "tag" }, mark))),
      h("td", { class: "soft" }, column.type === undefined ? "" : name(text(column.type)), column.nullable ? " null" : ""),
      h("td", { class: "number" }, write || ""),
      h("td", { class: "number" }, read || ""),
    );
  });
  const head = h("tr", null, ["column", "type"].map((word) => h("th", { scope: "col" }, word)), ["written", "read"].map((word) => h("th", { scope: "col", class: "number", title: "by so many units that name it" }, word)));
  return section("Columns", rows.length, h("table", { class: "small" }, h("thead", null, head), h("tbody", null, rows)), node.relation.open ? h("p", { class: "soft" }, "There may be more columns.") : null);
}

// How many units name each column, by what they do.
function usedColumns(node) {
  const used = new Map();
  for (const [list, way] of [[node.in, "write"], [node.out, "read"]]) {
    for (const edge of list) {
      if (edge.effect !== way) continue;
      for (const column of edge.columns.map(text)) {
        if (!used.has(column)) used.set(column, { read: 0, write: 0 });
        used.get(column)[way] += 1;
      }
    }
  }
  return used;
}

function keysOf(node) {
  if (!node.relation) return null;
  const list = (columns) => columns.map(text).join(", ");
  const own = node.relation.keys.filter((key) => key.kind === "foreign");
  const lines = own.map((key) => {
    const far = byLabel.get(key.to);
    return h("li", null, name(list(key.columns)), " → ", far ? link(far, key.to) : name(key.to || "?"), key.to_columns ? h("span", { class: "soft" }, ` (${shown(list(key.to_columns))})`) : null, key.on_delete ? h("span", { class: "soft" }, ` on delete ${key.on_delete}`) : null);
  });
  const others = nodes.filter((other) => other.relation && other.relation.keys.some((key) => key.kind === "foreign" && key.to === node.label));
  const back = others.map((other) => h("li", null, link(other), h("span", { class: "soft" }, " needs it")));
  return section("Foreign keys", lines.length + back.length, lines.length + back.length === 0 ? [] : h("ul", { class: "list" }, lines, back));
}

function ofUnit(node) {
  const target = (edge) => nodes[edge.to];
  const source = (edge) => nodes[edge.from];
  const any = () => true;
  return [
    node.side && node.side !== "unknown" ? h("p", { class: "verdict" }, `Runs ${{ browser: "in the browser", server: "on the server", both: "on the server and in the browser" }[node.side]}`, node.side_because ? h("span", { class: "soft" }, ": ", name(node.side_because)) : null) : null,
    doers("Writes", node.out, "write", target, any),
    doers("Reads", node.in, "read", source, any),
    doers("Calls", node.out, null, target, any, ["call", "use"]),
    doers("Guards", node.out, "guards", target, any),
    doers("Fires on", node.in, "fires", source, any),
    flowSection(node),
    doers("Called by", node.in, null, source, any, node.kind === "routine" ? ["call", "fires"] : ["runs"]),
    doers("Runs", node.out, "runs", target, any),
    node.kind === "code" || node.kind === "routine" ? reachedFrom(entriesOf(node)) : null,
  ];
}

// ---- A group, and all

function unitsOf(key) {
  const group = drawn && drawn.groups.find((one) => one.key === key);
  if (group) return group.units.map((unit) => nodes[unit]);
  const [kind, path] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
  if (kind === "sql") return nodes.filter((node) => node.kind === path);
  if (kind === "loose") return nodes.filter((node) => node.kind === "code" && node.path.split("/").slice(0, -1).join("/") === path);
  return nodes.filter((node) => node.kind === "code" && isWithin(node.path, path));
}

function ofGroup(key) {
  const units = unitsOf(key);
  const isSqlGroup = key.startsWith("sql:");
  const path = key.slice(key.indexOf(":") + 1);
  const touched = new Map();
  for (const unit of units) {
    for (const edge of [...unit.in, ...unit.out]) {
      const other = nodes[edge.from === unit.index ? edge.to : edge.from];
      if (!other.isStore || !["read", "write", "use", "call"].includes(edge.effect)) continue;
      if (!touched.has(other)) touched.set(other, { read: 0, write: 0 });
      const way = edge.effect === "read" ? "read" : "write";
      touched.get(other)[way] += edge.places.length + edge.sql.length || 1;
    }
  }
  const stores = [...touched].sort(([a, x], [b, y]) => y.read + y.write - x.read - x.write || byKeys(a, b));
  return [
    h(
      "div",
      { class: "title" },
      h("p", { class: "kind code" }, isSqlGroup ? "SQL" : key.startsWith("file:") ? "file" : /^(loose|rest):/.test(key) ? "files of a folder" : "folder"),
      h("h2", null, name(isSqlGroup ? KIND_WORDS.get(path) || path : path || "top of the project")),
      h("div", { class: "actions" }, h("button", { type: "button", class: "primary", onclick: () => openGroup(key) }, "Open"), isSqlGroup || path === "" ? null : h("button", { type: "button", onclick: () => narrow(path) }, key.startsWith("file:") ? "Only this file" : "Only this folder")),
    ),
    section("Touches", stores.length, stores.length === 0 ? [] : listed(stores, ([node, { read, write }]) => h("li", null, link(node), h("span", { class: "soft" }, [write ? plural(write, "write", "writes") : "", read ? plural(read, "read", "reads") : ""].filter(Boolean).join(", "))))),
    section("Units", units.length, units.length === 0 ? [] : listed([...units].sort(byKeys), (unit) => h("li", null, link(unit)))),
  ];
}

function ofAll() {
  const stores = nodes.filter((node) => node.kind === "table" || node.kind === "view");
  const ranked = stores.map((node) => ({ node, count: counts(node) })).map(({ node, count }) => ({ node, count, used: count.reads + count.writes + count.sqlReads + count.sqlWrites }));
  ranked.sort((a, b) => b.used - a.used || byKeys(a.node, b.node));
  const unused = ranked.filter(({ node }) => node.relation && !node.relation.platform && useOf(node) === "not used");
  const quiet = data.unknown;
  return [
    h("div", { class: "title" }, h("p", { class: "kind" }, "whole project"), h("h2", null, "Who writes what, who reads it"), h("p", { class: "soft" }, "Data moves along the arrows. Click a box for its code, press it twice to go in. ", h("kbd", null, "/"), " finds anything.")),
    flowSection(),
    section("Most used", null, h("ul", { class: "list" }, ranked.slice(0, 10).filter(({ used }) => used > 0).map(({ node, count }) => h("li", null, link(node), h("span", { class: "soft" }, `${plural(count.writes + count.sqlWrites, "write", "writes")}, ${plural(count.reads + count.sqlReads, "read", "reads")}`))))),
    section("Not used by anything found", unused.length, unused.length === 0 ? [] : listed(unused, ({ node }) => h("li", null, link(node)))),
    section("Known only at run time", quiet.length, quiet.length === 0 ? [] : [h("p", { class: "soft" }, "These accesses may go to anything; the map has no line for them."), listed(quiet, (access) => h("li", null, h("div", { class: "soft" }, name(`${access.unit}: ${access.because}`)), placeLine(access.place)))]),
    data.cut === undefined ? null : h("p", { class: "soft" }, data.cut === 0 ? "Code is left out so that the file stays below 5 MB." : `Code is cut after ${data.cut} characters so that the file stays below 5 MB.`),
    h("p", { class: "soft" }, data.coverage),
  ];
}
