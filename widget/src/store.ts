/** The state of one chat and the only ways in which it changes. Pure: no network, no DOM, no clock. */
import type { LiveState, ServerState } from "./api";
import type { Message } from "./messages/types";

export type OutgoingStatus = "waiting" | "sending" | "sent" | "failed";
export interface Outgoing {
  /** The server answers a repeat with the same id with the first answer, so it never changes for one message. */
  clientMessageId: string;
  text: string;
  /** Set when the parent tapped a button. */
  choice: string;
  status: OutgoingStatus;
}
export interface Received { message: Message; fresh: boolean }
export type Entry = { key: string; received: Received; outgoing?: never } | { key: string; outgoing: Outgoing; received?: never };

export interface State {
  phase: "idle" | "starting" | "open" | "unreachable" | "wiping" | "wiped";
  /** What the server said about why the conversation cannot begin. */
  trouble: string;
  server: ServerState;
  entries: readonly Entry[];
  thinking: "no" | "soon" | "long";
  /** Whether the parent waits for somebody of the team, or talks with them. */
  live: LiveState;
  /** Somebody of the team is typing now. */
  typing: boolean;
  /** News does not come by itself now: the connection is away. */
  lost: boolean;
  /** There is no network; what was said waits for it. */
  offline: boolean;
  /** What the parent has typed and not yet sent. */
  draft: string;
  fieldError: string;
}

export type Action =
  | { do: "set"; change: Partial<Pick<State, "phase" | "trouble" | "server" | "thinking" | "live" | "typing" | "lost" | "offline" | "draft" | "fieldError">> }
  | { do: "receive"; messages: readonly Message[]; fresh: boolean; first?: boolean }
  | { do: "say"; outgoing: Outgoing }
  | { do: "mark"; clientMessageId: string; status: OutgoingStatus }
  | { do: "failAll" }
  | { do: "giveBack"; detail: string }
  | { do: "reset"; phase: State["phase"] };

export const initial: State = {
  phase: "idle", trouble: "", server: "ready", entries: [], thinking: "no", live: "", typing: false, lost: false, offline: false, draft: "", fieldError: "",
};

const pending = ({ outgoing }: Entry): boolean => outgoing?.status === "waiting" || outgoing?.status === "sending";

/** `first`: what opens a conversation stands above what the parent could already type before it. */
function receive(state: State, messages: readonly Message[], fresh: boolean, first = false): State {
  const known = new Set(state.entries.map((entry) => entry.key));
  const added: Entry[] = [];
  for (const message of messages) {
    if (known.has(message.id) || (message.said && known.has(message.said))) continue;
    known.add(message.id);
    added.push({ key: message.id, received: { message, fresh } });
  }
  const unsent = first ? state.entries.findIndex(({ outgoing }) => outgoing && outgoing.status !== "sent") : -1;
  return { ...state, entries: state.entries.toSpliced(unsent < 0 ? state.entries.length : unsent, 0, ...added) };
}

function mark(state: State, which: (outgoing: Outgoing) => boolean, status: OutgoingStatus): State {
  const entries = state.entries.map((entry) =>
    entry.outgoing && which(entry.outgoing) ? { key: entry.key, outgoing: { ...entry.outgoing, status } } : entry);
  return { ...state, entries };
}

/** The server did not accept what was said: typed words go back into the field, before what was typed since. */
function giveBack(state: State, detail: string): State {
  const typed = state.entries.flatMap((e) => (e.outgoing && pending(e) && !e.outgoing.choice ? [e.outgoing.text] : []));
  const draft = [...typed, state.draft].filter((part) => part !== "").join("\n");
  return { ...state, entries: state.entries.filter((entry) => !pending(entry)), draft, fieldError: detail };
}

export function reduce(state: State, action: Action): State {
  switch (action.do) {
    case "set": return { ...state, ...action.change };
    case "receive": return receive(state, action.messages, action.fresh, action.first);
    case "say": return { ...state, entries: [...state.entries, { key: action.outgoing.clientMessageId, outgoing: action.outgoing }] };
    case "mark": return mark(state, (o) => o.clientMessageId === action.clientMessageId, action.status);
    case "failAll": return mark(state, (o) => o.status === "waiting" || o.status === "sending", "failed");
    case "giveBack": return giveBack(state, action.detail);
    case "reset": return { ...initial, phase: action.phase, server: state.server, draft: state.draft };
  }
}

export const nextWaiting = (state: State): Outgoing | undefined =>
  state.entries.find((entry) => entry.outgoing?.status === "waiting")?.outgoing;

export class Store {
  state: State = initial;
  readonly #listeners = new Set<(state: State) => void>();

  dispatch(action: Action): void {
    this.state = reduce(this.state, action);
    for (const listener of [...this.#listeners]) listener(this.state);
  }

  subscribe(listener: (state: State) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }
}
