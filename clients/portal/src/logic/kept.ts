/** Favourites and what was opened lately, by person, on this device. */
import { keep, recall } from '../choices.js';

/** The teams that a person marked. */
export function favouritesOf(user: string): ReadonlySet<string> {
  const kept = parsed(`favourites.${user}`);
  return new Set(Array.isArray(kept) ? kept.filter((v): v is string => typeof v === 'string') : []);
}

/** Marks a team, or takes its mark away. */
export function toggleFavourite(user: string, team: string): ReadonlySet<string> {
  const now = new Set(favouritesOf(user));
  if (!now.delete(team)) {
    now.add(team);
  }

  keep(`favourites.${user}`, JSON.stringify([...now]));
  return now;
}

/** What a person opened here, team to milliseconds since 1970. */
export function recentOf(user: string): ReadonlyMap<string, number> {
  const kept = parsed(`recent.${user}`);
  return new Map(Object.entries(typeof kept === 'object' && kept !== null ? kept : {}).filter((e): e is [string, number] => typeof e[1] === 'number'));
}

/** Remembers that a team was opened; the last 20 are kept. */
export function rememberOpened(user: string, team: string, time: number): ReadonlyMap<string, number> {
  const all = new Map(recentOf(user)).set(team, time);
  const kept = [...all].sort((a, b) => b[1] - a[1]).slice(0, 20);
  keep(`recent.${user}`, JSON.stringify(Object.fromEntries(kept)));
  return new Map(kept);
}

function parsed(key: string): unknown {
  try {
    return JSON.parse(recall(key) ?? 'null');
  } catch {
    // Somebody else wrote there: begin anew.
    return null;
  }
}
