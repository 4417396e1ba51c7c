import { vi } from "vitest";
import { ApiFailure, type ApiClient } from "../src/api";
import type { Context } from "../src/messages/index";
import { Conversation } from "../src/conversation";
import { readMessages } from "../src/messages/read";
import type { Message } from "../src/messages/types";
import { Store } from "../src/store";

export const bot = (text: string, id = text): Message => ({ type: "text", id, from: "bot", lang: "", text });
export const message = (body: Record<string, unknown>): Message => {
  const [read] = readMessages([{ id: "m", from: "bot", ...body }]);
  if (!read) throw new Error("niet te lezen");
  return read;
};

export const context = (more: Partial<Context> = {}): Context => ({
  fresh: true, choose: vi.fn(), handOver: vi.fn<Context["handOver"]>(), feedback: vi.fn<Context["feedback"]>(() => Promise.resolve(true)), base: "https://wegwijs.example", ...more,
});

export function fakeSession(kept: { id: string; token: string } | null = null) {
  let value = kept;
  return {
    read: () => value,
    write: (credentials: { id: string; token: string }) => { value = credentials; },
    clear: () => { value = null; },
  };
}

export function setUp({ kept = null as { id: string; token: string } | null } = {}) {
  let answers = 0;
  const api = {
    ready: vi.fn(() => Promise.resolve<"ready" | "starting">("ready")),
    start: vi.fn(() => Promise.resolve({ id: "c1", token: "t1", messages: [bot("Hoi")] })),
    resume: vi.fn(() => Promise.resolve([bot("Hoi")])),
    send: vi.fn<(credentials: unknown, body: { clientMessageId: string }) => Promise<Message[]>>(() => Promise.resolve([bot("Antwoord", `a${++answers}`)])),
    handOver: vi.fn<ApiClient["handOver"]>(() => Promise.resolve({ ok: true, status: 201, body: { messages: [] } })),
    wipe: vi.fn(() => Promise.resolve()),
    feedback: vi.fn<ApiClient["feedback"]>(() => Promise.resolve([])),
    mail: vi.fn<ApiClient["mail"]>(() => Promise.resolve()),
    expires: NaN,
    base: "https://wegwijs.example",
    live: "" as ApiClient["live"],
    events: vi.fn<ApiClient["events"]>(() => Promise.resolve(false)),
    typing: vi.fn<ApiClient["typing"]>(() => Promise.resolve()),
  };
  const store = new Store();
  const session = fakeSession(kept);
  const answered = vi.fn();
  const conversation = new Conversation({ api, session, store, gemeente: "voorbeeldstad", onAnswer: answered });
  const words = (): string[] => store.state.entries.map((e) =>
    e.outgoing ? `jij(${e.outgoing.status}): ${e.outgoing.text}` : "text" in e.received.message ? e.received.message.text : e.received.message.type);
  return { api, store, session, conversation, answered, words };
}

export const failure = (kind: ApiFailure["kind"], status = 0, detail = ""): Promise<never> => Promise.reject(new ApiFailure(kind, status, detail));

/** Lets every promise that can settle now do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}
