import { afterEach, describe, expect, test, vi } from "vitest";
import type { Context } from "../src/messages/index";
import { render } from "../src/messages/index";
import { LogView } from "../src/panel/log";
import { Tools } from "../src/panel/tools";
import { Store } from "../src/store";
import { texts } from "../src/texts.nl";
import { bot, context, failure, message, setUp, settle } from "./fakes";

const OFFERS = { type: "offers", id: "o", offers: [{ id: "buurt_slaap", name: "Slaapspreekuur" }] };
const named = (place: Element, name: string): HTMLButtonElement => {
  const found = [...place.querySelectorAll("button")].find((one) => one.textContent === name);
  if (!found) throw new Error(`${name} ontbreekt`);
  return found;
};
const given = (...results: boolean[]) => {
  const feedback = vi.fn<Context["feedback"]>(() => Promise.resolve(true));
  results.forEach((result) => feedback.mockResolvedValueOnce(result));
  return feedback;
};

afterEach(() => { document.body.replaceChildren(); });

describe("'klopt niet' on an offer", () => {
  function drawn(feedback: Context["feedback"], body: Record<string, unknown> = OFFERS): HTMLElement {
    const place = document.createElement("div");
    place.append(...render(message(body), context({ feedback })));
    document.body.append(place);
    return place;
  }
  test("one tap tells which offer and what, thanks, and is over", async () => {
    const feedback = given();
    const place = drawn(feedback);
    const button = named(place, "Kosten");
    button.click();
    button.click();
    await settle();
    expect(feedback.mock.calls).toEqual([[{ helpful: false, reason: "Kosten", offerId: "buurt_slaap" }]]);
    expect(place.textContent).toContain(texts.notRight.thanks);
    expect(place.querySelectorAll(".not-right button")).toHaveLength(0);
    expect(document.activeElement?.tagName).toBe("SUMMARY");
  });
  test("did not arrive: says so, and can be tried again", async () => {
    const feedback = given(false);
    const place = drawn(feedback);
    named(place, "Kosten").click();
    await settle();
    expect(place.textContent).toContain(texts.feedback.failed);
    named(place, "Kosten").click();
    await settle();
    expect(place.textContent).toContain(texts.notRight.thanks);
  });
  test("says about which offer to those who hear only that line; an offer without an id has none", () => {
    expect(drawn(given()).querySelector("summary")?.textContent).toBe(`${texts.notRight.open} (Slaapspreekuur)`);
    expect(drawn(given(), { type: "offers", offers: [{ name: "Zonder id" }] }).querySelector("summary")).toBeNull();
  });
});

describe("'heb je hier iets aan?'", () => {
  function log(feedback: Context["feedback"]) {
    const store = new Store();
    const view = new LogView({ ...context({ feedback }), retry: vi.fn(), sendNow: vi.fn() }, null);
    document.body.append(view.element);
    store.subscribe((state) => { view.update(state); });
    const asked = (): Element[] => [...view.element.querySelectorAll(".helpful")];
    return { view, asked, receive: (messages: ReturnType<typeof bot>[], fresh = true) => { store.dispatch({ do: "receive", messages, fresh }); } };
  }
  const tips = message({ type: "tips", id: "t", items: [{ text: "Vast ritme" }] });

  test("once for an answer in which something was found", () => {
    const { asked, receive } = log(given());
    receive([bot("Hoi")]);
    expect(asked()).toHaveLength(0);
    receive([tips, message(OFFERS), bot("Meer?", "m")]);
    expect(asked()).toHaveLength(1);
  });
  test("not beside helplines, and not again after a reload", () => {
    const { asked, receive } = log(given());
    receive([message({ type: "crisis", id: "k", lines: [{ name: "Alarm", phone: "112" }] }), tips]);
    receive([message(OFFERS)], false);
    expect(asked()).toHaveLength(0);
  });
  test.each([[texts.feedback.yes, true], [texts.feedback.no, false]])("%s", async (name, helpful) => {
    const feedback = given(false);
    const { view, receive } = log(feedback);
    receive([tips]);
    named(view.element, name).click();
    await settle();
    expect(view.element.textContent).toContain(texts.feedback.failed);
    named(view.element, name).click();
    named(view.element, name).click();
    await settle();
    expect(feedback.mock.calls).toEqual([[{ helpful }], [{ helpful }]]);
    expect(view.element.textContent).toContain(texts.feedback.thanks);
    expect(document.activeElement).toBe(view.scroller);
  });
});

