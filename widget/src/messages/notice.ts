import { el, paragraphs } from "../dom";
import type { Renderer } from "./index";
import type { NoticeMessage } from "./types";

export const notice: Renderer<NoticeMessage> = (message) => [el("div", "notice", ...paragraphs(message.text))];
