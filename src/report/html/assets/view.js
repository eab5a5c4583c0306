// What is drawn: the nodes and edges that the state asks for, grouped and in columns.

const FEW = 30;
const MANY = 24;
// More would take seconds to draw, and nobody could read them.
const MOST_BOXES = 240;

// How often rows move along an edge in the view; nothing where it is filtered away.
function asked(edge) {
  if (!isEffectOn(edge.effect)) return 0;
  if (edge.operations.length > 0 && !edge.operations.some(isOperationOn)) return 0;
  return weight(edge, isOperationOn) || 1;
}

function isCodeAsked(node) {
  if (state.folder && !isWithin(node.path, state.folder)) return false;
  if (state.side && (node.side || "unknown") !== state.side) return false;
  if (state.entry) {
    const entry = entryIndex();
    if (!entriesOfCode(node).has(entry)) return false;
  }
  return true;
}

const isWithin = (path, folder) => path === folder || path.startsWith(`${folder}/`);
const entryIndexes = new Map();
data.entries.forEach((entry, at) => {
  if (!entryIndexes.has(entryKey(entry))) entryIndexes.set(entryKey(entry), at);
});
const entryIndex = () => (entryIndexes.has(state.entry) ? entryIndexes.get(state.entry) : -1);
const isCodeFiltered = () => Boolean(state.folder || state.side || state.entry);

function isNodeAsked(node) {
  if (node.key === state.focus) return true;
  if (!isKindOn(node.kind) || (node.test && !isKindOn("test"))) return false;
  if (node.kind === "code") return isCodeAsked(node);
  if (node.isStore) {
    if (state.schema && node.schema !== state.schema) return false;
    if (state.class && classOf(node) !== state.class) return false;
    if (state.use && useOf(node) !== state.use) return false;
  }
  return true;
}

// What the code does with a store, in a word.
function useOf(node) {
  const { reads, writes, sqlReads, sqlWrites, other } = counts(node);
  const [isRead, isWritten] = [reads + sqlReads > 0, writes + sqlWrites > 0];
  if (node.kind !== "routine" && isRead && isWritten) return "read and written";
  if (isRead && node.kind !== "routine") return "only read";
  if (isWritten && node.kind !== "routine") return "only written";
  if (node.kind === "routine") return node.in.some((edge) => edge.effect === "call" || edge.effect === "use") ? "called" : "not called";
  return other > 0 ? "used" : "not used";
}

const classOf = (node) => (node.class ? node.class.name : "");
const CLASSES = ["critical", "important", "peripheral", "legacy", "dead"];

// The edges that are asked for, with their weights, between nodes that are.
function askedEdges() {
  const isAsked = nodes.map(isNodeAsked);
  const found = [];
  for (const edge of edges) {
    if (!isAsked[edge.from] || !isAsked[edge.to]) continue;
    const count = asked(edge);
    if (count > 0) found.push({ edge, count });
  }
  return isCodeFiltered() ? aroundCode(found) : found;
}

// Where code is filtered, SQL and stores stay only as far as the code that is left leads to them.
function aroundCode(found) {
  const kept = new Set(nodes.filter((node) => node.kind === "code").map((node) => node.index));
  for (let round = 0; round < 2; round += 1) {
    const more = new Set();
    for (const { edge } of found) {
      if (kept.has(edge.from) && nodes[edge.to].kind !== "code") more.add(edge.to);
      if (kept.has(edge.to) && nodes[edge.from].kind !== "code") more.add(edge.from);
    }
    for (const index of more) if (round === 0 || !nodes[index].isStore) kept.add(index);
  }
  return found.filter(({ edge }) => kept.has(edge.from) && kept.has(edge.to));
}

// The view of the state: groups in columns, and what runs between them.
function view() {
  if (state.flow) return flowView(flowByKey.get(state.flow));
  return state.focus ? focused(byKey.get(state.focus)) : overview();
}

