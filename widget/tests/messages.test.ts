import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { answers } from "../dev/fake-messages.mjs";
import { webAddress } from "../src/address";
import { phoneAddress } from "../src/links";
import { render } from "../src/messages/index";
import { readMessages } from "../src/messages/read";
import { agesInWords, dayInWords } from "../src/words";
import { context, message } from "./fakes";

function drawn(body: Record<string, unknown>, choose = vi.fn()): HTMLElement {
  const place = document.createElement("div");
  place.append(...render(message(body), context({ choose })));
  return place;
}
const said = (node: Element): string => node.textContent.replace(/\s+/g, " ").trim();
const hrefs = (node: Element): string[] => [...node.querySelectorAll("a")].map((a) => a.getAttribute("href") ?? "");

describe("render", () => {
  test("choices are buttons that keep working", () => {
    const choose = vi.fn();
    const place = drawn({ type: "choices", text: "Helpt dit?", choices: [{ id: "ja", label: "Ja" }, { id: "" }, null] }, choose);
    const [button] = place.querySelectorAll("button");
    button?.click();
    button?.click();
    expect(place.querySelectorAll("button")).toHaveLength(1);
    expect(choose.mock.calls).toEqual([[{ id: "ja", label: "Ja" }], [{ id: "ja", label: "Ja" }]]);
  });
  test("tips say where they come from", () => {
    const place = drawn({ type: "tips", title: "Slapen", items: [
      { text: "Een", source: { url: "https://www.nji.nl/x", title: "NJi" } }, { text: "Twee", source: "https://www.thuisarts.nl/y" }, { text: "Drie", source: "algemeen" }, { text: "Vier" },
    ] });
    expect([...place.querySelectorAll("li")].map(said)).toEqual([
      "EenBron: NJi (opent in een nieuw tabblad)", "TweeBron: thuisarts.nl (opent in een nieuw tabblad)", "DrieAlgemeen bekend", "Vier"]);
  });
  test("an offer shows what a parent wants to know", () => {
    const place = drawn({ type: "offers", intro: "Dit past:", more: true, offers: [{
      id: "a", name: "Cursus", kind: "training", provider: "CJG", summary: "Kort.", why: ["Het gaat over slapen"], cost: "gratis", place: "Noord", delivery: ["thuis"],
      ageMin: 4, ageMax: 12, start: { text: "Bel gerust.", phone: "033 - 123 45 67", url: "https://cjg.example/" }, checkedOn: "2026-11-22" }] });
    for (const words of ["Cursus of training", "CJG", "Waarom dit past", "Het gaat over slapen", "gratis", "Noord", "bij je thuis", "4 tot en met 12 jaar", "Bel gerust.", "Nagekeken op 22 november 2026"]) {
      expect(said(place)).toContain(words);
    }
    expect(hrefs(place)).toEqual(["tel:0331234567", "https://cjg.example/"]);
  });
  test("contact says in words whether it is open", () => {
    expect(said(drawn({ type: "contact", name: "Wijkteam", openNow: true }))).toContain("Nu open");
    expect(said(drawn({ type: "contact", name: "Wijkteam", openNow: false }))).toContain("Nu gesloten");
    expect(said(drawn({ type: "contact", name: "Wijkteam", openNow: null }))).not.toContain("Nu");
  });
  test("a team that is closed says when it opens again", () => {
    expect(said(drawn({ type: "contact", name: "Wijkteam", openNow: false, opensAgain: "morgen om 8.30 uur" }))).toContain("Nu gesloten, opent weer morgen om 8.30 uur");
  });
  test("the way there is a plain link to a map, and only with an address", () => {
    const map = "https://www.openstreetmap.org/directions?to=Brink%201%2C%20Stad%20%26%20Land";
    for (const body of [
      { type: "contact", name: "Wijkteam", address: "Brink 1", routeTo: "Brink 1, Stad & Land" },
      { type: "contact", name: "Wijkteam", address: "Brink 1\nStad & Land" },
      { type: "offers", offers: [{ name: "Inloop", start: { text: "Kom langs.", address: "Brink 1, Stad & Land" } }] },
    ]) {
      const link = drawn(body).querySelector<HTMLAnchorElement>("a[href*=openstreetmap]");
      expect([link?.getAttribute("href"), link?.target, link?.rel]).toEqual([map, "_blank", "noopener noreferrer"]);
      expect(link && said(link)).toMatch(/^Route naar (?:Wijkteam|Inloop) op OpenStreetMap \(opent in een nieuw tabblad\)$/);
    }
    expect(hrefs(drawn({ type: "offers", offers: [{ name: "Inloop", place: "Noord", start: { text: "Kom langs." } }] }))).toEqual([]);
  });
  test("what happens once says when, and goes into a calendar", () => {
    const offer = { id: "a", name: "Avond", when: "dinsdag 8 december 2026 om 19.30 uur", calendarUrl: "/api/v1/offers/a/agenda.ics" };
    const place = drawn({ type: "offers", offers: [offer] });
    expect(said(place)).toContain("Wanneerdinsdag 8 december 2026 om 19.30 uur");
    expect(hrefs(place)).toEqual(["https://wegwijs.example/api/v1/offers/a/agenda.ics"]);
    for (const bad of ["https://evil.example/x.ics", "javascript:alert(1)", "//evil.example", ""]) {
      expect(hrefs(drawn({ type: "offers", offers: [{ ...offer, calendarUrl: bad }] }))).toEqual([]);
    }
  });
  test("crisis: the numbers come before the text", () => {
    const body = { type: "crisis", level: "acuut", text: "Wat goed dat je dit zegt.", lines: [{ name: "Alarmnummer", phone: "112", hours: "Dag en nacht", free: true }] };
    const steps = [{ text: "Ga naar de buren.", source: "algemeen" }, { text: "Bel 112.", source: "https://www.politie.nl/x" }, { text: "" }, null];
    expect(said(drawn(body))).toBe("Bel nuBel 112AlarmnummerDag en nacht · GratisWat goed dat je dit zegt.");
    expect(hrefs(drawn(body))).toEqual(["tel:112"]);
    expect(said(drawn({ ...body, steps }))).toContain("Wat goed dat je dit zegt.Dit kun je nu doenGa naar de buren.Algemeen bekendBel 112.Bron: politie.nl");
    expect(hrefs(drawn({ ...body, steps }))).toEqual(["tel:112", "https://www.politie.nl/x"]);
  });
  test.each([
    [{ type: "form", consentText: "Alleen als jij het goed vindt." }, "Alleen als jij het goed vindt."],
    [{ type: "receipt", reference: "WW-1", expectedWithin: "morgen" }, "Je vraag is doorgegevenJe nummer: WW-1Je hoort van het team: morgen"],
    [{ type: "notice", text: "Let op." }, "Let op."],
    [{ type: "hologram", text: "Iets nieuws" }, "Iets nieuws"],
    [{ type: "hologram" }, "Dit kan ik hier niet laten zien."],
    [{ type: "tips" }, "Dit kan ik hier niet laten zien."],
    [{ type: "constructor" }, "Dit kan ik hier niet laten zien."],
  ])("%o", (body, words) => { expect(said(drawn(body))).toBe(words); });
});

