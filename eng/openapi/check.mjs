#!/usr/bin/env node
// Validates docs/reference/openapi.json, and compares it with a running server: every documented operation is there, and for a sample of
// operations the answers, also the refused ones, are as documented, with no field more. Needs a build of the sandbox.
// usage: eng/openapi/check.mjs
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { startDemo } from '../demo.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const document = JSON.parse(readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8'));
const faults = [];

const { valid, errors } = await new Validator().validate(structuredClone(document));
if (!valid) throw new Error(`openapi.json is no OpenAPI 3.1 document: ${JSON.stringify(errors, null, 1)}`);

const operations = new Map(Object.entries(document.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => [operation.operationId, { path, verb: verb.toUpperCase(), operation }])));

// Strict: a field that the document does not name is a fault, too.
const strict = JSON.parse(JSON.stringify(document), (_, value) =>
  value?.type === 'object' && value.properties && !value.properties['@type'] ? { ...value, additionalProperties: false } : value);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(strict, 'openapi');

/** The documented schema of an answer. */
function schemaOf(operationId, status) {
  const { path, verb } = operations.get(operationId);
  const { responses } = operations.get(operationId).operation;
  const escape = text => text.replace(/~/g, '~0').replace(/\//g, '~1').replace(/[{}]/g, encodeURIComponent);
  return responses[status]
    ? ajv.compile({ $ref: `openapi#/paths/${escape(path)}/${verb.toLowerCase()}/responses/${status}/content/application~1json/schema` })
    : ajv.compile({ $ref: 'openapi#/components/responses/Refused/content/application~1json/schema' });
}

const demo = await startDemo();
const user = await demo.token('user1');
const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'admin-robot', client_secret: 'admin-robot-secret' });
const admin = (await (await fetch(`${demo.issuer}/token`, { method: 'POST', body: form })).json()).access_token;

/** Calls an operation where the document says it is. */
async function send(operationId, { token, path = {}, query = {}, body }) {
  const { path: template, verb, operation } = operations.get(operationId) ?? fail(`there is no ${operationId}`);
  const named = operation.parameters.map(p => p.name);
  for (const name of [...Object.keys(path), ...Object.keys(query)]) if (!named.includes(name)) fail(`${operationId} has no parameter ${name}`);
  const address = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? fail(`${operationId}: what is ${name}?`)));
  return fetch(`${demo.web}${address}?${new URLSearchParams(query)}`, {
    method: verb, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}), signal: AbortSignal.timeout(30_000),
  });
}

async function expect(status, operationId, how) {
  const answer = await send(operationId, how);
  const json = await answer.json();
  const check = schemaOf(operationId, answer.status);
  if (answer.status !== status) faults.push(`${operationId} answered ${answer.status} and not ${status}: ${JSON.stringify(json)}`);
  else if (!check(json)) faults.push(`${operationId} (${status}): ${ajv.errorsText(check.errors)} in ${JSON.stringify(json).slice(0, 500)}`);
  return json;
}

function fail(message) {
  throw new Error(message);
}

