import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { texts } from "../src/texts.nl";
import { bot, failure, settle, setUp } from "./fakes";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const ids = (api: ReturnType<typeof setUp>["api"]): string[] => api.send.mock.calls.map(([, body]) => body.clientMessageId);

describe("open", () => {
  test("starts a conversation and keeps id and token", async () => {
    const { conversation, session, words, store } = setUp();
    await conversation.open();
    expect(words()).toEqual(["Hoi"]);
    expect(session.read()).toEqual({ id: "c1", token: "t1" });
    expect(store.state.phase).toBe("open");
  });
  test("resumes after a reload, without announcing everything again", async () => {
    const { conversation, api, store } = setUp({ kept: { id: "c0", token: "t0" } });
    await conversation.open();
    expect(api.start).not.toHaveBeenCalled();
    expect(store.state.entries[0]?.received?.fresh).toBe(false);
  });
  test("begins anew with a kind notice when the old conversation is gone", async () => {
    const { conversation, api, words, session } = setUp({ kept: { id: "c0", token: "t0" } });
    api.resume.mockImplementation(() => failure("gone", 404));
    await conversation.open();
    expect(words()).toEqual([texts.expired, "Hoi"]);
    expect(session.read()?.id).toBe("c1");
  });
  test("a network fault does not throw the old conversation away", async () => {
    const { conversation, api, store, session } = setUp({ kept: { id: "c0", token: "t0" } });
    api.resume.mockImplementationOnce(() => failure("network"));
    await conversation.open();
    expect(store.state.phase).toBe("unreachable");
    expect(session.read()?.id).toBe("c0");
    await conversation.open();
    expect(store.state.phase).toBe("open");
  });
  test("waits for a server that is starting", async () => {
    const { conversation, api, store } = setUp();
    api.ready.mockResolvedValueOnce("starting").mockResolvedValueOnce("starting").mockResolvedValueOnce("starting");
    api.start.mockImplementationOnce(() => failure("server", 503));
    void conversation.open();
    await settle();
    expect(store.state).toMatchObject({ phase: "starting", server: "starting" });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(store.state).toMatchObject({ phase: "open", server: "ready" });
    expect(api.start).toHaveBeenCalledTimes(2);
  });
  test("says what the server said when the chat is off", async () => {
    const { conversation, api, store } = setUp();
    api.start.mockImplementation(() => failure("server", 503, "De chat is even uit."));
    await conversation.open();
    expect(store.state).toMatchObject({ phase: "unreachable", trouble: "De chat is even uit." });
  });
});

