// Names that look like markup are text.

import assert from "node:assert/strict";
import { graph, withPage } from "./browser.mjs";

const NAMES = [
  "<script>window.pwned = 1</script>",
  "</script><img src=x onerror=window.pwned=2>",
  "quo\"te's",
  "line⏎break",
  "😀 emoji",
  "\\u202egnitirw",
];

await withPage(async (page) => {
  await page.keyboard.press("t");
  const listed = await page.locator("#table tbody th").allTextContents();
  for (const name of NAMES) assert.ok(listed.includes(name), `${name} in ${listed.join(" | ")}`);
  assert.ok(listed.some((name) => name.startsWith("<b onclick=")));
  for (const row of await page.locator("#table tbody tr").all()) {
    await row.click();
    assert.ok((await page.textContent("#details h2")).length > 0);
  }
  await page.keyboard.press("m");
  assert.ok((await graph(page)).boxes.some((words) => words.startsWith("<script>")));
  await page.keyboard.press("/");
  await page.keyboard.type("<script");
  assert.match(await page.textContent("#results"), /<script>window/);
  await page.keyboard.press("Enter");
  assert.match(await page.textContent("#trail"), /<script>window/);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("script").count(), 3);
  assert.equal(await page.locator("img").count(), 0);
});
