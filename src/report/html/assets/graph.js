// The graph on its canvas: drawing, pointing, moving.

let graph = null;
let drawn = null;
const motion = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function sheet() {
  const kinds = ["code", "table", "view", "routine", "trigger", "policy", "cron_job", "bucket", "edge_function", "migration", "seed"];
  const styles = [
    {
      selector: "node",
      style: {
        shape: "round-rectangle",
        width: "data(width)",
        height: 28,
        "background-color": color("code-fill"),
        "border-width": 1.5,
        "border-color": color("code"),
        label: "data(words)",
        color: color("ink"),
        "font-size": 13,
        "font-family": "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif",
        "text-valign": "center",
        "text-halign": "center",
        "min-zoomed-font-size": 6,
        "overlay-opacity": 0,
      },
    },
    ...kinds.map((kind) => ({
      selector: `node.${kind}`,
      style: { "background-color": color(`${kind}-fill`) || color("sql-fill"), "border-color": color(kind) || color("sql") },
    })),
    { selector: "node.table, node.view, node.bucket, node.edge_function", style: { shape: "rectangle", "border-width": 2 } },
    { selector: "node.view", style: { "border-style": "dashed" } },
    { selector: "node.bucket", style: { shape: "barrel" } },
    { selector: "node.edge_function", style: { shape: "cut-rectangle" } },
    { selector: "node.routine, node.sql", style: { shape: "cut-rectangle" } },
    { selector: "node.group", style: { "border-style": "double", "border-width": 3 } },
    { selector: "node.critical", style: { "border-width": 4 } },
    { selector: "node.center", style: { "border-width": 4, "font-weight": 700 } },
    {
      selector: "node.heading",
      style: {
        "background-opacity": 0,
        "border-width": 0,
        color: color("soft"),
        "font-size": 14,
        width: 10,
        height: 10,
        events: "no",
        "min-zoomed-font-size": 5,
      },
    },
    {
      selector: "edge",
      style: {
        "curve-style": "unbundled-bezier",
        "edge-distances": "endpoints",
        "control-point-weights": "data(weights)",
        "control-point-distances": "data(distances)",
        "source-endpoint": "data(start)",
        "target-endpoint": "data(end)",
        width: "data(width)",
        "line-color": color("call"),
        "target-arrow-color": color("call"),
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        opacity: "data(opacity)",
        "overlay-opacity": 0,
        "font-size": 11,
        "font-family": "system-ui, sans-serif",
        color: color("ink"),
        "text-background-color": color("paper"),
        "text-background-opacity": 1,
        "text-background-padding": 2,
        "text-background-shape": "round-rectangle",
        "min-zoomed-font-size": 7,
      },
    },
    { selector: "edge.write", style: { "line-color": color("write"), "target-arrow-color": color("write") } },
    { selector: "edge.read", style: { "line-color": color("read"), "target-arrow-color": color("read"), "target-arrow-shape": "vee" } },
    { selector: "edge.foreign_key", style: { "line-style": "dashed", "line-color": color("key"), "target-arrow-color": color("key"), "target-arrow-shape": "tee" } },
    { selector: "edge.guards, edge.fires", style: { "line-style": "dotted", "line-color": color("sql"), "target-arrow-color": color("sql") } },
    { selector: "edge.imports", style: { "line-style": "dotted" } },
    { selector: "edge.counted-source, edge.near-target", style: { "source-label": "data(count)", "source-text-offset": "data(offset)" } },
    { selector: "edge.counted-target, edge.near-source", style: { "target-label": "data(count)", "target-text-offset": "data(offset)" } },
    { selector: "edge.verb", style: { label: "data(count)" } },
    { selector: ".dim", style: { opacity: 0.12 } },
    { selector: "edge.dim", style: { opacity: 0.04 } },
    { selector: "edge.near", style: { opacity: 1, "z-index": 10 } },
    { selector: "node.selected", style: { "border-color": color("accent"), "border-width": 4, "background-color": color("chosen") } },
    { selector: "node.heading.dim", style: { opacity: 1 } },
  ];
  return styles;
}

const LANES = { write: -7, read: 7, call: -2, use: 2, fires: -4, guards: 4, foreign_key: 10, runs: 0, imports: 3 };

