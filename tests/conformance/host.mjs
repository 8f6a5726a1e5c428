#!/usr/bin/env node
// Starts the world of the conformance scenario, runs a client's runner in it, and ends with the runner's code. README.md tells what a runner is
// given. Needs a build of the sandbox.
// usage: tests/conformance/host.mjs COMMAND...
import { spawn } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../../eng/demo.mjs';

const scenarioFile = join(dirname(fileURLToPath(import.meta.url)), 'scenario.json');
const [command, ...args] = process.argv.slice(2);
if (!command) throw new Error('usage: host.mjs COMMAND...');
const demo = await startDemo();
const faults = (method, body) => fetch(`${demo.emulator}/_emulator/faults`, { method, body });

/** A good token: of a person, or of the robot that is an administrator. */
async function tokenOf(who) {
  if (who !== 'admin') return demo.token(who);
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'admin-robot', client_secret: 'admin-robot-secret' });
  return (await (await fetch(`${demo.issuer}/token`, { method: 'POST', body: form })).json()).access_token;
}

/** The same token as the issuer wrote it so many seconds ago. */
function age(token, seconds) {
  const [header, payload] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  for (const time of ['iat', 'nbf', 'exp']) claims[time] -= seconds;
  const text = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const key = createPrivateKey(readFileSync(join(demo.data, 'identity-provider/identity-provider.pem')));
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** An aged token must be refused for its age, and not for how it is signed. */
async function checkAging() {
  const status = async seconds => (await fetch(`${demo.web}/v1/caller`, { headers: { authorization: `Bearer ${age(await tokenOf('user1'), seconds)}` } })).status;
  if ((await status(1)) !== 200 || (await status(7200)) !== 401) throw new Error('aged tokens are not what the issuer would have written');
}

async function seed(count) {
  const headers = { authorization: `Bearer ${await tokenOf('admin')}`, 'content-type': 'application/json' };
  let next = 1;
  await Promise.all(Array.from({ length: 16 }, async () => {
    while (next <= count) {
      const body = JSON.stringify({ name: `groups/conformance-${String(next++).padStart(4, '0')}`, displayName: 'Conformance' });
      const answer = await fetch(`${demo.web}/v1/groups`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }));
}

const control = createServer(async (request, answer) => {
  let body = '';
  for await (const piece of request) body += piece;
  try {
    const [, what, who, how] = new URL(request.url, 'http://host').pathname.split('/');
    if (what === 'restart') await demo.restart();
    else if (what === 'fault') await faults('POST', body).then(async r => { if (!r.ok) throw new Error(await r.text()); });
    else if (what === 'calm') await faults('DELETE');
    else if (what === 'token') return answer.end(how === 'expired' ? age(await tokenOf(who), 7200) : await tokenOf(who));
    else answer.statusCode = 404;
    answer.end();
  } catch (e) {
    answer.statusCode = 500;
    answer.end(String(e.stack));
  }
});

let code = 1;
try {
  await checkAging();
  await seed(JSON.parse(readFileSync(scenarioFile, 'utf8')).groups);
  await new Promise(done => control.listen(0, '127.0.0.1', done));
  const env = {
    ...process.env, CONFORMANCE_SCENARIO: scenarioFile, CONFORMANCE_GRPC: demo.grpc, CONFORMANCE_WEB: demo.web, CONFORMANCE_ISSUER: demo.issuer,
    CONFORMANCE_CONTROL: `http://127.0.0.1:${control.address().port}`,
  };
  const runner = spawn(command, args, { stdio: 'inherit', env, timeout: 300_000 });
  code = await new Promise((done, failed) => runner.on('error', failed).on('exit', c => done(c ?? 1)));
} finally {
  await demo.stop();
}
process.exit(code);
