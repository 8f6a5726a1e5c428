/** Words, dates and numbers in the chosen language. */
import type english from '../locales/en.json';
import { chosenLanguage, keep, type Language } from './choices.js';

/** The key of a text. */
export type Key = keyof typeof english;

/** A text, or its plural forms by CLDR category. */
export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;

/** Values for a text's placeholders. */
export type Values = Readonly<Record<string, string | number>>;

let language: Language = 'en';
let texts: Readonly<Record<string, Text>> = {};

/** Loads the texts of a language, the chosen one unless said otherwise. */
export async function speak(wanted: Language = chosenLanguage()): Promise<void> {
  const loaded = wanted === 'ja' ? await import('../locales/ja.json') : await import('../locales/en.json');
  use(wanted, loaded.default);
  if (typeof document !== 'undefined') {
    document.documentElement.lang = wanted;
  }
}

/** Uses texts that are at hand. */
export function use(wanted: Language, given: Readonly<Record<string, Text>>): void {
  language = wanted;
  texts = given;
}

/** Changes the language for good. */
export async function changeLanguage(wanted: Language): Promise<void> {
  keep('language', wanted);
  await speak(wanted);
}

/** The language in use. */
export function spoken(): Language {
  return language;
}

/** A text with its placeholders filled. `count` chooses among plural forms. */
export function t(key: Key, values: Values = {}): string {
  return fill(texts[key] ?? key, values);
}

/** The text of a code, such as a reason; undefined when we have none for it. */
export function textOf(prefix: string, code: string, values: Values = {}): string | undefined {
  const text = texts[`${prefix}.${code}`];
  return text === undefined ? undefined : fill(text, values);
}

function fill(text: Text, values: Values): string {
  const form = typeof text === 'string' ? text : (text[new Intl.PluralRules(language).select(Number(values.count ?? 0))] ?? text.other ?? '');
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

/** A number as people write it. */
export function number(value: number | bigint): string {
  return new Intl.NumberFormat(language).format(value);
}

/** A share of one as a percentage without decimals. */
export function percent(share: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** Day and time. */
export function dateTime(date: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

/** Day and time to the second, with the time zone: for records. */
export function exactTime(date: Date): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
  }).format(date);
}

/** A day. */
export function day(date: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(date);
}

const units = [['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3600], ['minute', 60]] as const;

/** How long ago, or how soon, such as `2 hours ago`. */
export function relative(date: Date, now = new Date()): string {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) {
      return format.format(Math.trunc(seconds / size), unit);
    }
  }

  return t('time.now');
}

/** A length of time in its largest unit, such as `3 days`. */
export function span(seconds: number): string {
  for (const [unit, size] of units) {
    if (seconds >= size) {
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / size));
    }
  }

  return new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(Math.max(0, Math.floor(seconds)));
}

/** How long a step took, in milliseconds or seconds. */
export function took(milliseconds: number): string {
  const short = milliseconds < 1000;
  return new Intl.NumberFormat(language, {
    style: 'unit', unit: short ? 'millisecond' : 'second', unitDisplay: 'short', maximumFractionDigits: short ? 0 : 1,
  }).format(short ? milliseconds : milliseconds / 1000);
}

/** Compares as people of the language sort. */
export function compare(a: string, b: string): number {
  return a.localeCompare(b, language, { numeric: true, sensitivity: 'base' });
}
