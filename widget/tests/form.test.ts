import { describe, expect, test, vi } from "vitest";
import type { Context } from "../src/messages/index";
import { render } from "../src/messages/index";
import { readMessages } from "../src/messages/read";
import { context, failure, message, setUp, settle } from "./fakes";

const FORM = {
  type: "form", form: "handoff", text: "Kijk na wat er staat.", consentText: "Ik geef mijn vraag.", consentVersion: "1",
  prefill: { question: "hij slaapt niet" }, facts: [{ label: "Waar het over gaat", value: "Slapen" }],
};
const SUMMARY = {
  question: "hij slaapt niet", name: null, phone: "06 12345678", email: null, preferredTime: "maakt niet uit", shareConversation: false,
  facts: [], consentText: "Ik geef mijn vraag.", consentVersion: "1", messages: [],
};
const CARD = { id: "u-1", from: "bot", type: "crisis", level: "acuut", text: "Bel nu.", lines: [{ name: "Alarmnummer", phone: "112" }] };
const said = (node: Element): string => node.textContent.replace(/\s+/g, " ").trim();

type Answer = Awaited<ReturnType<Context["handOver"]>>;

function filled(answers: Answer[], fresh = true) {
  const handOver = vi.fn<Context["handOver"]>(() => Promise.resolve(answers.shift() ?? { status: 0, body: {} }));
  const place = document.createElement("div");
  place.append(...render(message(FORM), context({ handOver, fresh })));
  document.body.replaceChildren(place);
  const field = (type: string): HTMLInputElement => {
    const found = place.querySelector<HTMLInputElement>(type);
    if (!found) throw new Error(`geen ${type}`);
    return found;
  };
  const press = async (label: string): Promise<void> => {
    [...place.querySelectorAll("button")].find((one) => one.textContent.includes(label))?.click();
    await settle();
  };
  return { place, handOver, field, press };
}

