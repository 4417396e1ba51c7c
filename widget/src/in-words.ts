/** What was said as plain lines, to copy or to hear. */
import type { Message, Offer, Tip } from "./messages/types";
import { texts } from "./texts.more.nl";

const call = (phone: string): string => phone && `${texts.call} ${phone}`;
const tip = ({ text }: Tip): string => text;
const offer = ({ name, provider, summary, why, cost, place, start, when }: Offer): string[] =>
  [name, provider, summary, ...why, when, cost, start.address || place, start.text, call(start.phone), start.url, ""];

function lines(message: Message): string[] {
  switch (message.type) {
    case "tips": return [message.title, ...message.items.map(tip)];
    case "offers": return [message.intro, ...message.offers.flatMap(offer)];
    case "contact": return [message.name, message.text, call(message.phone), ...message.hours, message.address, message.url];
    case "crisis": return [message.text, ...message.lines.flatMap(({ name, phone, hours }) => [name, call(phone), hours]), ...message.steps.map(tip)];
    case "choices": return [message.text, ...message.choices.map(({ label }) => label)];
    default: return [message.text];
  }
}

export const inWords = (message: Message): string[] => lines(message).filter((line) => line.trim() !== "");
