/**
 * Sees a citizen service number, a phone number or an e-mail address while the parent types, so that we can say
 * "dit hoeft niet" before anything leaves the browser. The server redacts in any case (privacy/); this is courtesy.
 * Every pattern is bounded, so hostile input costs linear time.
 */
export type PersonalKind = "bsn" | "phone" | "email";

const NINE_DIGITS = /(?<![\d+])\d(?:[ .-]?\d){8}(?![\d]|[.,-]\d)/g;
const EIGHT_AFTER_BSN = /\b(?:bsn|sofi|burgerservice)[a-z]{0,12}[ :=]{0,3}(\d{8})(?!\d)/gi;
const DUTCH_PHONE = /(?<![\d+])(?:(?:\+|00)31[ .-]?(?:\(0\)[ .-]?)?|\(?0)[1-9](?:[ .()/-]{0,3}\d){8}(?!\d)/g;
const FOREIGN_PHONE = /(?<![\d+])\+(?!31)[1-9](?:[ .()-]{0,2}\d){7,13}(?!\d)/;
const EMAIL = /[a-z0-9._%+-]{1,64} ?(?:@|\[at\]|\(at\)) ?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}/i;

/** Dates and opening hours are written with the same signs: 01-02-2019 10.30, 08.30-17.00. */
const DATE_OR_TIME = /^(?:(?:0[1-9]|[12]\d|3[01])[-/.](?:0[1-9]|1[0-2])[-/.](?:19|20)\d{2}(?!\d)|\d{2}[.:]\d{2} ?-)/;
/** Lines and services that anyone may call, as in privacy/numbers.py: 0800, 0900, 0906, 0909, and lines that we show ourselves. */
const PUBLIC_NUMBER = /^0(?:800|90[069])|^(?:0202615275|0302299800|0850471571|0880767000|0885551000)$/;

const digits = (text: string): string => text.replace(/\D/g, "");

/** The eleven test of the BSN: 9a + 8b + … + 2h − i is a multiple of 11. */
export function passesElevenTest(number: string): boolean {
  if (!/^\d{9}$/.test(number) || /^(\d)\1{8}$/.test(number)) return false;
  const sum = Array.from(number).reduce((total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at), 0);
  return sum % 11 === 0;
}

function hasBsn(text: string): boolean {
  return [...text.matchAll(NINE_DIGITS)].some(([found]) => passesElevenTest(digits(found)))
    || [...text.matchAll(EIGHT_AFTER_BSN)].some(([, found = ""]) => passesElevenTest(`0${found}`));
}

function isPersonalPhone(found: string): boolean {
  if (DATE_OR_TIME.test(found)) return false;
  const national = digits(found).replace(/^(?:00)?31(?:0(?=\d{9}$))?/, "0");
  return !PUBLIC_NUMBER.test(national);
}

const hasPhone = (text: string): boolean =>
  FOREIGN_PHONE.test(text) || [...text.matchAll(DUTCH_PHONE)].some(([found]) => isPersonalPhone(found));

/** The first kind of personal data in the text that nobody needs to type here, or null. */
export function findPersonal(text: string): PersonalKind | null {
  if (hasBsn(text)) return "bsn";
  if (EMAIL.test(text)) return "email";
  return hasPhone(text) ? "phone" : null;
}
