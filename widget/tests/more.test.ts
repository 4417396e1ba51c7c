import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiFailure } from "../src/api";
import { createMore, type MoreOutside } from "../src/more";
import { Tools } from "../src/panel/tools";
import { Store } from "../src/store";
import { texts } from "../src/texts.more.nl";
import { texts as chat } from "../src/texts.nl";
import { bot, message, settle } from "./fakes";

const loadMore = vi.hoisted(() => vi.fn());
vi.mock("../src/load-more", () => ({ loadMore }));

const OFFERS = {
  id: "o", type: "offers", intro: "Dit past:", offers: [{
    id: "a", name: "Slaapspreekuur", provider: "De Buurt", summary: "Samen kijken.", why: ["dichtbij"], cost: "Gratis", start: { text: "Bel gerust", phone: "033 1234567", url: "https://buurt.example" },
  }],
};
class Spoken { voice: unknown; lang = ""; constructor(readonly text: string) {} }
const spoken: string[] = [];
const cancel = vi.fn();
const voices = (...list: { lang: string; localService: boolean }[]): void => {
  vi.stubGlobal("speechSynthesis", { getVoices: () => list, speak: (one: Spoken) => { spoken.push(one.text); }, cancel });
};

function set() {
  const store = new Store();
  const root = document.createElement("div");
  const mail = vi.fn<MoreOutside["mail"]>(() => Promise.resolve(null));
  const ask = vi.fn<MoreOutside["ask"]>();
  const more = createMore({ store, root, mail, ask });
  document.body.append(more.element);
  const press = (name: string): HTMLElement => {
    const found = [...more.element.querySelectorAll("button")].find((one) => one.textContent === name);
    if (!found) throw new Error(`${name} ontbreekt`);
    found.click();
    return found;
  };
  const said = (): string => more.element.querySelector("[role=status]")?.textContent ?? "";
  const receive = (...messages: ReturnType<typeof bot>[]): void => { store.dispatch({ do: "receive", messages, fresh: true }); };
  const post = async (address: string): Promise<string> => {
    const field = more.element.querySelector("input");
    if (field) field.value = address;
    more.element.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    return said();
  };
  return { store, root, mail, more, ask, press, said, receive, post };
}

beforeEach(() => {
  spoken.length = 0;
  cancel.mockReset();
  vi.stubGlobal("SpeechSynthesisUtterance", Spoken);
  voices({ lang: "en-GB", localService: true }, { lang: "nl-NL", localService: true });
});
afterEach(() => { document.body.replaceChildren(); vi.unstubAllGlobals(); });

describe("keep", () => {
  test("copies what was found, and not what the parent said", async () => {
    const write = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", { clipboard: { writeText: write } });
    const { press, said, receive } = set();
    receive(message({ type: "text", id: "u", from: "user", text: "geheim" }), message(OFFERS));
    press(texts.copy);
    await settle();
    expect(write).toHaveBeenCalledWith("Dit past:\nSlaapspreekuur\nDe Buurt\nSamen kijken.\ndichtbij\nGratis\nBel gerust\nBel 033 1234567\nhttps://buurt.example");
    expect(said()).toBe(texts.copied);
  });
  test("nothing found, or a browser that does not copy: says so", async () => {
    vi.stubGlobal("navigator", {});
    const { press, said, receive } = set();
    press(texts.copy);
    await settle();
    expect(said()).toBe(texts.nothing);
    receive(message(OFFERS));
    press(texts.copy);
    await settle();
    expect(said()).toBe(texts.copyFailed);
  });
  test("prints", () => {
    const print = vi.fn();
    vi.stubGlobal("print", print);
    set().press(texts.print);
    expect(print).toHaveBeenCalledOnce();
  });
  test("mails, and leaves no address behind", async () => {
    const { mail, post, more } = set();
    expect(await post("sam@voorbeeld.nl")).toBe(texts.mailed);
    expect(mail).toHaveBeenCalledWith("sam@voorbeeld.nl");
    expect(more.element.querySelector("input")?.value).toBe("");
    expect(more.element.querySelector("input")?.getAttribute("autocomplete")).toBe("off");
  });
  test.each([
    [new ApiFailure("refused", 422), texts.mailWrong], [new ApiFailure("refused", 429, "Morgen weer."), "Morgen weer."], [new ApiFailure("network"), texts.mailFailed],
  ])("%s: keeps the address and says why", async (failure, words) => {
    const { mail, post, more } = set();
    mail.mockResolvedValue(failure);
    expect(await post("sam@voorbeeld.nl")).toBe(words);
    expect(more.element.querySelector("input")?.value).toBe("sam@voorbeeld.nl");
  });
  test("no address is not sent", async () => {
    const { mail, post } = set();
    expect(await post(" ")).toBe(texts.mailWrong);
    expect(mail).not.toHaveBeenCalled();
  });
});

