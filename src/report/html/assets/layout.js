// Where things stand: columns from left to right, in an order that crosses few lines.

const ROW = 38;
const ROWS = 34;
const LEAST_GAP = 110;
const MOST_GAP = 420;
const INNER_GAP = 28;
const WIDEST = 214;

const measure = (() => {
  const context = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  return (words, font) => {
    const key = `${font}\n${words}`;
    if (!widths.has(key)) {
      context.font = font;
      widths.set(key, context.measureText(words).width);
    }
    return widths.get(key);
  };
})();

const FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

// The words, with their middle left out where they are too wide.
function fitting(words, most) {
  if (measure(words, FONT) <= most) return words;
  const all = Array.from(words);
  let keep = Math.max(4, Math.floor((all.length * most) / measure(words, FONT)));
  for (;;) {
    const front = Math.ceil(keep / 2);
    const cut = `${all.slice(0, front).join("")}…${all.slice(all.length - (keep - front)).join("")}`;
    if (keep <= 4 || measure(cut, FONT) <= most) return cut;
    keep -= 1;
  }
}

// Gives every group a place: `x`, `y`, `width`; returns where the columns' headings stand.
function arrange({ groups, links, headings, center, isFlow }, area) {
  const widest = center && groups.every((group) => Math.abs(group.column) < 2) ? WIDEST + 90 : WIDEST;
  const columns = new Map();
  for (const group of groups) {
    group.words = fitting(wordsOf(group), widest - 28);
    const isCenter = center && group.column === 0;
    group.width = Math.max(64, Math.ceil(measure(group.words, FONT) * (isCenter ? 1.12 : 1)) + 28);
    if (!columns.has(group.column)) columns.set(group.column, []);
    columns.get(group.column).push(group);
  }
  if (isFlow) return inTwoRows(groups);
  const order = [...columns.keys()].sort((a, b) => a - b);
  const sorted = order.map((at) => columns.get(at));
  untangle(sorted, links);
  const rows = rowsFor(sorted, area);
  const tallest = Math.max(1, ...sorted.map((column) => Math.min(rows, column.length)));
  const gap = gapFor(sorted, tallest * ROW + 60, area, rows);
  let x = 0;
  const heads = [];
  sorted.forEach((column, index) => {
    const parts = split(column, rows);
    const start = x;
    for (const part of parts) {
      const width = Math.max(...part.map((group) => group.width));
      const step = Math.min(ROW * 2, Math.max(ROW, (tallest * ROW) / part.length));
      part.forEach((group, row) => {
        group.x = x + width / 2;
        // SQL stands apart from what it works on.
        group.y = (row - (part.length - 1) / 2) * step + (row > 0 && isBelow(group) ? ROW / 2 : 0);
      });
      x += width + INNER_GAP;
    }
    const words = headings.find(([at]) => at === order[index]);
    if (words) heads.push({ words: words[1], x: (start + x - INNER_GAP) / 2 });
    x += gap - INNER_GAP;
  });
  const top = Math.min(0, ...groups.map((group) => group.y)) - 52;
  return heads.map((head) => ({ ...head, y: top }));
}

// Steps of a flow stand above and below by turns, which takes half the width.
function inTwoRows(groups) {
  const step = Math.max(...groups.map((group) => group.width)) * 0.5 + 44;
  groups.forEach((group, at) => {
    group.x = at * step;
    group.y = at % 2 === 0 ? -70 : 70;
  });
  return [];
}

// How far columns stand apart so that all of it has the shape of the window.
function gapFor(columns, height, area, rows) {
  const width = widthOf(columns, rows);
  const wanted = (height * area.width) / Math.max(1, area.height);
  return Math.max(LEAST_GAP, Math.min(MOST_GAP, (wanted - width) / Math.max(1, columns.length - 1)));
}

function widthOf(columns, rows) {
  let width = 0;
  for (const column of columns) for (const part of split(column, rows)) width += Math.max(...part.map((group) => group.width)) + INNER_GAP;
  return width;
}

// How many rows a column has at most: more where there is so much that it would become too wide.
function rowsFor(columns, area) {
  let rows = ROWS;
  const isTooWide = () => (widthOf(columns, rows) + LEAST_GAP * columns.length) * area.height > rows * ROW * area.width;
  while (rows < 120 && columns.some((column) => column.length > rows) && isTooWide()) rows += 4;
  return rows;
}

function split(column, most) {
  const parts = Math.max(1, Math.ceil(column.length / most));
  const rows = Math.ceil(column.length / parts);
  return Array.from({ length: parts }, (_, part) => column.slice(part * rows, (part + 1) * rows)).filter((part) => part.length > 0);
}

// Orders each column by where what it is linked with stands in the others.
function untangle(columns, links) {
  const neighbours = new Map();
  const put = (group, other, count) => {
    if (group.column === other.column) return;
    if (!neighbours.has(group)) neighbours.set(group, []);
    neighbours.get(group).push([other, Math.log2(1 + count)]);
  };
  for (const { from, to, count } of links) {
    put(from, to, count);
    put(to, from, count);
  }
  const rank = () => {
    for (const column of columns) column.forEach((group, row) => (group.rank = (row + 0.5) / column.length));
  };
  rank();
  for (let round = 0; round < 8; round += 1) {
    const sweep = round % 2 === 0 ? columns : [...columns].reverse();
    for (const column of sweep) {
      const wish = new Map(column.map((group) => [group, middle(group, neighbours.get(group))]));
      column.sort((a, b) => isBelow(a) - isBelow(b) || wish.get(a) - wish.get(b) || byKeys(a, b));
      column.forEach((group, row) => (group.rank = (row + 0.5) / column.length));
    }
  }
}

// Whether it is SQL that shares a column with stores.
const isBelow = (group) => Boolean(group.isBelow);

function middle(group, around) {
  if (!around) return group.rank;
  let [sum, total] = [0, 0];
  for (const [other, share] of around) {
    sum += other.rank * share;
    total += share;
  }
  return sum / total;
}

// What stands in the box of a group.
function wordsOf(group) {
  if (group.kind === "unit") return short(nodes[group.units[0]]);
  if (group.kind === "rest") return `other in ${shown(group.label.split("/").slice(-2).join("/"))}/ (${group.units.length})`;
  if (group.kind === "loose") return `${group.label === "" ? "." : shown(group.label.split("/").slice(-2).join("/"))}/* (${group.units.length})`;
  if (group.kind === "sql") return `${group.label} (${group.units.length})`;
  const parts = group.label.split("/");
  const label = group.kind === "file" ? fileName(group.label) : parts.length > 3 ? `…/${parts.slice(-3).join("/")}` : group.label;
  return `${shown(label)}${group.kind === "folder" ? "/" : ""} (${group.units.length})`;
}
