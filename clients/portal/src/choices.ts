/** What a person chose on this device. Storage may be forbidden or full: a choice then lasts as long as the page. */

/** The colour schemes to choose from. */
export type Theme = 'system' | 'light' | 'dark';

/** The languages to choose from, by their names in themselves. */
export const languages = { en: 'English', ja: '日本語' } as const;

/** A language's tag. */
export type Language = keyof typeof languages;

const forgotten = new Map<string, string>();

/** What is kept under a key; null for nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`portal.${key}`) ?? forgotten.get(key) ?? null;
  } catch {
    // Storage is forbidden here.
    return forgotten.get(key) ?? null;
  }
}

/** Keeps something. */
export function keep(key: string, value: string): void {
  forgotten.set(key, value);
  try {
    localStorage.setItem(`portal.${key}`, value);
  } catch {
    // Forbidden or full: the page remembers it by itself.
  }
}

/** The colour scheme that was chosen. */
export function chosenTheme(): Theme {
  const kept = recall('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** The language that was chosen, or else the browser's first one that we have, or else English. */
export function chosenLanguage(preferred: readonly string[] = navigator.languages): Language {
  const wanted = [recall('language') ?? '', ...preferred].map(tag => tag.toLowerCase().split('-')[0] ?? '');
  return wanted.find((tag): tag is Language => tag in languages) ?? 'en';
}
