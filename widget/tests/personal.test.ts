import { describe, expect, test } from "vitest";
import { findPersonal, passesElevenTest } from "../src/personal";

describe("findPersonal", () => {
  test.each([
    ["mijn bsn is 111222333", "bsn"], ["123456782", "bsn"], ["bsn 1234.56.782 graag", "bsn"], ["123 456 782", "bsn"], ["burgerservicenummer: 10000008", "bsn"], ["burgerservicenummer: 10000009", null],
    ["bel 06-12345678", "phone"], ["0612345678", "phone"], ["06 12 34 56 78", "phone"], ["06 - 1234 5678", "phone"], ["+31 6 12345678", "phone"], ["0031612345678", "phone"],
    ["+31 (0)6 12345678", "phone"], ["(033) 123 45 67", "phone"], ["0341-123456 is ons nummer", "phone"], ["+49 170 1234567", "phone"],
    ["jan.jansen@gmail.com", "email"], ["mail naar Fatma_81@voorbeeld.nl.", "email"], ["piet [at] ziggo.nl", "email"],
  ])("%s: %s", (text, kind) => { expect(findPersonal(text)).toBe(kind); });

  test.each([
    "mijn zoontje van 3 slaapt niet", "groep 5 of 6", "hij is geboren op 01-02-2019", "01-02-2019 10:30", "tussen 08.30-17.00 en 19.00 uur", "2023 2024 2025",
    "ik verdien 100000 per jaar", "ik woon in 3812 AB 12", "bel 112", "113 of 0800-0113", "0900 1234567", "088 076 70 00", "kindertelefoon 0800-0432", "14 033",
    "123456789", "000000000", "10 tot 12 jaar, 2 kinderen van 4 en 6", "@ school gaat het goed", "50 euro per 4 weken", "",
  ])("nothing in: %s", (text) => { expect(findPersonal(text)).toBeNull(); });

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
