/** Walks all faults with the whole chat and a server that breaks: each has a state in words, nothing typed is lost, nothing is said twice. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "../src/define";
import { texts } from "../src/texts.nl";

vi.mock("../src/load", async () => {
  const chat = await import("../src/open-chat");
  return { load: () => Promise.resolve(chat) };
});

const QUESTION = "mijn kind slaapt niet";
const DRAFT = "en hij eet ook";
const ANSWER = "Dat is zwaar.";

type Body = Record<string, unknown>;
type Reply = Pick<Response, "ok" | "status" | "text">;
/** What goes wrong with one message; `arrives` lets the server do its work first. */
type Fault = (arrives: () => Reply, signal: AbortSignal) => Promise<Reply>;

const raw = (status: number, text: string): Reply => ({ ok: status < 400, status, text: () => Promise.resolve(text) });
const json = (status: number, body: unknown): Reply => raw(status, JSON.stringify(body));
const answer = (messages: unknown): Fault => (arrives) => { arrives(); return Promise.resolve(json(200, { messages })); };
const status = (code: number, detail = ""): Fault => () => Promise.resolve(json(code, { detail }));
const never = (signal: AbortSignal): Promise<Reply> =>
  new Promise((_resolve, reject) => { signal.addEventListener("abort", () => { reject(new Error("te laat")); }); });
const lost = (): Promise<Reply> => Promise.reject(new TypeError("network"));

/** Does what the real server promises: the same id again gives the first answer again. */
class Server {
  readonly conversations = new Map<string, Map<string, { text: string; messages: Body[] }>>();
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  health = "ready";
  down = false;
  #count = 0;
  said: string[] = [];

