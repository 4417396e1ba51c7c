/** What happens between the parent and the server: begin, resume, send once, wait, wipe. Knows no DOM and no addresses. */
import { ApiFailure, type ApiClient, type Credentials, type Outbound } from "./api";
import type { Choice, Message } from "./messages/types";
import { Readiness } from "./readiness";
import type { Session } from "./session";
import { nextWaiting, type Outgoing, type State, type Store } from "./store";
import { texts } from "./texts.nl";

const SOON_MS = 1_000;
const LONG_MS = 8_000;

/** `crypto.randomUUID` exists on https only; a municipal intranet page may be http. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const notice = (text: string): Message => ({ type: "notice", id: `hier-${newId()}`, from: "system", lang: "", text });
const failureOf = (error: unknown): ApiFailure => (error instanceof ApiFailure ? error : new ApiFailure("server"));

export interface Outside {
  api: Pick<ApiClient, "ready" | "start" | "resume" | "send" | "wipe">;
  session: Pick<Session, "read" | "write" | "clear">;
  store: Store;
  gemeente: string;
  onAnswer?: (types: string[]) => void;
}

export class Conversation {
  readonly #readiness: Readiness;
  #credentials: Credentials | null = null;
  #beginning: Promise<Credentials> | undefined;
  #delivering = false;
  /** Everything under way belongs to one life of the conversation; restart, wipe and leaving end it. */
  #life = new AbortController();
  #hurry = new AbortController();

  constructor(private readonly outside: Outside) {
    this.#readiness = new Readiness(outside.api, outside.store);
  }

  async open(): Promise<void> {
    this.#readiness.watch();
    await this.#begin().catch(() => undefined);
  }

  say(text: string): void {
    this.#queue({ clientMessageId: newId(), text, choice: "", status: "waiting" });
    this.#set({ draft: "", fieldError: "" });
  }

  /** A second tap on the same button while the first is under way is the same answer. */
  choose({ id, label }: Choice): void {
    const underWay = this.outside.store.state.entries.some(({ outgoing: o }) =>
      o?.choice === id && (o.status === "waiting" || o.status === "sending"));
    if (!underWay) this.#queue({ clientMessageId: newId(), text: label, choice: id, status: "waiting" });
  }

  retry(clientMessageId: string): void {
    this.#dispatch({ do: "mark", clientMessageId, status: "waiting" });
    void this.#deliverAll();
  }

  /** The parent does not want to wait until the server is ready. */
  sendNow(): void {
    this.#hurry.abort();
  }

  async restart(): Promise<void> {
    this.#end();
    this.outside.session.clear();
    this.#dispatch({ do: "reset", phase: "starting" });
    await this.open();
  }

  async wipe(): Promise<void> {
    const credentials = this.#credentials ?? this.outside.session.read();
    this.#end();
    this.#dispatch({ do: "failAll" });
    this.#set({ phase: "wiping" });
    try {
      if (credentials) await this.outside.api.wipe(credentials);
    } catch (error) {
      if (failureOf(error).kind !== "gone") {
        this.#credentials = credentials;
        this.#set({ phase: credentials ? "open" : "unreachable" });
        this.#receive([notice(texts.wipeFailed)]);
        return;
      }
    }
    this.outside.session.clear();
    this.#dispatch({ do: "reset", phase: "wiped" });
    this.#receive([notice(texts.wiped)]);
  }

  /** Leaves no trace in this tab; used when the parent leaves the site in a hurry. */
  forget(): void {
    this.#end();
    this.#readiness.stop();
    this.outside.session.clear();
    this.#dispatch({ do: "reset", phase: "idle" });
    this.#set({ draft: "" });
  }

  /** Stops what is under way without touching the conversation: the element left the page. */
  stop(): void {
    this.#end();
    this.#dispatch({ do: "failAll" });
    this.#readiness.stop();
  }

  #end(): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#credentials = null;
    this.#beginning = undefined;
    this.#delivering = false;
    this.#set({ thinking: "no" });
  }

  #begin(): Promise<Credentials> {
    if (this.#credentials) return Promise.resolve(this.#credentials);
    const mine = (this.#beginning ??= this.#beginUntilItWorks(this.#life.signal));
    const done = (): void => { if (this.#beginning === mine) this.#beginning = undefined; };
    mine.then(done, done);
    return mine;
  }

  async #beginUntilItWorks(life: AbortSignal): Promise<Credentials> {
    this.#set({ phase: "starting" });
    for (;;) {
      try {
        return await this.#resumeOrStart(life);
      } catch (error) {
        if (life.aborted || !(await this.#mayBeginLater(failureOf(error), life))) throw error;
        await this.#readiness.wait(life);
      }
    }
  }

  async #mayBeginLater({ kind, detail }: ApiFailure, life: AbortSignal): Promise<boolean> {
    if (kind !== "refused" && (await this.#readiness.check())) return true;
    if (!life.aborted) this.#set({ phase: "unreachable", trouble: detail });
    return false;
  }

  async #resumeOrStart(life: AbortSignal): Promise<Credentials> {
    const { api, session, gemeente } = this.outside;
    const kept = session.read();
    const told = kept && (await this.#resume(kept, life));
    if (kept && told) return this.#opened(kept, this.#notYetShown(told), false, life);
    const started = await api.start(gemeente, life);
    const messages = kept ? [notice(texts.expired), ...started.messages] : started.messages;
    return this.#opened({ id: started.id, token: started.token }, messages, true, life);
  }

  /** null when the conversation no longer exists. */
  async #resume(kept: Credentials, life: AbortSignal): Promise<Message[] | null> {
    try {
      return await this.outside.api.resume(kept, life);
    } catch (error) {
      if (failureOf(error).kind === "gone") return null;
      throw error;
    }
  }

  /** After a hiccup the parent's own words are on the screen already; the server's copy has another id. */
  #notYetShown(told: Message[]): Message[] {
    const spoken = this.outside.store.state.entries.some(({ outgoing }) => outgoing?.status === "sent");
    return spoken ? told.filter((message) => message.from !== "user") : told;
  }

  #opened(credentials: Credentials, messages: Message[], fresh: boolean, life: AbortSignal): Credentials {
    if (life.aborted) throw new ApiFailure("aborted");
    this.#credentials = credentials;
    this.outside.session.write(credentials);
    this.#set({ phase: "open", trouble: "" });
    this.#dispatch({ do: "receive", messages, fresh, first: true });
    return credentials;
  }

  #queue(outgoing: Outgoing): void {
    this.#dispatch({ do: "say", outgoing });
    this.#set({ fieldError: "" });
    void this.#deliverAll();
  }

  /** One message at a time, in the order in which they were said. */
  async #deliverAll(): Promise<void> {
    if (this.#delivering) return;
    const life = this.#life.signal;
    this.#delivering = true;
    for (let next = this.#next(life); next; next = this.#next(life)) await this.#deliver(next, life);
    if (this.#life.signal === life) this.#delivering = false;
  }

  #next(life: AbortSignal): Outgoing | undefined {
    return life.aborted ? undefined : nextWaiting(this.outside.store.state);
  }

  async #deliver(outgoing: Outgoing, life: AbortSignal): Promise<void> {
    const { clientMessageId, text, choice } = outgoing;
    try {
      const messages = await this.#post(choice ? { choice, clientMessageId } : { text, clientMessageId }, life);
      if (life.aborted) return;
      this.#dispatch({ do: "mark", clientMessageId, status: "sent" });
      const answer = messages.filter((message) => message.from !== "user");
      this.#receive(answer);
      this.outside.onAnswer?.(answer.map((message) => message.type));
    } catch (error) {
      if (!life.aborted) this.#failed(failureOf(error));
    }
  }

  #failed({ kind, status, detail }: ApiFailure): void {
    if (kind !== "refused") this.#dispatch({ do: "failAll" });
    else this.#dispatch({ do: "giveBack", detail: detail || (status === 429 ? texts.tooFast : texts.refused) });
  }

  /**
   * Tries again by itself in two cases only, each once: the conversation was gone, or the server was still starting.
   * It sends first and waits after: danger is answered while the bot still starts.
   */
  async #post(body: Outbound, life: AbortSignal): Promise<Message[]> {
    const triedAgain = new Set<string>();
    for (;;) {
      if (triedAgain.has("starting")) await this.#untilReady(life);
      const credentials = await this.#begin();
      try {
        return await this.#postOnce(credentials, body, life);
      } catch (error) {
        const reason = await this.#reasonToTryAgain(failureOf(error), life);
        if (!reason || triedAgain.has(reason)) throw error;
        triedAgain.add(reason);
        this.#dispatch({ do: "mark", clientMessageId: body.clientMessageId, status: "waiting" });
      }
    }
  }

  async #reasonToTryAgain({ kind, status }: ApiFailure, life: AbortSignal): Promise<"gone" | "starting" | null> {
    if (life.aborted) return null;
    if (kind === "gone") {
      this.#credentials = null;
      return "gone";
    }
    return status === 503 && (await this.#readiness.check()) ? "starting" : null;
  }

  async #untilReady(life: AbortSignal): Promise<void> {
    this.#hurry = new AbortController();
    await this.#readiness.wait(AbortSignal.any([life, this.#hurry.signal]));
    if (life.aborted) throw new ApiFailure("aborted");
  }

  async #postOnce(credentials: Credentials, body: Outbound, life: AbortSignal): Promise<Message[]> {
    this.#dispatch({ do: "mark", clientMessageId: body.clientMessageId, status: "sending" });
    const notices = [
      setTimeout(() => { this.#set({ thinking: "soon" }); }, SOON_MS),
      setTimeout(() => { this.#set({ thinking: "long" }); }, LONG_MS),
    ];
    try {
      return await this.outside.api.send(credentials, body, life);
    } finally {
      notices.forEach(clearTimeout);
      if (!life.aborted) this.#set({ thinking: "no" });
    }
  }

  #dispatch(action: Parameters<Store["dispatch"]>[0]): void {
    this.outside.store.dispatch(action);
  }

  #set(change: Partial<Pick<State, "phase" | "trouble" | "thinking" | "draft" | "fieldError">>): void {
    this.#dispatch({ do: "set", change });
  }

  #receive(messages: readonly Message[]): void {
    this.#dispatch({ do: "receive", messages, fresh: true });
  }
}
