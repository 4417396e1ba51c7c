import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "../src/define";
import type { WegwijsChatElement } from "../src/wegwijs-chat";
import { settle } from "./fakes";

vi.mock("../src/load", async () => {
  const chat = await import("../src/open-chat");
  return { load: () => Promise.resolve(chat) };
});

const requests: { url: string; method: string; body: unknown }[] = [];
let answer: () => Response;
const json = (status: number, body: unknown): Response => new Response(status === 204 ? null : JSON.stringify(body), { status });

function serve(url: string, init: RequestInit): Promise<Response> {
  requests.push({ url, method: init.method ?? "", body: typeof init.body === "string" ? JSON.parse(init.body) : null });
  if (url.endsWith("/health/ready")) return Promise.resolve(json(200, { status: "ready" }));
  if (url.endsWith("/messages")) return Promise.resolve(answer());
  if (init.method === "DELETE") return Promise.resolve(json(204, null));
  return Promise.resolve(json(201, { id: "c", token: "t", messages: [{ id: "1", from: "bot", type: "text", text: "Hoi" }] }));
}

async function place(attributes: Record<string, string>): Promise<{ host: WegwijsChatElement; root: ShadowRoot }> {
  const host = document.createElement("wegwijs-chat");
  for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value);
  document.body.append(host);
  await settle();
  if (!host.shadowRoot) throw new Error("geen shadow root");
  return { host, root: host.shadowRoot };
}

const get = (root: ShadowRoot, selector: string): HTMLElement => {
  const found = root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`${selector} ontbreekt`);
  return found;
};
const buttonNamed = (root: ShadowRoot, name: string): HTMLButtonElement => {
  const found = [...root.querySelectorAll("button")].find((b) => b.textContent.includes(name));
  if (!found) throw new Error(`knop ${name} ontbreekt`);
  return found;
};
const press = (target: Element, key: string, more: KeyboardEventInit = {}): void => {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more }));
};
const type = (root: ShadowRoot, text: string): HTMLTextAreaElement => {
  const field = root.querySelector("textarea");
  if (!field) throw new Error("veld ontbreekt");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return field;
};

beforeEach(() => {
  requests.length = 0;
  answer = () => json(200, { messages: [{ id: "2", from: "bot", type: "text", text: "Vertel eens." }] });
  vi.stubGlobal("fetch", vi.fn(serve));
});
afterEach(() => { document.body.replaceChildren(); sessionStorage.clear(); vi.unstubAllGlobals(); });

describe("closed and open", () => {
  test("asks the server nothing before it is opened", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad" });
    expect(requests).toEqual([]);
    expect(get(root, ".opener").textContent).toBe("Vraag het Wegwijs");
  });
  test("fetches the chat at the click: field in focus, closes with Escape, gives the focus back, and tells the page", async () => {
    const { host, root } = await place({ gemeente: "voorbeeldstad" });
    const events: string[] = [];
    for (const name of ["wegwijs-open", "wegwijs-close"]) document.addEventListener(name, () => events.push(name), { once: true });
    get(root, ".opener").click();
    await settle();
    expect(root.activeElement).toBe(get(root, "textarea"));
    expect(host.open).toBe(true);
    press(get(root, "textarea"), "Escape");
    expect(host.open).toBe(false);
    expect(get(root, ".frame").hidden).toBe(true);
    expect(root.activeElement).toBe(get(root, ".opener"));
    expect(events).toEqual(["wegwijs-open", "wegwijs-close"]);
  });
  test("inline is open, has no close button, and does not take the focus", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    expect(root.querySelector(".opener, .close")).toBeNull();
    expect(root.activeElement).toBeNull();
    expect(get(root, ".log").textContent).toContain("Wegwijs:Hoi");
  });
  test.each(["", "  ", "<b>", "../etc"])("a bad gemeente (%s) shows the fallback of the page only", async (gemeente) => {
    const { root } = await place({ gemeente, open: "" });
    expect([...root.children].map((child) => child.tagName)).toEqual(["SLOT"]);
    expect(requests).toEqual([]);
  });
  test("keeps id and token and nothing else", async () => {
    await place({ gemeente: "voorbeeldstad", inline: "" });
    expect(Object.keys(sessionStorage)).toHaveLength(1);
    expect(JSON.parse(sessionStorage.getItem(sessionStorage.key(0) ?? "") ?? "")).toEqual({ id: "c", token: "t" });
  });
});

