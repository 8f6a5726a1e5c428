// docs/reference/audit-events.md: what the audit log holds. The fields come from the contract, the actions of changes from the table of
// permissions; every other action that the sources write needs a text here.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const texts = {
  'api.call': 'A caller looked at the access of another user, or was refused for want of a permission. `resource` is the method.',
  'audit.export': 'Somebody exported the log: `facts.filter`, `facts.format`.',
  'audit.retention': 'Records up to `facts.last_sequence` are removed because they are older than `facts.older_than`: `facts.count` of them, the last with the hash `facts.hash`. Written before the first one goes.',
  'audit.unreadable': 'No event: a list shows it in the place of a record that was spoilt behind the server\'s back. Verify the log.',
  'breakglass.use': 'The break-glass credential was used, or one that does not fit was presented. `resource` is the method.',
  'catalog.load': 'The catalog file was loaded at start: `facts` count what it created, updated, removed and left, and name its SHA-256.',
  'diagnostics.testsignin': 'Somebody tried a SAML response without signing anybody in.',
  'signin.launch': 'A sign-in or launch, however it ended. `sign_in` leads to its steps; `facts` tell, as far as it came, assertion, STS session, profile and account.',
};

const changes = new Set(['create', 'update', 'delete', 'revoke', 'verify', 'import', 'repair', 'retire', 'cancel']);

function written(root) {
  return new Set(readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter(e => e.isFile() && e.name.endsWith('.cs') && /ControlPlane\.(Core|Server)(\/|$)/.test(e.parentPath) && !/\/(obj|bin)(\/|$)/.test(e.parentPath))
    .flatMap(e => [...readFileSync(join(e.parentPath, e.name), 'utf8').matchAll(/\b\w*Action = "([a-z]+\.[a-z]+)"/g)].map(m => m[1])));
}

/** The page. */
export function audit(root, files, policy) {
  const ofChanges = [...new Set(policy.permissionOf.values())].filter(p => changes.has(p.split('.')[1]) && p !== 'audit.verify').sort();
  const actions = written(root);
  const permissions = new Set(policy.permissionOf.values());
  for (const action of actions) if (!texts[action] && !permissions.has(action)) throw new Error(`audit.mjs has no text about the action ${action}`);
  const event = files.flatMap(f => f.messages).find(m => m.name === 'AuditEvent');
  return [
    '# Audit events', '',
    'Generated from the contract and the sources by `eng/reference-docs.mjs`.', '',
    'Every decision and every change leaves one event, also when it was refused or failed, and before it takes effect: what cannot be',
    'audited does not happen. No event holds a secret.', '',
    '## Fields',
    '| field | meaning |', '| --- | --- |',
    ...event.fields.map(f => `| \`${f.name}\` | ${f.comment.replace(/\|/g, '\\|')} |`), '',
    'Filters name them as they are here, `facts.{key}` for one fact; `name`, `before`, `after` and the hashes cannot be asked. A state',
    'before or after a change that is longer than 16 KiB leaves `{"omitted":true,"bytes":n,"sha256":"…"}`.', '',
    '## Actions',
    '| action | meaning |', '| --- | --- |',
    ...Object.keys(texts).filter(a => actions.has(a)).sort().map(a => `| \`${a}\` | ${texts[a]} |`),
    `| ${ofChanges.map(a => `\`${a}\``).join(', ')} | A change, or an attempt at one, named like the permission that it needs. \`resource\` is the resource's name, \`before\` and \`after\` its states. |`, '',
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
