import { el, paragraphs } from "../dom";
import type { Renderer } from "./index";
import type { TextMessage } from "./types";

export const text: Renderer<TextMessage> = (message) => [el("div", "bubble", ...paragraphs(message.text))];
