// Weight and speed of the chat in Chromium, beside its peers on the same page, with a processor four times as slow.
// node bench/bench.mjs [out.json]   RUNS=5 TURNS=50 SUBJECTS=wegwijs CHROMIUM=/usr/bin/chromium PEERS=folder-with-node_modules
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { createBenchServer, installPeers, subjects } from "./pages.mjs";

const RUNS = Number(process.env.RUNS ?? 5);
const TURNS = Number(process.env.TURNS ?? 50);
const SLOWER = 4;
const QUIET_MS = 1500;
// A person looks before typing on; without it deep-chat leaves a question unsent that comes too soon after its answer.
const READ_MS = 300;
const LIMITS = { loaderGzip: 3 * 1024, openGzip: 30 * 1024, cls: 0, openMs: 100, interactiveMs: 500, inpMs: 200 };
const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value) => (value === null || value === undefined ? null : Math.round(value * 10) / 10);

/** Runs in the page, at every frame, so it does little. Open: the frame that has the panel and its field, all of it laid out; interactive: after that frame. */
function watch({ host, panel, field, bubble }) {
  const root = () => (host ? document.querySelector(host)?.shadowRoot : document);
  const find = (selector) => root()?.querySelector(selector);
  const seen = { cls: 0, began: 0, open: null, interactive: null, words: null, slowest: {} };
  window.bench = seen;
  window.bubbles = () => root()?.querySelectorAll(bubble).length ?? 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const { interactionId: id, duration } of list.getEntries()) if (id) seen.slowest[id] = Math.max(seen.slowest[id] ?? 0, duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  document.addEventListener("click", (event) => { seen.began = seen.open === null ? event.timeStamp : seen.began; }, { capture: true });
  const look = () => {
    const shown = (selector) => find(selector)?.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const laidOut = (selector) => shown(selector) && find(selector).getBoundingClientRect().height > 0;
    if (seen.open === null && laidOut(panel) && laidOut(field)) seen.open = performance.now();
    if (seen.interactive === null && shown(field) && !find(field).disabled) setTimeout(() => { seen.interactive ??= performance.now(); }, 0);
    if (seen.words === null && laidOut(bubble)) seen.words = performance.now();
    if (seen.interactive === null || seen.words === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function visit(browser, base, name) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const bodies = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname === `/${name}` || pathname.startsWith("/api/") || pathname.startsWith("/socket.io/") || pathname === "/favicon.ico") return;
    bodies.push(response.body().catch(() => Buffer.alloc(0)));
  });
  const weigh = async () => {
    const got = await Promise.all(bodies);
    const sum = (size) => got.reduce((all, body) => all + size(body), 0);
    return { requests: got.length, bytes: sum((body) => body.length), gzip: sum((body) => gzipSync(body, { level: 9 }).length) };
  };
  await page.addInitScript(watch, subjects[name]);
  const session = await context.newCDPSession(page);
  // Processor time of the page's own thread: does not grow when other programs are busy, as the times on the clock do.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.goto(`${base}/${name}`, { waitUntil: "load" });
  await page.waitForTimeout(700);
  const cpuMs = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? 0);
  };
  return { context, page, weigh, cpuMs, atLoad: { ...(await weigh()), cpuMs: await cpuMs() } };
}

/** As a finger does, and then nothing: whoever looks for elements in the page meanwhile slows down what is measured. */
async function open(page, { opener, field }) {
  if (opener) {
    const { x, y, width, height } = await page.locator(opener).boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
  }
  await page.waitForTimeout(QUIET_MS);
  await page.locator(field).first().waitFor();
  await page.waitForFunction(() => window.bench.interactive !== null);
}

/** The 98th percentile of all interactions, as INP is defined for a page with many of them. */
function inp(slowest) {
  const sorted = Object.values(slowest).toSorted((a, b) => b - a);
  return { inpMs: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length / 50))] ?? 0, worstMs: sorted[0] ?? 0 };
}

