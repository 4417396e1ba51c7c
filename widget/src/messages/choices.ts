import { button, el, paragraphs } from "../dom";
import type { Renderer } from "./index";
import type { ChoicesMessage } from "./types";

/** Native buttons that keep working: a parent may change their mind further on. */
export const choices: Renderer<ChoicesMessage> = (message, { choose }) => {
  const buttons = message.choices.map((choice) => el("li", {}, button(choice.label, "choice", () => { choose(choice); })));
  return [
    ...(message.text ? [el("div", "bubble", ...paragraphs(message.text))] : []),
    ...(buttons.length > 0 ? [el("ul", { class: "choices", attrs: { role: "list" } }, ...buttons)] : []),
  ];
};