describe("hostile data", () => {
  const evil = "<img src=x onerror=alert(1)>";
  const everywhere = { text: evil, title: evil, name: evil, intro: evil, consentText: evil, reference: evil, phone: evil, url: "javascript:alert(1)", hours: evil, address: evil,
    items: [{ text: evil, source: "javascript:alert(1)" }], choices: [{ id: evil, label: evil }], lines: [{ name: evil, phone: evil, url: "data:text/html,x" }], steps: [{ text: evil, source: "javascript:alert(1)" }],
    offers: [{ name: evil, kind: evil, provider: evil, summary: evil, why: [evil], cost: evil, place: evil, delivery: [evil], start: { text: evil, url: "vbscript:x", phone: evil }, checkedOn: evil }] };
  test.each(["text", "choices", "tips", "offers", "contact", "crisis", "form", "receipt", "notice", "iets"])("%s shows it as text and links nowhere", (type) => {
    const place = drawn({ ...everywhere, type });
    expect(place.querySelector("img, script, [onerror], [style]")).toBeNull();
    expect(place.textContent).toContain("<img");
    expect(hrefs(place).map((href) => new URL(href).origin)).toEqual(type === "contact" ? ["https://www.openstreetmap.org"] : []);
  });
  test("nothing that is not a message breaks the reading", () => {
    expect(readMessages(null)).toEqual([]);
    expect(readMessages([null, 7, "x", [], { type: 4 }, { type: "offers", offers: 3 }]).map((m) => m.type)).toEqual(["unknown", "offers"]);
    for (const [, messages] of answers) expect(() => readMessages(messages).map((m) => render(m, context()))).not.toThrow();
  });
  test("no source file can parse markup or set inline style", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    for (const name of files) {
      expect(readFileSync(join("src", name), "utf8"), name).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\.style\b|\beval\(|new Function|localStorage/);
    }
  });
});

describe("links and words", () => {
  test("webAddress", () => {
    expect(webAddress("https://a.nl")).toBe("https://a.nl/");
    for (const bad of ["javascript:alert(1)", " JaVaScript:alert(1)", "data:text/html,x", "//a.nl", "a.nl", ""]) expect(webAddress(bad)).toBeNull();
  });
  test("phoneAddress", () => {
    expect(phoneAddress("0800 - 2000")).toBe("tel:08002000");
    expect(phoneAddress("+31 (0)33 123 45 67")).toBe("tel:+31331234567");
    for (const bad of ["", "bel ons", "1"]) expect(phoneAddress(bad)).toBeNull();
  });
  test.each([[4, 12, "4 tot en met 12 jaar"], [3, 3, "3 jaar"], [12, null, "Vanaf 12 jaar"], [null, 4, "Tot en met 4 jaar"], [0, 4, "Tot en met 4 jaar"], [0, 23, "Alle leeftijden"],
    [null, null, ""], [0.5, 4, "6 maanden tot en met 4 jaar"], [0, 1.5, "Tot en met 18 maanden"], [0, 0, "Tot en met 0 jaar"]])("ages %s-%s: %s", (min, max, words) => {
    expect(agesInWords(min, max)).toBe(words);
  });
  test("dayInWords", () => {
    expect(dayInWords("2026-11-22")).toBe("22 november 2026");
    expect(dayInWords("gisteren")).toBe("");
  });
});
