/** Reads answers aloud, with a Dutch voice of the device itself: another voice would send the words of the conversation to its maker. */
import { inWords } from "./in-words";
import type { Message } from "./messages/types";

/** Undefined while the browser has not found its voices yet, or when there is none. */
export const dutchVoice = (): SpeechSynthesisVoice | undefined =>
  "speechSynthesis" in window ? speechSynthesis.getVoices().find(({ lang, localService }) => localService && /^nl\b/i.test(lang)) : undefined;

/** Web addresses are no words to listen to. What is in another language would be read as if it were Dutch. */
export function readAloud(messages: readonly Message[], voice: SpeechSynthesisVoice): void {
  const lines = messages.filter(({ from, lang }) => from !== "user" && /^(?:nl\b.*)?$/i.test(lang)).flatMap(inWords);
  for (const line of lines.filter((one) => !/^https?:/.test(one))) {
    const spoken = new SpeechSynthesisUtterance(line);
    spoken.voice = voice;
    spoken.lang = voice.lang;
    speechSynthesis.speak(spoken);
  }
}

export function silence(): void {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}
