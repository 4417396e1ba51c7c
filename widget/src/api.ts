/** The only file that knows the server's addresses. It speaks DESIGN.md §6 and turns every fault into one `ApiFailure`. */
import { readMessages } from "./messages/read";
import type { Message } from "./messages/types";

export interface Credentials { id: string; token: string }
export type Outbound = { clientMessageId: string } & ({ text: string } | { choice: string });
/** With `offerId`: something in that offer is not right. */
export interface Feedback { helpful: boolean; reason?: string; offerId?: string }
export type ServerState = "ready" | "starting";
export type LiveState = "" | "gevraagd" | "verbonden";
export interface StreamEvent { kind: string; data: Record<string, unknown> }

/**
 * network: nobody answered · timeout: not in time · server: it broke, trying again may help ·
 * refused: the message cannot go as it is, `detail` says why in Dutch · gone: the conversation no longer exists ·
 * aborted: we stopped it ourselves.
 */
export type FailureKind = "network" | "timeout" | "server" | "refused" | "gone" | "aborted";

export class ApiFailure extends Error {
  override name = "ApiFailure";
  constructor(readonly kind: FailureKind, readonly status = 0, readonly detail = "") {
    super(`${kind} ${status}`);
  }
}

const TIMEOUT_MS = { ready: 5_000, start: 20_000, message: 25_000, wipe: 15_000 };
/** The server says something every 15 seconds; a stream that is silent for longer is broken. */
const SILENCE_MS = 40_000;
const REFUSED = [400, 413, 422, 429];
export const GONE = [401, 404, 410];

function kindOf(status: number): FailureKind {
  if (REFUSED.includes(status)) return "refused";
  return GONE.includes(status) ? "gone" : "server";
}

interface Call { method?: string; body?: unknown; token?: string; timeout: number; signal?: AbortSignal | undefined }
export interface Answer { ok: boolean; status: number; body: Record<string, unknown> }

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown = null;
  try { body = JSON.parse(text); } catch { /* an empty or foreign body says no more than its status */ }
  return { ok: response.ok, status: response.status, body: typeof body === "object" && body !== null ? (body as Answer["body"]) : {} };
}

function failureOf({ status, body }: Answer): ApiFailure {
  return new ApiFailure(kindOf(status), status, typeof body.detail === "string" ? body.detail.slice(0, 300) : "");
}

function initOf({ method = "GET", body, token }: Call): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  return {
    method, headers, body: body === undefined ? null : JSON.stringify(body),
    credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
  };
}

