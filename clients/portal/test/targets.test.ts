import { create } from '@bufbuild/protobuf';
import { LaunchTargetSchema, Readiness } from '@controlplane/client';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canOpen, dateOf, matches, ordered, tileOf, type Tile } from '../src/logic/targets.js';

interface Changes {
  readonly displayName?: string;
  readonly readiness?: Readiness;
  readonly blockedReason?: string;
  readonly route?: { readonly account: string };
  readonly lastLaunchTime?: { readonly seconds: bigint; readonly nanos: number };
}

const target = (more: Changes = {}) => create(LaunchTargetSchema, {
  name: 'users/u%201/teams/Team%201', displayName: 'Genomics', purpose: 'Läufe über Nacht', readiness: Readiness.READY,
  route: { account: '111122223333', accountAlias: 'research', region: 'eu-central-1', environment: 'prod', sessionDuration: { seconds: 43_200n, nanos: 0 } },
  projectMetadata: { 'cost centre': '4711' }, ...more,
});
const tile = (title: string, more: Partial<Tile> = {}): Tile => ({ ...tileOf(target()), title, team: title, ...more });
const compare = (a: string, b: string) => a.localeCompare(b);

test('A target becomes a tile with decoded id, words and times', () => {
  const made = tileOf(target({ lastLaunchTime: { seconds: 1_700_000_000n, nanos: 500_000_000 } }));
  assert.equal(made.team, 'Team 1');
  assert.equal(made.alias, 'research');
  assert.equal(made.sessionSeconds, 43_200);
  assert.deepEqual(made.project, [['cost centre', '4711']]);
  assert.equal(made.lastOpened?.toISOString(), '2023-11-14T22:13:20.500Z');
  assert.equal(made.until, undefined);
});

test('A target without a name for people is called by its id, and an account without alias by its number', () => {
  const made = tileOf(target({ displayName: '', route: { account: '111122223333' } }));
  assert.equal(made.title, 'Team 1');
  assert.equal(made.alias, '111122223333');
});

for (const [readiness, reason, state, opens] of [
  [Readiness.READY, '', 'ready', true],
  [Readiness.NOT_CREATED, '', 'new', true],
  [Readiness.PREPARING, '', 'preparing', true],
  [Readiness.PREPARING, 'PROFILE_CREATING', 'preparing', true],
  [Readiness.FAILED, 'PROFILE_FAILED', 'failed', false],
  [Readiness.READY, 'TEAM_SUSPENDED', 'suspended', false],
  [Readiness.NOT_CREATED, 'NO_DOMAIN_AVAILABLE', 'blocked', false],
] as const) {
  test(`${Readiness[readiness]} with '${reason}' is ${state} and ${opens ? 'opens' : 'stays closed'}`, () => {
    const made = tileOf(target({ readiness, blockedReason: reason }));
    assert.equal(made.state, state);
    assert.equal(canOpen(made), opens);
  });
}

test('A search finds each word anywhere, whatever its case, accents and width', () => {
  assert.ok(matches(tileOf(target()), 'genomics'));
  assert.ok(matches(tileOf(target()), 'LAUFE eu-central'));
  assert.ok(matches(tileOf(target()), 'ｐｒｏｄ 4711'));
  assert.ok(matches(tileOf(target()), ''));
  assert.ok(!matches(tileOf(target()), 'genomics us-east-1'));
});

test('Tiles are ordered by name, by last opening or by environment', () => {
  const tiles = [tile('b', { environment: 'dev' }), tile('a', { environment: 'prod' }), tile('c', { environment: 'dev', lastOpened: new Date(5) })];
  const titles = (order: 'name' | 'recent' | 'environment') => ordered(tiles, order, new Map([['b', 9]]), compare).map(x => x.title).join('');
  assert.equal(titles('name'), 'abc');
  assert.equal(titles('recent'), 'bca');
  assert.equal(titles('environment'), 'bca');
});

test('No timestamp is no date', () => {
  assert.equal(dateOf(undefined), undefined);
});
