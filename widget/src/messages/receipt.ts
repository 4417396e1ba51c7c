import { el, icon, paragraphs } from "../dom";
import { webAddress } from "../address";
import { phoneLink, siteLink } from "../links";
import { texts } from "../texts.nl";
import type { Renderer } from "./index";
import type { ReceiptMessage } from "./types";

const strong = (label: string, value: string): HTMLElement | false => value !== "" && el("p", {}, `${label} `, el("strong", {}, value));

const told = ({ expectedWithin, text }: ReceiptMessage): HTMLElement[] =>
  paragraphs(text || (expectedWithin && `${texts.receiptWithin} ${expectedWithin}`));

/** The code that opens the page of the question stands behind the # of its address. */
export const receipt: Renderer<ReceiptMessage> = (message, { base }) => {
  const { reference, phone, statusUrl } = message;
  const code = statusUrl.split("#")[1] ?? "";
  const page = code === "" ? null : webAddress(`${base}${statusUrl}`);
  return [
    el("section", "card receipt",
      reference !== "" && el("h3", {}, icon("check"), ` ${texts.receipt}`),
      strong(texts.receiptReference, reference), strong(texts.receiptCode, code), ...told(message),
      el("p", "actions",
        page && siteLink(page, "button button-strong", texts.receiptFollow), phone !== "" && phoneLink(phone, "button", icon("phone"), texts.call(phone))),
      page && el("p", "fine", texts.receiptKeep)),
  ];
};