function overview() {
  const all = askedEdges();
  const use = new Map();
  for (const { edge, count } of all) {
    for (const [end, other] of [[edge.from, edge.to], [edge.to, edge.from]]) {
      if (nodes[end].isStore && !nodes[other].isStore) use.set(end, (use.get(end) || 0) + count);
    }
  }
  const ranked = [...use.keys()].sort((a, b) => use.get(b) - use.get(a) || (nodes[a].key < nodes[b].key ? -1 : 1));
  const most = state.top === "all" ? Infinity : Number(state.top) || (ranked.length <= FEW ? FEW : MANY);
  const stores = ranked.slice(0, most);
  const inView = new Set(stores);
  // What touches what is shown, and what calls the SQL among that.
  const units = new Set();
  for (const sides of [0, 1]) {
    for (const { edge } of all) {
      const isShown = (index) => inView.has(index) || (sides === 1 && nodes[index].kind === "routine" && units.has(index));
      if (isShown(edge.from) && !nodes[edge.to].isStore) units.add(edge.to);
      if (isShown(edge.to) && !nodes[edge.from].isStore) units.add(edge.from);
    }
  }
  const wanted = grouped([...units], state.collapse, 24, state.open);
  const isTooMuch = wanted.length > MOST_BOXES;
  const groups = isTooMuch ? grouped([...units], "auto", MOST_BOXES, new Set()) : wanted;
  const place = groupsOf(stores, groups);
  const drawn = between(all, place);
  columnsOfOverview(place.list, drawn);
  return {
    groups: place.list,
    links: drawn,
    headings: [
      [0, "code that writes more"],
      [2, "where the data is"],
      [3, "code that reads more"],
    ],
    shownStores: stores.length,
    allStores: ranked.length,
    isTooMuch,
  };
}

function groupsOf(stores, groups) {
  const of = new Map();
  const list = [];
  for (const index of stores) {
    const node = nodes[index];
    const group = { key: node.key, kind: "unit", label: node.label, units: [index], column: 2 };
    list.push(group);
    of.set(index, group);
  }
  for (const group of groups) {
    const drawn = { ...group, column: 0 };
    list.push(drawn);
    for (const unit of group.units) of.set(unit, drawn);
  }
  return { list, of };
}

// The edges between groups, one for each pair and effect, with what is behind them.
function between(all, { of }) {
  const found = new Map();
  for (const { edge, count } of all) {
    const [from, to] = [of.get(edge.from), of.get(edge.to)];
    if (!from || !to || from === to) continue;
    const key = `${from.key}\n${from.column}\n${to.key}\n${to.column}\n${edge.effect}`;
    if (!found.has(key)) found.set(key, { from, to, effect: edge.effect, count: 0, edges: [] });
    const link = found.get(key);
    link.count += count;
    link.edges.push(edge);
  }
  return [...found.values()];
}

const isSql = (group) => group.kind === "sql" || (group.kind === "unit" && nodes[group.units[0]].kind !== "code");

// Code stands left where writes are more of what it does than they are on average.
function columnsOfOverview(groups, links) {
  const tally = new Map(groups.map((group) => [group, [0, 0]]));
  const total = [0, 0];
  for (const link of links) {
    const side = link.effect === "write" || link.effect === "call" || link.effect === "use" ? 0 : link.effect === "read" ? 1 : -1;
    if (side < 0) continue;
    const unit = side === 0 ? link.from : link.to;
    if (!tally.has(unit) || unit.column === 2) continue;
    tally.get(unit)[side] += link.count;
    total[side] += link.count;
  }
  const average = total[0] / Math.max(1, total[0] + total[1]);
  for (const group of groups) {
    if (group.column === 2) continue;
    const [writes, reads] = tally.get(group);
    if (isSql(group)) {
      group.column = 2;
      group.isBelow = true;
    } else group.column = writes > 0 && writes / (writes + reads) >= average ? 0 : 3;
  }
}

