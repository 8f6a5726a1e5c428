#!/usr/bin/env node
// Writes docs/reference from the sources: configuration.md from the options classes, reasons.md from the factories of refusals, api.md from
// the protos, roles.md from the tables of permissions, metrics.md from the telemetry names, audit-events.md from the
// protos and the table of actions, openapi.json from the protos; and the policies of
// docs/how-to/enrol-an-account.md from those of the emulator.
// usage: eng/reference-docs.mjs [--check]    --check writes nothing and fails when they are stale
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { api } from './reference/api.mjs';
import { audit } from './reference/audit.mjs';
import { metrics } from './reference/metrics.mjs';
import { openapi } from './reference/openapi.mjs';
import { policies } from './reference/policies.mjs';
import { policy } from './reference/policy.mjs';
import { contract } from './reference/protos.mjs';
import { roles } from './reference/roles.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter(e => e.isFile() && e.name.endsWith('.cs') && !/\/(obj|bin|Generated)(\/|$)/.test(e.parentPath))
  .map(e => ({ path: join(e.parentPath, e.name), text: readFileSync(join(e.parentPath, e.name), 'utf8') }));

/** Makes a doc comment's XML into Markdown. */
function prose(xml) {
  return xml
    .replace(/^\s*\/\/\/ ?/gm, '')
    .replace(/<(?:see|seealso|paramref) (?:cref|name|langword)="([^"]*)"\s*\/>/g, (_, ref) => `\`${ref.replace(/^[A-Z]:/, '').split('.').pop()}\``)
    .replace(/<\/?c>/g, '`')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ').trim()
    .replace(/\|/g, '\\|');
}

