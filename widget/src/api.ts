/** The only file that knows the server's addresses. It speaks DESIGN.md §6 and turns every fault into one `ApiFailure`. */
import { readMessages } from "./messages/read";
import type { Message } from "./messages/types";

export interface Credentials { id: string; token: string }
export type Outbound = { clientMessageId: string } & ({ text: string } | { choice: string });
export type ServerState = "ready" | "starting";

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
const REFUSED = [400, 413, 422, 429];
const GONE = [401, 404, 410];

function kindOf(status: number): FailureKind {
  if (REFUSED.includes(status)) return "refused";
  return GONE.includes(status) ? "gone" : "server";
}

interface Call { method?: string; body?: unknown; token?: string; timeout: number; signal?: AbortSignal | undefined }
interface Answer { ok: boolean; status: number; body: Record<string, unknown> }

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

export class ApiClient {
  readonly base: string;

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

  async start(gemeente: string, signal?: AbortSignal): Promise<Credentials & { messages: Message[] }> {
    const body = await this.#json("conversations", {
      method: "POST", body: { gemeente, language: "nl" }, timeout: TIMEOUT_MS.start, signal,
    });
    if (typeof body.id !== "string" || typeof body.token !== "string") throw new ApiFailure("server");
    return { id: body.id, token: body.token, messages: readMessages(body.messages) };
  }

  async resume({ id, token }: Credentials, signal?: AbortSignal): Promise<Message[]> {
    const body = await this.#json(this.#path(id), { token, timeout: TIMEOUT_MS.start, signal });
    return readMessages(body.messages);
  }

  async send({ id, token }: Credentials, body: Outbound, signal?: AbortSignal): Promise<Message[]> {
    const path = `${this.#path(id)}/messages`;
    const answer = await this.#json(path, { method: "POST", body, token, timeout: TIMEOUT_MS.message, signal });
    if (!Array.isArray(answer.messages)) throw new ApiFailure("server");
    return readMessages(answer.messages);
  }

  async wipe({ id, token }: Credentials): Promise<void> {
    await this.#json(this.#path(id), { method: "DELETE", token, timeout: TIMEOUT_MS.wipe });
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
