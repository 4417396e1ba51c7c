import { el } from "../dom";
import { texts } from "../texts.nl";
import type { Renderer } from "./index";
import type { ReceiptMessage } from "./types";

export const receipt: Renderer<ReceiptMessage> = (message) => [
  el("section", "card",
    message.reference !== "" && el("p", {}, `${texts.receiptReference} `, el("strong", {}, message.reference)),
    message.expectedWithin !== "" && el("p", {}, `${texts.receiptWithin} ${message.expectedWithin}`)),
];