describe("read", () => {
  test("off by default; then the newest answer, and what comes after it", () => {
    const { press, receive, store } = set();
    receive(bot("Hoi"));
    expect(spoken).toEqual([]);
    store.dispatch({ do: "say", outgoing: { clientMessageId: "m", text: "slapen", choice: "", status: "sent" } });
    receive(message(OFFERS));
    expect(press(texts.aloud).getAttribute("aria-pressed")).toBe("true");
    expect(spoken.slice(0, 2)).toEqual(["Dit past:", "Slaapspreekuur"]);
    expect(spoken).not.toContain("https://buurt.example");
    receive(bot("Nog iets?"), message({ type: "text", id: "en", lang: "en", text: "Hello" }));
    expect(spoken.at(-1)).toBe("Nog iets?");
  });
  test("is silent at once when turned off, when all is wiped, and when the chat goes", () => {
    const { press, receive, store, more } = set();
    receive(bot("Hoi"));
    press(texts.aloud);
    cancel.mockReset();
    expect(press(texts.aloud).getAttribute("aria-pressed")).toBe("false");
    expect(cancel).toHaveBeenCalledTimes(1);
    store.dispatch({ do: "reset", phase: "wiped" });
    expect(cancel).toHaveBeenCalledTimes(2);
    more.stop();
    expect(cancel).toHaveBeenCalledTimes(3);
    receive(bot("later"));
    expect(spoken).toEqual(["Hoi"]);
  });
  test("a voice that is not in the device would hear the conversation, so it is not used", () => {
    voices({ lang: "nl-NL", localService: false }, { lang: "en-GB", localService: true });
    const { press, said, receive } = set();
    receive(bot("Hoi"));
    expect(press(texts.aloud).getAttribute("aria-pressed")).toBe("false");
    expect([said(), spoken]).toEqual([texts.noVoice, []]);
  });
  test("larger letters and back", () => {
    const { press, root } = set();
    press(texts.larger);
    expect(root.classList.contains("is-larger")).toBe(true);
    press(texts.larger);
    expect(root.classList.contains("is-larger")).toBe(false);
  });
});

describe("the way to it", () => {
  function tools() {
    const made = new Tools({ restart: vi.fn(), wipe: vi.fn(), atTheEnd: () => null, more: () => ({ store: new Store(), root: document.body, mail: () => Promise.resolve(null) }) }, (name) => name);
    document.body.append(made.element);
    const way = made.element.querySelector<HTMLButtonElement>("[aria-expanded]");
    if (!way) throw new Error("knop ontbreekt");
    return { made, way };
  }
  test("comes with the first tap only, opens and closes", async () => {
    loadMore.mockReset().mockResolvedValue({ createMore });
    const { made, way } = tools();
    expect(loadMore).not.toHaveBeenCalled();
    way.click();
    await settle();
    expect([way.getAttribute("aria-expanded"), made.element.textContent.includes(texts.print)]).toEqual(["true", true]);
    way.click();
    way.click();
    made.closeMore();
    expect([way.getAttribute("aria-expanded"), loadMore.mock.calls.length]).toEqual(["false", 1]);
    made.destroy();
  });
  test("closing it stops listening, closing the chat makes it quiet, and leaving ends it", async () => {
    const parts = { element: document.createElement("p"), hush: vi.fn(), quiet: vi.fn(), stop: vi.fn() };
    loadMore.mockReset().mockResolvedValue({ createMore: () => parts });
    const { made, way } = tools();
    made.quiet();
    way.click();
    await settle();
    made.closeMore();
    made.quiet();
    made.destroy();
    expect([parts.hush, parts.quiet, parts.stop].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
  });
  test("cannot come: says so, and another tap tries again", async () => {
    loadMore.mockReset().mockRejectedValueOnce(new Error("weg")).mockResolvedValue({ createMore });
    const { made, way } = tools();
    way.click();
    await settle();
    expect(made.element.querySelector("[role=alert]")?.textContent).toBe(chat.feedback.failed);
    way.click();
    way.click();
    await settle();
    expect(loadMore.mock.calls).toEqual([[0], [1]]);
    expect(made.element.textContent).toContain(texts.print);
  });
});
