/** What somebody hears who does not see the chat: the main journey, through a screen reader that follows the specifications. */
import { virtual } from "@guidepup/virtual-screen-reader";
import { afterEach, describe, expect, test } from "vitest";
import { Panel } from "../src/panel/panel";
import type { Message } from "../src/messages/types";
import { bot, failure, message, setUp, settle } from "./fakes";

const OPTIONS = { gemeente: "voorbeeldstad", api: "", inline: true, exitUrl: "https://weg.example", privacyUrl: null };
const CHOICES = message({ type: "choices", id: "b", text: "Hoe oud is je kind?", choices: [{ id: "x", label: "0 tot 4" }, { id: "y", label: "4 tot 12" }] });
const OFFERS = message({ type: "offers", id: "o", intro: "Dit past:", offers: [{
  id: "a", name: "Slaapcursus", kind: "training", why: ["Het gaat over slapen"], cost: "Gratis",
  start: { text: "Bel gerust.", phone: "033 123 45 67", url: "https://cjg.example", address: "Brink 1, Stad" },
}] });
const CRISIS = message({ type: "crisis", id: "k", level: "acuut", text: "Jouw veiligheid gaat voor.", lines: [{ name: "Alarmnummer", phone: "112", hours: "Dag en nacht", free: true }] });
const FORM = message({ type: "form", id: "f", form: "handoff", consentText: "Ik geef mijn vraag.", consentVersion: "1", prefill: { question: "hij slaapt niet" } });

async function begin() {
  const made = setUp();
  const { api, store, conversation } = made;
  const panel = new Panel({ store, conversation, options: OPTIONS, fallback: [], close: () => undefined, exit: () => undefined });
  document.body.append(panel.element);
  await virtual.start({ container: document.body });
  await conversation.open();
  await settle();
  /** What is said aloud by itself; with `focus` also what the focus came to. */
  const heard = async (focus = false): Promise<string[]> => {
    await settle();
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    const all = await virtual.spokenPhraseLog();
    await virtual.clearSpokenPhraseLog();
    return focus ? all : all.filter((phrase) => /^(?:polite|assertive): ./.test(phrase));
  };
  /** All that is there, in the order in which somebody walks through it. */
  const walk = async (): Promise<string[]> => {
    const phrases: string[] = [];
    for (let steps = 0; steps < 300; steps++) {
      await virtual.next();
      const phrase = await virtual.lastSpokenPhrase();
      if (phrase === "end of document") break;
      phrases.push(phrase);
    }
    await virtual.clearSpokenPhraseLog();
    return phrases;
  };
  const say = async (text: string, ...answer: Message[]): Promise<string[]> => {
    api.send.mockResolvedValueOnce(answer);
    conversation.say(text);
    return heard();
  };
  return { ...made, panel, heard, walk, say };
}
const inOrder = (phrases: string[], ...wanted: string[]): void => {
  const places = wanted.map((one) => phrases.indexOf(one));
  expect(places, phrases.join("\n")).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
};

afterEach(async () => {
  await virtual.stop();
  document.body.replaceChildren();
});

describe("what is heard", () => {
  test("open: who this is, that it is a computer, the way out, the conversation, the field", async () => {
    const { heard, walk } = await begin();
    expect(await heard()).toEqual(["polite: Wegwijs:Hoi"]);
    inOrder(await walk(), "heading, Wegwijs, level 2", "Ik ben een computer. Ik help je zoeken.", "button, Verlaat deze site snel", "log, Gesprek",
      "textbox, Typ hier je vraag, Enter verstuurt je bericht. Shift en Enter samen geven een nieuwe regel.", "button, Stuur",
      "button, Bewaar of lees voor, 1 control, not expanded", "button, Opnieuw beginnen", "button, Wis dit gesprek");
  });
  test("ask: each answer once, with who says it", async () => {
    const { say } = await begin();
    expect((await say("hij slaapt niet", bot("Dat is zwaar.", "a"), CHOICES)).slice(-3)).toEqual([
      "polite: Jij:hij slaapt niet", "polite: Wegwijs:Dat is zwaar.", "polite: Wegwijs:Hoe oud is je kind?0 tot 44 tot 12"]);
  });
  test("choose: buttons with the words that are on them, and the choice is told", async () => {
    const { api, say, walk, heard } = await begin();
    await say("hij slaapt niet", CHOICES);
    inOrder(await walk(), "Hoe oud is je kind?", "button, 0 tot 4", "button, 4 tot 12");
    api.send.mockResolvedValueOnce([bot("Goed.", "g")]);
    document.querySelector<HTMLElement>(".choices .choice")?.click();
    expect(await heard()).toEqual(["polite: Jij:0 tot 4", "polite: Wegwijs:Goed."]);
  });
  test("offers: a heading each, why it fits, and links that say where they go and about whom", async () => {
    const { say, walk } = await begin();
    await say("hij slaapt niet", OFFERS);
    const phrases = await walk();
    inOrder(phrases, "heading, Slaapcursus, level 3", "heading, Waarom dit past, level 4", "Het gaat over slapen", "link, Bel 033 123 45 67 (Slaapcursus)",
      "link, Naar de site van Slaapcursus (opent in een nieuw tabblad)", "link, Route naar Slaapcursus op OpenStreetMap (opent in een nieuw tabblad)");
    inOrder(phrases, "group, Heb je hier iets aan?", "button, Ja", "button, Nee");
  });
  test("crisis: interrupts once, the number before every other word; what comes after waits again", async () => {
    const { store, say, heard, walk } = await begin();
    const words = "Wegwijs:Bel nuBel 112AlarmnummerDag en nacht · GratisJouw veiligheid gaat voor.";
    expect((await say("gevaar", CRISIS)).filter((phrase) => phrase.includes("112"))).toEqual([`assertive: ${words}`]);
    expect((await say("hij slaapt niet", bot("Dat is zwaar."))).at(-1)).toBe("polite: Wegwijs:Dat is zwaar.");
    store.dispatch({ do: "receive", messages: [{ ...CRISIS, id: "shown-again" }], fresh: false });
    expect(await heard()).toEqual([`polite: ${words}`]);
    inOrder(await walk(), "heading, Bel nu, level 3", "link, Bel 112", "Jouw veiligheid gaat voor.");
  });
  test("an error in the form: said in words, and the field says it again", async () => {
    const { api, say, heard } = await begin();
    await say("bel mij", FORM);
    api.handOver.mockResolvedValueOnce({ ok: false, status: 422, body: { detail: "Kijk nog even.", invalidParams: [{ name: "phone", reason: "Vul een nummer in." }] } });
    document.querySelector<HTMLElement>(".question [type=submit]")?.click();
    const spoken = await heard(true);
    expect(document.activeElement).toBe(document.querySelector("input[type=tel]"));
    expect(spoken).toContain("assertive: Kijk nog even.");
    expect(spoken.find((phrase) => phrase.startsWith("textbox, Telefoonnummer"))).toBe("textbox, Telefoonnummer, Vul een nummer in. Zoals 06 12345678., invalid");
  });
  test("a message that did not go: said, with the way to try again", async () => {
    const { api, conversation, heard, walk } = await begin();
    await heard();
    api.send.mockImplementationOnce(() => failure("server", 500));
    conversation.say("hallo");
    expect((await heard()).join()).toContain("Niet verstuurd.");
    inOrder(await walk(), "Niet verstuurd.", "button, Probeer opnieuw", "link, 112");
  });
});
