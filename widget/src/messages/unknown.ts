import { el, paragraphs } from "../dom";
import { texts } from "../texts.nl";
import type { Renderer } from "./index";
import type { UnknownMessage } from "./types";

/** A newer server may send what this version does not know. */
export const unknown: Renderer<UnknownMessage> = (message) => [el("div", "bubble", ...paragraphs(message.text || texts.unknown))];