describe("to the server", () => {
  test("feedback and mail go with the conversation; a fault is an answer, not an error", async () => {
    const { conversation, api } = setUp();
    await conversation.open();
    expect(await conversation.feedback({ helpful: true })).toBe(true);
    expect(api.feedback).toHaveBeenCalledWith({ id: "c1", token: "t1" }, { helpful: true });
    api.feedback.mockImplementationOnce(() => failure("network"));
    expect(await conversation.feedback({ helpful: true })).toBe(false);
    expect(await conversation.mail("sam@voorbeeld.nl")).toBeNull();
    api.mail.mockImplementationOnce(() => failure("refused", 429, "Morgen weer."));
    expect(await conversation.mail("sam@voorbeeld.nl")).toMatchObject({ status: 429, detail: "Morgen weer." });
  });
});

describe("'heb je wat je zocht?'", () => {
  const BYE = { type: "text", id: "b", text: "Graag gedaan.", closing: true };
  function log(feedback: Context["feedback"]) {
    const store = new Store();
    const view = new LogView({ ...context({ feedback }), retry: vi.fn(), sendNow: vi.fn() }, null);
    document.body.append(view.element);
    const receive = (body: Record<string, unknown>, fresh = true): void => {
      store.dispatch({ do: "receive", messages: [message(body)], fresh });
      view.update(store.state);
    };
    return { view, receive, asked: () => view.element.querySelectorAll<HTMLElement>(".ask-found") };
  }
  test("after the last answer, when there was help to find", () => {
    const { receive, asked } = log(given());
    receive(BYE);
    expect(asked()).toHaveLength(0);
    receive(OFFERS);
    receive({ ...BYE, id: "c" });
    receive({ ...BYE, id: "d" });
    expect(asked()).toHaveLength(1);
  });
  test("not after a reload, and not after danger", () => {
    const { receive, asked, view } = log(given());
    receive(OFFERS);
    receive(BYE, false);
    expect(asked()).toHaveLength(0);
    receive({ type: "crisis", id: "k", lines: [{ name: "Alarmnummer", phone: "112" }] });
    receive({ ...BYE, id: "c" });
    expect([asked().length, view.atTheEnd()]).toEqual([0, null]);
  });
  test.each([["Ja", { helpful: true, reason: "top" }], ["Een beetje", { helpful: true, reason: "Een beetje: top" }], ["Nee", { helpful: false, reason: "top" }]])(
    "%s: one press sends it with the words, once", async (name, expected) => {
      const feedback = given();
      const { receive, asked, view } = log(feedback);
      receive(OFFERS);
      receive(BYE);
      const [end] = asked();
      const field = end?.querySelector("input");
      if (!end || !field) throw new Error("vraag ontbreekt");
      field.value = " top ";
      named(end, name).click();
      named(end, name).click();
      await settle();
      expect(feedback.mock.calls).toEqual([[expected]]);
      expect([end.textContent, end.querySelector("input")]).toEqual([texts.feedback.thanks, null]);
      expect(view.atTheEnd()).toBeNull();
    });
  test("without words there is no reason, and what did not arrive stays", async () => {
    const feedback = given(false);
    const { receive, asked } = log(feedback);
    receive(OFFERS);
    receive(BYE);
    const [end] = asked();
    if (!end) throw new Error("vraag ontbreekt");
    named(end, "Ja").click();
    await settle();
    expect(end.textContent).toContain(texts.feedback.failed);
    named(end, "Ja").click();
    await settle();
    expect(feedback.mock.calls).toEqual([[{ helpful: true }], [{ helpful: true }]]);
  });
  test("stands beside wiping and does not hold it up", () => {
    const { receive, view } = log(given());
    receive(OFFERS);
    const wipe = vi.fn();
    const tools = new Tools({ restart: vi.fn(), wipe, more: vi.fn(), atTheEnd: () => view.atTheEnd() }, (name) => name);
    document.body.append(tools.element);
    named(tools.element, texts.wipe).click();
    expect(tools.element.querySelector(".ask .ask-found")).not.toBeNull();
    expect(document.activeElement?.textContent).toBe(texts.wipeNo);
    named(tools.element, texts.wipeYes).click();
    expect(wipe).toHaveBeenCalledOnce();
  });
  test("a card that comes back for words in danger is shown", async () => {
    const { api, conversation, store } = setUp();
    await conversation.open();
    api.feedback.mockResolvedValueOnce([message({ type: "crisis", id: "k", lines: [{ name: "Alarmnummer", phone: "112" }] })]);
    expect(await conversation.feedback({ helpful: false, reason: "gevaar" })).toBe(true);
    expect(store.state.entries.at(-1)?.received?.message.type).toBe("crisis");
  });
});