// How an edge leaves one box and reaches the other, as cytoscape wants it said.
function curve(link) {
  if (link.words) return step(link);
  const { from, to, effect } = link;
  const lane = LANES[effect] || 0;
  const isSame = Math.abs(from.x - to.x) < 1;
  const right = isSame || to.x > from.x;
  const [start, end] = [[(right ? 1 : -1) * (from.width / 2), lane], [(isSame || !right ? 1 : -1) * (to.width / 2), lane]];
  const [sx, sy, ex, ey] = [from.x + start[0], from.y + start[1], to.x + end[0], to.y + end[1]];
  const [dx, dy] = [ex - sx, ey - sy];
  const length = Math.hypot(dx, dy) || 1;
  const bow = isSame ? 36 + Math.min(140, Math.abs(dy) * 0.18) : 0;
  const points = isSame ? [[Math.max(sx, ex) + bow, sy], [Math.max(sx, ex) + bow, ey]] : [[sx + dx * 0.36, sy], [sx + dx * 0.64, ey]];
  const weights = points.map(([x, y]) => ((x - sx) * dx + (y - sy) * dy) / (length * length));
  const distances = points.map(([x, y]) => ((x - sx) * -dy + (y - sy) * dx) / length);
  return { start: `${start[0]}px ${start[1]}px`, end: `${end[0]}px ${end[1]}px`, weights, distances };
}

// The way from one row of a flow to the other.
function step({ from, to }) {
  const down = to.y > from.y ? 14 : -14;
  return { start: `${from.width / 4}px ${down}px`, end: `${-to.width / 4}px ${-down}px`, weights: [0.5], distances: [0] };
}

const idOf = (group) => `${group.column}|${group.key}`;

function elements(view, heads) {
  const found = [];
  for (const group of view.groups) {
    const node = group.kind === "unit" ? nodes[group.units[0]] : null;
    const classes = [node ? node.kind : group.kind === "sql" ? "sql group" : "code group"];
    if (node && node === view.center) classes.push("center");
    if (node && node.class && node.class.name === "critical") classes.push("critical");
    found.push({
      group: "nodes",
      data: { id: idOf(group), words: group.words, width: group.width },
      position: { x: group.x, y: group.y },
      classes: classes.join(" "),
    });
  }
  heads.forEach((head, index) => {
    found.push({ group: "nodes", data: { id: `heading|${index}`, words: head.words, width: 10 }, position: { x: head.x, y: head.y }, classes: "heading", selectable: false });
  });
  // Where there are many lines, those that stand for much come first.
  const most = Math.max(1, ...view.links.map((link) => link.count));
  const share = (count) => Math.log2(1 + count) / Math.log2(1 + most);
  const busy = Math.min(1, view.links.length / 300);
  view.links.forEach((link, index) => {
    const width = link.effect === "write" ? 1.6 + Math.min(3, Math.log2(link.count) * 0.6) : 1 + Math.min(1.6, Math.log2(link.count) * 0.3);
    const classes = [link.effect];
    if (link.words) classes.push("verb");
    if (view.center && view.links.length <= 90) classes.push(Math.abs(link.from.column) < Math.abs(link.to.column) ? "counted-target" : "counted-source");
    found.push({
      group: "edges",
      data: { id: `edge|${index}`, source: idOf(link.from), target: idOf(link.to), width, opacity: 0.85 - busy * (0.74 - (view.links.length > 600 ? 0.22 : 0.42) * share(link.count)), count: link.words ? link.words : link.count > 1 || !view.center ? link.count.toLocaleString("en") : "", offset: link.effect === "read" ? 52 : 30, ...curve(link) },
      classes: classes.join(" "),
    });
  });
  return found;
}

// Draws the view of the state anew.
function draw() {
  const now = view();
  const heads = arrange(now, $("graph").getBoundingClientRect());
  drawn = now;
  drawn.heads = heads;
  drawn.byId = new Map(now.groups.map((group) => [idOf(group), group]));
  if (!graph) begin();
  graph.batch(() => {
    graph.elements().remove();
    graph.add(elements(now, heads));
  });
  fit();
  mark();
  emptiness(now);
}

function begin() {
  graph = cytoscape({
    container: $("graph"),
    style: sheet(),
    layout: { name: "preset" },
    minZoom: 0.05,
    maxZoom: 3,
    autoungrabify: true,
    boxSelectionEnabled: false,
    pixelRatio: "auto",
    textureOnViewport: false,
    hideEdgesOnViewport: false,
  });
  graph.on("tap", "node", (event) => tapped(event.target.id()));
  graph.on("tap", (event) => {
    if (event.target === graph) select("");
  });
  graph.on("dbltap", "node", (event) => enter(event.target.id()));
  graph.on("mouseover", "node", (event) => near(event.target, event.renderedPosition));
  graph.on("mouseover", "edge", (event) => overEdge(event.target, event.renderedPosition));
  graph.on("mouseout", "node, edge", () => {
    $("tip").hidden = true;
    mark();
  });
  new ResizeObserver(() => graph.resize()).observe($("graph"));
}

const MARGIN = 22;
const CLOSEST = 1.1;

