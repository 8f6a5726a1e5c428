// docs/reference/roles.md: who may do what.
const titles = {
  user: 'Opens Studio for itself.',
  portal: 'Acts for its users: lists, resolves, explains and launches for any of them. Each time, the audit event names both.',
  teamowner: 'Reads teams and manages entitlements: of every team when a credential gives the role, and of the own teams when somebody is among a team\'s `owners`.',
  auditor: 'Reads everything, the audit log too, and changes nothing.',
  operator: 'Runs the catalog day by day. Explains for others and never opens Studio for them.',
  admin: 'Everything, also accounts themselves and launches on behalf of others.',
};

/** The page. */
export function roles(policy) {
  const names = [...policy.roles.keys()];
  for (const name of names) if (!titles[name]) throw new Error(`roles.mjs has no text about the role ${name}`);
  const all = [...new Set([...policy.permissionOf.values(), ...[...policy.roles.values()].flatMap(r => [...r])])].filter(p => p && p !== '*').sort();
  const methods = permission => [...policy.permissionOf].filter(([, p]) => p === permission).map(([m]) => `\`${m.split('.').at(-1).replace('/', '.')}\``);
  return [
    '# Roles and permissions', '',
    'Generated from `RpcPolicy` and `RpcDelegation` by `eng/reference-docs.mjs`.', '',
    'A caller has roles, a role is a set of permissions, and each method needs one. A method that is not in the table cannot be called.', '',
    '| role | |', '| --- | --- |', ...names.map(n => `| \`${n}\` | ${titles[n]} |`), '',
    '## How a caller gets a role',
    '| credential | how |', '| --- | --- |',
    '| a token (`authorization: Bearer …`) | the claim that `Api:Issuers:{name}:RolesClaim` names holds the role, or `controlplane.` and the role; a scope `controlplane.{role}`; a grant in `Api:Issuers:{name}:Grants`, such as for a group; `user` unless `DefaultRole` is `none` |',
    '| a client certificate | the entry of `Api:ClientCertificates:Callers` that fits it. With a token and a certificate the token says who calls |',
    '| the break-glass credential | `admin`; see [break the glass](../how-to/break-the-glass.md) |',
    '| being among the `owners` of a team | what `teamowner` may do, for that team alone. Needs a credential that names a user who may sign in: a suspended user owns nothing |', '',
    'All that decides is read again at each call: who is no owner any more is none at the next one. What somebody may not see reads the same',
    'as what is not there.', '',
    '## Permissions',
    `| permission | ${names.map(n => `\`${n}\``).join(' | ')} | methods |`,
    `| --- | ${names.map(() => '---').join(' | ')} | --- |`,
    ...all.map(p => `| \`${p}\` | ${names.map(n => (policy.roles.get(n).has(p) ? 'yes' : '')).join(' | ')} | ${methods(p).join(', ') || policy.texts.get(p) || ''} |`),
    '', 'With any valid credential: ' + methods('*').join(', ') + '.', '',
    '## What the owners of a team may call',
    'The field names the team. A list over all teams (`teams/-`, or no field) answers with those that the caller owns.', '',
    '| method | the team is in |', '| --- | --- |',
    ...[...policy.delegated].map(([m, fields]) => `| \`${m.split('.').at(-1).replace('/', '.')}\` | ${fields.map(f => `\`${f}\``).join(', and if set ') || 'no field'} |`),
    '',
    '## Limits',
    '| method | calls a minute, for each caller |', '| --- | --- |',
    ...[...policy.perMinute].map(([m, n]) => `| \`${m.split('.').at(-1).replace('/', '.')}\` | ${n} |`),
    '',
    'Posts to `/saml/acs` are limited for each network by `Server:SamlPostsPerMinute`. What is over a limit gets `TOO_MANY_REQUESTS` with the time to wait.',
  ].join('\n') + '\n';
}
