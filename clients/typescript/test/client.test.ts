import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AccessService, AccountService, cancelOperation, clientCredentials, collect, type Change, type ControlPlane, ControlPlaneError, DiagnosticsService, DomainService,
  isRefusal, launchTargets, operations, service, teamNames, teams, type Team, userNames, users, userTeamNames, waitForOperation, accounts, auditEvents,
} from '@controlplane/client';
import { connect } from '@controlplane/client/node';
import { connect as connectWeb } from '@controlplane/client/web';
import { startDemo, type Demo } from './server.js';

let demo: Demo;
let user: ControlPlane;
let admin: ControlPlane;
const robot = () => clientCredentials({ issuer: demo.issuer, clientId: 'admin-robot', clientSecret: 'admin-robot-secret' });

before(async () => {
  demo = await startDemo();
  user = connect({ address: demo.grpc, tokens: await demo.token('user1') });
  admin = connect({ address: demo.grpc, tokens: robot() });
});
after(() => demo?.stop());

describe('calls', () => {
  test('a user sees targets and opens one', async () => {
    const targets = await collect(launchTargets(user));
    assert.ok(targets.length > 0);

    const launch = await service(user, AccessService).createLaunch({ parent: targets[0]!.name });

    assert.match(launch.url, /^http/);
    const flight = await service(user, AccessService).getSignIn({ name: launch.signIn.startsWith('signIns/') ? launch.signIn : `signIns/${launch.signIn}` });
    assert.equal(flight.user, (await service(user, DiagnosticsService).getCaller({})).user);
  });

  test('a refusal tells its reason, its kind, what to do and the values that it speaks of', async () => {
    const refused = await refusalOf(service(user, AccessService).createLaunch({ parent: userTeamNames.format({ user: 'me', team: 'no-such-team' }) }));

    assert.equal(refused.kind, 'denied');
    assert.equal(refused.reason, 'ENTITLEMENT_NOT_FOUND');
    assert.ok(refused.message.length > 20);
    assert.ok(refused.signIn);
    assert.ok(isRefusal(refused, 'ENTITLEMENT_NOT_FOUND'));
  });

  test('what is wrong with a request is told field by field', async () => {
    const refused = await refusalOf(teams(admin).create({ name: 'teams/Broken', executionRole: 'no-arn' }));

    assert.equal(refused.kind, 'invalid');
    assert.ok(refused.violations.length > 0);
    assert.ok(refused.violations.every(v => v.field && v.description));
  });

  test('gRPC-Web answers and refuses as gRPC does', async () => {
    const web = connectWeb({ address: demo.web, tokens: await demo.token('user1') });

    assert.deepEqual((await collect(launchTargets(web))).map(t => t.name), (await collect(launchTargets(user))).map(t => t.name));
    assert.equal((await refusalOf(service(web, AccessService).createLaunch({ parent: 'users/me/teams/no-such-team' }))).reason, 'ENTITLEMENT_NOT_FOUND');
    assert.equal((await refusalOf(service(connectWeb({ address: demo.web }), DiagnosticsService).getCaller({}))).kind, 'unauthenticated');
  });

  test('nobody there is told as such, with what to do', async () => {
    const nowhere = connect({ address: 'http://127.0.0.1:9', tokens: 'x', maxAttempts: 1 });

    const refused = await refusalOf(service(nowhere, DiagnosticsService).getCaller({}));

    assert.equal(refused.reason, 'CLIENT_CANNOT_CONNECT');
    assert.equal(refused.kind, 'unavailable');
    assert.match(refused.fix ?? '', /address/);
  });

  test('a deadline ends a call with all of its retries', async () => {
    const retries: string[] = [];
    const nowhere = connect({ address: 'http://127.0.0.1:9', tokens: 'x', maxAttempts: 10, deadlineMs: 700, onRetry: e => retries.push(e.reason) });
    const begun = performance.now();

    await refusalOf(service(nowhere, DiagnosticsService).getCaller({}));

    assert.ok(performance.now() - begun < 2000);
    assert.ok(retries.length > 0);
  });

  test('a signal ends a call with its own reason', async () => {
    const reason = new Error('the page was left');
    await assert.rejects(teams(admin).get('teams/Team1', { signal: AbortSignal.abort(reason) }), reason);
  });
});

