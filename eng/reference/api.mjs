// docs/reference/api.md: every service, method, message and enum of the contract.
const cell = text => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();
const anchor = text => text.toLowerCase().replace(/[^\w-]/g, '');
const title = name => name.replace(/\.proto$/, '').replace(/_/g, ' ').replace(/^./, c => c.toUpperCase());

function permission(policy, path, comment) {
  const name = policy.permissionOf.get(path);
  // The contract says it, too, and must not say something else.
  if (name !== '*' && !comment.includes(`\`${name}\``)) throw new Error(`the comment of ${path} in the protos does not say that it needs '${name}'`);
  const who = name === '*' ? 'any valid credential' : `\`${name}\``;
  const limit = policy.perMinute.get(path);
  return `${who}${policy.delegated.has(path) ? ', or owner of the team' : ''}${limit ? `; ${limit} a minute` : ''}`;
}

function flags(options) {
  const known = { REQUIRED: 'required', OUTPUT_ONLY: 'output only', IMMUTABLE: 'immutable', IDENTIFIER: 'identifier' };
  return [...options.matchAll(/field_behavior\) = (\w+)/g)].map(m => known[m[1]] ?? m[1]).concat(/debug_redact = true/.test(options) ? ['never logged'] : []);
}

/** The page. */
export function api(files, policy) {
  const ours = new Set(files.flatMap(f => [...f.messages, ...f.enums].map(i => i.name)));
  const link = (type, scope) => {
    const found = scope && ours.has(`${scope}.${type}`) ? `${scope}.${type}` : ours.has(type) ? type : null;
    return found ? `[${type}](#${anchor(found)})` : `\`${type}\``;
  };
  const lines = [
    '# API', '',
    'Generated from `protos/controlplane/v1` by `eng/reference-docs.mjs`.', '',
    'One contract, three ways in: gRPC and gRPC-Web under the methods\' names, and JSON over HTTP under the paths given here. In JSON, names of',
    'fields are in lowerCamelCase, times are RFC 3339, durations are seconds with an `s`, and enums are their names. Every call carries a',
    '[credential](roles.md); errors are `google.rpc.Status` with an `ErrorInfo` whose `reason` is one of the [reason codes](reasons.md).', '',
    '| service | for |', '| --- | --- |',
    ...files.flatMap(f => f.services.map(s => `| [${s.name}](#${anchor(s.name)}) | ${cell(s.comment)} |`)),
  ];
  for (const file of files) {
    for (const service of file.services) {
      lines.push('', `## ${service.name}`, service.comment, '', '| method | HTTP | needs |', '| --- | --- | --- |');
      for (const m of service.methods) {
        lines.push(`| [${m.name}](#${anchor(`${service.name}.${m.name}`)}) | \`${cell(m.http)}\` | ${permission(policy, `/controlplane.v1.${service.name}/${m.name}`, m.comment)} |`);
      }
      for (const m of service.methods) {
        lines.push('', `### ${service.name}.${m.name}`, m.comment, '',
          `${link(m.request)} → ${m.streams ? 'stream of ' : ''}${link(m.response)}${m.body && m.body !== '*' ? `; the HTTP body is \`${m.body}\`` : ''}`);
      }
    }
    lines.push('', `## ${title(file.name)}: messages`);
    for (const message of file.messages) {
      lines.push('', `### ${message.name}`, message.comment);
      if (!message.fields.length) continue;
      lines.push('', '| field | type | meaning |', '| --- | --- | --- |');
      for (const f of message.fields) {
        const notes = [...flags(f.options), ...(f.oneof ? [`one of \`${f.oneof}\``] : [])];
        lines.push(`| \`${f.name}\` | ${f.repeated ? 'repeated ' : ''}${link(f.type, message.name)} | ${cell(f.comment)}${notes.length ? ` (${notes.join(', ')})` : ''} |`);
      }
    }
    for (const e of file.enums) {
      lines.push('', `### ${e.name}`, e.comment, '', '| value | meaning |', '| --- | --- |', ...e.values.map(v => `| \`${v.name}\` | ${cell(v.comment)} |`));
    }
  }
  return lines.join('\n') + '\n';
}
