/** What happens between the parent and the server: begin, resume, send once, wait, wipe. Knows no DOM and no addresses. */
import { ApiFailure, GONE, type Answer, type ApiClient, type Credentials, type Feedback, type Outbound } from "./api";
import { warnBeforeExpiry } from "./expiry";
import { Live } from "./live";
import { readMessages } from "./messages/read";
import type { Choice, Message } from "./messages/types";
import { isOffline, whenOnline } from "./network";
import { Readiness } from "./readiness";
import type { Session } from "./session";
import { nextWaiting, type Outgoing, type State, type Store } from "./store";
import { texts } from "./texts.nl";

const SOON_MS = 1_000;
const LONG_MS = 8_000;
const STOP_LIVE = "live:stop";

/** `crypto.randomUUID` exists on https only; a municipal intranet page may be http. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const notice = (text: string): Message => ({ type: "notice", id: `hier-${newId()}`, from: "system", lang: "", text });
const failureOf = (error: unknown): ApiFailure => (error instanceof ApiFailure ? error : new ApiFailure("server"));

export interface Outside {
  api: Pick<ApiClient, "ready" | "start" | "resume" | "send" | "handOver" | "wipe" | "base" | "live" | "events" | "typing" | "feedback" | "mail" | "expires">;
  session: Pick<Session, "read" | "write" | "clear">;
  store: Store;
  gemeente: string;
  /** What the page around the chat is about, or empty. */
  topic?: () => string;
  onAnswer?: (types: string[]) => void;
}

export class Conversation {
  readonly #readiness: Readiness;
  readonly #live: Live;
  #credentials: Credentials | null = null;
  #beginning: Promise<Credentials> | undefined;
  #delivering = false;
  /** Everything under way belongs to one life of the conversation; restart, wipe and leaving end it. */
  #life = new AbortController();
  #hurry = new AbortController();
  #network = new AbortController();

  constructor(private readonly outside: Outside) {
    this.#readiness = new Readiness(outside.api, outside.store);
    this.#live = new Live(outside.api, outside.store, (messages) => { this.#heard(messages); });
  }

  get base(): string {
    return this.outside.api.base;
  }

