import assert from 'node:assert/strict';
import { createServer, type Http2Server, type Http2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { anyPack } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, type HandlerContext } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AccessService, cachedTokens, ChangeType, clientCredentials, collect, type ControlPlane, ControlPlaneError, DiagnosticsService, domainNames, encodeId, entitlementNames,
  errorOfStatus, idOf, launchTargets, paged, service, teamNames, teams, TeamService, type TokenSource, userNames, waitForOperation, WatchTeamsResponseSchema,
} from '@controlplane/client';
import { connect } from '@controlplane/client/node';
import { ErrorInfoSchema, HelpSchema, PreconditionFailureSchema, RetryInfoSchema } from '../src/gen/google/rpc/error_details_pb.js';
import { StatusSchema } from '../src/gen/google/rpc/status_pb.js';

/** Answers what a test says, by real gRPC. */
type Script = (context: HandlerContext, request: Record<string, unknown>) => object;
let http: Http2Server;
const sessions = new Set<Http2Session>();
let address: string;
let caller: Script = () => ({});
let listed: Script = () => ({});
let created: Script = () => ({});
let launched: Script = () => ({});
let watched: (context: HandlerContext, request: Record<string, unknown>) => AsyncIterable<object> = async function* () {};

before(async () => {
  http = createServer(connectNodeAdapter({
    routes: router => {
      router.service(DiagnosticsService, { getCaller: (r, c) => caller(c, r as never) });
      router.service(TeamService, {
        listTeams: (r, c) => listed(c, r as never), createTeam: (r, c) => created(c, r as never), watchTeams: (r, c) => watched(c, r as never) as never,
      });
      router.service(AccessService, { createLaunch: (r, c) => launched(c, r as never) });
    },
  }));
  http.on('session', s => sessions.add(s));
  await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
after(() => {
  for (const session of sessions) {
    session.destroy();
  }

  http.close();
});

const throttled = (delayMs = 5) => new ConnectError('Too many at once.', Code.ResourceExhausted, undefined, [
  { desc: ErrorInfoSchema, value: { reason: 'AWS_THROTTLED', domain: 'controlplane' } },
  { desc: RetryInfoSchema, value: { retryDelay: { seconds: BigInt(Math.floor(delayMs / 1000)), nanos: (delayMs % 1000) * 1e6 } } },
]);
const away = () => new ConnectError('Away.', Code.Unavailable, undefined, [{ desc: ErrorInfoSchema, value: { reason: 'STORE_UNAVAILABLE', domain: 'controlplane' } }]);
const unknown = () => new ConnectError('Who are you?', Code.Unauthenticated, undefined, [{ desc: ErrorInfoSchema, value: { reason: 'TOKEN_EXPIRED', domain: 'controlplane' } }]);
const client = (tokens?: TokenSource, more = {}): ControlPlane => connect({ address, maxPauseMs: 20, ...(tokens === undefined ? {} : { tokens }), ...more });
const rejection = (call: Promise<unknown>) => call.then(() => assert.fail('nothing was refused'), (e: unknown) => e as ControlPlaneError);

describe('retries', () => {
  test('a call that may be done twice is tried again after the pause that the server asks for', async () => {
    let calls = 0;
    caller = () => {
      if (++calls < 3) {
        throw throttled();
      }
      return { name: 'robot' };
    };
    const retries: string[] = [];

    const answer = await service(client(undefined, { onRetry: (e: ControlPlaneError) => retries.push(e.reason) }), DiagnosticsService).getCaller({});

    assert.equal(answer.name, 'robot');
    assert.deepEqual(retries, ['AWS_THROTTLED', 'AWS_THROTTLED']);
  });

  test('a repeated creation carries the id of the first attempt', async () => {
    const ids: unknown[] = [];
    created = (_, { requestId }) => {
      ids.push(requestId);
      if (ids.length < 2) {
        throw away();
      }
      return { name: 'teams/a' };
    };

    await teams(client()).create({ name: 'teams/a' });

    assert.equal(ids.length, 2);
    assert.equal(ids[0], ids[1]);
    assert.match(String(ids[0]), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('a launch is not repeated when the server did not ask for it', async () => {
    let calls = 0;
    launched = () => {
      calls++;
      throw away();
    };

    const refused = await rejection(service(client(), AccessService).createLaunch({ parent: 'users/me/teams/a' }));

    assert.equal(refused.reason, 'STORE_UNAVAILABLE');
    assert.equal(calls, 1);
  });

  test('a refusal that time does not mend is not repeated', async () => {
    let calls = 0;
    caller = () => {
      calls++;
      throw new ConnectError('No.', Code.PermissionDenied);
    };

    assert.equal((await rejection(service(client(), DiagnosticsService).getCaller({}))).kind, 'denied');
    assert.equal(calls, 1);
  });

  test('calls share a budget of retries, which good calls fill again', async () => {
    let calls = 0;
    let broken = true;
    caller = () => {
      calls++;
      if (broken) {
        throw away();
      }
      return {};
    };
    const stub = service(client(undefined, { maxPauseMs: 1 }), DiagnosticsService);
    for (let i = 0; i < 10; i++) {
      await rejection(stub.getCaller({}));
    }
    assert.ok(calls < 20, `${calls} attempts for 10 calls`);

    broken = false;
    for (let i = 0; i < 120; i++) {
      await stub.getCaller({});
    }
    [calls, broken] = [0, true];
    await rejection(stub.getCaller({}));
    assert.ok(calls > 1);
  });

  test('no retry begins that the deadline would end', async () => {
    caller = () => {
      throw throttled(900);
    };
    const begun = performance.now();

    const refused = await rejection(service(client(undefined, { maxPauseMs: 1000, deadlineMs: 300 }), DiagnosticsService).getCaller({}));

    assert.equal(refused.reason, 'AWS_THROTTLED');
    assert.ok(performance.now() - begun < 800);
  });
});

describe('deadlines and signals', () => {
  const slow = () => {
    caller = c => new Promise(done => c.signal.addEventListener('abort', () => done({}), { once: true })) as never;
  };

  test('a call that is not answered in time says that it may have been done', async () => {
    slow();
    const refused = await rejection(service(client(undefined, { deadlineMs: 100 }), DiagnosticsService).getCaller({}));
    assert.equal(refused.reason, 'CLIENT_DEADLINE_EXCEEDED');
    assert.equal(refused.kind, 'deadline-exceeded');
  });

  test('the deadline of a call goes before the one of the client', async () => {
    slow();
    const begun = performance.now();
    await rejection(service(client(), DiagnosticsService).getCaller({}, { timeoutMs: 100 }));
    assert.ok(performance.now() - begun < 5000);
  });

  test('a signal ends a call that is under way', async () => {
    slow();
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('left')), 50);
    await assert.rejects(service(client(), DiagnosticsService).getCaller({}, { signal: stop.signal }), /left/);
  });

  test('a signal ends the pause before a retry', async () => {
    caller = () => {
      throw throttled(5000);
    };
    const begun = performance.now();
    await assert.rejects(service(client(undefined, { maxPauseMs: 5000 }), DiagnosticsService).getCaller({}, { signal: AbortSignal.timeout(100) }), { name: 'TimeoutError' });
    assert.ok(performance.now() - begun < 2000);
  });
});

describe('tokens', () => {
  const bearer = (accepted: string) => {
    caller = c => {
      const given = c.requestHeader.get('authorization');
      if (given !== `Bearer ${accepted}`) {
        throw unknown();
      }
      return { name: given };
    };
  };

  test('one that the server refuses is fetched anew, once', async () => {
    bearer('second');
    const given = ['first', 'second', 'third'];
    const tokens = async () => given.shift()!;

    await service(client(tokens), DiagnosticsService).getCaller({});

    assert.deepEqual(given, ['third']);
    bearer('never');
    assert.equal((await rejection(service(client(async () => 'x'), DiagnosticsService).getCaller({}))).reason, 'TOKEN_EXPIRED');
  });

  test('a static one is not tried twice', async () => {
    let calls = 0;
    caller = () => {
      calls++;
      throw unknown();
    };
    await rejection(service(client('fixed'), DiagnosticsService).getCaller({}));
    assert.equal(calls, 1);
  });

  test('are kept until shortly before they end, and fetched one at a time', async () => {
    let [now, fetched] = [0, 0];
    const jwt = () => `h.${Buffer.from(JSON.stringify({ exp: (now + 600_000) / 1000 })).toString('base64url')}.s`;
    const provider = cachedTokens(async () => {
      fetched++;
      return jwt();
    }, () => now);

    await Promise.all([provider.getToken(false), provider.getToken(false)]);
    assert.equal(fetched, 1);
    now = 539_000;
    await provider.getToken(false);
    assert.equal(fetched, 1);
    now = 541_000;
    await provider.getToken(false);
    assert.equal(fetched, 2);
  });

  test('a failure to fetch one is told, and the next call tries again', async () => {
    let calls = 0;
    const tokens = async () => {
      if (++calls === 1) {
        throw new ControlPlaneError('The issuer is away.', { kind: 'unavailable', reason: 'CLIENT_ISSUER_UNAVAILABLE' });
      }
      return 'good';
    };
    bearer('good');
    await service(client(tokens), DiagnosticsService).getCaller({});
    assert.equal(calls, 2);
  });

  test('a stream begins again with a fresh one', async () => {
    watched = async function* (c) {
      if (c.requestHeader.get('authorization') !== 'Bearer fresh') {
        throw unknown();
      }
      yield create(WatchTeamsResponseSchema, { type: ChangeType.ADDED, team: { name: 'teams/a' }, resumeToken: '1' });
    };
    const given = ['stale', 'fresh'];
    for await (const change of teams(client(async () => given.shift()!)).watch()) {
      assert.equal(change.resource?.name, 'teams/a');
      break;
    }
    assert.deepEqual(given, []);
  });

  test('a secret goes to no issuer without TLS', async () => {
    const provider = clientCredentials({ issuer: 'http://login.example.com', clientId: 'a', clientSecret: 'b', fetch: () => assert.fail('nothing may be sent') });
    assert.equal((await rejection(provider.getToken(false))).reason, 'CLIENT_ISSUER_INSECURE');
    assert.throws(() => connect({ address: 'http://studio.example.com' }), /in the clear/);
  });

  test("another issuer's document is not used", async () => {
    const provider = clientCredentials({
      issuer: 'https://login.example.com', clientId: 'a', clientSecret: 'b',
      fetch: async () => new Response(JSON.stringify({ issuer: 'https://evil.example.com', token_endpoint: 'https://evil.example.com/token' })),
    });
    assert.equal((await rejection(provider.getToken(false))).reason, 'CLIENT_ISSUER_MISMATCH');
  });
});

describe('watches', () => {
  let begun: unknown[] = [];
  beforeEach(() => {
    begun = [];
  });
  const added = (n: number) => create(WatchTeamsResponseSchema, { type: ChangeType.ADDED, team: { name: `teams/${n}` }, resumeToken: `${n}` });

  test('go on after the last change when the server ends or breaks them', async () => {
    watched = async function* (_, { resumeToken }) {
      begun.push(resumeToken);
      const n = begun.length;
      yield added(n);
      if (n === 2) {
        throw new ConnectError('broken', Code.Internal);
      }
    };
    const seen: string[] = [];
    for await (const change of teams(client()).watch()) {
      seen.push(change.resource!.name);
      if (seen.length === 3) {
        break;
      }
    }

    assert.deepEqual(seen, ['teams/1', 'teams/2', 'teams/3']);
    assert.deepEqual(begun, ['', '1', '2']);
  });

  test('begin anew when the server lost their place, and say so', async () => {
    watched = async function* (_, { resumeToken }) {
      begun.push(resumeToken);
      if (resumeToken) {
        throw new ConnectError('gone', Code.FailedPrecondition, undefined, [{ desc: ErrorInfoSchema, value: { reason: 'RESUME_TOKEN_LOST', domain: 'controlplane' } }]);
      }
      yield added(1);
    };
    const seen: string[] = [];
    for await (const change of teams(client()).watch({}, { resumeToken: 'old' })) {
      seen.push(change.kind);
      if (seen.length === 2) {
        break;
      }
    }

    assert.deepEqual(seen, ['restarted', 'added']);
    assert.deepEqual(begun, ['old', '']);
  });

  test('that cannot begin are refused', async () => {
    watched = async function* () {
      yield* [];
      throw new ConnectError('no', Code.PermissionDenied);
    };
    assert.equal((await rejection(collect(teams(client()).watch()))).kind, 'denied');
  });

  test('hang up when their reader leaves', async () => {
    let left: () => void;
    const hungUp = new Promise<void>(done => {
      left = done;
    });
    watched = async function* (c) {
      c.signal.addEventListener('abort', () => left(), { once: true });
      yield added(1);
      await hungUp;
    };
    for await (const _ of teams(client()).watch()) {
      break;
    }
    await hungUp;
  });

  test('end with the reason of their signal', async () => {
    watched = async function* (c) {
      yield added(1);
      await new Promise(done => c.signal.addEventListener('abort', done, { once: true }));
    };
    await assert.rejects(collect(teams(client()).watch({}, { signal: AbortSignal.timeout(100) })), { name: 'TimeoutError' });
  });
});

describe('pages', () => {
  test('are fetched one after another and no sooner than needed', async () => {
    const asked: unknown[] = [];
    listed = (_, { pageToken }) => {
      asked.push(pageToken);
      const n = Number(pageToken || 0);
      return { teams: Array.from({ length: 100 }, (__, i) => ({ name: `teams/${n * 100 + i}` })), nextPageToken: n < 9 ? `${n + 1}` : '' };
    };

    assert.equal((await collect(teams(client()).list({ pageSize: 100 }))).length, 1000);
    assert.equal(asked.length, 10);
    asked.length = 0;
    assert.equal((await collect(teams(client()).list({ pageSize: 100 }), 150)).length, 150);
    assert.deepEqual(asked, ['', '1']);
  });

  test('an empty page in the middle ends nothing', async () => {
    const pages = [{ items: [1], nextPageToken: 'a' }, { items: [], nextPageToken: 'b' }, { items: [2], nextPageToken: '' }];
    assert.deepEqual(await collect(paged(async () => pages.shift()!)), [1, 2]);
  });
});

describe('traces', () => {
  test('the trace of the caller goes along', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    let seen: string | null = null;
    caller = c => {
      seen = c.requestHeader.get('traceparent');
      return {};
    };
    const span = trace.wrapSpanContext({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 });

    await context.with(trace.setSpan(context.active(), span), () => service(client(), DiagnosticsService).getCaller({}));
    assert.equal(seen, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');

    await context.with(trace.setSpan(context.active(), span), () => service(client(undefined, { propagate: false }), DiagnosticsService).getCaller({}));
    assert.equal(seen, null);
  });
});

describe('names', () => {
  test('are written and read with their ids encoded', () => {
    const name = entitlementNames.format({ team: 'a b', entitlement: 'user-zoë@example.com' });
    assert.equal(name, 'teams/a%20b/entitlements/user-zo%C3%AB@example.com');
    assert.deepEqual(entitlementNames.parse(name), { team: 'a b', entitlement: 'user-zoë@example.com' });
    assert.equal(idOf(userNames.format({ user: 'a/b' })), 'a/b');
    assert.equal(encodeId("A-._~@+=,!'()*"), 'A-._~@+=,%21%27%28%29%2A');
    assert.deepEqual(domainNames.parse('accounts/1/regions/r/domains/d-1'), { account: '1', region: 'r', domain: 'd-1' });
  });

  test('that are none are refused', () => {
    assert.equal(teamNames.matches('teams/'), false);
    assert.equal(teamNames.matches('teams/a/b'), false);
    assert.throws(() => teamNames.parse('users/a'), { reason: 'CLIENT_NAME_MALFORMED' });
  });
});

describe('refusals', () => {
  test('tell every detail of a status', () => {
    const error = errorOfStatus(create(StatusSchema, {
      code: Code.FailedPrecondition, message: 'Not now.', details: [
        anyPack(ErrorInfoSchema, create(ErrorInfoSchema, { reason: 'NO_DOMAIN_AVAILABLE', domain: 'controlplane', metadata: { fix: 'Add one.', sign_in: 'ABC', trace_id: 't' } })),
        anyPack(PreconditionFailureSchema, create(PreconditionFailureSchema, { violations: [{ subject: 'domains', description: 'All are full.' }] })),
        anyPack(RetryInfoSchema, create(RetryInfoSchema, { retryDelay: { seconds: 1n, nanos: 500_000_000 } })),
        anyPack(HelpSchema, create(HelpSchema, { links: [{ description: 'Docs', url: 'https://example.com/a' }] })),
      ],
    }));

    assert.deepEqual(
      { ...error, message: error.message, signIn: error.signIn, traceId: error.traceId },
      {
        name: 'ControlPlaneError', kind: 'precondition', reason: 'NO_DOMAIN_AVAILABLE', fix: 'Add one.', metadata: { sign_in: 'ABC', trace_id: 't' },
        violations: [{ field: 'domains', description: 'All are full.' }], retryAfterMs: 1500, help: [{ description: 'Docs', url: 'https://example.com/a' }],
        message: 'Not now.', signIn: 'ABC', traceId: 't',
      });
  });

  test('an option out of its range is told at once', () => {
    assert.throws(() => client(undefined, { maxAttempts: 0 }), RangeError);
    assert.throws(() => client(undefined, { deadlineMs: Number.NaN }), RangeError);
  });

  test('what the server lacks is told as such', async () => {
    assert.equal((await rejection(waitForOperation(client(), 'operations/a'))).reason, 'CLIENT_METHOD_UNKNOWN');
    assert.equal((await rejection(collect(launchTargets(client())))).kind, 'unimplemented');
  });
});