async function speak(page, { field, words }) {
  await page.locator(field).first().click();
  for (let turn = 0; turn < TURNS; turn++) {
    const before = await page.evaluate(() => window.bubbles());
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    await page.waitForFunction((count) => window.bubbles() > count, before, { timeout: 15_000, polling: 100 });
    await page.waitForTimeout(READ_MS);
  }
  await page.waitForTimeout(300);
}

async function openings(browser, base, name) {
  const rows = [];
  for (let run = 0; run < RUNS; run++) {
    const { context, page, weigh, cpuMs, atLoad } = await visit(browser, base, name);
    await open(page, subjects[name]);
    await page.waitForTimeout(500);
    const seen = await page.evaluate(() => window.bench);
    rows.push({ ...seen, atLoad, all: await weigh(), openCpuMs: (await cpuMs()) - atLoad.cpuMs });
    await context.close();
  }
  const since = (key) => rows.map((row) => (row[key] === null ? null : row[key] - (subjects[name].opener ? row.began : 0))).filter((ms) => ms !== null);
  const times = Object.fromEntries(["open", "interactive", "words"].flatMap((key) => {
    const found = since(key);
    return [[`${key}Ms`, round(found.length ? middle(found) : null)], [`${key}WorstMs`, round(found.length ? Math.max(...found) : null)]];
  }));
  const [{ atLoad, all }] = rows;
  return {
    loadGzip: atLoad.gzip, loadRequests: atLoad.requests, openGzip: all.gzip, openRequests: all.requests, openBytes: all.bytes,
    loadCpuMs: round(middle(rows.map((row) => row.atLoad.cpuMs))), openCpuMs: round(middle(rows.map((row) => row.openCpuMs))), cls: Math.max(...rows.map((row) => row.cls)), ...times,
  };
}

async function conversation(browser, base, name) {
  const { context, page, cpuMs } = await visit(browser, base, name);
  try {
    await open(page, subjects[name]);
    await page.waitForTimeout(500);
    const before = await cpuMs();
    await speak(page, subjects[name]);
    const turnCpuMs = round(((await cpuMs()) - before) / TURNS);
    const { slowest } = await page.evaluate(() => window.bench);
    return { turns: TURNS, turnCpuMs, interactions: Object.keys(slowest).length, ...inp(slowest) };
  } catch (error) {
    return { turns: null, failed: String(error).split("\n")[0] };
  } finally {
    await context.close();
  }
}

const { folder, reason } = await installPeers();
const server = createBenchServer(folder);
await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
const before = loadavg()[0];
const results = {};
for (const name of (folder ? Object.keys(subjects) : ["wegwijs"]).filter((name) => (process.env.SUBJECTS ?? name).includes(name))) {
  results[name] = { ...(await openings(browser, base, name)), ...(await conversation(browser, base, name)) };
  process.stdout.write(`${name} ${JSON.stringify(results[name])}\n`);
}
const whole = {
  chromium: browser.version(), cpuSlower: SLOWER, runs: RUNS, cores: cpus().length, loadBefore: round(before), loadAfter: round(loadavg()[0]),
  limits: LIMITS, ...(reason ? { peersMissing: reason } : {}), results,
};
await browser.close();
server.close();
server.closeAllConnections();

const { wegwijs } = results;
const kept = {
  loaderGzip: wegwijs.loadGzip, openGzip: wegwijs.openGzip, cls: wegwijs.cls, openMs: wegwijs.openMs, interactiveMs: wegwijs.interactiveMs, inpMs: wegwijs.inpMs,
};
const over = Object.entries(LIMITS).filter(([key, limit]) => !(kept[key] <= limit)).map(([key, limit]) => `${key} ${kept[key]} > ${limit}`);
process.stdout.write(over.length ? `Boven de grens: ${over.join(", ")}\n` : "Alles binnen de grens.\n");
if (process.argv[2]) await writeFile(process.argv[2], `${JSON.stringify({ ...whole, over }, null, 1)}\n`);