  async open(): Promise<void> {
    this.#readiness.watch();
    this.#network.abort();
    this.#network = new AbortController();
    whenOnline(() => { this.#networkIsBack(); }, this.#network.signal);
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

  /** Stop waiting for the team, or talking with them. */
  stopLive(label: string): void {
    this.choose({ id: STOP_LIVE, label });
  }

  typing(): void {
    this.#live.typing(this.#credentials);
  }

  retry(clientMessageId: string): void {
    this.#dispatch({ do: "mark", clientMessageId, status: "waiting" });
    this.#tryAll();
  }

  /** What the parent thinks of an answer; false when it did not arrive. Danger in the words is answered. */
  async feedback(given: Feedback): Promise<boolean> {
    return (await this.#ask(async (credentials) => { this.#receive(await this.outside.api.feedback(credentials, given)); })) === null;
  }

  /** Mails what was found to the parent; null when it went, else why not. */
  mail(email: string): Promise<ApiFailure | null> {
    return this.#ask((credentials) => this.outside.api.mail(credentials, email));
  }

  /** The question for the team, to look at (`look`) or to send; the receipt joins the conversation. A conversation that is gone begins anew, once. */
  async handOver(form: Record<string, unknown>, look: boolean, again = true): Promise<Pick<Answer, "status" | "body">> {
    const life = this.#life.signal;
    try {
      const answer = await this.outside.api.handOver(await this.#begin(), form, look, life);
      if (life.aborted) return { status: 0, body: {} };
      if (again && GONE.includes(answer.status)) {
        this.#credentials = null;
        return await this.handOver(form, look, false);
      }
      if (answer.ok && !look) this.#receive(readMessages(answer.body.messages));
      return answer;
    } catch {
      return { status: 0, body: {} };
    }
  }

  /** The parent does not want to wait until the server is ready, or the network is back. */
  sendNow(): void {
    this.#hurry.abort();
    this.#tryAll();
  }

  async restart(): Promise<void> {
    this.#leaveLive();
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
    this.#leaveLive();
    this.#end();
    this.#network.abort();
    this.#readiness.stop();
    this.outside.session.clear();
    this.#dispatch({ do: "reset", phase: "idle" });
    this.#set({ draft: "" });
  }

  /** Stops what is under way without touching the conversation: the element left the page. */
  stop(): void {
    this.#end();
    this.#dispatch({ do: "failAll" });
    this.#network.abort();
    this.#readiness.stop();
  }

  /** Who goes away does not leave somebody of the team behind in the conversation. */
  #leaveLive(): void {
    if (!this.#credentials || !this.outside.store.state.live) return;
    void this.outside.api.send(this.#credentials, { choice: STOP_LIVE, clientMessageId: newId() }).catch(() => undefined);
  }

  async #ask(call: (credentials: Credentials) => Promise<void>): Promise<ApiFailure | null> {
    try {
      await call(await this.#begin());
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }

  /** News that came by itself. */
  #heard(messages: Message[]): void {
    this.#arrived(messages);
    this.#receive(messages);
  }

  /** The server has what was said under this id, also when its answer was lost. */
  #arrived(messages: Message[]): void {
    for (const { said } of messages) if (said) this.#dispatch({ do: "mark", clientMessageId: said, status: "sent" });
  }

  #networkIsBack(): void {
    if (this.outside.store.state.phase === "unreachable") void this.#begin().catch(() => undefined);
    this.#tryAll();
  }

  #end(): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#credentials = null;
    this.#beginning = undefined;
    this.#delivering = false;
    this.#set({ thinking: "no", live: "", typing: false, lost: false, offline: false });
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
    const { api, session, gemeente, topic } = this.outside;
    const kept = session.read();
    const told = kept && (await this.#resume(kept, life));
    if (kept && told) return this.#opened(kept, told, false, life);
    const started = await api.start(gemeente, topic?.() ?? "", life);
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

  #opened(credentials: Credentials, messages: Message[], fresh: boolean, life: AbortSignal): Credentials {
    if (life.aborted) throw new ApiFailure("aborted");
    this.#credentials = credentials;
    this.outside.session.write(credentials);
    this.#set({ phase: "open", trouble: "" });
    this.#arrived(messages);
    this.#dispatch({ do: "receive", messages, fresh, first: true });
    this.#live.begin(messages);
    this.#live.follow(credentials, life);
    void warnBeforeExpiry(this.outside.api, credentials, () => { this.#receive([notice(texts.expiresSoon)]); }, life);
    return credentials;
  }

  #queue(outgoing: Outgoing): void {
    this.#dispatch({ do: "say", outgoing });
    this.#set({ fieldError: "" });
    this.#tryAll();
  }

  #tryAll(): void {
    this.#set({ offline: false });
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
    const { state } = this.outside.store;
    return life.aborted || state.offline ? undefined : nextWaiting(state);
  }

  async #deliver(outgoing: Outgoing, life: AbortSignal): Promise<void> {
    const { clientMessageId, text, choice } = outgoing;
    try {
      const messages = await this.#post(choice ? { choice, clientMessageId } : { text, clientMessageId }, life);
      if (life.aborted) return;
      this.#dispatch({ do: "mark", clientMessageId, status: "sent" });
      const answer = messages.filter((message) => message.from !== "user");
      if (this.#credentials) this.#live.follow(this.#credentials, life);
      this.#receive(answer.length > 0 || this.outside.api.live ? answer : [notice(texts.noAnswer)]);
      this.outside.onAnswer?.(answer.map((message) => message.type));
    } catch (error) {
      if (!life.aborted) this.#failed(failureOf(error), clientMessageId);
    }
  }

  #failed({ kind, status, detail }: ApiFailure, clientMessageId: string): void {
    if (kind === "network" && isOffline()) {
      this.#dispatch({ do: "mark", clientMessageId, status: "waiting" });
      this.#set({ offline: true });
    } else if (kind !== "refused") this.#dispatch({ do: "failAll" });
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

  #set(change: Partial<Pick<State, "phase" | "trouble" | "thinking" | "live" | "typing" | "lost" | "offline" | "draft" | "fieldError">>): void {
    this.#dispatch({ do: "set", change });
  }

  #receive(messages: readonly Message[]): void {
    this.#dispatch({ do: "receive", messages, fresh: true });
  }
}
