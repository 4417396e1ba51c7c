import { WegwijsChatElement } from "./wegwijs-chat";

/** An older browser keeps the link inside the element; two script tags on one page must not break it. */
if (CSS.supports("color:light-dark(red,red)") && "popover" in HTMLElement.prototype && !customElements.get("wegwijs-chat")) {
  customElements.define("wegwijs-chat", WegwijsChatElement);
}
