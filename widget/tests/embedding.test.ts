import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "../src/define";
import { load } from "../src/load";
import { readOptions } from "../src/options";
import { ruleFor, themeOf, type Profile } from "../src/profile";
import { readProfile } from "../src/profile-read";
import { WegwijsChatElement } from "../src/wegwijs-chat";
import { settle } from "./fakes";

vi.mock("../src/load", () => ({ load: vi.fn() }));

const posts: unknown[] = [];
const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
let gemeente: unknown = {};

function serve(url: string, init: RequestInit): Promise<Response> {
  if (url.includes("/gemeenten/")) return Promise.resolve(json(200, gemeente));
  if (url.endsWith("/conversations")) {
    posts.push(JSON.parse(init.body as string));
    return Promise.resolve(json(201, { id: "c", token: "t", messages: [{ id: "1", from: "bot", type: "text", text: "Hoi" }] }));
  }
  return Promise.resolve(json(200, { status: "ready" }));
}

const profile = (more: Partial<Profile> = {}): Profile => ({ id: "voorbeeldstad", on: true, pages: [], theme: {}, ...more });

function add(attributes: Record<string, string> = {}, inside = "Chat"): { host: WegwijsChatElement; root: ShadowRoot } {
  const host = document.createElement("wegwijs-chat");
  for (const [name, value] of Object.entries({ gemeente: "voorbeeldstad", ...attributes })) host.setAttribute(name, value);
  const link = document.createElement("a");
  link.href = "https://chat.example/chat/voorbeeldstad";
  link.textContent = inside;
  host.append(link);
  document.body.append(host);
  if (!host.shadowRoot) throw new Error("geen shadow root");
  return { host, root: host.shadowRoot };
}

const shows = (root: ShadowRoot): string => (root.querySelector(".opener") ? "button" : root.firstElementChild?.tagName === "SLOT" ? "link" : "nothing");
const click = async (root: ShadowRoot): Promise<void> => {
  root.querySelector<HTMLElement>(".opener")?.click();
  await settle();
};