function eventOf(block: string): StreamEvent | null {
  const fields = new Map(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  try {
    const data: unknown = JSON.parse(fields.get("data") ?? "null");
    return typeof data === "object" && data !== null ? { kind: fields.get("event") ?? "", data: data as StreamEvent["data"] } : null;
  } catch {
    return null;
  }
}

export class ApiClient {
  readonly base: string;
  /** What the newest answer said about a talk with the team. */
  live: LiveState = "";
  /** When the conversation is wiped if nothing more is said, in milliseconds since 1970; NaN when not told. */
  expires = NaN;

  /** `base` is an origin with or without a path; a bad one falls back to the page's own origin. */
  constructor(base: string | null, private readonly page: string = document.baseURI) {
    this.base = this.#clean(base ?? "");
  }

  async ready(signal?: AbortSignal): Promise<ServerState> {
    try {
      const { body } = await this.#fetch("health/ready", { timeout: TIMEOUT_MS.ready, signal });
      return body.status === "starting" ? "starting" : "ready";
    } catch {
      // Without a health answer we do not hold anything back: the call itself will show how things are.
      return "ready";
    }
  }

  async start(gemeente: string, topic: string, signal?: AbortSignal): Promise<Credentials & { messages: Message[] }> {
    const body = await this.#json("conversations", {
      method: "POST", body: { gemeente, language: "nl", ...(topic && { topic }) }, timeout: TIMEOUT_MS.start, signal,
    });
    if (typeof body.id !== "string" || typeof body.token !== "string") throw new ApiFailure("server");
    this.#hear(body);
    return { id: body.id, token: body.token, messages: readMessages(body.messages) };
  }

  /** What a gemeente decided about its chat, unread: see profile.ts. */
  gemeente(id: string): Promise<unknown> {
    return this.#json(`gemeenten/${id}`, { timeout: TIMEOUT_MS.ready });
  }

  async resume({ id, token }: Credentials, signal?: AbortSignal): Promise<Message[]> {
    const body = await this.#json(this.#path(id), { token, timeout: TIMEOUT_MS.start, signal });
    this.#hear(body);
    return readMessages(body.messages);
  }

  async send({ id, token }: Credentials, body: Outbound, signal?: AbortSignal): Promise<Message[]> {
    const path = `${this.#path(id)}/messages`;
    const answer = await this.#json(path, { method: "POST", body, token, timeout: TIMEOUT_MS.message, signal });
    const messages = readMessages(answer.messages);
    if (!Array.isArray(answer.messages) || (answer.messages.length > 0 && messages.length === 0)) throw new ApiFailure("server");
    this.#hear(answer);
    return messages;
  }

  /** The parent is typing to somebody of the team. */
  async typing({ id, token }: Credentials): Promise<void> {
    await this.#json(`${this.#path(id)}/typing`, { method: "POST", token, timeout: TIMEOUT_MS.ready });
  }

  /** News after message `last`, until the connection ends. False when there is nothing more to come: the conversation is gone. */
  async events({ id, token }: Credentials, last: number, heard: (event: StreamEvent) => void, life: AbortSignal): Promise<boolean> {
    const silent = new AbortController();
    const stop = (): void => { silent.abort(); };
    let timer = setTimeout(stop, SILENCE_MS);
    try {
      const init = initOf({ token, timeout: SILENCE_MS });
      const headers = { ...(init.headers as Record<string, string>), Accept: "text/event-stream", "Last-Event-ID": String(last) };
      const response = await fetch(`${this.base}/api/v1/${this.#path(id)}/events`, { ...init, headers, signal: AbortSignal.any([life, silent.signal]) });
      if (!response.ok) return !GONE.includes(response.status);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
        const blocks = `${rest}${part.value}`.split("\n\n");
        rest = blocks.pop() ?? "";
        blocks.map(eventOf).forEach((event) => { if (event && !life.aborted) heard(event); });
      }
    } catch { /* broken: who listens tries again */ } finally {
      clearTimeout(timer);
    }
    return true;
  }

  /** The form for the team. A refusal comes back as it is: the form shows it beside its fields. */
  handOver({ id, token }: Credentials, form: Record<string, unknown>, look: boolean, signal?: AbortSignal): Promise<Answer> {
    const path = `${this.#path(id)}/handoff${look ? "/summary" : ""}`;
    return this.#fetch(path, { method: "POST", body: form, token, timeout: TIMEOUT_MS.message, signal });
  }

  /** Gives the crisis card when there is danger in the words. */
  async feedback({ id, token }: Credentials, given: Feedback): Promise<Message[]> {
    const { messages } = await this.#json(`${this.#path(id)}/feedback`, { method: "POST", body: given, token, timeout: TIMEOUT_MS.wipe });
    return readMessages(messages);
  }

  /** What was found, by mail. The server uses the address once. */
  async mail({ id, token }: Credentials, email: string): Promise<void> {
    await this.#json(`${this.#path(id)}/overview`, { method: "POST", body: { email }, token, timeout: TIMEOUT_MS.message });
  }

  async wipe({ id, token }: Credentials): Promise<void> {
    await this.#json(this.#path(id), { method: "DELETE", token, timeout: TIMEOUT_MS.wipe });
  }

  #hear({ live, expiresAt }: Answer["body"]): void {
    this.live = live === "gevraagd" || live === "verbonden" ? live : "";
    if (typeof expiresAt === "string") this.expires = Date.parse(expiresAt);
  }

  #path(id: string): string {
    return `conversations/${encodeURIComponent(id)}`;
  }

  #clean(base: string): string {
    try {
      const url = new URL(base || "/", this.page);
      if (url.protocol === "https:" || url.protocol === "http:") return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
    } catch { /* falls through to the page's own origin */ }
    return new URL(this.page).origin;
  }

  async #json(path: string, call: Call): Promise<Answer["body"]> {
    const answer = await this.#fetch(path, call);
    if (!answer.ok) throw failureOf(answer);
    return answer.body;
  }

  /** The deadline covers the whole answer: a server that stops halfway through its body is late too. */
  async #fetch(path: string, call: Call): Promise<Answer> {
    const late = new AbortController();
    const stop = (): void => { late.abort(); };
    const timer = setTimeout(stop, call.timeout);
    if (call.signal?.aborted) stop();
    call.signal?.addEventListener("abort", stop, { once: true });
    try {
      return await answerOf(await fetch(`${this.base}/api/v1/${path}`, { ...initOf(call), signal: late.signal }));
    } catch {
      if (call.signal?.aborted) throw new ApiFailure("aborted");
      throw new ApiFailure(late.signal.aborted ? "timeout" : "network");
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener("abort", stop);
    }
  }
}
