// docs/reference/audit-events.md: what the audit log holds. The fields come from the contract, the actions from the rows of AuditActions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const strings = text => [...text.matchAll(/"([^"]*)"/g)].map(m => m[1]);
const row = /new\(\s*"([^"]+)",\s*"([^"]+)",\s*\[([^\]]*)\],\s*\[([^\]]*)\],\s*\[([^\]]*)\]\),/g;
const code = items => items.map(i => `\`${i}\``).join(', ');

/** The page. */
export function audit(root, files) {
  const source = readFileSync(join(root, 'src/ControlPlane.Core/Audit/AuditActions.cs'), 'utf8');
  const actions = [...source.matchAll(row)].map(m => ({ name: m[1], meaning: m[2], outcomes: strings(m[3]), fields: strings(m[4]), facts: strings(m[5]) }));
  if (!actions.length || actions.length !== source.split(/\bnew\(/).length - 1) throw new Error('audit.mjs: a row of AuditActions was not understood');
  const event = files.flatMap(f => f.messages).find(m => m.name === 'AuditEvent');
  const known = new Set(event.fields.map(f => f.name));
  for (const a of actions) for (const f of a.fields) if (!known.has(f)) throw new Error(`audit.mjs: ${a.name} has a field ${f}, which an AuditEvent has not`);
  return [
    '# Audit events', '',
    'Generated from the contract and the sources by `eng/reference-docs.mjs`.', '',
    'Every decision and every change leaves an event, also when it was refused or failed. What lets somebody in, and what changes a resource',
    'through the API, is written before it takes effect: what cannot be audited does not happen. No event holds a secret.', '',
    '## Fields',
    '| field | meaning |', '| --- | --- |',
    ...event.fields.map(f => `| \`${f.name}\` | ${f.comment.replace(/\|/g, '\\|')} |`), '',
    'Filters name them as they are here, `facts.{key}` for one fact; `name`, `before`, `after` and the hashes cannot be asked. A state',
    'before or after a change that is longer than 16 KiB leaves `{"omitted":true,"bytes":n,"sha256":"…"}`.', '',
    '## Actions',
    '`*` stands for a collection of the API, such as `teams`. Every event has `name`, `time`, `action`, `outcome` and the hashes; which other',
    'fields may be filled is told for each. Where the outcome is `refused` or `failed`, `reason` says why.', '',
    '| action | when | outcomes | fields | facts |', '| --- | --- | --- | --- | --- |',
    ...actions.map(a => `| \`${a.name}\` | ${a.meaning} | ${code(a.outcomes)} | ${code(a.fields)} | ${code(a.facts)} |`), '',
    '## The chain',
    'Each record holds the hash of the one before it. A record\'s hash is the SHA-256, in lower-case hexadecimal, of the canonical JSON of',
    '`{"event":…,"previous":"…","sequence":n}`: members in ordinal order, no white space, text escaped as little as JSON allows. The first',
    'record\'s `previous` is 64 zeros. `VerifyAuditLog` computes all of it anew and names the first record that was changed, removed,',
    'inserted or moved.', '',
    'Whoever can write to the store can also compute every hash anew. What proves that nobody did is an end of the log that was kept',
    'elsewhere: give it as `anchor`. The answer of each verification has one, and the server tells one to its own log at each',
    '`Audit:UpkeepInterval`.', '',
    '## Retention',
    'Without `Audit:Retention` records are kept for ever. With it the oldest ones go, from the old end only. An `audit.retention` event',
    'tells first up to where; the records go in batches, and each leaves a checkpoint with the sequence and hash of the last one that went.',
    'Verification begins there, and believes the checkpoint only when an event of the chain allows it: one that somebody forged is found. A',
    'log that does not verify is not trimmed. An anchor that is older than the first record kept cannot be checked any more',
    '(`AUDIT_ANCHOR_TOO_OLD`), so take a new one within the retention.',
  ].join('\n') + '\n';
}