  fetch = (url: string, init: RequestInit): Promise<Reply> => {
    const path = url.split("/api/v1/")[1] ?? "";
    this.requests.push(`${init.method ?? "GET"} ${path}`);
    if (this.down) return lost();
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as Body) : {};
    const arrives = (): Reply => this.#answer(path, init.method ?? "GET", body);
    const fault = path.endsWith("/messages") ? this.faults.shift() : undefined;
    return fault ? fault(arrives, init.signal ?? new AbortController().signal) : Promise.resolve(arrives());
  };

  #answer(path: string, method: string, body: Body): Reply {
    if (path === "health/ready") return json(this.health === "ready" ? 200 : 503, { status: this.health });
    if (path.startsWith("gemeenten/")) return json(200, {});
    if (path === "conversations") return this.#begin();
    const turns = this.conversations.get(path.split("/")[1] ?? "");
    if (!turns) return json(404, { detail: "Dit gesprek bestaat niet meer." });
    if (method === "GET") return json(200, { messages: [...turns].flatMap(([clientMessageId, turn]) => [this.#message(turn.text, { from: "user", clientMessageId }), ...turn.messages]) });
    return this.#turn(turns, String(body.clientMessageId), String(body.text));
  }

  #begin(): Reply {
    const id = `c${++this.#count}`;
    this.conversations.set(id, new Map());
    return json(201, { id, token: "t", messages: [this.#message("Hoi")] });
  }

  #turn(turns: Map<string, { text: string; messages: Body[] }>, id: string, text: string): Reply {
    if (!turns.has(id)) {
      this.said.push(text);
      turns.set(id, { text, messages: [this.#message(ANSWER)] });
    }
    return json(200, { messages: turns.get(id)?.messages });
  }

  #message(text: string, more: Body = {}): Body {
    return { id: String(++this.#count), from: "bot", type: "text", text, ...more };
  }
}

let server: Server;
let root: ShadowRoot;

const time = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const get = (selector: string): HTMLElement => {
  const found = root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`${selector} ontbreekt`);
  return found;
};
const log = (): string[] => [...root.querySelectorAll(".entry .words")].map((node) => node.textContent.trim());
const times = (words: string): number => log().filter((one) => one === words).length;
const seen = (): string => get(".panel").textContent.replace(/\s+/g, " ");
const field = (): HTMLTextAreaElement => get("textarea") as HTMLTextAreaElement;
const press = (name: string): void => {
  const found = [...root.querySelectorAll<HTMLButtonElement>("button")].find((button) => button.textContent.trim() === name && !button.closest("[hidden]"));
  if (!found) throw new Error(`knop ${name} ontbreekt`);
  found.click();
};
function type(words: string): void {
  field().value = words;
  field().dispatchEvent(new Event("input", { bubbles: true }));
}
async function say(words: string): Promise<void> {
  type(words);
  get("form.composer").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await time(0);
}
function online(is: boolean): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(is);
  server.down = !is;
  if (is) window.dispatchEvent(new Event("online"));
}
async function open(): Promise<void> {
  const host = document.createElement("wegwijs-chat");
  host.setAttribute("gemeente", "voorbeeldstad");
  host.setAttribute("inline", "");
  document.body.append(host);
  await time(0);
  if (!host.shadowRoot) throw new Error("geen shadow root");
  root = host.shadowRoot;
}

beforeEach(async () => {
  vi.useFakeTimers();
  server = new Server();
  vi.stubGlobal("fetch", vi.fn(server.fetch));
  await open();
});
afterEach(() => { document.body.replaceChildren(); sessionStorage.clear(); vi.unstubAllGlobals(); vi.useRealTimers(); });

/** Said once, answered once, and what was typed since is still in the field. */
function allIsWell(): void {
  expect(server.said).toEqual([QUESTION]);
  expect([times(QUESTION), times(ANSWER)]).toEqual([1, 1]);
  expect(field().value).toBe(DRAFT);
}

describe("not delivered: in sight, and 'probeer opnieuw' brings it once", () => {
  const failing: [string, Fault, number][] = [
    ["500", status(500, "Stuk."), 0],
    ["502 with a page of the proxy", () => Promise.resolve(raw(502, "<html>Bad gateway</html>")), 0],
    ["nobody answers", lost, 0],
    ["the network is lost after the server heard it", (arrives) => { arrives(); return lost(); }, 0],
    ["the answer is cut off halfway", (arrives) => { const { ok, status: code } = arrives(); return Promise.resolve({ ok, status: code, text: lost as unknown as () => Promise<string> }); }, 0],
    ["no answer in time", (_arrives, signal) => never(signal), 26_000],
    ["an answer that comes too late", (arrives, signal) => { arrives(); return never(signal); }, 26_000],
    ["200 with something else", () => Promise.resolve(raw(200, "<html>Log in op de wifi</html>")), 0],
    ["messages that are no list", answer("vies"), 0],
    ["messages that are no messages", answer([null, 7, "x"]), 0],
  ];
  test.each(failing)("%s", async (_name, fault, wait) => {
    server.faults.push(fault);
    await say(QUESTION);
    type(DRAFT);
    await time(wait);
    expect(seen()).toContain(texts.notSent);
    expect(seen()).toContain(`${texts.danger} ${texts.dangerNumber}`);
    expect(times(QUESTION)).toBe(1);
    press(texts.retry);
    await time(0);
    allIsWell();
    expect(seen()).not.toContain(texts.notSent);
  });
});

describe("refused: the words are back in the field, before what was typed since", () => {
  test.each([[429, "Even wachten."], [429, ""], [413, "Te lang."], [400, ""], [422, ""]])("%i %s", async (code, detail) => {
    let refuse: (reply: Reply) => void = () => undefined;
    server.faults.push(() => new Promise((resolve) => { refuse = resolve; }));
    await say(QUESTION);
    type(DRAFT);
    refuse(json(code, { detail }));
    await time(0);
    expect(field().value).toBe(`${QUESTION}\n${DRAFT}`);
    expect(get("[role=alert].field-error").textContent).toBe(detail || (code === 429 ? texts.tooFast : texts.refused));
    expect([server.said, times(QUESTION)]).toEqual([[], 0]);
    await say(QUESTION);
    expect([server.said, times(ANSWER), get(".field-error").textContent]).toEqual([[QUESTION], 1, ""]);
  });
});

describe("the server restarts", () => {
  test("it is not ready: the message waits in sight and goes once", async () => {
    server.health = "starting";
    server.faults.push(status(503, "Bijna klaar."));
    await say(QUESTION);
    type(DRAFT);
    expect(seen()).toContain(texts.waitingForServer);
    expect(seen()).toContain(texts.almostReady);
    server.health = "ready";
    await time(2_100);
    allIsWell();
  });
  test.each([["the conversation was wiped", 404], ["the token is no longer good", 401]])("%s: says so, begins anew, and the message arrives", async (_name, code) => {
    server.conversations.clear();
    if (code === 401) server.faults.push(status(401));
    await say(QUESTION);
    type(DRAFT);
    await time(0);
    expect(times(texts.expired)).toBe(1);
    allIsWell();
  });
  test("it is away for good: says so, keeps the message", async () => {
    server.conversations.clear();
    server.faults.push((arrives) => { server.down = true; return Promise.resolve(arrives()); });
    await say(QUESTION);
    type(DRAFT);
    expect(seen()).toContain(texts.unreachable);
    expect(seen()).toContain(texts.notSent);
    server.down = false;
    press(texts.retry);
    await time(0);
    allIsWell();
  });
});

describe("no network", () => {
  test("what is said waits in sight, and goes once when the network is back", async () => {
    online(false);
    await say(QUESTION);
    expect(seen()).toContain(texts.offline);
    expect(seen()).toContain(texts.waitingForNetwork);
    await say("tweede");
    type(DRAFT);
    online(true);
    await time(0);
    expect(server.said).toEqual([QUESTION, "tweede"]);
    expect([times(QUESTION), times("tweede"), times(ANSWER), field().value]).toEqual([1, 1, 2, DRAFT]);
    expect(seen()).not.toContain(texts.offline);
  });
  test("lost in the middle of a turn: the same answer comes, once", async () => {
    server.faults.push((arrives) => { arrives(); online(false); return lost(); });
    await say(QUESTION);
    type(DRAFT);
    expect(seen()).toContain(texts.waitingForNetwork);
    online(true);
    await time(0);
    allIsWell();
  });
  test("a browser that wrongly says offline does not hold anything back", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    await say(QUESTION);
    type(DRAFT);
    allIsWell();
  });
  test("opened without a network: begins when it is there", async () => {
    document.body.replaceChildren();
    sessionStorage.clear();
    online(false);
    await open();
    expect(seen()).toContain(texts.unreachable);
    await say(QUESTION);
    type(DRAFT);
    online(true);
    await time(0);
    allIsWell();
    expect(get(".trouble").hidden).toBe(true);
  });
});

describe("odd answers", () => {
  test.each([
    ["a type of a newer server", [{ id: "9", from: "bot", type: "hologram" }], texts.unknown],
    ["a message without its fields", [{ id: "9", from: "bot", type: "offers" }], texts.unknown],
    ["nothing at all", [], texts.noAnswer],
  ])("%s", async (_name, messages, words) => {
    server.faults.push(answer(messages));
    await say(QUESTION);
    type(DRAFT);
    expect(seen()).toContain(words);
    expect([server.said, times(QUESTION), field().value]).toEqual([[QUESTION], 1, DRAFT]);
  });
  test("a good message beside a bad one is shown", async () => {
    server.faults.push(answer([null, { id: "9", from: "bot", type: "text", text: ANSWER }, { type: "tips", items: 3 }]));
    await say(QUESTION);
    expect([times(ANSWER), seen().includes(texts.unknown)]).toEqual([1, true]);
  });
  test("100 KB is shown whole, and the next message works", async () => {
    const long = "zo lang ".repeat(12_800).trim();
    server.faults.push(answer([{ id: "9", from: "bot", type: "text", text: long }]));
    await say(QUESTION);
    expect(times(long)).toBe(1);
    await say("en nu");
    expect([server.said, times(ANSWER)]).toEqual([[QUESTION, "en nu"], 1]);
  });
  test("a refusal of 100 KB does not fill the screen", async () => {
    server.faults.push(status(429, "druk ".repeat(20_000)));
    await say(QUESTION);
    expect(get(".field-error").textContent.length).toBeLessThanOrEqual(300);
  });
});

describe("slow", () => {
  test("says so after one second, and before ten what is going on", async () => {
    server.faults.push((_arrives, signal) => never(signal));
    await say(QUESTION);
    expect(get("[role=status]").textContent).toBe("");
    await time(1_100);
    expect(get("[role=status]").textContent).toBe(texts.thinkingSoon);
    await time(8_800);
    expect(get("[role=status]").textContent).toBe(texts.thinkingLong);
  });
});

describe("again in this tab, or in another with the same conversation", () => {
  test("everything is there once, also what had got lost on the way", async () => {
    server.faults.push((arrives) => { arrives(); return lost(); });
    await say(QUESTION);
    document.body.replaceChildren();
    await time(0);
    await open();
    expect([times(QUESTION), times(ANSWER)]).toEqual([1, 1]);
    expect(seen()).not.toContain(texts.notSent);
    expect(server.conversations.size).toBe(1);
  });
});

describe("a hiccup after which the conversation is read again", () => {
  test("what had got lost on the way takes its place, once", async () => {
    server.faults.push((arrives) => { arrives(); return lost(); }, status(404));
    await say(QUESTION);
    expect(seen()).toContain(texts.notSent);
    await say("tweede");
    expect(log()).toEqual(["Hoi", QUESTION, ANSWER, "tweede", ANSWER]);
    expect(server.said).toEqual([QUESTION, "tweede"]);
    expect(seen()).not.toContain(texts.notSent);
  });
});

describe("before the conversation is wiped", () => {
  const LIFE = 24 * 3_600_000;
  const resumed = (): number => server.requests.filter((one) => one === "GET conversations/c1").length;
  async function begun(later: () => string): Promise<void> {
    document.body.replaceChildren();
    sessionStorage.clear();
    const until = new Date(Date.now() + LIFE).toISOString();
    vi.stubGlobal("fetch", vi.fn((url: string, init: RequestInit) => {
      if (url.endsWith("/conversations")) return Promise.resolve(json(201, { id: "c1", token: "t", expiresAt: until, messages: [] }));
      if (url.endsWith("/c1")) { server.requests.push("GET conversations/c1"); return Promise.resolve(json(200, { expiresAt: later() || until, messages: [] })); }
      return server.fetch(url, init);
    }));
    await open();
  }
  test("warns once, half an hour before", async () => {
    await begun(() => "");
    await time(LIFE - 31 * 60_000);
    expect(times(texts.expiresSoon)).toBe(0);
    await time(120_000);
    expect(times(texts.expiresSoon)).toBe(1);
    await time(LIFE);
    expect([times(texts.expiresSoon), resumed()]).toEqual([1, 2]);
  });
  test("not when the conversation went on in the meantime", async () => {
    await begun(() => new Date(Date.now() + LIFE).toISOString());
    await time(LIFE);
    expect([times(texts.expiresSoon), resumed()]).toEqual([0, 1]);
  });
});
