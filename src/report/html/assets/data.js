// What the page was given, and what follows from it alone.

const data = JSON.parse(document.getElementById("data").textContent);
const text = (index) => data.strings[index];

// Where rows are; everything else does something with them.
const STORES = new Set(["table", "view", "bucket", "edge_function"]);
const KINDS = [
  ["code", "Code", "code"],
  ["table", "Tables", "table"],
  ["view", "Views", "view"],
  ["routine", "SQL functions", "SQL function"],
  ["trigger", "Triggers", "trigger"],
  ["policy", "Policies", "policy"],
  ["cron_job", "Cron jobs", "cron job"],
  ["bucket", "Buckets", "bucket"],
  ["edge_function", "Edge functions", "edge function"],
  ["migration", "Migrations", "migration"],
  ["seed", "Seeds", "seed"],
  ["test", "Code of tests", "test"],
];
const KIND_WORD = new Map(KINDS.map(([kind, , word]) => [kind, word]));
const KIND_WORDS = new Map(KINDS.map(([kind, words]) => [kind, words]));
const OPERATIONS = ["select", "subscribe", "insert", "upsert", "update", "delete", "call"];
// Effects with the words for them, and whether they are drawn: of all, around a focus.
const EFFECTS = [
  ["write", "writes", true, true],
  ["read", "reads", true, true],
  ["call", "calls", true, true],
  ["use", "uses", true, true],
  ["fires", "fires", true, true],
  ["guards", "guards", true, true],
  ["foreign_key", "foreign keys", false, true],
  ["runs", "runs", false, true],
  ["imports", "imports", false, false],
];
const EFFECT_WORD = new Map(EFFECTS.map(([effect, words]) => [effect, words]));

const nodes = data.nodes.map((node, index) => ({
  ...node,
  index,
  key: `${node.kind}:${node.label}`,
  path: node.path === undefined ? null : text(node.path),
  isStore: STORES.has(node.kind),
  out: [],
  in: [],
}));
const byKey = new Map(nodes.map((node) => [node.key, node]));
const byLabel = new Map(nodes.filter((node) => node.relation || node.kind === "table").map((node) => [node.label, node]));
const edges = data.edges.map((edge, index) => ({
  operations: [],
  columns: [],
  places: [],
  sql: [],
  ...edge,
  index,
}));
for (const edge of edges) {
  nodes[edge.from].out.push(edge);
  nodes[edge.to].in.push(edge);
}
const hasKind = (kind) => nodes.some((node) => (kind === "test" ? node.test : node.kind === kind));

// Characters that change how what surrounds them reads are shown as their numbers.
function shown(name) {
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    if (character === "\n") return "⏎";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function place(index) {
  const [path, line, code, operation, certainty] = data.places[index];
  return { path: text(path), line, code: code === null ? null : text(code), operation, certainty };
}

const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

// How often rows move along an edge, counting only the operations that are asked for.
function weight(edge, isAsked) {
  let count = edge.sql.length;
  for (const index of edge.places) {
    const operation = data.places[index][3];
    if (operation === null || isAsked(operation)) count += 1;
  }
  return count;
}

const GENERIC = /^(index|main|page|layout|route|server|client|actions?|handler|mod|queries|api|utils?|lib|\+\w+(\.server)?)\.\w+$/;

// A file as it is told from others in few words.
function fileName(path) {
  const parts = path.split("/");
  const name = parts.pop();
  return GENERIC.test(name) && parts.length > 0 ? `${parts.pop()}/${name}` : name;
}

// A node in a few words; its label says all.
function short(node) {
  if (node.kind === "code") {
    const file = fileName(node.path);
    return shown(node.name === "(module)" ? file : `${node.name} · ${file}`);
  }
  if (node.kind === "migration" || node.kind === "seed") return shown(fileName(node.label));
  return shown(node.label) || "(no name)";
}

// The entry points that lead to code, each with the weakest edge on the way.
function entriesOfCode(node) {
  const found = new Map();
  const reached = node.reached === undefined ? null : data.reached[node.reached];
  if (!reached) return found;
  for (const over of ["itself", "calls", "imports"]) {
    for (const entry of reached[over] || []) {
      if (!found.has(entry)) found.set(entry, over);
    }
  }
  return found;
}

// The entry points that lead to anything in the map.
const leading = new Set(nodes.flatMap((node) => (node.reached === undefined ? [] : [node.reached])).flatMap((reached) => ["itself", "calls", "imports"].flatMap((over) => data.reached[reached][over] || [])));

const STRENGTH = ["itself", "calls", "imports"];

// The code that does something with a node, directly or through SQL that it calls.
function codeAround(node, seen = new Set()) {
  const found = new Set();
  seen.add(node.index);
  for (const edge of [...node.in, ...node.out]) {
    const other = nodes[edge.from === node.index ? edge.to : edge.from];
    if (other.kind === "code") {
      if (edge.effect !== "runs" && edge.effect !== "imports") found.add(other.index);
    } else if (other.kind === "routine" && !seen.has(other.index) && seen.size < 1000) {
      // Only callers: what the routine calls itself does nothing with this node.
      const uses = edge.from === other.index || edge.effect === "read";
      if (uses) for (const unit of codeAround(other, seen)) found.add(unit);
    }
  }
  return found;
}

const entriesMemory = new Map();

// The entry points that lead to any node, each with the strongest way.
function entriesOf(node) {
  if (node.kind === "code") return entriesOfCode(node);
  if (entriesMemory.has(node.index)) return entriesMemory.get(node.index);
  const found = new Map();
  // Many units share what leads to them.
  const samples = new Map([...codeAround(node)].map((unit) => [nodes[unit].reached, nodes[unit]]));
  for (const unit of samples.values()) {
    for (const [entry, over] of entriesOfCode(unit)) {
      const known = found.get(entry);
      if (known === undefined || STRENGTH.indexOf(over) < STRENGTH.indexOf(known)) found.set(entry, over);
    }
  }
  entriesMemory.set(node.index, found);
  return found;
}

// How many entry points of production lead to a node.
function countOfEntries(node) {
  if (node.class) return node.class.entries;
  let count = 0;
  for (const entry of entriesOf(node).keys()) count += data.entries[entry].production ? 1 : 0;
  return count;
}

const countsMemory = new Map();

// What is done when a migration is applied is done once.
const isOnce = (node) => node.kind === "migration" || node.kind === "seed";

// What is done with a store, counted by place; without migrations and seeds.
function counts(node) {
  if (countsMemory.has(node.index)) return countsMemory.get(node.index);
  const found = { reads: 0, writes: 0, other: 0, sqlReads: 0, sqlWrites: 0, units: new Set(), sqlUnits: new Set(), once: false };
  for (const edge of [...node.in, ...node.out]) {
    const other = nodes[edge.from === node.index ? edge.to : edge.from];
    if (isOnce(other)) {
      found.once = true;
      continue;
    }
    if (other.isStore && other.kind !== "view") continue;
    const isRead = edge.effect === "read" && edge.from === node.index;
    const isWrite = edge.effect === "write" && edge.to === node.index;
    if (isRead) {
      found.reads += edge.places.length;
      found.sqlReads += edge.sql.length;
    } else if (isWrite) {
      found.writes += edge.places.length;
      found.sqlWrites += edge.sql.length;
    } else if (edge.effect === "call" || edge.effect === "use") {
      found.other += edge.places.length;
    } else {
      continue;
    }
    (other.kind === "code" ? found.units : found.sqlUnits).add(other.index);
  }
  countsMemory.set(node.index, found);
  return found;
}