try {
  const served = await (await fetch(`${demo.web}/openapi.json`)).text();
  if (served !== readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8')) faults.push('the server serves another /openapi.json');

  for (const [operationId, { operation }] of operations) {
    const path = Object.fromEntries(operation.parameters.filter(p => p.in === 'path').map(p => [p.name, '1']));
    const answer = await send(operationId, { path, ...(operation.requestBody ? { body: {} } : {}) });
    const text = await answer.text();
    if (answer.status !== 401 || !text.includes('TOKEN_MISSING')) faults.push(`${operationId}: without a credential ${answer.status} ${text.slice(0, 200)}`);
  }

  const { launchTargets } = await expect(200, 'AccessService_ListLaunchTargets', { token: user, path: { user: 'me' }, query: { pageSize: 1 } });
  const [, me, , team] = launchTargets[0].name.split('/');
  const mine = { user: me, team };
  await expect(200, 'AccessService_ResolveRoute', { token: user, path: mine });
  await expect(200, 'AccessService_ExplainAccess', { token: user, path: mine });
  await expect(200, 'AccessService_ExplainAccess', { token: user, path: { user: me, team: 'none' } });
  const launch = await expect(200, 'AccessService_CreateLaunch', { token: user, path: mine, body: { maxWait: '20s' } });
  const reference = { signIn: launch.signIn.split('/')[1] };
  await expect(200, 'AccessService_GetSignIn', { token: user, path: reference });
  await expect(200, 'DiagnosticsService_TraceSession', { token: admin, path: reference });
  await expect(403, 'AccessService_CreateLaunch', { token: user, path: { user: me, team: 'none' }, body: {} });
  await expect(403, 'TeamService_ListTeams', { token: user });
  await expect(404, 'AccessService_GetSignIn', { token: user, path: { signIn: 'AAAA-AAAA-AAAA' } });

  for (const id of ['Diagnostics_GetServerInfo', 'Diagnostics_GetCaller', 'Diagnostics_ListIdentityProviders', 'Account_ListAccounts', 'Team_ListTeams',
    'User_ListUsers', 'Group_ListGroups', 'Audit_ListAuditEvents', 'Operation_ListOperations']) {
    await expect(200, id.replace('_', 'Service_'), { token: admin });
  }
  await expect(200, 'DomainService_ListDomains', { token: admin, path: { account: '-', region: '-' } });
  await expect(200, 'EntitlementService_ListEntitlements', { token: admin, path: { team: '-' } });
  await expect(200, 'AssignmentService_ListAssignments', { token: admin, path: { user: '-' } });
  await expect(200, 'ProfileService_ListProfiles', { token: admin, path: { account: '-', region: '-', domain: '-' } });
  await expect(200, 'AuditService_VerifyAuditLog', { token: admin, body: {} });
  await expect(400, 'TeamService_ListTeams', { token: admin, query: { filter: 'no_such_field = 1' } });
  await expect(400, 'UserService_ListUsers', { token: admin, query: { pageSize: -1 } });
  await expect(404, 'TeamService_GetTeam', { token: admin, path: { team: 'none' } });

  const group = { name: 'groups/from-the-document', displayName: 'Made', labels: { a: 'b' } };
  const made = await expect(200, 'GroupService_CreateGroup', { token: admin, body: group });
  await expect(409, 'GroupService_CreateGroup', { token: admin, body: group });
  const path = { group: 'from-the-document' };
  const changed = await expect(200, 'GroupService_UpdateGroup', { token: admin, path, query: { updateMask: 'displayName' }, body: { displayName: 'Changed', etag: made.etag } });
  if (changed.displayName !== 'Changed' || changed.labels?.a !== 'b') faults.push(`GroupService_UpdateGroup changed what the mask does not name: ${JSON.stringify(changed)}`);
  await expect(409, 'GroupService_UpdateGroup', { token: admin, path, query: { updateMask: 'displayName' }, body: { displayName: 'Late', etag: made.etag } });
  await expect(200, 'GroupService_DeleteGroup', { token: admin, path, query: { etag: changed.etag } });

  const { accounts: [account] } = await expect(200, 'AccountService_ListAccounts', { token: admin, query: { pageSize: 1 } });
  const work = await expect(200, 'AccountService_VerifyAccount', { token: admin, path: { account: account.name.split('/')[1] }, body: {} });
  await expect(200, 'OperationService_WaitOperation', { token: admin, path: { operation: work.name.split('/')[1] }, body: { timeout: '20s' } });

  // A stream is a JSON object in each line.
  const stream = await send('TeamService_WatchTeams', { token: admin });
  const { value } = await stream.body.getReader().read();
  const first = schemaOf('TeamService_WatchTeams', 200);
  if (!first(JSON.parse(new TextDecoder().decode(value).split('\n')[0]))) faults.push(`TeamService_WatchTeams: ${ajv.errorsText(first.errors)}`);
} finally {
  await demo.stop();
}

if (faults.length) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`openapi.json: valid, ${operations.size} operations are there, and the sample is as documented`);
process.exit(0);
