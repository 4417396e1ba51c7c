// A stand-in for the real server: serves the demo pages and answers the chat API with examples. Words in a message
// choose the answer (dev/fake-messages.mjs); "fout", "traag", "druk", "weg" and "verlopen" bring up the faults.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { answers, greeting, otherwise } from "./fake-messages.mjs";

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const pages = { "/": "demo.html", "/zwevend": "floating.html", "/vijandig": "hostile.html" };
const assets = {
  "/widget/wegwijs-chat.js": ["../dist/wegwijs-chat.js", "text/javascript"], "/widget/wegwijs-chat-open.js": ["../dist/wegwijs-chat-open.js", "text/javascript"],
  "/widget/wegwijs-chat-more.js": ["../dist/wegwijs-chat-more.js", "text/javascript"],
  "/demo.css": ["demo.css", "text/css"], "/hostile.css": ["hostile.css", "text/css"],
};
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function createFakeServer({ startingMs = 0 } = {}) {
  const began = Date.now();
  const conversations = new Map();
  const requests = [];
  const starting = () => Date.now() - began < startingMs;
  const stamp = (from) => (message) => (message && typeof message === "object" ? { id: randomUUID(), at: new Date().toISOString(), from, ...message } : message);

  function json(response, status, body, type = "application/json") {
    response.writeHead(status, { "Content-Type": type, "API-Version": "1.0.0", "Cache-Control": "no-store", ...(status === 429 ? { "Retry-After": "5" } : {}) });
    response.end(status === 204 ? "" : JSON.stringify(body));
  }
  const problem = (response, status, detail) => json(response, status, { type: "about:blank", title: "Fout", status, detail }, "application/problem+json");

  async function bodyOf(request) {
    let text = "";
    for await (const chunk of request) text += chunk;
    return text ? JSON.parse(text) : {};
  }

  async function turn(response, conversation, body) {
    const known = conversation.answered.get(body.clientMessageId);
    if (known) return json(response, 200, { messages: known });
    const words = (body.choice ?? body.text ?? "").toLowerCase();
    if (/traag/.test(words)) await wait(9500);
    if (/weg/.test(words) && !conversation.seen.has(body.clientMessageId)) { conversation.seen.add(body.clientMessageId); return response.destroy(); }
    if (/fout/.test(words) && !conversation.seen.has(body.clientMessageId)) { conversation.seen.add(body.clientMessageId); return problem(response, 500, "Stuk."); }
    if (/druk/.test(words)) return problem(response, 429, "Dat ging even te snel. Wacht een paar tellen.");
    if (/verlopen/.test(words)) { conversations.delete(conversation.id); return problem(response, 404, "Dit gesprek bestaat niet meer."); }
    const found = answers.find(([pattern]) => pattern.test(words));
    const messages = (found ? found[1] : otherwise).map(stamp("bot"));
    conversation.answered.set(body.clientMessageId, messages);
    conversation.messages.push(stamp("user")({ type: "text", text: body.text ?? conversation.labels.get(body.choice) ?? body.choice }), ...messages);
    for (const m of messages) for (const c of m?.choices ?? []) conversation.labels.set(c.id, c.label);
    return json(response, 200, { messages });
  }

  async function api(request, response, path) {
    if (path === "health/ready") return json(response, starting() ? 503 : 200, { status: starting() ? "starting" : "ready" });
    if (/^gemeenten\/[a-z]+$/.test(path)) return json(response, 200, { id: path.slice(10), chat: { on: true, pages: [] }, theme: {} });
    const body = await bodyOf(request);
    requests.push({ method: request.method, path, body });
    if (path === "conversations" && request.method === "POST") {
      const id = randomUUID();
      const conversation = { id, token: randomUUID(), messages: greeting.map(stamp("bot")), answered: new Map(), seen: new Set(), labels: new Map(greeting[1].choices.map((c) => [c.id, c.label])) };
      conversations.set(id, conversation);
      return json(response, 201, { id, token: conversation.token, messages: conversation.messages, gemeente: body.gemeente });
    }
    const [, id, rest] = /^conversations\/([^/]+)(\/messages|\/feedback|\/overview)?$/.exec(path) ?? [];
    const conversation = conversations.get(id);
    if (!conversation || request.headers.authorization !== `Bearer ${conversation.token}`) return problem(response, 404, "Dit gesprek bestaat niet meer.");
    if (rest === "/feedback" || rest === "/overview") return json(response, 204);
    if (rest) return turn(response, conversation, body);
    if (request.method === "DELETE") { conversations.delete(id); return json(response, 204); }
    return json(response, 200, { id, messages: conversation.messages });
  }

  async function page(response, path) {
    const [name, type] = pages[path] ? [pages[path], "text/html"] : assets[path] ?? [];
    if (!name) { response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" }); return response.end("<!doctype html><html lang=nl><title>Gewone chat</title><h1>Gewone chat</h1>"); }
    response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Content-Security-Policy": CSP });
    return response.end(await readFile(file(name)));
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const work = path.startsWith("/api/v1/") ? api(request, response, path.slice(8)) : page(response, path);
    work.catch((error) => { process.stderr.write(`${error.stack}\n`); response.destroy(); });
  });
  return { server, requests, conversations };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 8123);
  createFakeServer({ startingMs: Number(process.env.STARTING_MS ?? 0) }).server.listen(port, "127.0.0.1", () => {
    process.stdout.write(`http://127.0.0.1:${port}/ (paginavullend)  /zwevend (knop)  /vijandig (boze stijl)\n`);
  });
}
