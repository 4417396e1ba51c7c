/** What few people use, so it comes when somebody asks for it: print, copy, mail, larger letters, read aloud, speak. */
import { dutchVoice, readAloud, silence } from "./aloud";
import type { ApiFailure } from "./api";
import { listen, recognizer, staysHere, type Recognizer } from "./dictate";
import { button, el } from "./dom";
import { inWords } from "./in-words";
import type { Message } from "./messages/types";
import type { Question } from "./panel/ask";
import type { State, Store } from "./store";
import { texts } from "./texts.more.nl";

export interface MoreOutside {
  store: Pick<Store, "state" | "subscribe" | "dispatch">;
  ask: (question: Question) => void;
  /** What gets the larger letters. */
  root: HTMLElement;
  /** null when the mail went, else why not. */
  mail: (email: string) => Promise<Pick<ApiFailure, "kind" | "status" | "detail"> | null>;
}

const FOUND: readonly Message["type"][] = ["tips", "offers", "contact", "crisis"];

const received = ({ entries }: State): Message[] => entries.flatMap((entry) => (entry.received ? [entry.received.message] : []));

/** What came after the parent last said something. */
function newest({ entries }: State): Message[] {
  const said = entries.findLastIndex((entry) => entry.outgoing ?? entry.received.message.from === "user");
  return entries.slice(said + 1).flatMap((entry) => (entry.received ? [entry.received.message] : []));
}

async function copy(messages: Message[]): Promise<string> {
  const found = messages.filter(({ type }) => FOUND.includes(type)).map((message) => inWords(message).join("\n"));
  if (found.length === 0) return texts.nothing;
  try {
    await navigator.clipboard.writeText(found.join("\n\n"));
    return texts.copied;
  } catch {
    return texts.copyFailed;
  }
}

/** Larger letters leave less room, so the chat measures itself anew (viewport.ts). */
function enlarge(root: HTMLElement, on: boolean): boolean {
  root.classList.toggle("is-larger", on);
  window.visualViewport?.dispatchEvent(new Event("resize"));
  return on;
}

/** A button that is on or off. */
function toggle(label: string, turn: (on: boolean) => boolean): HTMLButtonElement {
  const made = button(label, "button", () => {
    made.setAttribute("aria-pressed", String(turn(made.getAttribute("aria-pressed") !== "true")));
  });
  made.setAttribute("aria-pressed", "false");
  return made;
}

function mailForm(mail: MoreOutside["mail"], tell: (words: string) => void): HTMLFormElement {
  const field = el("input", {
    class: "field", attrs: { id: "wegwijs-mail", type: "email", required: true, spellcheck: "false", autocomplete: "off", "aria-describedby": "wegwijs-mail-hint" },
  });
  let busy = false;
  const send = async (): Promise<void> => {
    if (busy) return;
    if (!field.value.trim() || !field.checkValidity()) { tell(texts.mailWrong); field.focus(); return; }
    busy = true;
    const failed = await mail(field.value.trim());
    busy = false;
    if (failed === null) field.value = "";
    tell(failed === null ? texts.mailed : failed.status === 422 ? texts.mailWrong : failed.detail || texts.mailFailed);
  };
  return el("form", { class: "mail", attrs: { novalidate: true }, on: { submit: (event) => { event.preventDefault(); void send(); } } },
    el("label", { attrs: { for: "wegwijs-mail" } }, texts.mail, ": ", texts.mailLabel.toLowerCase()),
    el("p", { class: "fine", attrs: { id: "wegwijs-mail-hint" } }, texts.mailHint),
    el("div", "field-row", field, el("button", { class: "button", attrs: { type: "submit" } }, texts.mailSend)));
}

const errors: Record<string, string> = {
  "not-allowed": texts.noMicrophone, "service-not-allowed": texts.noMicrophone, "audio-capture": texts.noMicrophone, "no-speech": texts.heardNothing,
};

/** A button to speak instead of type; what was heard comes into the field. `hush` stops listening. */
function speakButton(make: Recognizer, { store, ask }: MoreOutside, tell: (words: string) => void): { element: HTMLButtonElement; hush: () => void } {
  let agreed = false;
  let asked = 0;
  let stop: (() => void) | null = null;
  const heard = (words: string): void => {
    const draft = [store.state.draft.trimEnd(), words].filter(Boolean).join(" ");
    store.dispatch({ do: "set", change: { draft, fieldError: "" } });
    tell(texts.heard);
  };
  const show = (on: boolean): void => { element.setAttribute("aria-pressed", String(on)); };
  const begin = (local: boolean): void => {
    silence();
    show(true);
    tell(texts.listening);
    stop = listen(make, local, heard, (error) => { tell(errors[error] ?? texts.speakFailed); }, () => { stop = null; show(false); });
  };
  const hush = (): void => {
    asked++;
    stop?.();
  };
  const press = async (): Promise<void> => {
    if (stop) { hush(); tell(""); return; }
    const mine = ++asked;
    const local = await staysHere(make);
    if (mine !== asked) return;
    if (local || agreed) { begin(local); return; }
    ask({
      text: texts.speakAsk, yes: texts.speakYes, no: texts.speakNo, onNo: () => { element.focus(); },
      onYes: () => { agreed = true; element.focus(); begin(false); },
    });
  };
  const element = button(texts.speak, "button", () => { void press(); });
  show(false);
  return { element, hush };
}

/** Gives what to show, how to make it quiet, and how to end it: a voice would speak on, and a microphone listen on, after the chat is gone. */
export function createMore(outside: MoreOutside): { element: HTMLElement; hush: () => void; quiet: () => void; stop: () => void } {
  const { store, root, mail } = outside;
  const status = el("p", { attrs: { role: "status" } });
  const tell = (words: string): void => { status.textContent = words; };
  let voice: SpeechSynthesisVoice | undefined;
  let read = received(store.state).length;
  dutchVoice();

  const aloud = toggle(texts.aloud, (on) => {
    silence();
    voice = on ? dutchVoice() : undefined;
    tell(on && !voice ? texts.noVoice : "");
    if (voice) readAloud(newest(store.state), voice);
    return voice !== undefined;
  });
  const make = recognizer();
  const speak = make && speakButton(make, outside, tell);
  const hush = (): void => { speak?.hush(); };
  const quiet = (): void => {
    hush();
    silence();
  };
  const unsubscribe = store.subscribe((state) => {
    const messages = received(state);
    if (messages.length < read) quiet();
    else if (voice) readAloud(messages.slice(read), voice);
    read = messages.length;
  });
  window.addEventListener("pagehide", quiet);

  const element = el("div", "more",
    el("div", "actions",
      button(texts.print, "button", () => { print(); }),
      button(texts.copy, "button", () => { void copy(received(store.state)).then(tell); }),
      toggle(texts.larger, (on) => enlarge(root, on)),
      aloud, speak?.element ?? ""),
    status, mailForm(mail, tell));
  return {
    element, hush, quiet,
    stop: () => {
      unsubscribe();
      quiet();
      window.removeEventListener("pagehide", quiet);
    },
  };
}
