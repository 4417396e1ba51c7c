/**
 * Reads what the server sent. The network is not typed: a missing or odd field becomes empty, an odd message becomes
 * `unknown`, and nothing here throws, so that one bad message never takes the conversation down with it.
 */
import type { Choice, Fact, From, Line, Message, Offer, Source, Start, Summary, Tip } from "./types";

type Raw = Record<string, unknown>;

const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
const raw = (value: unknown): Raw => (isRaw(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const flag = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);
const number = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);

function text(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return typeof value === "number" ? String(value) : "";
}

/** A list of words, whether the server sent one string or several. */
function words(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(text).filter((word) => word !== "");
}

const choice = (value: unknown): Choice => ({ id: text(raw(value).id), label: text(raw(value).label) });

function source(value: unknown): Source | null {
  const object = raw(value);
  const url = text(typeof value === "string" ? value : object.url);
  const label = text(object.title) || text(object.name) || text(object.label);
  if (!url && !label) return null;
  return { label, url, common: /^algemeen(?: bekend)?$/i.test(url || label) };
}

const tip = (value: unknown): Tip =>
  isRaw(value) ? { text: text(value.text), source: source(value.source) } : { text: text(value), source: null };

/** On one line, as a map wants it. */
const route = ({ routeTo, address }: Raw): string => (text(routeTo) || text(address)).replace(/\s*\n\s*/g, ", ");

function start(value: unknown): Start {
  const object = raw(value);
  return { text: text(isRaw(value) ? object.text : value), url: text(object.url), phone: text(object.phone), address: text(object.address), route: route(object) };
}

function offer(value: unknown): Offer {
  const o = raw(value);
  return {
    id: text(o.id), name: text(o.name), kind: text(o.kind), provider: text(o.provider), summary: text(o.summary),
    why: words(o.why), cost: text(o.cost), place: words(o.place).join(", "), delivery: words(o.delivery),
    ageMin: number(o.ageMin), ageMax: number(o.ageMax), start: start(o.start), checkedOn: text(o.checkedOn), when: text(o.when), calendarUrl: text(o.calendarUrl),
  };
}

function line(value: unknown): Line {
  const l = raw(value);
  return { name: text(l.name), phone: text(l.phone), url: text(l.url), hours: text(l.hours), free: flag(l.free) };
}

const facts = (value: unknown): Fact[] =>
  list(value).map((one) => ({ label: text(raw(one).label), value: text(raw(one).value) })).filter((one) => one.value !== "");

export const readSummary = (value: unknown): Summary => {
  const s = raw(value);
  return {
    question: text(s.question), name: text(s.name), phone: text(s.phone), email: text(s.email), preferredTime: text(s.preferredTime),
    shareConversation: s.shareConversation === true, facts: facts(s.facts), consentText: text(s.consentText), consentVersion: text(s.consentVersion),
  };
};

type Body = { [T in Message["type"]]: (m: Raw) => Omit<Extract<Message, { type: T }>, "id" | "from" | "lang"> };

const bodies: Body = {
  text: (m) => ({ type: "text", text: text(m.text) }),
  choices: (m) => ({
    type: "choices", text: text(m.text), choices: list(m.choices).map(choice).filter((c) => c.id !== "" && c.label !== ""),
  }),
  tips: (m) => ({ type: "tips", title: text(m.title), items: list(m.items).map(tip).filter((t) => t.text !== "") }),
  offers: (m) => ({ type: "offers", intro: text(m.intro), offers: list(m.offers).map(offer).filter((o) => o.name !== "") }),
  contact: (m) => ({
    type: "contact", name: text(m.name), text: text(m.text), phone: text(m.phone), hours: words(m.hours),
    openNow: flag(m.openNow), opensAgain: text(m.opensAgain), address: text(m.address), route: route(m), url: text(m.url),
  }),
  crisis: (m) => ({
    type: "crisis", level: text(m.level), text: text(m.text),
    lines: list(m.lines).map(line).filter((l) => l.phone !== "" || l.name !== ""),
    steps: list(m.steps).map(tip).filter((t) => t.text !== ""),
  }),
  form: (m) => ({
    type: "form", text: text(m.text), consentText: text(m.consentText), consentVersion: text(m.consentVersion),
    question: text(raw(m.prefill).question), facts: facts(m.facts),
  }),
  receipt: (m) => ({
    type: "receipt", reference: text(m.reference), expectedWithin: text(m.expectedWithin), text: text(m.text), phone: text(m.phone),
    statusUrl: text(m.statusUrl),
  }),
  notice: (m) => ({ type: "notice", text: text(m.text) }),
  unknown: (m) => ({ type: "unknown", text: text(m.text) }),
};

const senders: readonly string[] = ["bot", "user", "wijkteam", "system"] satisfies From[];
const isFrom = (value: string): value is From => senders.includes(value);
const isType = (value: string): value is Message["type"] => Object.hasOwn(bodies, value);

let nameless = 0;

function message(value: unknown): Message {
  const m = raw(value);
  const type = text(m.type);
  const from = text(m.from);
  const said = text(m.clientMessageId);
  return {
    ...bodies[isType(type) ? type : "unknown"](m),
    id: text(m.id) || `zonder-id-${++nameless}`,
    from: isFrom(from) ? from : "bot",
    lang: /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(text(m.lang)) ? text(m.lang) : "",
    ...(said && { said }),
    ...(m.closing === true && { closing: true }),
  };
}

export const readMessages = (value: unknown): Message[] => list(value).filter(isRaw).map(message);
