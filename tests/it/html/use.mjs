// What a reader does with the page: find, focus, filter, collapse, sort, go back, hand the address on.

import assert from "node:assert/strict";
import { address, graph, hash, open, withPage } from "./browser.mjs";

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

await withPage(async (page, context) => {
  const overview = await graph(page);
  for (const word of ["posts", "authors", "tags"]) assert.ok(overview.boxes.includes(word), word);
  assert.ok(!overview.boxes.includes("unused"), "what nothing uses is not drawn");
  assert.ok(overview.lines.includes("write") && overview.lines.includes("read"));
  assert.match(await page.textContent("#details"), /Not used by anything found.*unused/s);

  // Search by the keyboard, out of order characters apart.
  await page.keyboard.press("/");
  await page.keyboard.type("pst");
  assert.match(await page.textContent("#results"), /posts/);
  await page.keyboard.press("Enter");
  assert.deepEqual((await graph(page)).center, ["posts"]);
  assert.equal((await hash(page)).focus, "table:posts");

  // The details say where and what.
  const details = await page.textContent("#details");
  for (const word of ["Writes it", "Reads it", "publish", "title", "primary", "In SQL", "Foreign keys"]) assert.match(details, new RegExp(word));
  await page.click("#details details:has-text('publish') > summary");
  assert.match(await page.textContent("#details details[open]"), /src\/posts\/posts\.ts:2/);
  assert.match(await page.textContent("#details details[open]"), /insert\(\{ id: 1, title \}\)/);

  // More steps show more.
  const near = (await graph(page)).boxes.length;
  await page.keyboard.press("Escape");
  await open(page, `${address}#focus=table:posts`);
  await page.keyboard.press("2");
  const far = await graph(page);
  assert.ok(far.boxes.length > near, `${far.boxes.length} after ${near}`);
  assert.ok(far.boxes.includes("tags"), "what a reader writes is two steps away");
  assert.equal((await hash(page)).depth, "2");

  // Operations are filtered, and the filter is taken away.
  await page.click("#trail button:has-text('Overview')");
  await page.click("label[for='operations-select']");
  assert.ok(!(await graph(page)).lines.includes("read"));
  await page.click("#reset");
  assert.deepEqual(await graph(page), overview);

  // By folder.
  await page.selectOption("#choose-folder", "src/authors");
  const folder = await graph(page);
  assert.ok(folder.boxes.includes("authors") && !folder.boxes.includes("tags"));
  await page.click("#reset");

  // By entry point: what it leads to, and nothing else.
  const entry = await page.locator("#choose-entry option", { hasText: "/api/posts" }).first().getAttribute("value");
  await page.selectOption("#choose-entry", entry);
  const entered = await graph(page);
  assert.ok(entered.boxes.includes("posts") && !entered.boxes.includes("authors"), entered.boxes.join());
  assert.ok(entered.boxes.some((words) => words.startsWith("list")) && !entered.boxes.some((words) => words.startsWith("publish")));
  await page.click("#reset");

  // Collapsed into folders, then opened.
  await page.focus("#collapse");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const collapsed = await graph(page);
  assert.ok(collapsed.boxes.some((words) => /posts\/ \(4\)/.test(words) || /posts\.ts \(4\)/.test(words)), collapsed.boxes.join());
  assert.ok(collapsed.boxes.length < overview.boxes.length);
  await page.click("#reset");

  // By the keyboard alone: to a box, into it, back.
  await page.focus("#graph");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal((await graph(page)).selected.length, 1);
  await page.keyboard.press("f");
  assert.equal((await graph(page)).center.length, 1);
  await page.keyboard.press("Escape");
  assert.deepEqual((await graph(page)).boxes, overview.boxes);

  // The table is sorted.
  await page.keyboard.press("t");
  const firstOf = () => page.textContent("#table tbody tr:first-child th");
  await page.click("[data-sort='name']");
  assert.equal(await firstOf(), "authors");
  await page.click("[data-sort='name']");
  assert.notEqual(await firstOf(), "authors");
  assert.equal(await page.getAttribute("#table th:has([data-sort='name'])", "aria-sort"), "descending");
  await page.fill("#find", "tag");
  assert.equal(await page.locator("#table tbody tr").count(), 1);
  await page.click("#table tbody tr");
  assert.match(await page.textContent("#details h2"), /tags/);

  // The theme is switched, and kept.
  const light = await background(page);
  await page.click("#theme");
  const dark = await background(page);
  assert.notEqual(light, dark);

  // The address is handed on.
  const shared = await context.newPage();
  await open(shared, `${address}#focus=table%3Aposts&depth=2&operations=%5B%22select%22%5D`);
  assert.deepEqual((await graph(shared)).center, ["posts"]);
  assert.equal(await shared.isChecked("#operations-select"), false);
  assert.equal(await shared.getAttribute("#depth-2", "aria-pressed"), "true");
  // One that is not understood is as none.
  await open(shared, `${address}?#focus=table:gone&depth=99&view=x&kinds=nonsense`);
  assert.deepEqual((await graph(shared)).boxes, overview.boxes);

  // A class, where it is known, is told with its reason; so are flows, each drawn alone.
  await open(shared, `${address}?2#select=table%3Aposts`);
  assert.match(await shared.textContent("#details"), /(critical|important|peripheral)/);
  const flow = shared.locator("#details .flow", { hasText: "titles shows it" }).first();
  assert.match(await flow.textContent(), /inserts posts → titles shows it/);
  await flow.locator("button.draw").click();
  const alone = await graph(shared);
  assert.deepEqual([alone.boxes.length, alone.lines], [3, ["read", "write"]]);
  await shared.click("#trail button:has-text('one flow')");
  assert.deepEqual((await graph(shared)).boxes, overview.boxes);

  // Every control has a name.
  const nameless = await shared.evaluate(() => [...document.querySelectorAll("button, select, input")].filter((one) => !one.textContent.trim() && !one.getAttribute("aria-label") && !(one.labels && one.labels.length > 0)).map((one) => one.outerHTML));
  assert.deepEqual(nameless, []);
});