describe("the form for the team", () => {
  test("is filled with what was said", () => {
    const { field, place } = filled([]);
    expect(field("textarea").value).toBe("hij slaapt niet");
    expect(said(place)).toContain("Slapen");
    for (const input of place.querySelectorAll("input, textarea")) {
      expect(place.querySelector(`label[for="${input.id}"]`) ?? input.closest("label")).not.toBeNull();
    }
  });
  test("shows exactly what goes, and sends after a yes", async () => {
    const { place, handOver, field, press } = filled([{ status: 200, body: SUMMARY }, { status: 201, body: {} }]);
    field('[type="tel"]').value = "0612345678";
    await press("Bekijk");
    expect(said(place)).toContain("Klopt dit?");
    expect(said(place)).toContain("06 12345678");
    expect(said(place)).toContain("Ik geef mijn vraag.");
    expect(handOver).toHaveBeenCalledTimes(1);
    await press("Ja, geef");
    expect(handOver.mock.calls.map(([, look]) => look)).toEqual([true, false]);
    expect(handOver.mock.calls[1]?.[0]).toMatchObject({ question: "hij slaapt niet", phone: "0612345678", consentVersion: "1", shareConversation: false, shareFacts: true });
    expect(said(place)).toContain("Doorgegeven");
  });
  test("mistakes stand next to the field, and nothing typed is lost", async () => {
    const { place, field, press } = filled([{ status: 422, body: { detail: "Er klopt nog iets niet.", invalidParams: [{ name: "phone", reason: "Typ het zoals 06 12345678." }] } }]);
    field('[type="tel"]').value = "12";
    await press("Bekijk");
    const phone = field('[type="tel"]');
    expect([phone.value, phone.getAttribute("aria-invalid"), document.activeElement === phone]).toEqual(["12", "true", true]);
    expect(place.querySelector(`#${phone.getAttribute("aria-describedby")?.split(" ")[0] ?? ""}`)?.textContent).toBe("Typ het zoals 06 12345678.");
  });
  test("back to change, with everything still there", async () => {
    const { field, press } = filled([{ status: 200, body: SUMMARY }]);
    field('[type="tel"]').value = "0612345678";
    await press("Bekijk");
    await press("Pas aan");
    expect(field('[type="tel"]').value).toBe("0612345678");
  });
  test("another text to agree to is shown before anything is sent", async () => {
    const changed = { ...SUMMARY, consentText: "Een nieuwe tekst.", consentVersion: "2" };
    const { place, handOver, press } = filled([{ status: 200, body: SUMMARY },
      { status: 409, body: { consentText: "Een nieuwe tekst.", consentVersion: "2" } }, { status: 200, body: changed }, { status: 201, body: {} }]);
    await press("Bekijk");
    await press("Ja, geef");
    expect(said(place)).toContain("Een nieuwe tekst.");
    expect(said(place)).toContain("net veranderd");
    await press("Ja, geef");
    expect(handOver.mock.calls[3]?.[0]).toMatchObject({ consentVersion: "2" });
  });
  test("no answer, and the same can be sent again", async () => {
    const { place, field, press } = filled([{ status: 200, body: SUMMARY }, { status: 0, body: {} }]);
    await press("Bekijk");
    await press("Ja, geef");
    expect(said(place)).toContain("Wat je typte, staat er nog");
    expect(field("textarea").value).toBe("hij slaapt niet");
  });
  test("danger comes first, also beside a mistake", async () => {
    const { place, press } = filled([{ status: 422, body: { detail: "Kijk na.", messages: [CARD] } }]);
    await press("Bekijk");
    expect(place.querySelector(".question")?.firstElementChild?.querySelector(".crisis a")?.getAttribute("href")).toBe("tel:112");
  });
  test("two presses are one", async () => {
    const { handOver, press } = filled([{ status: 200, body: SUMMARY }]);
    void press("Bekijk");
    await press("Bekijk");
    expect(handOver).toHaveBeenCalledTimes(1);
  });
  test("after a reload it is folded", () => {
    expect(filled([], false).place.querySelector("details")?.open).toBe(false);
  });
});

describe("the conversation", () => {
  test("shows the receipt of what was sent", async () => {
    const { api, conversation, words } = setUp();
    await conversation.open();
    api.handOver.mockResolvedValue({ ok: true, status: 201, body: { messages: [{ id: "9", from: "bot", type: "receipt", reference: "K7MP-4RXT" }] } });
    await conversation.handOver({}, false);
    expect(words()).toEqual(["Hoi", ""]);
    expect(api.handOver.mock.calls[0]?.slice(1, 3)).toEqual([{}, false]);
  });
  test("begins anew once when it was gone", async () => {
    const { api, conversation } = setUp();
    await conversation.open();
    api.resume.mockImplementation(() => failure("gone", 404));
    api.handOver.mockResolvedValueOnce({ ok: false, status: 404, body: {} });
    expect((await conversation.handOver({}, false)).status).toBe(201);
    expect(api.start).toHaveBeenCalledTimes(2);
  });
  test("a fault is no more than no answer", async () => {
    const { api, conversation } = setUp();
    await conversation.open();
    api.handOver.mockImplementation(() => failure("timeout"));
    expect(await conversation.handOver({}, true)).toEqual({ status: 0, body: {} });
  });
});

test("the receipt leads to the page of the question, with its code behind the #", () => {
  const [receipt] = readMessages([{ id: "1", from: "bot", type: "receipt", reference: "K7MP-4RXT", text: "Je hoort morgen iets.", phone: "0800 000 00 01", statusUrl: "/vraag/K7MP-4RXT#AAAA-CCCC" }]);
  const place = document.createElement("div");
  if (receipt) place.append(...render(receipt, context()));
  expect(place.querySelector("a")?.getAttribute("href")).toBe("https://wegwijs.example/vraag/K7MP-4RXT#AAAA-CCCC");
  expect(said(place)).toContain("Je code: AAAA-CCCC");
});
