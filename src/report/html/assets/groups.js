// Code by folder and file, SQL by kind: what is many becomes few.

const pathOf = (node) => (node.kind === "code" ? node.path.split("/") : null);

// The tree of what is there: folders, files, units; and a group for each kind of SQL.
function tree(units) {
  const root = { key: "", kind: "folder", label: "", children: new Map(), units: [] };
  const into = (parent, key, kind, label) => {
    if (!parent.children.has(key)) parent.children.set(key, { key, kind, label, children: new Map(), units: [] });
    return parent.children.get(key);
  };
  for (const unit of units) {
    const node = nodes[unit];
    const parts = pathOf(node);
    let at = root;
    at.units.push(unit);
    if (parts) {
      parts.forEach((part, index) => {
        const path = parts.slice(0, index + 1).join("/");
        const isFile = index === parts.length - 1;
        at = into(at, `${isFile ? "file" : "folder"}:${path}`, isFile ? "file" : "folder", path);
        at.units.push(unit);
      });
    } else {
      at = into(at, `sql:${node.kind}`, "sql", KIND_WORDS.get(node.kind));
      at.units.push(unit);
    }
    const leaf = into(at, node.key, "unit", node.label);
    leaf.units.push(unit);
  }
  return root;
}

const MANY_FILES = 6;

// What is in a folder; many files beside folders are one thing.
function branches(group) {
  const children = [...group.children.values()];
  const files = children.filter((child) => child.kind === "file");
  if (group.kind !== "folder" || files.length <= MANY_FILES || files.length === children.length) return children;
  const loose = { key: `loose:${group.label}`, kind: "loose", label: group.label, children: new Map(), units: [] };
  for (const file of files) {
    loose.children.set(file.key, file);
    loose.units.push(...file.units);
  }
  return [...children.filter((child) => child.kind !== "file"), loose];
}

// The same, passing over folders that hold one thing only.
const childrenOf = (group) => branches(group).map(compressed);

function compressed(group) {
  let at = group;
  while (at.kind === "folder" && at.children.size === 1) {
    const [only] = at.children.values();
    if (only.kind === "unit") break;
    at = only;
  }
  return at.units.length === 1 ? leafOf(at) : at;
}

function leafOf(group) {
  let at = group;
  while (at.children.size > 0) [at] = at.children.values();
  return at;
}

const byKeys = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

// The groups that units are drawn as: at most `budget` where that is left to us.
function grouped(units, how, budget, open) {
  const root = tree(units);
  let groups;
  if (how === "unit") groups = leaves(root);
  else if (how === "module") groups = atFiles(root);
  else if (how === "auto") groups = within(root, budget);
  else groups = atDepth(root, Number(how) || 1);
  groups = groups.flatMap((group) => opened(group, open, 0));
  groups.sort(byKeys);
  return groups;
}

function leaves(group) {
  return group.children.size === 0 ? [group] : [...group.children.values()].flatMap(leaves);
}

function atFiles(group) {
  if (group.kind !== "folder") return [group.units.length === 1 ? leafOf(group) : group];
  return [...group.children.values()].flatMap(atFiles);
}

function atDepth(group, depth) {
  if (depth === 0 || group.kind !== "folder") return [group.units.length === 1 ? leafOf(group) : group];
  return branches(group).flatMap((child) => atDepth(child, depth - 1));
}

const FEWEST = 5;

// Opens the largest group again and again, as long as all still fit.
function within(root, budget) {
  let groups = childrenOf(root);
  const largestFirst = (a, b) => b.units.length - a.units.length || byKeys(a, b);
  for (;;) {
    const room = budget - groups.length + 1;
    // SQL stays together: it is told from code by that.
    const canOpen = (group) => group.children.size > 0 && group.kind !== "rest" && (group.kind !== "sql" || group.units.length <= FEWEST);
    const candidates = groups.filter((group) => canOpen(group) && (branches(group).length <= room || (room >= FEWEST && group.kind === "folder")));
    const [largest] = candidates.sort(largestFirst);
    if (!largest) return groups;
    groups = groups.filter((group) => group !== largest).concat(openedInto(largest, room));
  }
}

// What is in a group, the smallest together where there is no room for all.
function openedInto(group, room) {
  const children = branches(group);
  if (children.length <= room) return children.map(compressed);
  children.sort((a, b) => b.units.length - a.units.length || byKeys(a, b));
  const rest = { key: `rest:${group.label}`, kind: "rest", label: group.label, children: new Map(), units: [] };
  for (const child of children.slice(room - 1)) {
    rest.children.set(child.key, child);
    rest.units.push(...child.units);
  }
  return [...children.slice(0, room - 1).map(compressed), rest];
}

function opened(group, open, level) {
  if (level > 64 || !open.has(group.key) || group.children.size === 0) return [group];
  return childrenOf(group).flatMap((child) => opened(child, open, level + 1));
}
