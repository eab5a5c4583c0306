// A page of the map in a browser, which must say nothing to its console and ask nobody anything.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.TABLETRACE_PLAYWRIGHT}/`);
const { chromium } = require("playwright-core");

const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const address = pathToFileURL(process.argv[2]).href;

// Opens an address and waits until the map is drawn.
export async function open(page, where) {
  await page.goto(where);
  await page.waitForFunction(() => performance.getEntriesByName("map-drawn").length > 0);
}

// Opens the file, lets `use` do its work and closes the browser, whatever happened.
export async function withPage(use, options = {}) {
  const browser = await chromium.launch({ executablePath: process.env.TABLETRACE_CHROMIUM, args: SWITCHES });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", ...options });
    const said = [];
    context.on("page", (page) => {
      page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => said.push(`error: ${error.message}`));
      page.on("dialog", (dialog) => {
        said.push(`dialog: ${dialog.message()}`);
        dialog.dismiss();
      });
      page.on("request", (request) => {
        if (!/^(file|data|blob):/.test(request.url())) said.push(`request: ${request.url()}`);
      });
    });
    const page = await context.newPage();
    await open(page, address);
    await use(page, context);
    assert.deepEqual(said, []);
  } finally {
    await browser.close();
  }
}

// The graph as it is drawn: boxes and lines, without headings.
export const graph = (page) =>
  page.evaluate(() => {
    const { cy } = document.getElementById("graph")._cyreg;
    const boxes = cy.nodes().not(".heading");
    return {
      boxes: boxes.map((node) => node.data("words")).sort(),
      lines: cy.edges().map((edge) => edge.classes()[0]).sort(),
      center: cy.nodes(".center").map((node) => node.data("words")),
      selected: cy.nodes(".selected").map((node) => node.data("words")),
    };
  });

export const hash = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
