/** Asks after an answer in which something was found whether it helps. One tap, once. */
import { button, el } from "../dom";
import type { Context } from "../messages/index";
import { texts } from "../texts.nl";

export function helpful(feedback: Context["feedback"], after: () => void): HTMLElement {
  const words = el("p", "fine", texts.feedback.ask);
  let busy = false;
  const give = async (good: boolean): Promise<void> => {
    if (busy) return;
    busy = true;
    const told = await feedback({ helpful: good });
    words.textContent = told ? texts.feedback.thanks : texts.feedback.failed;
    busy = false;
    if (!told) return;
    after();
    answers.remove();
  };
  const answers = el("div", "choices",
    button(texts.feedback.yes, "choice", () => { void give(true); }),
    button(texts.feedback.no, "choice", () => { void give(false); }));
  return el("div", { class: "helpful", attrs: { role: "group", "aria-label": texts.feedback.ask } }, words, answers);
}
