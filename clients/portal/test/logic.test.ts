import { create } from '@bufbuild/protobuf';
import { Entitlement_State, EntitlementSchema } from '@controlplane/client';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import english from '../locales/en.json';
import japanese from '../locales/ja.json';
import { chosenLanguage, keep } from '../src/choices.js';
import { merge } from '../src/config.js';
import { number, relative, span, t, textOf, took, use } from '../src/i18n.js';
import { accentOf, contrast, parse } from '../src/logic/colour.js';
import { differences } from '../src/logic/diff.js';
import { auditFilter, quoted } from '../src/logic/filter.js';
import { favouritesOf, recentOf, rememberOpened, toggleFavourite } from '../src/logic/kept.js';
import { findSubjects, rightsOf, standing, type Subject } from '../src/logic/matrix.js';
import { normalReference } from '../src/logic/reference.js';
import { challengeOf } from '../src/oidc.js';

const none = { user: '', team: '', action: '', outcome: '', signIn: '', from: '', to: '' };

beforeEach(() => use('en', english));

test('Texts are filled, counted and written as the language wants', () => {
  assert.equal(t('tiles.count', { count: 1 }), '1 team');
  assert.equal(t('tiles.count', { count: 1200 }), '1,200 teams');
  use('ja', japanese);
  assert.equal(t('tiles.count', { count: 1 }), '1 件のチーム');
  assert.equal(textOf('reason', 'NO_SUCH_REASON'), undefined);
});

test('Times are told from now, in their largest unit', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  assert.equal(relative(new Date('2026-11-23T11:59:30Z'), now), 'just now');
  assert.equal(relative(new Date('2026-11-23T10:00:00Z'), now), '2 hours ago');
  assert.equal(relative(new Date('2026-11-22T11:00:00Z'), now), 'yesterday');
  assert.equal(span(43_200), '12 hours');
  assert.equal(span(3 * 86_400 + 5), '3 days');
  assert.equal(took(12), '12 ms');
  assert.equal(took(1540), '1.5 sec');
  use('ja', japanese);
  assert.equal(relative(new Date('2026-11-23T10:00:00Z'), now), '2 時間前');
  assert.equal(number(1_000_000n), '1,000,000');
});

test('The language is the chosen one, or the first of the browser that we have, or English', () => {
  assert.equal(chosenLanguage(['fr-FR', 'ja-JP', 'en']), 'ja');
  assert.equal(chosenLanguage(['fr']), 'en');
  keep('language', 'ja');
  assert.equal(chosenLanguage(['en-GB']), 'ja');
  keep('language', 'tlh');
  assert.equal(chosenLanguage(['en-GB']), 'en');
});

test('Favourites and openings belong to a person and survive nonsense in storage', () => {
  toggleFavourite('users/a', 'Team1');
  toggleFavourite('users/a', 'Team2');
  toggleFavourite('users/a', 'Team1');
  assert.deepEqual([...favouritesOf('users/a')], ['Team2']);
  assert.deepEqual([...favouritesOf('users/b')], []);
  for (let i = 0; i < 30; i++) {
    rememberOpened('users/a', `Team${i}`, i);
  }
  assert.equal(recentOf('users/a').size, 20);
  assert.equal(recentOf('users/a').get('Team29'), 29);
  assert.equal(recentOf('users/a').has('Team9'), false);
  keep('favourites.users/a', '{broken');
  keep('recent.users/a', '7');
  assert.deepEqual([...favouritesOf('users/a')], []);
  assert.deepEqual([...recentOf('users/a')], []);
});

