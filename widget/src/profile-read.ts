/** Reads `GET /api/v1/gemeenten/{id}`. The network is not typed: what is missing or odd falls back, and only `false` is off. */
import type { Profile } from "./profile";

type Raw = Record<string, unknown>;
const raw = (value: unknown): Raw => (typeof value === "object" && value !== null ? (value as Raw) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const isToken = ([name, value]: [string, unknown]): boolean =>
  /^--(nl|utrecht|wegwijs)-[a-z0-9-]+$/.test(name) && /^[^;{}<>\\@:]+$/.test(text(value));

export function readProfile(value: unknown): Profile {
  const { id, chat, theme } = raw(value);
  const { on, pages } = raw(chat);
  return {
    id: text(id),
    on: on !== false,
    pages: list(pages).map(raw).map((rule) => ({ path: text(rule.path), on: rule.on !== false, topic: text(rule.topic) })),
    theme: Object.fromEntries(Object.entries(raw(theme)).filter(isToken)) as Record<string, string>,
  };
}
