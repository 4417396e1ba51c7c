import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createMore, type MoreOutside } from "../src/more";
import { Store } from "../src/store";
import { texts } from "../src/texts.more.nl";
import { bot, settle } from "./fakes";

type Local = "available" | "downloadable" | "unavailable";

/** A browser that listens when a test says so. */
class FakeRecognition {
  static made: FakeRecognition[] = [];
  static local: Local | null = "available";
  static asked = vi.fn();
  static available(options: unknown): Promise<Local> {
    this.asked(options);
    return this.local === null ? Promise.reject(new TypeError("onbekend")) : Promise.resolve(this.local);
  }
  lang = "";
  continuous = false;
  processLocally?: boolean;
  onresult: ((event: unknown) => void) | null = null;
  onerror: ((event: { error: string }) => void) | null = null;
  onend: (() => void) | null = null;
  start = vi.fn();
  abort = vi.fn();
  constructor() { FakeRecognition.made.push(this); }
  hear(...words: [string, boolean][]): void {
    this.onresult?.({ resultIndex: 0, results: words.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal })) });
  }
}
class OlderRecognition extends FakeRecognition {
  static override available = undefined as never;
}

function set() {
  const store = new Store();
  const ask = vi.fn<MoreOutside["ask"]>();
  const more = createMore({ store, root: document.createElement("div"), mail: () => Promise.resolve(null), ask });
  document.body.append(more.element);
  const speak = [...more.element.querySelectorAll("button")].find((one) => one.textContent === texts.speak);
  const press = async (): Promise<FakeRecognition | undefined> => {
    speak?.click();
    await settle();
    return FakeRecognition.made.at(-1);
  };
  const on = (): string | null | undefined => speak?.getAttribute("aria-pressed");
  const said = (): string => more.element.querySelector("[role=status]")?.textContent ?? "";
  return { store, ask, more, speak, press, on, said };
}
async function listening() {
  const made = set();
  const recognition = await made.press();
  if (!recognition) throw new Error("luistert niet");
  return { ...made, recognition };
}

beforeEach(() => {
  FakeRecognition.made = [];
  FakeRecognition.local = "available";
  FakeRecognition.asked.mockReset();
  vi.stubGlobal("SpeechRecognition", FakeRecognition);
});
afterEach(() => { document.body.replaceChildren(); vi.unstubAllGlobals(); });

describe("speaking instead of typing", () => {
  test("a browser that cannot listen has no button", () => {
    vi.stubGlobal("SpeechRecognition", undefined);
    expect(set().speak).toBeUndefined();
  });
  test("is off, and asks the browser nothing, until somebody presses", () => {
    expect([set().on(), FakeRecognition.made, FakeRecognition.asked.mock.calls]).toEqual(["false", [], []]);
  });
  test("on the device itself it needs no question", async () => {
    const { recognition, ask, on, said } = await listening();
    expect(FakeRecognition.asked).toHaveBeenCalledWith({ langs: ["nl-NL"], processLocally: true });
    expect([recognition.lang, recognition.processLocally, recognition.start.mock.calls.length]).toEqual(["nl-NL", true, 1]);
    expect([on(), said(), ask.mock.calls]).toEqual(["true", texts.listening, []]);
  });
  test("what was heard comes behind what was typed, is never sent, and what is not sure yet does not count", async () => {
    const { recognition, store, said } = await listening();
    store.dispatch({ do: "set", change: { draft: "mijn zoon " } });
    recognition.hear(["slaapt niet", true], ["en", false]);
    expect([store.state.draft, store.state.entries, said()]).toEqual(["mijn zoon slaapt niet", [], texts.heard]);
  });
  test("another press stops it, and what comes after is not heard", async () => {
    const { recognition, press, on, store } = await listening();
    await press();
    recognition.hear(["te laat", true]);
    expect([on(), recognition.abort.mock.calls.length, store.state.draft]).toEqual(["false", 1, ""]);
  });
  test.each([["not-allowed", texts.noMicrophone], ["no-speech", texts.heardNothing], ["network", texts.speakFailed]])("%s: says so in words", async (error, words) => {
    const { recognition, said, on } = await listening();
    recognition.onerror?.({ error });
    recognition.onend?.();
    expect([said(), on()]).toEqual([words, "false"]);
  });
  test("a browser that refuses to begin", async () => {
    const { said, on } = set();
    vi.stubGlobal("SpeechRecognition", class extends FakeRecognition { override start = vi.fn(() => { throw new Error("bezig"); }); });
    const { press, said: told, on: pressed } = set();
    await press();
    expect([told(), pressed(), said(), on()]).toEqual([texts.speakFailed, "false", "", "false"]);
  });
});

describe("where the sound would go away", () => {
  test.each<[string, () => void]>([
    ["not on the device", () => { FakeRecognition.local = "downloadable"; }],
    ["a browser that does not know", () => { FakeRecognition.local = null; }],
    ["a browser from before that question", () => { vi.stubGlobal("SpeechRecognition", undefined); vi.stubGlobal("webkitSpeechRecognition", OlderRecognition); }],
  ])("%s: nothing listens before a yes", async (_, before) => {
    before();
    const { press, ask, on } = set();
    await press();
    const [question] = ask.mock.calls[0] ?? [];
    expect(question?.text).toContain("de maker van je browser");
    expect([FakeRecognition.made, on()]).toEqual([[], "false"]);
    question?.onNo();
    expect(FakeRecognition.made).toEqual([]);
    question?.onYes();
    expect([FakeRecognition.made.length, FakeRecognition.made[0]?.processLocally, on()]).toEqual([1, undefined, "true"]);
    await press();
    await press();
    expect([ask.mock.calls.length, FakeRecognition.made.length]).toEqual([1, 2]);
  });
});

describe("nobody is listened to who does not see it", () => {
  test.each(["hush", "quiet", "stop"] as const)("%s ends it", async (how) => {
    const { more, recognition, on } = await listening();
    more[how]();
    expect([recognition.abort.mock.calls.length, on()]).toEqual([1, "false"]);
  });
  test("also while the browser is still thinking", async () => {
    const { more, speak } = set();
    speak?.click();
    more.hush();
    await settle();
    expect(FakeRecognition.made).toEqual([]);
  });
  test("wiping ends it", async () => {
    const { store, recognition } = await listening();
    store.dispatch({ do: "receive", messages: [bot("Hoi")], fresh: true });
    store.dispatch({ do: "reset", phase: "wiped" });
    expect(recognition.abort).toHaveBeenCalled();
  });
});
