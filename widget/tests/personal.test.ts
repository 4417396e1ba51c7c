import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findPersonal, passesElevenTest, type PersonalKind } from "../src/personal";

/** The same cases prove the server's redaction: tests/privacy/test_warning_cases.py. */
const cases = JSON.parse(readFileSync("../tests/privacy/warning_cases.json", "utf8")) as { text: string; kind: PersonalKind | null }[];

describe("findPersonal", () => {
  test("there are enough cases", () => { expect(cases.length).toBeGreaterThanOrEqual(80); });
  test.each(cases)("$text: $kind", ({ text, kind }) => { expect(findPersonal(text)).toBe(kind); });

  test("hostile input takes linear time", () => {
    for (const piece of ["1", "0 ", "06-", "a@", "1.", "+31(", "a.", "%", "bsn ", "0 1 2 3 4 5 6 7 "]) {
      const began = performance.now();
      findPersonal(piece.repeat(50_000));
      expect(performance.now() - began).toBeLessThan(500);
    }
  });
});

describe("passesElevenTest", () => {
  test.each([["111222333", true], ["123456782", true], ["123456789", false], ["999999999", false], ["12345678", false]])("%s: %s", (number, passes) => {
    expect(passesElevenTest(number)).toBe(passes);
  });
});
