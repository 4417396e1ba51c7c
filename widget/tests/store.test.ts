import { describe, expect, test } from "vitest";
import { initial, nextWaiting, reduce, type Outgoing, type State } from "../src/store";
import { bot } from "./fakes";

const said = (text: string, status: Outgoing["status"] = "waiting", choice = ""): Outgoing => ({ clientMessageId: text, text, choice, status });
const after = (...actions: Parameters<typeof reduce>[1][]): State => actions.reduce(reduce, initial);

describe("reduce", () => {
  test("a message that was already shown is not shown again", () => {
    const state = after({ do: "receive", messages: [bot("a"), bot("b")], fresh: true }, { do: "receive", messages: [bot("b"), bot("c")], fresh: true });
    expect(state.entries.map((e) => e.key)).toEqual(["a", "b", "c"]);
  });
  test("what opens the conversation stands above what was typed before it", () => {
    const state = after({ do: "say", outgoing: said("help") }, { do: "receive", messages: [bot("Hoi")], fresh: true, first: true });
    expect(state.entries.map((e) => e.key)).toEqual(["Hoi", "help"]);
  });
  test("refused words go back into the field before newer ones; what was sent stays", () => {
    const state = after({ do: "say", outgoing: said("eerst", "sent") }, { do: "say", outgoing: said("tweede", "sending") }, { do: "say", outgoing: said("derde") },
      { do: "set", change: { draft: "vierde" } }, { do: "giveBack", detail: "Te snel." });
    expect(state.draft).toBe("tweede\nderde\nvierde");
    expect(state.fieldError).toBe("Te snel.");
    expect(state.entries.map((e) => e.key)).toEqual(["eerst"]);
  });
  test("a refused button leaves no words in the field", () => {
    expect(after({ do: "say", outgoing: said("Ja", "sending", "ja") }, { do: "giveBack", detail: "x" }).draft).toBe("");
  });
  test("failAll keeps every unsent message visible", () => {
    const state = after({ do: "say", outgoing: said("a", "sending") }, { do: "say", outgoing: said("b") }, { do: "failAll" });
    expect(state.entries.map((e) => e.outgoing?.status)).toEqual(["failed", "failed"]);
  });
  test("reset keeps the draft", () => {
    expect(after({ do: "set", change: { draft: "nog niet klaar" } }, { do: "reset", phase: "wiped" }).draft).toBe("nog niet klaar");
  });
  test("nextWaiting gives the oldest", () => {
    expect(nextWaiting(after({ do: "say", outgoing: said("a", "failed") }, { do: "say", outgoing: said("b") }, { do: "say", outgoing: said("c") }))?.text).toBe("b");
  });
});