test('Rights come from the person and from each group, and the best one counts', () => {
  const subjects: Subject[] = [
    { name: 'users/a', title: 'Anna', detail: 'anna@example.com', kind: 'user', groups: ['groups/g'] },
    { name: 'users/b', title: 'Zoë', detail: 'b', kind: 'user', groups: [] },
    { name: 'groups/g', title: 'Group', detail: 'g', kind: 'group', groups: [] },
  ];
  const rights = rightsOf(subjects, [
    create(EntitlementSchema, { name: 'teams/T/entitlements/user-a', subject: { case: 'user', value: 'users/a' }, state: Entitlement_State.ENDED }),
    create(EntitlementSchema, { name: 'teams/T/entitlements/group-g', subject: { case: 'group', value: 'groups/g' }, state: Entitlement_State.ACTIVE }),
  ]);
  const cell = rights.get('users/a')!.get('teams/T')!;
  assert.deepEqual(cell.map(r => r.by), [undefined, 'groups/g']);
  assert.equal(standing(cell), 'active');
  assert.equal(standing(cell.slice(0, 1)), 'ended');
  assert.equal(standing(rights.get('users/b')!.get('teams/T') ?? []), 'none');
  assert.deepEqual(findSubjects(subjects, 'zoe').map(s => s.name), ['users/b']);
});

test('A difference tells what was added, removed and changed, by path', () => {
  const found = differences('{"a":1,"b":{"c":"x","d":true},"e":[]}', '{"a":2,"b":{"c":"x"},"f":[1,"y"]}');
  assert.deepEqual(found.map(d => `${d.path} ${d.kind} ${d.before}>${d.after}`), [
    'a changed 1>2', 'b.c same x>x', 'b.d removed true>', 'e removed []>', 'f.0 added >1', 'f.1 added >y',
  ]);
  assert.deepEqual(differences('', '{"a":1}').map(d => d.kind), ['added']);
  assert.deepEqual(differences('not json', ''), [{ path: '', kind: 'removed', before: 'not json', after: '' }]);
});

test('A filter names the fields that are filled in, and quotes what people type', () => {
  assert.equal(auditFilter(none), '');
  assert.equal(auditFilter({ ...none, user: ' a"b\\ ', outcome: 'refused' }), 'user = "a\\"b\\\\" AND outcome = "refused"');
  assert.equal(quoted('x'), '"x"');
});

test('Days of a filter begin and end by the own clock', () => {
  const filter = auditFilter({ ...none, from: '2026-11-01', to: '2026-11-30' });
  assert.equal(filter, `time >= "${new Date(2026, 10, 1).toISOString()}" AND time < "${new Date(2026, 11, 1).toISOString()}"`);
  assert.equal(auditFilter({ ...none, from: 'yesterday' }), '');
});

test('A reference is read as people write it', () => {
  for (const text of ['7f3k92qdm4xt', ' 7F3K-92QD-M4XT ', 'signIns/7F3K-92QD-M4XT', '７Ｆ３Ｋ 92QD M4XT']) {
    assert.equal(normalReference(text), '7F3K-92QD-M4XT');
  }
  assert.equal(normalReference('oil0-0000-0000'), '0110-0000-0000');
  assert.equal(normalReference('short'), 'short');
});

test('A brand of any colour can be read on light and on dark', () => {
  for (const hex of ['#ffff00', '#000000', '#ffffff', '#0a6e4f', '#ff0000', '#7f7f7f', '#00ffff']) {
    const { light, dark } = accentOf(hex)!;
    for (const shades of [light, dark]) {
      assert.ok(contrast(parse(shades.accent)!, parse(shades.ink)!) >= 4.5, `${hex}: ink`);
      assert.ok(contrast(parse(shades.accent)!, parse(shades.soft)!) >= 4.5, `${hex}: soft`);
    }
    assert.ok(contrast(parse(light.accent)!, parse('#ffffff')!) >= 4.5, `${hex}: light`);
    assert.ok(contrast(parse(dark.accent)!, parse('#1d1f2c')!) >= 4.5, `${hex}: dark`);
  }
  assert.equal(accentOf('red'), undefined);
});

test('Settings are checked and have defaults', () => {
  assert.equal(merge({ api: 'https://studio.example.com/' }).api, 'https://studio.example.com');
  assert.equal(merge({}).title, 'Studio');
  assert.throws(() => merge({ title: 7 }), /title/);
  assert.throws(() => merge({ auth: { kind: 'oidc', issuer: 'https://idp' } }), /clientId/);
  assert.throws(() => merge({ auth: { kind: 'password' } }), /auth.kind/);
  assert.throws(() => merge(null), /not an object/);
});

test('The challenge of a verifier is the one of RFC 7636, appendix B', async () => {
  assert.equal(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});
