// What is looked at, as the address after `#` says it, so that it can be handed on.

const DEFAULTS = {
  view: "map",
  focus: "",
  depth: 1,
  select: "",
  folder: "",
  schema: "",
  class: "",
  use: "",
  entry: "",
  side: "",
  collapse: "auto",
  top: "auto",
  sort: "-used",
  find: "",
  flow: "",
};
// Sets: what is switched away from what is usual.
const SETS = ["operations", "kinds", "effects", "open"];
const HIDDEN_KINDS = ["policy", "migration", "seed", "test"];

const state = initial();
let trail = [];

function initial() {
  const fresh = { ...DEFAULTS };
  for (const name of SETS) fresh[name] = new Set();
  return fresh;
}

function hash() {
  const words = new URLSearchParams();
  for (const name of Object.keys(DEFAULTS)) {
    if (state[name] !== DEFAULTS[name]) words.set(name, state[name]);
  }
  for (const name of SETS) {
    if (state[name].size > 0) words.set(name, JSON.stringify([...state[name]].sort()));
  }
  const address = words.toString();
  return address === "" ? "#" : `#${address}`;
}

// Reads the address; what it does not name or names wrongly is as usual.
function restore() {
  const words = new URLSearchParams(location.hash.slice(1));
  Object.assign(state, initial());
  for (const name of Object.keys(DEFAULTS)) {
    if (words.has(name)) state[name] = words.get(name);
  }
  for (const name of SETS) {
    try {
      const listed = JSON.parse(words.get(name) || "[]");
      if (Array.isArray(listed)) state[name] = new Set(listed.map(String));
    } catch {
      state[name] = new Set();
    }
  }
  const depth = Number(state.depth);
  state.depth = depth >= 1 && depth <= 4 ? Math.floor(depth) : DEFAULTS.depth;
  if (state.focus && !byKey.has(state.focus)) state.focus = "";
  if (!flowByKey.has(state.flow)) state.flow = "";
  if (!["map", "table"].includes(state.view)) state.view = "map";
  if (state.entry && !entryIndexes.has(state.entry)) state.entry = "";
}

const entryKey = (entry) => `${entry.kind}:${entry.name}@${place(entry.place).path}`;

// Writes the address: as a step that can be taken back, or in place of the last.
function remember(kind) {
  try {
    const address = hash();
    if (kind === "step") history.pushState({ trail }, "", address);
    else history.replaceState({ trail }, "", address);
  } catch {
    // Without a history, the page works but for going back.
  }
}

// Whether something that can be switched is on.
const isOperationOn = (operation) => !state.operations.has(operation);
const isKindOn = (kind) => state.kinds.has(kind) === HIDDEN_KINDS.includes(kind);
function isEffectOn(effect) {
  const usual = EFFECTS.find(([name]) => name === effect)[state.focus === "" ? 2 : 3];
  return state.effects.has(effect) ? !usual : usual;
}

function stored(name) {
  try {
    return localStorage.getItem(`tabletrace.${name}`);
  } catch {
    return null;
  }
}

function store(name, value) {
  try {
    localStorage.setItem(`tabletrace.${name}`, value);
  } catch {
    // Files that are opened from a disk may have no storage.
  }
}