describe("typing", () => {
  test("Enter sends and stays in the field; Shift+Enter and an IME do not send", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    const field = type(root, "mijn zoontje slaapt niet");
    field.focus();
    press(field, "Enter", { shiftKey: true });
    press(field, "Enter", { isComposing: true });
    expect(field.value).not.toBe("");
    press(field, "Enter");
    await settle();
    expect(field.value).toBe("");
    expect(root.activeElement).toBe(field);
    expect(get(root, ".log").textContent).toContain("Jij:mijn zoontje slaapt niet");
    expect(get(root, ".log").textContent).toContain("Vertel eens.");
  });
  test("tells the page which types came, not what was said", async () => {
    const { host, root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    const told = vi.fn();
    host.addEventListener("wegwijs-answer", (event) => { told((event as CustomEvent).detail); });
    press(type(root, "geheim"), "Enter");
    await settle();
    expect(told).toHaveBeenCalledWith({ types: ["text"] });
  });
  test("an entry is drawn once", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    const first = get(root, ".entry");
    press(type(root, "a"), "Enter");
    await settle();
    expect(get(root, ".entry")).toBe(first);
    expect(root.querySelectorAll(".entry")).toHaveLength(3);
  });
  test("over 1,000 characters: nothing is cut off, nothing is sent", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    const field = type(root, "a".repeat(1001));
    expect(get(root, ".counter").textContent).toBe("1 teken te veel");
    press(field, "Enter");
    expect(get(root, ".field-error").textContent).toContain("te lang");
    expect(field.value).toHaveLength(1001);
    type(root, "a".repeat(900));
    expect(get(root, ".counter").textContent).toBe("Nog 100 tekens");
    type(root, "a".repeat(799));
    expect(get(root, ".counter").textContent).toBe("");
  });
  test("a phone number is asked about first", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    const field = type(root, "bel 06-12345678");
    press(field, "Enter");
    await settle();
    expect(get(root, ".ask").textContent).toContain("Dit hoeft niet. We halen het weg.");
    expect(root.activeElement?.textContent).toBe("Aanpassen");
    buttonNamed(root, "Aanpassen").click();
    expect(field.value).toBe("bel 06-12345678");
    expect(root.activeElement).toBe(field);
    press(field, "Enter");
    buttonNamed(root, "Toch sturen").click();
    await settle();
    expect(requests.filter(({ url }) => url.endsWith("/messages"))).toHaveLength(1);
  });
  test("not sent: in words, and tried again with the same id", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    answer = () => json(500, {});
    press(type(root, "slapen"), "Enter");
    await settle();
    expect(get(root, ".state").textContent).toContain("Niet verstuurd.");
    answer = () => json(200, { messages: [] });
    buttonNamed(root, "Probeer opnieuw").click();
    await settle();
    expect(get(root, ".state").textContent).toBe("");
    const sent = requests.filter(({ url }) => url.endsWith("/messages")).map(({ body }) => body);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
  });
  test("429: reason beside the field, words kept", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    answer = () => json(429, { detail: "Even rustig aan." });
    const field = type(root, "slapen");
    press(field, "Enter");
    await settle();
    expect(get(root, ".field-error").textContent).toBe("Even rustig aan.");
    expect(field.value).toBe("slapen");
    expect(field.getAttribute("aria-describedby")).toContain(get(root, ".field-error").id);
  });
});

describe("the ways out", () => {
  test("wiping asks first, in words", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    buttonNamed(root, "Wis dit gesprek").click();
    expect(root.activeElement?.textContent).toBe("Nee, bewaar het");
    press(get(root, ".ask:not([hidden])"), "Escape");
    expect(requests.some(({ method }) => method === "DELETE")).toBe(false);
    buttonNamed(root, "Wis dit gesprek").click();
    buttonNamed(root, "Ja, wis het").click();
    await settle();
    expect(requests.some(({ method }) => method === "DELETE")).toBe(true);
    expect(get(root, ".log").textContent).toContain("Gewist.");
    expect(sessionStorage).toHaveLength(0);
  });
  test.each([["https://www.buienradar.nl", "https://www.buienradar.nl/"], ["javascript:alert(1)", "https://www.google.nl"], [undefined, "https://www.google.nl"]])(
    "leaving (exit-url %s) forgets first and goes to %s", async (exitUrl, expected) => {
      const { root } = await place({ gemeente: "voorbeeldstad", inline: "", ...(exitUrl ? { "exit-url": exitUrl } : {}) });
      let storedAtLeaving = -1;
      const replace = vi.spyOn(window.location, "replace").mockImplementation(() => { storedAtLeaving = sessionStorage.length; });
      buttonNamed(root, "Verlaat deze site snel").click();
      expect(replace).toHaveBeenCalledWith(expected);
      expect(storedAtLeaving).toBe(0);
      expect(root.textContent).toBe("");
    });
  test("the privacy link is there only when asked for", async () => {
    const { root } = await place({ gemeente: "voorbeeldstad", inline: "" });
    expect(root.querySelector(".privacy")).toBeNull();
    const other = await place({ gemeente: "voorbeeldstad", inline: "", "privacy-url": "https://gemeente.example/privacy" });
    expect(get(other.root, ".privacy").getAttribute("href")).toBe("https://gemeente.example/privacy");
  });
});