// Shows all of it; where boxes stand is known, so no line has to be measured for that.
function fit() {
  const { groups, heads } = drawn;
  if (groups.length === 0) return;
  graph.resize();
  const [left, right] = [Math.min(...groups.map((one) => one.x - one.width / 2)), Math.max(...groups.map((one) => one.x + one.width / 2))];
  const [top, bottom] = [Math.min(...[...groups, ...heads].map((one) => one.y - 16)), Math.max(...groups.map((one) => one.y + 16))];
  const [width, height] = [graph.width(), graph.height()];
  const zoom = Math.min(CLOSEST, (width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top));
  graph.viewport({ zoom, pan: { x: width / 2 - (zoom * (left + right)) / 2, y: height / 2 - (zoom * (top + bottom)) / 2 } });
}

function tapped(id) {
  const group = drawn.byId.get(id);
  if (group) select(group.key);
}

// Goes into what was pressed twice: a node comes into focus, a group opens.
function enter(id) {
  const group = drawn.byId.get(id);
  if (!group) return;
  if (group.kind === "unit") focus(group.key);
  else openGroup(group.key);
}

// Shows what is linked with an element, and fades the rest.
function highlight(element) {
  graph.batch(() => {
    graph.elements().removeClass("dim near near-source near-target selected");
    if (!element || element.empty()) return;
    const links = element.isEdge() ? element : element.connectedEdges();
    const around = element.union(links).union(links.connectedNodes());
    graph.elements().not(around).addClass("dim");
    links.addClass("near");
    if (element.isNode()) {
      // Counts stand at the far end, where the lines are apart.
      links.forEach((link) => link.addClass(link.source().same(element) ? "near-source" : "near-target"));
    }
  });
}

function chosen() {
  if (!state.select || !graph) return null;
  const found = graph.nodes().filter((node) => {
    const group = drawn.byId.get(node.id());
    return group && (group.key === state.select || (group.kind !== "unit" && byKey.has(state.select) && group.units.includes(byKey.get(state.select).index)));
  });
  return found.empty() ? null : found[0];
}

// Marks what is selected.
function mark() {
  if (!graph) return;
  const element = chosen();
  // What is in focus has all around it linked anyway.
  const isCenter = element && drawn.center && drawn.byId.get(element.id()).column === 0;
  highlight(isCenter ? null : element);
  if (element) element.addClass("selected");
}

function near(element, position) {
  if (element.hasClass("heading")) return;
  const group = drawn.byId.get(element.id());
  highlight(element);
  const lines = [group.kind === "unit" ? nodes[group.units[0]].label : group.label || "everything"];
  lines.push(group.kind === "unit" ? KIND_WORD.get(nodes[group.units[0]].kind) : plural(group.units.length, "unit", "units"));
  tip(lines, position);
}

function overEdge(element, position) {
  const link = drawn.links[Number(element.id().split("|")[1])];
  highlight(element);
  const end = (group) => (group.kind === "unit" ? short(nodes[group.units[0]]) : shown(group.label));
  tip([`${end(link.from)} → ${end(link.to)}`, `${EFFECT_WORD.get(link.effect)}, ${plural(link.count, "place", "places")}`], position);
}

function tip(lines, position) {
  const box = $("tip");
  replace(box, lines.map((line, index) => h("div", { class: index === 0 ? "strong" : "soft" }, name(line))));
  box.hidden = false;
  const area = $("graph").getBoundingClientRect();
  box.style.left = `${Math.max(4, Math.min(position.x + 14, area.width - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(4, Math.min(position.y + 14, area.height - box.offsetHeight - 8))}px`;
}

// Moves the selection to the nearest box in a direction.
function move(dx, dy) {
  const groups = drawn.groups;
  if (groups.length === 0) return;
  const element = chosen();
  const at = element ? drawn.byId.get(element.id()) : null;
  if (!at) {
    go(groups.find((group) => group.column === 0 && drawn.center) || groups[0]);
    return;
  }
  let best = null;
  for (const group of groups) {
    const [x, y] = [group.x - at.x, group.y - at.y];
    const ahead = x * dx + y * dy;
    if (ahead < 4) continue;
    // Up and down stay in their column, left and right leave it.
    const aside = Math.abs(x * dy + y * dx);
    const far = dx === 0 ? ahead + aside * 4 : ahead + aside * 1.5;
    if (!best || far < best.far) best = { group, far };
  }
  if (best) go(best.group);
}

function go(group) {
  select(group.key);
  const element = graph.getElementById(idOf(group));
  const { x1, y1, x2, y2 } = element.renderedBoundingBox();
  if (x1 < 0 || y1 < 0 || x2 > graph.width() || y2 > graph.height()) {
    graph.stop();
    if (motion()) graph.animate({ center: { eles: element }, duration: 120 });
    else graph.center(element);
  }
  const node = group.kind === "unit" ? nodes[group.units[0]] : null;
  say(node ? `${KIND_WORD.get(node.kind)} ${shown(node.label)}` : `${shown(group.label)}, ${plural(group.units.length, "unit", "units")}`);
}

function zoom(factor) {
  graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: graph.width() / 2, y: graph.height() / 2 } });
}
