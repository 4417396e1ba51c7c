import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiClient, ApiFailure } from "../src/api";

const json = (status: number, body: unknown, type = "application/json"): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "Content-Type": type } });
const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
const credentials = { id: "c/1", token: "geheim" };
const client = (base: string | null = null): ApiClient => new ApiClient(base, "https://gemeente.example/jeugd/");
const failing = async (promise: Promise<unknown>): Promise<ApiFailure> => promise.then(() => { throw new Error("lukte"); }, (error: unknown) => error as ApiFailure);

beforeEach(() => { fetched.mockReset(); vi.stubGlobal("fetch", fetched); });
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers(); });

describe("base", () => {
  test.each([
    [null, "https://gemeente.example"], ["", "https://gemeente.example"], ["javascript:alert(1)", "https://gemeente.example"],
    ["https://[", "https://gemeente.example"], ["https://chat.example/", "https://chat.example"], ["https://chat.example/wegwijs/", "https://chat.example/wegwijs"],
    ["/wegwijs", "https://gemeente.example/wegwijs"],
  ])("%s gives %s", (given, expected) => { expect(client(given).base).toBe(expected); });
});

describe("send", () => {
  test("posts words, id and token where the contract says", async () => {
    fetched.mockResolvedValue(json(200, { messages: [{ id: "1", from: "bot", type: "text", text: "Hoi" }] }));
    const answer = await client("https://chat.example").send(credentials, { text: "slapen", clientMessageId: "m1" });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe("https://chat.example/api/v1/conversations/c%2F1/messages");
    expect(init).toMatchObject({ method: "POST", body: '{"text":"slapen","clientMessageId":"m1"}', credentials: "omit" });
    expect((init?.headers as Record<string, string>).Authorization).toBe("Bearer geheim");
    expect(answer).toMatchObject([{ type: "text", text: "Hoi" }]);
  });
  test.each([[400, "refused"], [413, "refused"], [422, "refused"], [429, "refused"], [401, "gone"], [404, "gone"], [410, "gone"], [500, "server"], [503, "server"], [409, "server"]])(
    "%i is %s and keeps the detail", async (status, kind) => {
      fetched.mockResolvedValue(json(status, { detail: "Uitleg." }, "application/problem+json"));
      expect(await failing(client().send(credentials, { text: "x", clientMessageId: "m" }))).toMatchObject({ kind, status, detail: "Uitleg." });
    });
  test("an answer that is not what we agreed is a server fault, not an empty success", async () => {
    fetched.mockResolvedValue(new Response("<html>", { status: 200 }));
    expect(await failing(client().send(credentials, { text: "x", clientMessageId: "m" }))).toMatchObject({ kind: "server" });
  });
  test("no network", async () => {
    fetched.mockRejectedValue(new TypeError("failed"));
    expect(await failing(client().send(credentials, { text: "x", clientMessageId: "m" }))).toMatchObject({ kind: "network" });
  });
  test("too late, also when only the body hangs", async () => {
    vi.useFakeTimers();
    fetched.mockImplementation((_url, init) => new Promise((_resolve, reject) => { init.signal?.addEventListener("abort", () => { reject(new Error("abort")); }); }));
    const result = failing(client().send(credentials, { text: "x", clientMessageId: "m" }));
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await result).toMatchObject({ kind: "timeout" });
  });
  test("stopped by ourselves", async () => {
    const stop = new AbortController();
    fetched.mockImplementation((_url, init) => new Promise((_resolve, reject) => { init.signal?.addEventListener("abort", () => { reject(new Error("abort")); }); }));
    const result = failing(client().send(credentials, { text: "x", clientMessageId: "m" }, stop.signal));
    stop.abort();
    expect(await result).toMatchObject({ kind: "aborted" });
  });
});

describe("the other calls", () => {
  test("start needs id and token", async () => {
    fetched.mockResolvedValueOnce(json(201, { id: "c", token: "t", messages: [] }));
    expect(await client().start("voorbeeldstad", "")).toEqual({ id: "c", token: "t", messages: [] });
    expect(fetched.mock.calls[0]?.[1].body).toBe('{"gemeente":"voorbeeldstad","language":"nl"}');
    fetched.mockResolvedValueOnce(json(201, {}));
    expect(await failing(client().start("voorbeeldstad", ""))).toMatchObject({ kind: "server" });
  });
  test("wipe accepts 204", async () => {
    fetched.mockResolvedValue(json(204, null));
    await expect(client().wipe(credentials)).resolves.toBeUndefined();
    expect(fetched.mock.calls[0]?.[1].method).toBe("DELETE");
  });
  test("only a server that says 'starting' holds us back", async () => {
    fetched.mockResolvedValueOnce(json(503, { status: "starting" }));
    expect(await client().ready()).toBe("starting");
    fetched.mockResolvedValueOnce(json(200, { status: "degraded" }));
    expect(await client().ready()).toBe("ready");
    fetched.mockRejectedValueOnce(new TypeError("failed"));
    expect(await client().ready()).toBe("ready");
  });
});
