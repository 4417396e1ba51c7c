import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiClient, type LiveState, type StreamEvent } from "../src/api";
import { texts } from "../src/texts.nl";
import { bot, message, settle, setUp } from "./fakes";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

type Heard = (event: StreamEvent) => void;
const says = (id: string, text: string, more: Record<string, unknown> = {}): StreamEvent =>
  ({ kind: "message", data: { id, from: "wijkteam", type: "text", text, ...more } });
const now = (state: LiveState, typing = false): StreamEvent => ({ kind: "live", data: { state: state || null, typing } });

/** A conversation that is live; `connections` are the streams that were opened, with what each started after. */
async function live() {
  const all = setUp();
  const connections: { last: number; heard: Heard; drop: (goesOn: boolean) => void }[] = [];
  all.api.start.mockResolvedValue({ id: "c1", token: "t1", messages: [bot("Hoi", "3")] });
  all.api.events.mockImplementation((_credentials, last, heard, signal) => new Promise((resolve) => {
    connections.push({ last, heard, drop: resolve });
    signal.addEventListener("abort", () => { resolve(true); });
  }));
  await all.conversation.open();
  all.api.live = "gevraagd";
  all.conversation.say("ja");
  await settle();
  const newest = (): (typeof connections)[number] => connections.at(-1) ?? expect.fail("geen verbinding");
  return { ...all, connections, newest };
}

describe("news by itself", () => {
  test("only listens while there is something to hear", async () => {
    const { conversation, api } = setUp();
    await conversation.open();
    conversation.say("hallo");
    await settle();
    expect(api.events).not.toHaveBeenCalled();
  });
  test("begins after what came in order, not after what an answer brought", async () => {
    const { connections, store } = await live();
    expect(connections.map(({ last }) => last)).toEqual([3]);
    expect(store.state.live).toBe("gevraagd");
  });
  test("a message is shown once, also when it comes again", async () => {
    const { newest, words } = await live();
    newest().heard(says("7", "Hallo"));
    newest().heard(says("7", "Hallo"));
    expect(words().filter((word) => word === "Hallo")).toHaveLength(1);
  });
  test("own words that come back are not shown twice, and count as sent", async () => {
    const { conversation, api, newest, store, words } = await live();
    api.send.mockRejectedValueOnce(new Error("weg"));
    conversation.say("hier ben ik");
    await settle();
    const id = store.state.entries.at(-1)?.outgoing?.clientMessageId ?? "";
    newest().heard(says("8", "hier ben ik", { from: "user", clientMessageId: id }));
    expect(words().at(-1)).toBe("jij(sent): hier ben ik");
    newest().heard(says("9", "van het andere tabblad", { from: "user", clientMessageId: "anders" }));
    expect(words().at(-1)).toBe("van het andere tabblad");
  });
  test("after a lost connection it goes on where it was, later and later", async () => {
    const { connections, newest, store } = await live();
    newest().heard(says("7", "Hallo"));
    newest().drop(true);
    await settle();
    expect(store.state.lost).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(connections.map(({ last }) => last)).toEqual([3, 7]);
    newest().drop(true);
    await vi.advanceTimersByTimeAsync(900);
    expect(connections).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    newest().heard(now("verbonden"));
    expect([connections.length, store.state.lost]).toEqual([3, false]);
  });
  test("stops when the talk is over", async () => {
    const { connections, newest, store } = await live();
    newest().heard(now("verbonden", true));
    expect(store.state).toMatchObject({ live: "verbonden", typing: true });
    newest().heard(now(""));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([connections.length, store.state.live, store.state.typing]).toEqual([1, "", false]);
  });
  test("stops when the conversation is gone", async () => {
    const { connections, newest, store } = await live();
    newest().drop(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([connections.length, store.state.live]).toEqual([1, ""]);
  });
  test("who begins anew leaves nobody behind", async () => {
    const { conversation, api, store } = await live();
    await conversation.restart();
    expect(api.send.mock.calls.at(-1)).toMatchObject([{ id: "c1" }, { choice: "live:stop" }]);
    expect(store.state.live).toBe("");
  });
});

describe("typing", () => {
  test("is told while somebody is there, and not at every key", async () => {
    const { conversation, api, newest } = await live();
    conversation.typing();
    expect(api.typing).not.toHaveBeenCalled();
    newest().heard(now("verbonden"));
    for (let key = 0; key < 20; key++) conversation.typing();
    expect(api.typing).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3_000);
    conversation.typing();
    expect(api.typing).toHaveBeenCalledTimes(2);
  });
});

describe("the stream", () => {
  const stream = (...parts: string[]): Response => new Response(new ReadableStream({
    start: (controller) => {
      parts.forEach((part) => { controller.enqueue(new TextEncoder().encode(part)); });
      controller.close();
    },
  }));
  const read = async (response: Response): Promise<{ heard: StreamEvent[]; goesOn: boolean; init: RequestInit }> => {
    const heard: StreamEvent[] = [];
    const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(() => Promise.resolve(response));
    vi.stubGlobal("fetch", fetched);
    const goesOn = await new ApiClient(null, "https://gemeente.example/").events(
      { id: "c", token: "t" }, 7, (event) => { heard.push(event); }, new AbortController().signal);
    return { heard, goesOn, init: fetched.mock.calls[0]?.[1] ?? {} };
  };
  test("sends the token and the last id, and reads what is cut in two", async () => {
    const { heard, goesOn, init } = await read(stream(': still here\n\nid: 8\nevent: mes', 'sage\ndata: {"id":"8"}\n', "\nevent: live\ndata: kapot\n\n"));
    expect(heard).toEqual([{ kind: "message", data: { id: "8" } }]);
    expect(goesOn).toBe(true);
    expect(init.headers).toMatchObject({ Authorization: "Bearer t", "Last-Event-ID": "7" });
  });
  test.each([[404, false], [401, false], [500, true], [503, true]])("%i: goes on is %s", async (status, expected) => {
    expect((await read(new Response("", { status }))).goesOn).toBe(expected);
  });
  test("every word about it is there", () => {
    expect(message({ type: "text", text: "x", clientMessageId: "m" }).said).toBe("m");
    expect(texts.live.verbonden.stop).toBe("Stop met chatten");
  });
});
