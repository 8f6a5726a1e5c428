#!/usr/bin/env node
// Passes the scenario with the TypeScript client; ../README.md tells how. Needs a build of clients/typescript.
// usage: tests/conformance/host.mjs node tests/conformance/typescript/run.mjs [web]     web for gRPC-Web, and gRPC otherwise
import { readFileSync } from 'node:fs';
import {
  AccessService, accounts, AccountService, cancelOperation, collect, DiagnosticsService, groups, isRefusal, launchTargets, service, teams, waitForOperation,
} from '../../../clients/typescript/dist/index.js';
import * as node from '../../../clients/typescript/dist/node.js';
import * as web from '../../../clients/typescript/dist/web.js';

const { CONFORMANCE_SCENARIO, CONFORMANCE_GRPC, CONFORMANCE_WEB, CONFORMANCE_CONTROL } = process.env;
const { steps } = JSON.parse(readFileSync(CONFORMANCE_SCENARIO, 'utf8'));
const isWeb = process.argv[2] === 'web';
const ask = async (method, path, body) => {
  const answer = await fetch(CONFORMANCE_CONTROL + path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the host answered ${path} with ${answer.status}: ${text}`);
  return text;
};

/** A client of a step, and what it tells of its calls. */
function clientOf(step) {
  const seen = { tokens: 0, retries: 0, retryReason: '' };
  const tokens = () => {
    const state = step.everyToken ?? (seen.tokens === 0 ? step.firstToken : undefined);
    seen.tokens++;
    return ask('GET', `/token/${step.as}${state ? `/${state}` : ''}`);
  };
  const onRetry = error => {
    seen.retries++;
    seen.retryReason = error.reason;
  };
  const options = { tokens, onRetry, ...(step.deadlineMs ? { deadlineMs: step.deadlineMs } : {}) };
  return { seen, studio: isWeb ? web.connect({ ...options, address: CONFORMANCE_WEB }) : node.connect({ ...options, address: CONFORMANCE_GRPC }) };
}

const verification = async studio => {
  const [account] = await collect(accounts(studio).list(), 1);
  return service(studio, AccountService).verifyAccount({ name: account.name });
};

const calls = {
  caller: studio => service(studio, DiagnosticsService).getCaller({}),
  targets: async studio => ({ names: (await collect(launchTargets(studio))).map(t => t.name) }),
  launch: (studio, { team }) => service(studio, AccessService).createLaunch({ parent: `users/me/teams/${team}` }),
  getTeam: (studio, { name }) => teams(studio).get(name),
  createTeam: (studio, { name }) => teams(studio).create({ name }),

  async listGroups(studio, { filter, pageSize }) {
    const names = (await collect(groups(studio).list({ filter, pageSize }))).map(g => g.name);
    return { count: names.length, distinct: new Set(names).size, first: names[0], last: names.at(-1) };
  },

  async watchGroups(studio, { filter, afterBookmark, thenCreate }) {
    const out = { before: 0, created: 0, restarted: 0 };
    let isPrepared = false;
    for await (const change of groups(studio).watch({ filter }, { signal: AbortSignal.timeout(120_000) })) {
      if (change.kind === 'restarted') out.restarted++;
      else if (change.kind === 'bookmark') {
        if (out.created > 0) return out;
        if (!isPrepared) {
          isPrepared = true;
          await ask('POST', `/${afterBookmark}`);
          await groups(studio).create({ name: thenCreate, displayName: 'Conformance' });
        }
      } else if (!isPrepared) out.before++;
      else if (change.kind === 'added' && change.resource.name === thenCreate) out.created++;
    }
  },

  async cancelWatch(studio) {
    const stop = new AbortController();
    let begun = 0;
    try {
      for await (const change of groups(studio).watch({}, { signal: stop.signal })) {
        if (change.kind === 'bookmark') {
          begun = performance.now();
          stop.abort();
        }
      }
    } catch (e) {
      return { cancelled: e === stop.signal.reason, ms: performance.now() - begun };
    }
    return { cancelled: false };
  },

  async verifyAccount(studio) {
    let progress = 0;
    const { done } = await waitForOperation(studio, await verification(studio), { onProgress: () => { progress++; } });
    return { done, progress };
  },

  async cancelVerification(studio) {
    const operation = await verification(studio);
    await cancelOperation(studio, operation.name);
    return waitForOperation(studio, operation);
  },
};

async function outcomeOf(step) {
  const { seen, studio } = clientOf(step);
  const begun = performance.now();
  let out;
  try {
    out = await calls[step.call](studio, step);
  } catch (e) {
    if (!isRefusal(e)) throw e;
    const { kind, reason, message, fix, metadata, violations } = e;
    out = { refused: { kind, reason, message, fix, metadata, violations: violations.map(v => v.field) } };
  }
  return { ms: performance.now() - begun, ...seen, ...out };
}

/** What does not fit, each with its path. */
function misfits(expected, actual, path = '') {
  if (typeof expected === 'string' && expected.startsWith('^')) return new RegExp(expected).test(actual) ? [] : [`${path} is ${JSON.stringify(actual)} and not like ${expected}`];
  if (Array.isArray(expected) || typeof expected !== 'object') {
    return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [`${path} is ${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`];
  }
  if ('atLeast' in expected) return actual >= expected.atLeast ? [] : [`${path} is ${actual} and not at least ${expected.atLeast}`];
  if ('atMost' in expected) return actual <= expected.atMost ? [] : [`${path} is ${actual} and more than ${expected.atMost}`];
  return actual === undefined ? [`there is no ${path}`] : Object.entries(expected).flatMap(([name, value]) => misfits(value, actual[name], path ? `${path}.${name}` : name));
}

let failed = 0;
for (const step of steps) {
  if (step.fault) await ask('POST', '/fault', step.fault);
  const outcome = await outcomeOf(step).catch(e => ({ broken: e }));
  await ask('POST', '/calm');
  const faults = outcome.broken ? [String(outcome.broken.stack)] : misfits(step.expect, outcome);
  failed += faults.length ? 1 : 0;
  console.log(`${faults.length ? 'FAILED' : 'ok'} ${step.id}: ${step.says}${faults.map(f => `\n    ${f}`).join('')}`);
}
console.log(`TypeScript client by ${isWeb ? 'gRPC-Web' : 'gRPC'}: ${steps.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
