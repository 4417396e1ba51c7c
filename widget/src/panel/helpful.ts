/** Asks what the parent thinks of it: after an answer in which something was found, and at the end. One tap, once. */
import type { Feedback } from "../api";
import { button, el } from "../dom";
import type { Context } from "../messages/index";
import { texts } from "../texts.nl";

type Answer = readonly [label: string, given: () => Feedback];

function question(ask: string, answers: readonly Answer[], feedback: Context["feedback"], after: (words: HTMLElement) => void, ...more: HTMLElement[]): HTMLElement {
  const words = el("p", "fine", ask);
  let busy = false;
  const give = async (given: Feedback): Promise<void> => {
    if (busy) return;
    busy = true;
    const told = await feedback(given);
    words.textContent = told ? texts.feedback.thanks : texts.feedback.failed;
    busy = false;
    if (!told) return;
    after(words);
    for (const one of [...more, buttons]) one.remove();
  };
  const buttons = el("div", "choices", ...answers.map(([label, given]) => button(label, "choice", () => { void give(given()); })));
  return el("div", { class: "helpful", attrs: { role: "group", "aria-label": ask } }, words, ...more, buttons);
}

export const helpful = (feedback: Context["feedback"], after: () => void): HTMLElement =>
  question(texts.feedback.ask, [[texts.feedback.yes, () => ({ helpful: true })], [texts.feedback.no, () => ({ helpful: false })]], feedback, after);

let fields = 0;

/** The words come before the buttons, so that one press sends both. */
export function found(feedback: Context["feedback"], after: (words: HTMLElement) => void): HTMLElement {
  const id = `gevonden-${++fields}`;
  const field = el("input", { class: "field", attrs: { id, maxlength: 300, spellcheck: "false", autocomplete: "off", dir: "auto" } });
  const given = (good: boolean, before = ""): Feedback => {
    const reason = [before, field.value.trim()].filter(Boolean).join(": ");
    return { helpful: good, ...(reason && { reason }) };
  };
  const { ask, words, aBit } = texts.found;
  return question(ask, [[texts.feedback.yes, () => given(true)], [aBit, () => given(true, aBit)], [texts.feedback.no, () => given(false)]],
    feedback, after, el("label", { attrs: { for: id } }, words), field);
}
