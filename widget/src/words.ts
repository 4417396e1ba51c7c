/** Puts data into Dutch words: ages and days. */
import { texts } from "./texts.nl";

const MONTHS = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];
/** `Intl` takes milliseconds to begin with, just when the chat opens. */
export function dayInWords(iso: string): string {
  const [, year = "", month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? "" : `${Number(day)} ${name} ${year}`;
}

const OPEN_END = 23;

const age = (years: number): string =>
  Number.isInteger(years) ? texts.years(years) : years < 2 ? texts.months(Math.round(years * 12)) : texts.years(Math.floor(years));

/** "4 tot en met 12 jaar", not "4 jaar tot en met 12 jaar". */
const bare = (from: number, to: number): string => (Number.isInteger(from) && Number.isInteger(to) ? String(from) : age(from));

function between(from: number, to: number): string {
  return from === to ? age(from) : texts.agesBetween(bare(from, to), age(to));
}

/** An age range that starts at birth or ends in adulthood has no limit on that side. */
export function agesInWords(min: number | null, max: number | null): string {
  if (min === null && max === null) return "";
  const from = min ?? 0;
  const to = max ?? OPEN_END;
  if (to >= OPEN_END) return from <= 0 ? texts.agesAll : texts.agesFrom(age(from));
  return from <= 0 ? texts.agesTo(age(to)) : between(from, to);
}