// What leads to a node and what it leads to, as many steps as asked for.
function focused(center) {
  const all = askedEdges();
  const into = new Map();
  const from = new Map();
  const put = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
  for (const { edge } of all) {
    put(into, edge.to, edge.from);
    put(from, edge.from, edge.to);
    // What a call reads goes back to who calls.
    if (edge.effect === "runs" || edge.effect === "imports") put(from, edge.to, edge.from);
    if (edge.effect === "call" && nodes[edge.to].kind === "routine") put(from, edge.to, edge.from);
  }
  return drawnAround(center, columnsAround(center.index, into, from), all);
}

// The column of each node: so many steps left when data comes from there, right when it goes there.
//
// What is led to over something on one side stands on that side, so that lines are short.
function columnsAround(center, into, from) {
  const column = new Map([[center, 0]]);
  let frontier = new Map([[center, { ways: new Set([into, from]), side: 0 }]]);
  for (let step = 1; step <= state.depth; step += 1) {
    const reached = new Map();
    for (const [index, { ways, side }] of frontier) {
      for (const way of ways) {
        for (const other of way.get(index) || []) {
          if (column.has(other)) continue;
          const wanted = side || (way === into ? -1 : 1);
          if (!reached.has(other)) reached.set(other, { ways: new Set(), side: wanted });
          const found = reached.get(other);
          found.ways.add(way);
          found.side = Math.min(found.side, wanted);
        }
      }
    }
    for (const [index, { side }] of reached) column.set(index, side * step);
    frontier = reached;
  }
  return column;
}

const LARGEST_COLUMN = 20;

function drawnAround(center, column, all) {
  const byColumn = new Map();
  for (const [index, at] of column) {
    if (!byColumn.has(at)) byColumn.set(at, []);
    byColumn.get(at).push(index);
  }
  const list = [];
  const of = new Map();
  let left = 0;
  for (const at of [...byColumn.keys()].sort((a, b) => a - b)) {
    const members = byColumn.get(at);
    const stores = members.filter((index) => nodes[index].isStore || index === center.index);
    const units = members.filter((index) => !nodes[index].isStore && index !== center.index);
    const singles = stores.map((index) => ({ key: nodes[index].key, kind: "unit", label: nodes[index].label, units: [index] }));
    singles.sort((a, b) => nodes[b.units[0]].in.length + nodes[b.units[0]].out.length - nodes[a.units[0]].in.length - nodes[a.units[0]].out.length || byKeys(a, b));
    const most = state.top === "all" ? Infinity : Number(state.top) || MANY;
    left += Math.max(0, singles.length - most);
    const room = Math.max(8, LARGEST_COLUMN - Math.min(singles.length, most));
    const groups = grouped(units, state.collapse, room, state.open);
    for (const group of [...singles.slice(0, most), ...groups]) {
      const drawn = { ...group, column: at };
      list.push(drawn);
      for (const unit of group.units) of.set(unit, drawn);
    }
  }
  // A line past what stands between would say nothing of the focus.
  const links = between(all, { of }).filter(({ from, to }) => Math.abs(from.column - to.column) === 1);
  const headings = [...byColumn.keys()].filter((at) => at !== 0).map((at) => [at, heading(center, at, links)]);
  return { groups: list, links, headings, center, left };
}

const BEFORE = { write: "writes it", read: "is read by it", call: "calls it", use: "uses it", fires: "fires it", guards: "guards it", foreign_key: "needs it by a key", runs: "runs it", imports: "imports it" };
const AFTER = { write: "is written by it", read: "reads it", call: "is called by it", use: "is used by it", fires: "fires on it", guards: "is guarded by it", foreign_key: "is needed by a key", runs: "is run by it", imports: "is imported by it" };

// What the things in a column do with what is in focus.
function heading(center, at, links) {
  const far = Math.abs(at);
  if (far > 1) return `${far} steps away`;
  const found = new Set();
  for (const { from, to, effect } of links) {
    if (to.column === 0 && from.column === at) found.add(BEFORE[effect]);
    if (from.column === 0 && to.column === at) found.add(AFTER[effect]);
  }
  const words = [...Object.values(BEFORE), ...Object.values(AFTER)].filter((word) => found.has(word));
  return words.slice(0, 3).join(", ") + (words.length > 3 ? ", …" : "");
}
