// 300 relations and 3,000 units: how soon something is seen, and how soon a press is answered.

import assert from "node:assert/strict";
import { graph, withPage } from "./browser.mjs";

await withPage(async (page) => {
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  const drawn = await page.evaluate(() => performance.getEntriesByName("map-drawn")[0].startTime);
  const { boxes } = await graph(page);
  assert.ok(boxes.length < 80, `${boxes.length} boxes at first`);
  const took = async (what, act) => {
    const start = performance.now();
    await act();
    console.log(`${what}: ${Math.round(performance.now() - start)} ms`);
  };
  console.log(`first paint: ${Math.round(paint)} ms; drawn: ${Math.round(drawn)} ms`);
  await page.keyboard.press("/");
  await took("search", () => page.keyboard.type("unit3"));
  await page.keyboard.press("Escape");
  await took("focus", () => page.evaluate(() => (location.hash = "#focus=table:t7&depth=2")));
  await took("all tables", () => page.evaluate(() => (location.hash = "#top=all")));
  await took("one box per file", () => page.evaluate(() => (location.hash = "#collapse=module")));
  await took("table", () => page.keyboard.press("t"));
  assert.ok((await page.locator("#table tbody tr").count()) >= 300);
  assert.ok(paint < 1000, `the first paint took ${paint} ms`);
});