/** All classes by name, with their summary and settable properties. */
const classes = new Map();
for (const { text } of sources) {
  const declarations = [...text.matchAll(/((?:^\s*\/\/\/.*\n)+)(?:^\s*\[.*\]\n)*^(?:public |internal )?(?:sealed |abstract )?(?:partial )?(class|record|enum) (\w+)([^\n]*)\n\{/gm)];
  declarations.forEach((d, i) => {
    const body = text.slice(d.index + d[0].length, declarations[i + 1]?.index ?? text.length);
    const summary = /<summary>([\s\S]*?)<\/summary>/.exec(d[1].replace(/^\s*\/\/\/ ?/gm, ''))?.[1] ?? '';
    const properties = [...body.matchAll(/((?:^\s*\/\/\/.*\n)+)(?:^\s*\[.*\]\n)*^\s*public ([\w<>?,. ]+?) (\w+) \{ get;(?: set;| init;)? \}/gm)]
      .map(p => ({ doc: prose(p[1]), type: p[2].replace(/^required /, ''), name: p[3] }))
      .filter(p => !p.type.startsWith('static'));
    classes.set(d[3], { summary: prose(summary), properties, isEnum: d[2] === 'enum', base: /^ : (\w+Options)$/.exec(d[4])?.[1] });
  });
}

function rows(name, prefix, seen = new Set()) {
  if (seen.has(name)) return [];
  const { properties, base } = classes.get(name);
  return [...properties, ...(base ? classes.get(base).properties : [])].flatMap(p => {
    const key = `${prefix}:${p.name}`;
    const element = /^(?:IDictionary|Dictionary|IReadOnlyDictionary)<string, (\w+)>$/.exec(p.type)?.[1];
    const item = /^(?:IList|List|IReadOnlyList)<(\w+)>$/.exec(p.type)?.[1];
    const nested = element ?? item ?? p.type.replace(/\?$/, '');
    const below = element ? `${key}:{name}` : item ? `${key}:{n}` : key;
    const inner = classes.has(nested) && !classes.get(nested).isEnum ? rows(nested, below, new Set([...seen, name])) : [];
    return [`| \`${item || element ? below : key}\` | ${p.doc} |`, ...inner];
  });
}

const sections = [
  ['Server', 'ServerOptions'], ['Saml', 'SamlOptions'], ['IdentityProviders:{name}', 'IdentityProviderOptions'], ['Api', 'ApiOptions'],
  ['SignIn', 'SignInOptions'], ['Operations', 'OperationOptions'], ['LiveSessions', 'LiveSessionOptions'], ['Discovery', 'DiscoveryOptions'], ['Probe', 'ProbeOptions'], ['Aws', 'AwsOptions'], ['Storage', 'StorageOptions'], ['ReadModel', 'ReadModelOptions'], ['Audit', 'AuditOptions'], ['Portal', 'PortalOptions'],
  ['Guardrails', 'GuardrailOptions'],
];

function configuration() {
  const lines = [
    '# Configuration', '',
    'Generated from the options classes by `eng/reference-docs.mjs`.', '',
    'Settings come from `appsettings.json`, then environment variables (`Server__PublicUrl` is `Server:PublicUrl`), then the command line',
    '(`--Server:PublicUrl=https://studio.example.com`). Durations are written as `hh:mm:ss` or `d.hh:mm:ss`; the items of a list are',
    'numbered from 0. Everything is checked before the server listens, and all that is wrong is told at once.', '',
    'Telemetry is configured by the standard `OTEL_*` environment variables: without `OTEL_EXPORTER_OTLP_ENDPOINT` nothing is exported.',
    'AWS credentials come from the AWS SDK\'s default chain: environment, shared files, container or instance role.',
  ];
  for (const [section, name] of sections) {
    if (!classes.has(name)) throw new Error(`no class ${name} in src`);
    lines.push('', `## ${section}`, classes.get(name).summary, '', '| key | meaning |', '| --- | --- |', ...rows(name, section));
  }
  return lines.join('\n') + '\n';
}

const kinds = {
  Invalid: ['INVALID_ARGUMENT', 400], Unauthenticated: ['UNAUTHENTICATED', 401], Denied: ['PERMISSION_DENIED', 403], NotFound: ['NOT_FOUND', 404],
  Exists: ['ALREADY_EXISTS', 409], Conflict: ['ABORTED', 409], Precondition: ['FAILED_PRECONDITION', 412],
  Exhausted: ['RESOURCE_EXHAUSTED', 429], Unavailable: ['UNAVAILABLE', 503],
};

/** Reads the string literals that are joined by + from a place on; what is interpolated becomes an ellipsis. */
function literal(text, at) {
  let out = '';
  for (;;) {
    const start = /^[\s+]*(\$?)"/.exec(text.slice(at, at + 200));
    if (!start) return out;
    at += start[0].length;
    for (let depth = 0, quoted = false; ; at++) {
      const c = text[at];
      if (depth > 0) {
        // Inside a hole: strings in it may hold braces and quotes of their own.
        if (c === '"') quoted = !quoted;
        else if (!quoted && c === '{') depth++;
        else if (!quoted && c === '}' && --depth === 0) out += '…';
      } else if (c === '"') break;
      else if (c === '\\') out += text[++at];
      else if (c === '{' && start[1]) { if (text[at + 1] === '{') { out += '{'; at++; } else depth = 1; }
      else if (c === '}' && start[1]) { out += '}'; at++; }
      else out += c;
    }
    at++;
  }
}

function reasons() {
  const found = new Map();
  for (const { path, text } of sources) {
    for (const m of text.matchAll(/(?:RefusalKind\.(\w+),|StoreErrors\.NotUsable\()\s*"([A-Z][A-Z0-9_]+)",\s*(?:\/\/[^\n]*\s*)*/g)) {
      const message = literal(text, m.index + m[0].length).replace(/\|/g, '\\|');
      const known = found.get(m[2]);
      if (!known?.message) found.set(m[2], { kind: m[1] ?? 'Precondition', message });
      // Each engine of the store has words of its own for the same reason.
      else if (!m[1] && message && !known.message.includes(message)) known.message += `<br>${message}`;
    }
  }
  const saml = [];
  for (const { text } of sources.filter(s => /\/(SamlReasons|MetadataReasons|MetadataProblem|AuthnRequestReasons|LogoutReasons)\.cs$/.test(s.path))) {
    for (const m of text.matchAll(/((?:^\s*\/\/\/.*\n)+)^\s*public const string \w+ = "([A-Z0-9_]+)";/gm)) saml.push([m[2], prose(m[1])]);
  }
  const known = new Set(saml.map(([code]) => code));
  return [
    '# Reason codes', '',
    'Generated from the sources by `eng/reference-docs.mjs`.', '',
    'The same code stands on the error page, in the gRPC `ErrorInfo` (domain `controlplane`), in the audit event, in the flight record and',
    'on the metric. Codes are added and never renamed.', '',
    '## SAML messages and metadata', '| reason | meaning |', '| --- | --- |',
    ...saml.sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([code, text]) => `| \`${code}\` | ${text} |`), '',
    '## Everything else', '| reason | gRPC | message |', '| --- | --- | --- |',
    ...[...found].filter(([code]) => !known.has(code)).sort((a, b) => (a[0] < b[0] ? -1 : 1))
      .map(([code, { kind, message }]) => `| \`${code}\` | ${kinds[kind]?.[0] ?? kind} | ${message} |`),
  ].join('\n') + '\n';
}

const whoMay = policy(root);
const pages = [
  ['reference/configuration', configuration()], ['reference/reasons', reasons()], ['reference/api', api(contract(root), whoMay)],
  ['reference/roles', roles(whoMay)], ['reference/metrics', metrics(root)], ['reference/audit-events', audit(root, contract(root))], ['how-to/enrol-an-account', policies(root)],
  ['reference/openapi.json', openapi(root, contract(root), whoMay)],
];
let stale = 0;
for (const [name, text] of pages) {
  const file = name.includes('.') ? name : `${name}.md`;
  const path = join(root, 'docs', file);
  let current = '';
  try { current = readFileSync(path, 'utf8'); } catch (e) { if (e.code !== 'ENOENT') throw e; }
  if (current === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`docs/${file} is stale: run eng/reference-docs.mjs`);
    stale = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote docs/${file}`);
  }
}
process.exit(stale);
