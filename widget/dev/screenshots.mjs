// Walks the chat in Chromium at three widths, saves what it looks like in dev/shots/, and reports sideways scroll,
// small targets, CSP violations and axe findings. Ends with an error when there is any.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { createFakeServer } from "./fake-server.mjs";

const shots = fileURLToPath(new URL("./shots/", import.meta.url));
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const sizes = [[320, 640], [768, 1024], [1280, 800]];
const findings = [];

async function say(page, text) {
  await page.getByLabel("Typ hier je vraag").fill(text);
  await page.keyboard.press("Enter");
}

/** axe runs in the page's isolated world, so that the page's CSP stays as strict as it is. */
async function inspect(page, name) {
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send("Page.getFrameTree");
  const { executionContextId: contextId } = await client.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe", grantUniveralAccess: true });
  const run = (expression) => client.send("Runtime.evaluate", { expression, contextId, awaitPromise: true, returnByValue: true });
  await run(axe);
  const { result } = await run("axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.flat().join(' ') + ' ' + n.failureSummary).slice(0, 2).join(' | ')))");
  for (const violation of result.value ?? ["axe gaf geen antwoord"]) findings.push(`${name}: axe ${violation}`);
  const measured = await page.evaluate(() => {
    const shadow = document.querySelector("wegwijs-chat").shadowRoot;
    const small = [...shadow.querySelectorAll("button, a, textarea, input, summary")].map((node) => [node, node.getBoundingClientRect()])
      .filter(([node, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5) && !node.closest(".tip-list, .danger")).map(([node]) => node.className || node.textContent);
    const log = shadow.querySelector(".log");
    return { small, page: document.documentElement.scrollWidth - window.innerWidth, log: log ? log.scrollWidth - log.clientWidth : 0 };
  });
  if (measured.small.length) findings.push(`${name}: doel kleiner dan 44 px: ${measured.small.join(", ")}`);
  if (measured.page > 0 || measured.log > 0) findings.push(`${name}: zijwaarts scrollen (${measured.page}, ${measured.log})`);
}

async function shoot(page, name) {
  await page.waitForTimeout(500);
  await inspect(page, name);
  await page.screenshot({ path: `${shots}${name}.png` });
}

async function journey(browser, base, [width, height]) {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce", locale: "nl-NL" });
  page.on("console", (message) => { if (/Content Security|TrustedHTML|trusted type/i.test(message.text())) findings.push(`${width}: ${message.text()}`); });
  page.on("pageerror", (error) => findings.push(`${width}: ${error}`));
  const bot = (text) => page.locator(".from-bot", { hasText: text }).last().waitFor();
  await page.goto(base);
  await bot("Waar loop je");
  await shoot(page, `${width}-1-start`);
  await say(page, "mijn zoontje van 3 slaapt niet");
  await bot("Helpt dit?");
  await shoot(page, `${width}-2-gesprek`);
  await page.locator(".offers .card").first().scrollIntoViewIfNeeded();
  await page.locator(".log").evaluate((log) => { const card = log.querySelector(".offers"); log.scrollTop += card.getBoundingClientRect().top - log.getBoundingClientRect().top - 12; });
  await shoot(page, `${width}-3-aanbod`);
  await page.locator(".not-right > summary").first().click();
  await page.getByRole("button", { name: "Kosten" }).first().scrollIntoViewIfNeeded();
  await shoot(page, `${width}-3b-klopt-niet`);
  await page.getByRole("button", { name: "Kosten" }).first().click();
  await page.getByText("kijkt het na").waitFor();
  await page.getByRole("button", { name: "Bewaar of lees voor" }).click();
  await page.getByRole("button", { name: "Grotere letters" }).click();
  await shoot(page, `${width}-3c-bewaar-groot`);
  await page.getByRole("button", { name: "Grotere letters" }).click();
  await shoot(page, `${width}-3d-bewaar`);
  await page.getByRole("button", { name: "Bewaar of lees voor" }).click();
  await page.getByRole("button", { name: "Ik wil iemand spreken" }).first().click();
  await bot("Wijkteam Voorbeeldstad");
  await shoot(page, `${width}-4-contact`);
  await say(page, "mijn man slaat ons, we zijn in gevaar");
  await page.locator(".crisis").waitFor();
  await shoot(page, `${width}-5-crisis`);
  await say(page, "fout");
  await page.getByText("Niet verstuurd.").waitFor();
  await shoot(page, `${width}-6-niet-verstuurd`);
  await page.context().setOffline(true);
  await say(page, "zonder internet");
  await page.getByText("zodra je weer internet hebt").waitFor();
  await shoot(page, `${width}-6b-geen-internet`);
  await page.context().setOffline(false);
  await page.getByText("zodra je weer internet hebt").waitFor({ state: "detached" });
  await say(page, "bel me op 06-12345678");
  await page.getByRole("button", { name: "Aanpassen" }).waitFor();
  await shoot(page, `${width}-7-persoonlijk`);
  await page.getByRole("button", { name: "Aanpassen" }).click();
  await page.getByLabel("Typ hier je vraag").fill("");
  await say(page, "druk");
  await page.locator(".field-error", { hasText: "te snel" }).waitFor();
  await say(page, "vies"); await bot("onerror");
  await say(page, "kapot"); await bot("Bel 112.");
  await say(page, "nieuw"); await bot("Dit kan ik hier niet");
  await shoot(page, `${width}-8-vreemd`);
  await page.getByRole("button", { name: "Wis dit gesprek" }).click();
  await shoot(page, `${width}-9-wissen`);
  await page.getByRole("button", { name: "Ja, wis het" }).click();
  await page.getByText("Gewist.").waitFor();
  await page.close();
}

async function floating(browser, base, [width, height]) {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
  await page.goto(`${base}zwevend`);
  await shoot(page, `${width}-a-knop`);
  await page.getByRole("button", { name: "Vraag het Wegwijs" }).click();
  await page.locator(".from-bot").first().waitFor();
  await shoot(page, `${width}-b-open`);
  await page.keyboard.press("Escape");
  const focused = await page.evaluate(() => document.querySelector("wegwijs-chat").shadowRoot.activeElement?.className);
  if (focused !== "opener") findings.push(`${width}: na Escape staat de focus op ${focused}`);
  await page.route("**/api/v1/conversations", (route) => route.abort());
  await page.evaluate(() => window.sessionStorage.clear());
  await page.reload();
  await page.getByRole("button", { name: "Vraag het Wegwijs" }).click();
  await page.locator(".trouble:not([hidden])").waitFor();
  await shoot(page, `${width}-c-onbereikbaar`);
  await page.close();
}

await mkdir(shots, { recursive: true });
const { server } = createFakeServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
for (const size of sizes) {
  await journey(browser, base, size);
  await floating(browser, base, size);
}
const low = await browser.newPage({ viewport: { width: 320, height: 256 } });
await low.goto(base);
await low.locator(".from-bot").first().waitFor();
await shoot(low, "320x256-400-procent");
await low.setViewportSize({ width: 360, height: 330 });
await low.getByLabel("Typ hier je vraag").focus();
await shoot(low, "360x330-toetsenbord");
const hostile = await browser.newPage({ viewport: { width: 768, height: 900 } });
await hostile.goto(`${base}vijandig`);
await hostile.locator(".from-bot").first().waitFor();
await hostile.waitForTimeout(300);
await hostile.screenshot({ path: `${shots}768-vijandig.png` });
await browser.close();
server.close();
server.closeAllConnections();
process.stdout.write(findings.length ? `${[...new Set(findings)].join("\n")}\n` : "Geen bevindingen.\n");
process.exitCode = findings.length ? 1 : 0;
