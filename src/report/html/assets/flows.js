// Flows: which data goes from which relation to which other, as sentences.

const allFlows = (data.flows || []).map((flow) => ({
  ...flow,
  acts: flow.acts.map(([by, verb, on, at]) => ({ by: nodes[by], verb, on: nodes[on], at })),
}));
const flowKey = (flow) => flow.acts.map(({ by, verb, on }) => `${by.key} ${verb} ${on.key}`).join(" → ");
const flowByKey = new Map(allFlows.map((flow) => [flowKey(flow), flow]));

const READING = new Set(["selects", "subscribes to", "shows", "fires on"]);
const VERB_EFFECTS = { selects: "read", "subscribes to": "read", shows: "read", "fires on": "fires", calls: "call", uses: "use" };
const DEPENDENCE = {
  rows: "what is written comes from what was read",
  statement: "one statement of SQL does both",
  view: "a view shows it",
  trigger: "a trigger writes whenever it changes",
  filter: "what was read says which rows are written",
};

// "planJob inserts content_metadata → postingQueue selects it → inserts posted_decisions"
function flowLine(flow) {
  const parts = [];
  let [named, by] = [null, null];
  flow.acts.forEach((act, at) => {
    if (at > 0) parts.push(h("span", { class: "soft" }, " → "));
    if (act.by !== by) parts.push(link(act.by), " ");
    parts.push(`${act.verb} `, act.on === named ? "it" : link(act.on));
    // A view that shows something is what the next clause is about.
    named = act.by.isStore ? act.by : act.on;
    by = act.by;
  });
  const key = flowKey(flow);
  const because = flow.dependences.map((one) => DEPENDENCE[one] || one).join("; ");
  const notes = [flow.entries > 0 ? `reached by ${plural(flow.entries, "entry point", "entry points")}` : "", flow.production ? "" : "not all of it in production"].filter(Boolean);
  return h(
    "li",
    { class: state.flow === key ? "flow chosen" : "flow" },
    h("p", null, parts),
    h("p", { class: "soft small", title: because }, h("button", { type: "button", class: "draw", "aria-pressed": state.flow === key, "aria-label": "Draw this flow", onclick: () => showFlow(state.flow === key ? "" : key) }, "Draw"), " ", [because, ...notes].filter(Boolean).join(" · ")),
  );
}

// The flows that a node takes part in, or the best of all.
function flowSection(node) {
  const found = node ? allFlows.filter((flow) => flow.acts.some(({ by, on }) => by === node || on === node)) : allFlows;
  if (found.length === 0) return null;
  const count = node ? found.length : data.all_flows;
  const left = node ? 0 : data.all_flows - allFlows.length;
  return section(node ? "Flows through it" : "Where data flows", count, listed(found, flowLine, node ? 4 : 6), left > 0 ? h("p", { class: "soft" }, `The first ${allFlows.length.toLocaleString("en")} are in this page; \`tabletrace flows\` lists all.`) : null);
}

// A flow from left to right, each step in a column of its own.
function flowView(flow) {
  const groups = [];
  const links = [];
  const box = (node) => {
    const last = groups[groups.length - 1];
    if (last && last.units[0] === node.index) return last;
    const group = { key: node.key, kind: "unit", label: node.label, units: [node.index], column: groups.length };
    groups.push(group);
    return group;
  };
  for (const { by, verb, on, at } of flow.acts) {
    const isReading = READING.has(verb);
    const last = groups[groups.length - 1];
    const from = box(isReading ? on : by);
    // A trigger runs its function.
    if (last && last !== from) links.push({ from: last, to: from, effect: "call", count: 1, edges: [], words: "runs" });
    const to = box(isReading ? by : on);
    links.push({ from, to, effect: VERB_EFFECTS[verb] || "write", count: 1, edges: [], words: verb, at });
  }
  return { groups, links, headings: [], left: 0, shownStores: 0, allStores: 0, isFlow: true };
}