describe("say", () => {
  test("sends once, shows the answer after it, tells the types only", async () => {
    const { conversation, api, words, answered } = setUp();
    await conversation.open();
    conversation.say("slapen");
    expect(words()).toEqual(["Hoi", "jij(waiting): slapen"]);
    await settle();
    expect(words()).toEqual(["Hoi", "jij(sent): slapen", "Antwoord"]);
    expect(api.send).toHaveBeenCalledTimes(1);
    expect(answered).toHaveBeenCalledWith(["text"]);
  });
  test("one at a time, in order", async () => {
    const { conversation, api } = setUp();
    await conversation.open();
    let release: (messages: ReturnType<typeof bot>[]) => void = () => undefined;
    api.send.mockImplementationOnce(() => new Promise((resolve) => { release = resolve; }));
    conversation.say("een");
    conversation.say("twee");
    await settle();
    expect(api.send).toHaveBeenCalledTimes(1);
    release([bot("1")]);
    await settle();
    expect(api.send.mock.calls.map(([, body]) => body)).toMatchObject([{ text: "een" }, { text: "twee" }]);
  });
  test.each(["network", "timeout", "server"] as const)("%s: stays visible, and 'probeer opnieuw' uses the same id", async (kind) => {
    const { conversation, api, words } = setUp();
    await conversation.open();
    api.send.mockImplementationOnce(() => failure(kind, 500));
    conversation.say("slapen");
    await settle();
    expect(words()).toContain("jij(failed): slapen");
    conversation.retry(ids(api)[0] ?? "");
    await settle();
    expect(words()).toContain("jij(sent): slapen");
    expect(new Set(ids(api)).size).toBe(1);
    expect(ids(api)).toHaveLength(2);
  });
  test("two messages never share an id", async () => {
    const { conversation, api } = setUp();
    await conversation.open();
    conversation.say("a");
    conversation.say("a");
    await settle();
    expect(new Set(ids(api)).size).toBe(2);
  });
  test("429: the words go back into the field with the server's reason", async () => {
    const { conversation, api, store, words } = setUp();
    await conversation.open();
    api.send.mockImplementationOnce(() => failure("refused", 429, "Even wachten."));
    conversation.say("slapen");
    await settle();
    expect(store.state).toMatchObject({ draft: "slapen", fieldError: "Even wachten." });
    expect(words()).toEqual(["Hoi"]);
  });
  test("a conversation that expired begins anew and the message still arrives, once", async () => {
    const { conversation, api, words } = setUp();
    await conversation.open();
    api.send.mockImplementationOnce(() => failure("gone", 404));
    api.resume.mockImplementationOnce(() => failure("gone", 404));
    api.start.mockResolvedValueOnce({ id: "c2", token: "t2", messages: [bot("Hoi weer")] });
    conversation.say("slapen");
    await settle();
    expect(words()).toEqual(["Hoi", texts.expired, "Hoi weer", "jij(sent): slapen", "Antwoord"]);
    expect(new Set(ids(api)).size).toBe(1);
  });
  test("gone for ever does not go round in circles", async () => {
    const { conversation, api, words } = setUp();
    await conversation.open();
    api.send.mockImplementation(() => failure("gone", 404));
    conversation.say("slapen");
    await settle();
    expect(api.send).toHaveBeenCalledTimes(2);
    expect(words()).toContain("jij(failed): slapen");
  });
  test("says at one second that it thinks, and at eight what is going on", async () => {
    const { conversation, api, store } = setUp();
    await conversation.open();
    api.send.mockImplementationOnce(() => new Promise((resolve) => { setTimeout(() => { resolve([]); }, 9_000); }));
    conversation.say("slapen");
    await vi.advanceTimersByTimeAsync(900);
    expect(store.state.thinking).toBe("no");
    await vi.advanceTimersByTimeAsync(200);
    expect(store.state.thinking).toBe("soon");
    await vi.advanceTimersByTimeAsync(7_000);
    expect(store.state.thinking).toBe("long");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.state.thinking).toBe("no");
  });
  test("typed before the conversation could begin: sent when it can", async () => {
    const { conversation, api, words } = setUp();
    api.start.mockImplementationOnce(() => failure("network"));
    await conversation.open();
    conversation.say("slapen");
    await settle();
    expect(words()).toEqual(["Hoi", "jij(sent): slapen", "Antwoord"]);
  });
});

