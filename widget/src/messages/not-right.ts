import { button, el, hidden } from "../dom";
import { texts } from "../texts.nl";
import type { Context } from "./index";
import type { Offer } from "./types";

/** Tells the editors that something in an offer is not right. Reasons to tap, so that nobody tells a worry to a form that does not answer. */
export function notRight({ id: offerId, name }: Offer, feedback: Context["feedback"]): HTMLElement {
  const words = el("p", {}, texts.notRight.ask);
  let busy = false;
  const tell = async (reason: string): Promise<void> => {
    if (busy) return;
    busy = true;
    const told = await feedback({ helpful: false, reason, offerId });
    words.textContent = told ? texts.notRight.thanks : texts.feedback.failed;
    busy = false;
    if (!told) return;
    summary.focus();
    reasons.remove();
  };
  const reasons = el("div", "choices", ...texts.notRight.reasons.map((reason) => button(reason, "choice", () => { void tell(reason); })));
  const summary = el("summary", {}, texts.notRight.open, hidden(` (${name})`));
  return el("details", "not-right", summary, words, reasons);
}
