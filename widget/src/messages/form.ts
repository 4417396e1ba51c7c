import { el, paragraphs } from "../dom";
import type { Renderer } from "./index";
import type { FormMessage } from "./types";

/** The server does not send a form yet; its words are shown, so that nothing is hidden from the parent. */
export const form: Renderer<FormMessage> = (message) =>
  message.consentText === "" ? [] : [el("div", "bubble", ...paragraphs(message.consentText))];