describe("while the server starts", () => {
  async function starting() {
    const made = setUp();
    made.api.ready.mockResolvedValue("starting");
    made.api.send.mockImplementationOnce(() => failure("server", 503));
    await made.conversation.open();
    await settle();
    made.conversation.say("slapen");
    await settle();
    return made;
  }
  test("a message waits in sight and goes once when it is ready", async () => {
    const { api, words } = await starting();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(api.send).toHaveBeenCalledTimes(1);
    expect(words()).toContain("jij(waiting): slapen");
    api.ready.mockResolvedValue("ready");
    await vi.advanceTimersByTimeAsync(2_100);
    expect(api.send).toHaveBeenCalledTimes(2);
    expect(new Set(ids(api)).size).toBe(1);
    expect(words()).toContain("jij(sent): slapen");
  });
  test("after sixty seconds it goes anyway", async () => {
    const { api } = await starting();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(api.send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(api.send).toHaveBeenCalledTimes(2);
  });
  test("danger is answered at once, since the message goes to the server first", async () => {
    const { conversation, api, words } = setUp();
    api.ready.mockResolvedValue("starting");
    await conversation.open();
    await settle();
    conversation.say("help");
    await settle();
    expect(api.send).toHaveBeenCalledTimes(1);
    expect(words()).toContain("jij(sent): help");
  });
  test("'stuur nu' does not wait", async () => {
    const { api, conversation } = await starting();
    conversation.sendNow();
    await settle();
    expect(api.send).toHaveBeenCalledTimes(2);
  });
  test("a server that restarts between two messages is waited for, with the same id", async () => {
    const { api, conversation } = setUp();
    await conversation.open();
    await settle();
    api.ready.mockResolvedValueOnce("starting");
    api.send.mockImplementationOnce(() => failure("server", 503));
    conversation.say("slapen");
    await settle();
    await vi.advanceTimersByTimeAsync(2_100);
    expect(api.send).toHaveBeenCalledTimes(2);
    expect(new Set(ids(api)).size).toBe(1);
  });
});

describe("choose", () => {
  test("sends the id, shows the label, and a double tap is one answer", async () => {
    const { conversation, api, words } = setUp();
    await conversation.open();
    conversation.choose({ id: "slapen", label: "Slapen" });
    conversation.choose({ id: "slapen", label: "Slapen" });
    await settle();
    expect(api.send).toHaveBeenCalledTimes(1);
    expect(api.send.mock.calls[0]?.[1]).toMatchObject({ choice: "slapen" });
    expect(words()).toContain("jij(sent): Slapen");
    conversation.choose({ id: "slapen", label: "Slapen" });
    await settle();
    expect(api.send).toHaveBeenCalledTimes(2);
  });
});

describe("wipe, restart, forget", () => {
  test("wipe deletes, empties the screen and the tab, and says so", async () => {
    const { conversation, api, words, session, store } = setUp();
    await conversation.open();
    await conversation.wipe();
    expect(api.wipe).toHaveBeenCalledWith({ id: "c1", token: "t1" });
    expect(session.read()).toBeNull();
    expect(words()).toEqual([texts.wiped]);
    expect(store.state.phase).toBe("wiped");
  });
  test("a wipe that failed says so and keeps the conversation usable", async () => {
    const { conversation, api, words, session } = setUp();
    await conversation.open();
    api.wipe.mockImplementationOnce(() => failure("network"));
    await conversation.wipe();
    expect(words()).toEqual(["Hoi", texts.wipeFailed]);
    expect(session.read()).not.toBeNull();
    conversation.say("toch verder");
    await settle();
    expect(words()).toContain("jij(sent): toch verder");
  });
  test("already gone counts as wiped", async () => {
    const { conversation, api, store } = setUp();
    await conversation.open();
    api.wipe.mockImplementationOnce(() => failure("gone", 404));
    await conversation.wipe();
    expect(store.state.phase).toBe("wiped");
  });
  test("an answer that arrives after a restart is not shown", async () => {
    const { conversation, api, words } = setUp();
    await conversation.open();
    let release: (messages: ReturnType<typeof bot>[]) => void = () => undefined;
    api.send.mockImplementationOnce(() => new Promise((resolve) => { release = resolve; }));
    conversation.say("oud");
    await settle();
    await conversation.restart();
    release([bot("te laat")]);
    await settle();
    expect(words()).toEqual(["Hoi"]);
    conversation.say("nieuw");
    await settle();
    expect(words()).toEqual(["Hoi", "jij(sent): nieuw", "Antwoord"]);
  });
  test("forget leaves nothing behind in this tab", async () => {
    const { conversation, store, session } = setUp();
    await conversation.open();
    store.dispatch({ do: "set", change: { draft: "geheim" } });
    conversation.forget();
    expect(session.read()).toBeNull();
    expect(store.state).toMatchObject({ entries: [], draft: "" });
  });
});
