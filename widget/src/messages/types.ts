/** The messages of the chat API (DESIGN.md §6) as the renderers see them: every field present, of the right kind. */
export type From = "bot" | "user" | "wijkteam" | "system";

interface Envelope {
  id: string;
  from: From;
  /** BCP 47 tag when the message is not in Dutch. */
  lang: string;
  /** What the parent's own page called this message of theirs. */
  said?: string;
  /** What may be the last answer. */
  closing?: true;
}

export interface Choice { id: string; label: string }
export interface Source { label: string; url: string; common: boolean }
export interface Tip { text: string; source: Source | null }
/** `route`: where to go, as a map understands it. */
export interface Start { text: string; url: string; phone: string; address: string; route: string }
export interface Offer {
  id: string;
  name: string;
  kind: string;
  provider: string;
  summary: string;
  why: string[];
  cost: string;
  place: string;
  delivery: string[];
  ageMin: number | null;
  ageMax: number | null;
  start: Start;
  checkedOn: string;
  /** The moment in words, of what happens once; and the path of its file for a calendar. */
  when: string;
  calendarUrl: string;
}
export interface Line { name: string; phone: string; url: string; hours: string; free: boolean | null }

export interface TextMessage extends Envelope { type: "text"; text: string }
export interface ChoicesMessage extends Envelope { type: "choices"; text: string; choices: Choice[] }
export interface TipsMessage extends Envelope { type: "tips"; title: string; items: Tip[] }
export interface OffersMessage extends Envelope { type: "offers"; intro: string; offers: Offer[] }
export interface ContactMessage extends Envelope {
  type: "contact";
  name: string;
  text: string;
  phone: string;
  hours: string[];
  openNow: boolean | null;
  opensAgain: string;
  address: string;
  route: string;
  url: string;
}
export interface CrisisMessage extends Envelope { type: "crisis"; level: string; text: string; lines: Line[]; steps: Tip[] }
export interface Fact { label: string; value: string }
export interface FormMessage extends Envelope {
  type: "form";
  text: string;
  consentText: string;
  consentVersion: string;
  question: string;
  facts: Fact[];
}
/** What the server would give to the team, to look at before it goes. */
export interface Summary {
  question: string;
  name: string;
  phone: string;
  email: string;
  preferredTime: string;
  shareConversation: boolean;
  facts: Fact[];
  consentText: string;
  consentVersion: string;
}
export interface ReceiptMessage extends Envelope {
  type: "receipt";
  reference: string;
  expectedWithin: string;
  text: string;
  phone: string;
  statusUrl: string;
}
export interface NoticeMessage extends Envelope { type: "notice"; text: string }
export interface UnknownMessage extends Envelope { type: "unknown"; text: string }

export type Message =
  | TextMessage
  | ChoicesMessage
  | TipsMessage
  | OffersMessage
  | ContactMessage
  | CrisisMessage
  | FormMessage
  | ReceiptMessage
  | NoticeMessage
  | UnknownMessage;