describe('resources', () => {
  test('are created, read, listed in pages, changed, and deleted', async () => {
    const name = teamNames.format({ team: 'sdk-made' });
    const some = (await collect(teams(admin).list(), 1))[0]!;
    const made = await teams(admin).create({ ...copyOf(some), name, displayName: 'Made by a test' });
    assert.equal(made.name, name);
    assert.equal((await teams(admin).get(name)).displayName, 'Made by a test');

    const all = await collect(teams(admin).list({ pageSize: 1 }));
    assert.ok(all.length > 1);
    assert.deepEqual(all.map(t => t.name), (await collect(teams(admin).list())).map(t => t.name));
    assert.deepEqual((await collect(teams(admin).list({ filter: 'display_name = "Made by a test"' }))).map(t => t.name), [name]);

    const changed = await teams(admin).update({ name, displayName: 'Changed', etag: made.etag }, { mask: ['displayName'] });
    assert.equal(changed.displayName, 'Changed');
    const late = await refusalOf(teams(admin).update({ name, displayName: 'Late', etag: made.etag }, { mask: ['display_name'] }));
    assert.equal(late.kind, 'conflict');

    await teams(admin).delete(name, { etag: changed.etag });
    assert.equal(await teams(admin).find(name), undefined);
    await teams(admin).delete(name, { allowMissing: true });
  });

  test('a validated creation changes nothing', async () => {
    await users(admin).create({ name: 'users/only-checked', displayName: 'X' }, { validateOnly: true });
    assert.equal(await users(admin).find('users/only-checked'), undefined);
  });

  test('a literal that cannot be a name of the kind is refused by the compiler', () => {
    const wrong = () => {
      // @ts-expect-error a user is no team
      void teams(admin).get('users/alice');
      // @ts-expect-error the collection is missing
      void teams(admin).get('Team1');
      // @ts-expect-error names of users do not name teams
      void teams(admin).get(userNames.format({ user: 'alice' }));
    };
    assert.equal(typeof wrong, 'function');
  });

  test('a watch tells what is there, a bookmark, and then each change', async () => {
    const name = teamNames.format({ team: 'sdk-watched' });
    const some = (await collect(teams(admin).list(), 1))[0]!;
    const seen: Change<Team>[] = [];
    for await (const change of teams(admin).watch()) {
      seen.push(change);
      if (change.kind === 'bookmark' && !seen.some(c => c.resource?.name === name)) {
        await teams(admin).create({ ...copyOf(some), name });
      } else if (change.kind === 'added' && change.resource.name === name) {
        await teams(admin).delete(name);
      } else if (change.kind === 'deleted') {
        assert.equal(change.resource.name, name);
        break;
      }
    }

    assert.equal(seen[0]!.kind, 'added');
    assert.ok(seen.every(c => c.kind !== 'restarted'));
  });

  for (const way of ['gRPC', 'gRPC-Web'] as const) {
    test(`a watch by ${way} survives a restart of the server and misses nothing`, async () => {
      const name = teamNames.format({ team: `sdk-after-restart-${way}` });
      const some = (await collect(teams(admin).list(), 1))[0]!;
      const kinds: string[] = [];
      const retries: string[] = [];
      const options = { tokens: robot(), onRetry: (e: ControlPlaneError) => retries.push(e.reason) };
      const patient = way === 'gRPC' ? connect({ ...options, address: demo.grpc }) : connectWeb({ ...options, address: demo.web });
      let restarted = false;
      for await (const change of teams(patient).watch({}, { signal: AbortSignal.timeout(90_000) })) {
        if (change.kind === 'bookmark' && !restarted) {
          restarted = true;
          await demo.restart();
          await teams(admin).create({ ...copyOf(some), name });
        } else if (restarted) {
          kinds.push(`${change.kind} ${change.resource?.name ?? ''}`.trim());
          if (change.kind === 'added' && change.resource.name === name) {
            break;
          }
        }
      }

      assert.deepEqual(kinds.filter(k => k.includes(name)), [`added ${name}`]);
      assert.ok(!kinds.includes('restarted'));
      assert.ok(retries.every(r => r === 'CLIENT_CANNOT_CONNECT' || r === 'CLIENT_WATCH_ENDED'), retries.join());
      assert.ok(retries.length > 0);
    });
  }

  test('a lost resume token begins again, and says so', async () => {
    const seen: string[] = [];
    for await (const change of teams(admin).watch({}, { resumeToken: '' })) {
      seen.push(change.kind);
      if (change.kind === 'bookmark') {
        break;
      }
    }

    assert.equal(seen.at(-1), 'bookmark');
    const refused = await refusalOf(collect(teams(admin).watch({}, { resumeToken: 'no token of this server' })));
    assert.equal(refused.kind, 'invalid');
  });

  test('the audit log tells of what was done', async () => {
    const events = await collect(auditEvents(admin).list({ filter: 'action = "teams.create"' }));
    assert.ok(events.length > 0);
    assert.match(events[0]!.name, /^auditEvents\/\d+$/);
  });
});

describe('operations', () => {
  test('are waited for with their progress', async () => {
    const account = (await collect(accounts(admin).list(), 1))[0]!;
    const begun = await service(admin, AccountService).verifyAccount({ name: account.name });
    const seen: boolean[] = [];

    const done = await waitForOperation(admin, begun, { onProgress: o => seen.push(o.done) });

    assert.equal(done.result.case, 'response');
    assert.equal(seen.at(-1), true);
    assert.equal((await operations(admin).get(done.name)).done, true);
  });

  test('a cancelled or failed one ends with its reason', async () => {
    const account = (await collect(accounts(admin).list(), 1))[0]!;
    const begun = await service(admin, DomainService).importDomains({ parent: account.name, profileLimit: 100 });
    await cancelOperation(admin, begun.name);
    const end = await waitForOperation(admin, begun.name).then(() => 'done', (e: unknown) => e);
    assert.ok(end === 'done' || (end instanceof ControlPlaneError && end.kind === 'cancelled'), String(end));
  });

  test('waiting is ended by its signal', async () => {
    await assert.rejects(waitForOperation(admin, 'operations/none', { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  });
});

/** What a call was refused with. */
async function refusalOf(call: Promise<unknown>): Promise<ControlPlaneError> {
  try {
    await call;
  } catch (e) {
    assert.ok(e instanceof ControlPlaneError, String(e));
    return e;
  }

  return assert.fail('nothing was refused');
}

/** What a new team needs, as one that is there has it. */
function copyOf({ executionRole, placements }: Team) {
  return { executionRole, placements };
}
