// A project without a database says so, and what to do.

import assert from "node:assert/strict";
import { withPage } from "./browser.mjs";

await withPage(async (page) => {
  assert.match(await page.textContent("#empty"), /No access to a database was found/);
  await page.keyboard.press("t");
  assert.match(await page.textContent("#table"), /Nothing is left/);
});
