/** One renderer per message type. A renderer gets a message whose fields are all present and gives DOM nodes back. */
import type { Feedback } from "../api";
import { choices } from "./choices";
import { contact } from "./contact";
import { crisis } from "./crisis";
import { form } from "./form";
import { notice } from "./notice";
import { offers } from "./offers";
import { receipt } from "./receipt";
import { text } from "./text";
import { tips } from "./tips";
import type { Choice, Message } from "./types";
import { unknown } from "./unknown";

export interface Context {
  /** True when the message has just arrived; false when it is shown again after a reload. */
  fresh: boolean;
  choose: (choice: Choice) => void;
  /** The form for the team, to look at or to send. Status 0: nobody answered. */
  handOver: (form: Record<string, unknown>, look: boolean) => Promise<{ status: number; body: Record<string, unknown> }>;
  /** What the parent thinks of an answer; false when it did not arrive. */
  feedback: (given: Feedback) => Promise<boolean>;
  /** Where the server is, without a slash at the end. */
  base: string;
}
export type Renderer<M> = (message: M, context: Context) => Node[];

const renderers: { [T in Message["type"]]: Renderer<Extract<Message, { type: T }>> } = {
  text, choices, tips, offers, contact, crisis, form, receipt, notice, unknown,
};

/** A message whose fields are all missing would leave an empty card; it says so instead. */
export function render(message: Message, context: Context): Node[] {
  const nodes = (renderers[message.type] as Renderer<Message>)(message, context);
  return nodes.some((node) => node.textContent?.trim()) ? nodes : unknown({ ...message, type: "unknown", text: "" }, context);
}