beforeEach(async () => {
  posts.length = 0;
  gemeente = {};
  vi.mocked(load).mockReset().mockResolvedValue(await import("../src/open-chat"));
  vi.stubGlobal("fetch", vi.fn(serve));
  history.replaceState(null, "", "/jeugd/slapen");
});
afterEach(async () => {
  document.body.replaceChildren();
  await settle();
  WegwijsChatElement.learn(profile());
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

describe("on which page", () => {
  test.each<[string, Profile["pages"], string]>([
    ["no rule", [], "button"],
    ["off here", [{ path: "/jeugd/*", on: false, topic: "" }], "nothing"],
    ["off elsewhere", [{ path: "/jeugd", on: false, topic: "" }], "button"],
    ["the first rule counts", [{ path: "/jeugd/slapen", on: true, topic: "" }, { path: "*", on: false, topic: "" }], "button"],
  ])("%s", (_name, pages, expected) => {
    WegwijsChatElement.learn(profile({ pages }));
    expect(shows(add().root)).toBe(expected);
  });
  test("the page changes its address without loading anew", () => {
    WegwijsChatElement.learn(profile({ pages: [{ path: "/paspoort", on: false, topic: "" }] }));
    const { root } = add();
    history.replaceState(null, "", "/paspoort");
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(shows(root)).toBe("nothing");
    history.replaceState(null, "", "/jeugd");
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(shows(root)).toBe("button");
  });
  test("an open conversation is not taken away by the next page", async () => {
    WegwijsChatElement.learn(profile({ pages: [{ path: "/paspoort", on: false, topic: "" }] }));
    const { host, root } = add();
    await click(root);
    history.replaceState(null, "", "/paspoort");
    window.dispatchEvent(new PopStateEvent("popstate"));
    expect(root.querySelector("textarea")).not.toBeNull();
    root.querySelector<HTMLElement>(".panel .close")?.click();
    expect(host.open).toBe(false);
    expect(shows(root)).toBe("nothing");
  });
  test.each<[Record<string, string>, string]>([[{ onderwerp: "pesten" }, "pesten"], [{ onderwerp: "<b>" }, "slapen"], [{}, "slapen"]])("begins with the topic of %o", async (attributes, topic) => {
    WegwijsChatElement.learn(profile({ pages: [{ path: "/jeugd*", on: true, topic: "slapen" }] }));
    await click(add(attributes).root);
    expect(posts).toEqual([{ gemeente: "voorbeeldstad", language: "nl", topic }]);
  });
});

describe("a page that only has the script of the server", () => {
  const elsewhere = { id: "elders", chat: { pages: [{ path: "/jeugd*", topic: "slapen" }] } };
  test("begins with the topic of the page as well", async () => {
    gemeente = elsewhere;
    await click(add({ gemeente: "elders" }).root);
    expect(posts).toEqual([{ gemeente: "elders", language: "nl", topic: "slapen" }]);
  });
  test("a server that does not tell holds nothing up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    vi.stubGlobal("fetch", vi.fn((url: string, init: RequestInit) => (url.includes("/gemeenten/") ? new Promise(() => undefined) : serve(url, init))));
    add({ gemeente: "stil" }).root.querySelector<HTMLElement>(".opener")?.click();
    await vi.advanceTimersByTimeAsync(1_001);
    vi.useRealTimers();
    expect(posts).toEqual([{ gemeente: "stil", language: "nl" }]);
  });
});

describe("off", () => {
  test("known before: the link of the page, and nothing is asked", () => {
    WegwijsChatElement.learn(profile({ on: false }));
    expect(shows(add().root)).toBe("link");
    expect(load).not.toHaveBeenCalled();
  });
  test("the chat cannot be fetched: in words, with the link and 112, and another click tries again", async () => {
    vi.mocked(load).mockRejectedValueOnce(new Error("weg"));
    const told = vi.fn();
    const { host, root } = add({}, "Gewone chat");
    host.addEventListener("wegwijs-unavailable", told);
    await click(root);
    expect(host.open).toBe(false);
    expect(root.querySelector("[role=alert]")?.textContent).toBe("Wegwijs doet het nu niet. Gewone chat Direct gevaar? Bel 112");
    expect(told).toHaveBeenCalledTimes(1);
    await click(root);
    expect(root.querySelector("textarea")).not.toBeNull();
    expect(root.querySelector("[role=alert].note")?.textContent).toBe("");
    expect(vi.mocked(load).mock.calls.map(([attempt]) => attempt)).toEqual([0, 1]);
  });
  test("a chat in the page that cannot be fetched leaves the link", async () => {
    vi.mocked(load).mockRejectedValueOnce(new Error("weg"));
    const { root } = add({ inline: "" });
    await settle();
    expect(shows(root)).toBe("link");
  });
});

describe("in the page", () => {
  test("one button, however many elements; the next takes over", async () => {
    const [one, two] = [add(), add()];
    expect([shows(one.root), shows(two.root)]).toEqual(["button", "link"]);
    one.host.remove();
    await settle();
    expect(shows(two.root)).toBe("button");
  });
  test("a button beside a chat in the page gives way", () => {
    const floating = add();
    add({ inline: "" });
    expect(shows(floating.root)).toBe("link");
  });
  test("moved: what was typed stays; taken out and back later: it comes back", async () => {
    const { host, root } = add();
    await click(root);
    const field = root.querySelector("textarea");
    const main = document.createElement("main");
    document.body.append(main);
    main.append(host);
    await settle();
    expect(root.querySelector("textarea")).toBe(field);
    host.remove();
    await settle();
    expect(root.querySelector("textarea")).toBeNull();
    document.body.append(host);
    await settle();
    expect(root.querySelector("textarea")).not.toBeNull();
  });
  test("the link keeps its place, so that nothing moves", () => {
    expect(add().root.querySelector(".kept > slot")).not.toBeNull();
  });
});

describe("what is read", () => {
  test("home of the script unless api says better", () => {
    const element = document.createElement("i");
    expect(readOptions(element, "https://chat.example/").api).toBe("https://chat.example/");
    for (const bad of ["javascript:alert(1)", "http://", ""]) {
      element.setAttribute("api", bad);
      expect(readOptions(element, "https://chat.example/").api).toBe("https://chat.example/");
    }
    element.setAttribute("api", "https://eigen.example/chat");
    expect(readOptions(element, "https://chat.example/").api).toBe("https://eigen.example/chat");
  });
  test.each([null, 7, "x", [], {}, { chat: null, theme: 3 }, { chat: { on: "nee", pages: "x" } }])("a strange profile %o is on everywhere", (value) => {
    expect(readProfile(value)).toMatchObject({ on: true, pages: [], theme: {} });
  });
  test("tokens that could end the rule are left out", () => {
    const theme = { "--wegwijs-color": "#123", "--wegwijs-x": "red;} *{display:none", "color": "red", "--nl-a": "url(https://x)", "--utrecht-b": 3 };
    expect(readProfile({ id: "a", chat: { on: false }, theme })).toEqual({ id: "a", on: false, pages: [], theme: { "--wegwijs-color": "#123" } });
  });
  test("the page's own tokens win", () => {
    const page = { getPropertyValue: (name: string) => (name === "--wegwijs-color" ? "black" : "") } as CSSStyleDeclaration;
    expect(themeOf(profile({ theme: { "--wegwijs-color": "red", "--wegwijs-accent-color": "blue" } }), page)).toBe(":host{--wegwijs-accent-color:blue}");
  });
  test("rules", () => {
    const pages = [{ path: "/a", on: true, topic: "x" }, { path: "/b*", on: true, topic: "y" }];
    expect(["/a", "/a/", "/ab", "/b", "/b/c", "/"].map((path) => ruleFor(profile({ pages }), path)?.topic)).toEqual(["x", "x", undefined, "y", "y", undefined]);
  });
});
