/** What tiles show of launch targets, without a word of any language. */
import type { LaunchTarget } from '@controlplane/client';

/** How a tile stands. */
export type TileState = 'ready' | 'new' | 'preparing' | 'failed' | 'suspended' | 'blocked';

/** A tile. */
export interface Tile {
  /** The team's id, as people write it. */
  readonly team: string;
  readonly title: string;
  readonly purpose: string;
  readonly role: string;
  readonly account: string;
  readonly alias: string;
  readonly environment: string;
  readonly region: string;
  /** Hours of a Studio session in seconds; zero when unknown. */
  readonly sessionSeconds: number;
  readonly project: readonly (readonly [string, string])[];
  readonly state: TileState;
  /** The reason code when it cannot be opened. */
  readonly reason: string;
  readonly lastOpened: Date | undefined;
  readonly until: Date | undefined;
}

/** The values of the contract's Readiness. */
const readiness = { ready: 1, notCreated: 2, preparing: 3, failed: 4 } as const;

/** The reason code that a team of the state SUSPENDED refuses with. */
const suspended = new Set(['TEAM_SUSPENDED', 'ACCOUNT_SUSPENDED', 'DOMAIN_SUSPENDED']);

/** The moment of a protobuf timestamp. */
export function dateOf(time: { readonly seconds: bigint; readonly nanos: number } | undefined): Date | undefined {
  return time && new Date(Number(time.seconds) * 1000 + Math.floor(time.nanos / 1e6));
}

/** The milliseconds of a protobuf duration. */
export function millisecondsOf(duration: { readonly seconds: bigint; readonly nanos: number } | undefined): number {
  return duration ? Number(duration.seconds) * 1000 + duration.nanos / 1e6 : 0;
}

/** The tile of a target. */
export function tileOf(target: LaunchTarget): Tile {
  const team = decodeURIComponent(target.name.slice(target.name.lastIndexOf('/') + 1));
  const { route } = target;
  return {
    team,
    title: target.displayName || team,
    purpose: target.purpose,
    role: target.roleDescription,
    account: route?.account ?? '',
    alias: route?.accountAlias || (route?.account ?? ''),
    environment: route?.environment ?? '',
    region: route?.region ?? '',
    sessionSeconds: millisecondsOf(route?.sessionDuration) / 1000,
    project: Object.entries(target.projectMetadata).sort(([a], [b]) => a.localeCompare(b)),
    state: stateOf(target),
    reason: target.blockedReason,
    lastOpened: dateOf(target.lastLaunchTime),
    until: dateOf(target.entitledUntil),
  };
}

function stateOf(target: LaunchTarget): TileState {
  if (suspended.has(target.blockedReason)) {
    return 'suspended';
  }

  if (target.readiness === readiness.preparing) {
    return 'preparing';
  }

  if (target.readiness === readiness.failed) {
    return 'failed';
  }

  if (target.blockedReason !== '') {
    return 'blocked';
  }

  return target.readiness === readiness.ready ? 'ready' : 'new';
}

/** Whether a tile leads anywhere now. */
export function canOpen(tile: Tile): boolean {
  return tile.state === 'ready' || tile.state === 'new' || tile.state === 'preparing';
}

/** Folds what people do not think about when they search: case, accents, full width. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether every word of a search is somewhere on the tile. */
export function matches(tile: Tile, search: string): boolean {
  const text = fold([
    tile.title, tile.team, tile.purpose, tile.role, tile.alias, tile.account, tile.environment, tile.region, ...tile.project.flat(),
  ].join('\n'));
  return fold(search).split(/\s+/).every(word => text.includes(word));
}

/** How tiles are ordered. */
export type Order = 'name' | 'recent' | 'environment';

/** The tiles in order; `recent` is what this device opened, team to milliseconds since 1970, besides what the server knows. */
export function ordered(tiles: readonly Tile[], order: Order, recent: ReadonlyMap<string, number>, compare: (a: string, b: string) => number): Tile[] {
  const byName = (a: Tile, b: Tile) => compare(a.title, b.title);
  const by: Readonly<Record<Order, (a: Tile, b: Tile) => number>> = {
    name: byName,
    recent: (a, b) => opened(b, recent) - opened(a, recent) || byName(a, b),
    environment: (a, b) => compare(a.environment, b.environment) || compare(a.alias, b.alias) || byName(a, b),
  };
  return [...tiles].sort(by[order]);
}

/** When somebody last opened a tile, milliseconds since 1970; zero for never. */
export function opened(tile: Tile, recent: ReadonlyMap<string, number>): number {
  return Math.max(tile.lastOpened?.getTime() ?? 0, recent.get(tile.team) ?? 0);
}
