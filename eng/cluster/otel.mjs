// Checks deploy/otel/collector.yaml without a collector, which is not to be had here: what it says must be YAML, refer to itself alone, and look for
// attributes that the server really sets.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const text = readFileSync(join(root, 'deploy/otel/collector.yaml'), 'utf8');
const faults = [];
const fault = f => faults.push(f);
const document = parseDocument(text, { uniqueKeys: true });
for (const e of document.errors) fault(e.message);
const config = document.toJS();

// The keys of each component that the configuration uses, from the components' own documentation (contrib distribution).
const keys = {
  otlp: ['protocols', 'endpoint', 'tls', 'retry_on_failure', 'sending_queue', 'compression', 'headers', 'timeout'],
  memory_limiter: ['check_interval', 'limit_mib', 'spike_limit_mib', 'limit_percentage', 'spike_limit_percentage'],
  redaction: ['allow_all_keys', 'allowed_keys', 'blocked_values', 'ignored_keys', 'allowed_values', 'blocked_key_patterns', 'summary'],
  attributes: ['actions', 'include', 'exclude'],
  tail_sampling: ['decision_wait', 'num_traces', 'expected_new_traces_per_sec', 'policies', 'decision_cache'],
  batch: ['send_batch_size', 'send_batch_max_size', 'timeout', 'metadata_keys'],
  prometheus: ['endpoint', 'metric_expiration', 'send_timestamps', 'const_labels', 'namespace', 'resource_to_telemetry_conversion', 'enable_open_metrics', 'add_metric_suffixes'],
  health_check: ['endpoint', 'path', 'tls'],
};
const kinds = ['receivers', 'processors', 'exporters', 'extensions'];
for (const key of Object.keys(config)) if (![...kinds, 'service'].includes(key)) fault(`there is no section ${key}`);
for (const kind of kinds) for (const [name, body] of Object.entries(config[kind])) {
  const known = keys[name.split('/')[0]];
  if (!known) fault(`${kind}: ${name} is no component that this check knows`);
  else for (const key of Object.keys(body ?? {})) if (!known.includes(key)) fault(`${kind}.${name} has no key ${key}`);
}

const used = new Set(config.service.extensions.map(e => `extensions/${e}`));
for (const [signal, pipeline] of Object.entries(config.service.pipelines)) {
  if (!['traces', 'metrics', 'logs'].includes(signal.split('/')[0])) fault(`there is no signal ${signal}`);
  for (const kind of ['receivers', 'processors', 'exporters']) {
    if (!pipeline[kind]?.length) fault(`pipeline ${signal} has no ${kind}`);
    for (const name of pipeline[kind]) {
      used.add(`${kind}/${name}`);
      if (!(name in config[kind])) fault(`pipeline ${signal}: there is no ${kind} ${name}`);
    }
  }
  if (pipeline.processors[0] !== 'memory_limiter') fault(`pipeline ${signal}: the memory limiter must come first`);
  if (pipeline.processors.at(-1) !== 'batch') fault(`pipeline ${signal}: batches are made last`);
}
for (const kind of kinds) for (const name of Object.keys(config[kind])) if (!used.has(`${kind}/${name}`)) fault(`${kind}: nothing uses ${name}`);

// Variables: each is explained at the top, and each that is explained is used.
const head = [...text.matchAll(/^# {3}([A-Z_]+) /gm)].map(m => m[1]), named = [...text.matchAll(/\$\{env:([A-Z_]+)(?::-[^}]*)?\}/g)].map(m => m[1]);
for (const name of new Set([...head, ...named])) if (!head.includes(name) || !named.includes(name)) fault(`${name} is explained or used, not both`);

// Attributes by which traces are chosen: a sampling rule on a name that nobody sets keeps nothing.
const telemetry = readdirSync(join(root, 'src/ControlPlane.Core/Telemetry')).filter(f => f.endsWith('TelemetryNames.cs'))
  .map(f => readFileSync(join(root, 'src/ControlPlane.Core/Telemetry', f), 'utf8')).join('');
const policies = config.processors.tail_sampling.policies;
for (const { name, type, string_attribute: attribute } of policies) {
  if (type !== 'string_attribute') continue;
  const doc = new RegExp(`<summary>([\\s\\S]{0,400}?)</summary>\\s*public const string \\w+ = "${attribute.key.replaceAll('.', '\\.')}";`).exec(telemetry)?.[1];
  if (!doc) fault(`sampling '${name}': the server sets no ${attribute.key}`);
  else for (const value of attribute.values) if (!doc.includes(`<c>${value}</c>`)) fault(`sampling '${name}': ${attribute.key} is never ${value}`);
}
for (const type of ['status_code', 'string_attribute', 'probabilistic']) if (!policies.some(p => p.type === type)) fault(`sampling: there is no policy of type ${type}`);

// What must not travel is really found, and what must is not.
const blocked = config.processors.redaction.blocked_values.map(v => new RegExp(v.replace('(?i)', ''), v.startsWith('(?i)') ? 'i' : ''));
const secrets = [
  'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyMSJ9.c2lnbmF0dXJl', 'https://d-x.studio.eu-central-1.sagemaker.aws/auth?token=1&authToken=abc',
  'https://s3.amazonaws.com/x?X-Amz-Signature=0123', '/saml/sso?SAMLRequest=fZJ&RelayState=x', 'ASIA1234567890ABCDEF', 'AKIA1234567890ABCDEF',
];
const plain = ['https://studio.example.com/saml/acs', 'accounts/111122223333/regions/eu-central-1/domains/d-research0001', 'ENTITLEMENT_NOT_FOUND', 'SageMaker.CreatePresignedDomainUrl', '0af7651916cd43dd8448eb211c80319c'];
for (const secret of secrets) if (!blocked.some(b => b.test(secret))) fault(`redaction lets through: ${secret}`);
for (const value of plain) if (blocked.some(b => b.test(value))) fault(`redaction takes out: ${value}`);

for (const f of faults) console.error(`deploy/otel/collector.yaml: ${f}`);
process.exitCode = faults.length ? 1 : 0;
if (!faults.length) console.log(`collector: ${used.size} parts, ${policies.length} sampling policies`);
