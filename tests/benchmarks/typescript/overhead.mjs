#!/usr/bin/env node
// What the TypeScript client costs over Connect's own client, in percent: the same calls, one at a time and sixteen in flight, against the
// demo. Rounds of both take turns, so that what else the machine does falls on both; the median of the rounds' ratios is told, of the elapsed
// time and of the processor time of this process, which the server's is not in.
// usage: tests/benchmarks/typescript/overhead.mjs [--rounds N]     needs a build of the sandbox and of clients/typescript
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDemo } from '../../../eng/demo.mjs';

const client = join(dirname(fileURLToPath(import.meta.url)), '../../../clients/typescript');
const { createClient } = await import(createRequire(join(client, 'package.json')).resolve('@connectrpc/connect').replace('/cjs/', '/esm/'));
const { createGrpcTransport } = await import(createRequire(join(client, 'package.json')).resolve('@connectrpc/connect-node').replace('/cjs/', '/esm/'));
const none = new Headers();
const { create } = await import(createRequire(join(client, 'package.json')).resolve('@bufbuild/protobuf').replace('/cjs/', '/esm/'));
const { collect, createControlPlane, DiagnosticsService, service, staticToken, teams, TeamService } = await import(join(client, 'dist/index.js'));
const { connect } = await import(join(client, 'dist/node.js'));

const rounds = Number(parseArgs({ options: { rounds: { type: 'string', default: '20' } } }).values.rounds);
const demo = await startDemo();
try {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'admin-robot', client_secret: 'admin-robot-secret' });
  const token = (await (await fetch(`${demo.issuer}/token`, { method: 'POST', body: form })).json()).access_token;
  const headers = { authorization: `Bearer ${token}` };
  const transport = createGrpcTransport({ baseUrl: demo.grpc });
  const [rawDiagnostics, rawTeams] = [createClient(DiagnosticsService, transport), createClient(TeamService, transport)];
  const ours = connect({ address: demo.grpc, tokens: staticToken(token) });
  const diagnostics = service(ours, DiagnosticsService);

  const cases = [
    ['one call', 200, 1, () => rawDiagnostics.getServerInfo({}, { headers, timeoutMs: 30_000 }), () => diagnostics.getServerInfo({})],
    ['sixteen in flight', 800, 16, () => rawDiagnostics.getServerInfo({}, { headers, timeoutMs: 30_000 }), () => diagnostics.getServerInfo({})],
    ['a page of teams', 200, 1, () => rawTeams.listTeams({ pageSize: 500 }, { headers, timeoutMs: 30_000 }), () => collect(teams(ours).list())],
  ];
  let rawCall;
  for (const [name, calls, inFlight, raw, sdk] of cases) {
    await time(raw, calls * 2, inFlight);
    await time(sdk, calls * 2, inFlight);
    const pairs = [];
    for (let i = 0; i < rounds; i++) {
      const first = i % 2 ? [await time(sdk, calls, inFlight), await time(raw, calls, inFlight)].reverse() : [await time(raw, calls, inFlight), await time(sdk, calls, inFlight)];
      pairs.push(first);
    }
    rawCall ??= median(pairs.map(([r]) => r.processor)) / calls;
    console.log(`${name}: ${told(pairs, 'elapsed')} elapsed, ${told(pairs, 'processor')} of processor time, over Connect's client with ${(median(pairs.map(([r]) => r.elapsed)) * 1000 / calls).toFixed(0)} µs a call`);
  }

  // On a busy machine the above drowns in noise; what the client itself does, over a transport that answers at once, does not.
  const answer = create(DiagnosticsService.method.getServerInfo.output, { version: '1' });
  const instant = { unary: async (method, signal, timeoutMs, header) => (new Headers(header), { stream: false, service: method.parent, method, header: none, trailer: none, message: answer }) };
  const [bare, full] = [createClient(DiagnosticsService, instant), service(createControlPlane(instant, { tokens: staticToken(token) }), DiagnosticsService)];
  const own = [];
  for (let i = 0; i < rounds + 5; i++) {
    const [r, s] = [await time(() => bare.getServerInfo({}, { headers }), 5000, 1), await time(() => full.getServerInfo({}), 5000, 1)];
    own.push((s.processor - r.processor) / 5000);
  }
  const work = median(own.slice(5));
  console.log(`the client's own work: ${(work * 1000).toFixed(1)} µs a call, ${(work / rawCall * 100).toFixed(1)} % of the ${(rawCall * 1000).toFixed(0)} µs of processor time that a call of Connect's client takes`);
} finally {
  await demo.stop();
}
process.exit(0);

/** The median overhead in percent, and where the middle half of the rounds lies. */
function told(pairs, what) {
  const percents = pairs.map(([raw, sdk]) => (sdk[what] / raw[what] - 1) * 100).sort((a, b) => a - b);
  const at = share => percents[Math.floor(share * (percents.length - 1))].toFixed(1);
  return `${at(0.5)} % (middle half ${at(0.25)} to ${at(0.75)})`;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Milliseconds that so many calls take, of the clock and of this process. */
async function time(call, calls, inFlight) {
  const [begun, spent] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: inFlight }, async () => {
    for (let i = 0; i < calls / inFlight; i++) {
      await call();
    }
  }));
  const { user, system } = process.cpuUsage(spent);
  return { elapsed: performance.now() - begun, processor: (user + system) / 1000 };
}
