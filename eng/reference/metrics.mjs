// docs/reference/metrics.md: what is counted and measured, from the doc comments of the telemetry names. A metric's comment reads
// "Counter, <c>{unit}</c>: what it counts. By <see cref="Attribute"/>, <see cref="Other"/>."
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const kinds = { Counter: '_total', UpDownCounter: '', Gauge: '', Histogram: '' };
const units = { s: '_seconds', By: '_bytes' };

/** All names with their comments: Map(member → { name, doc }); a member of another class than TelemetryNames is found by its own name too. */
function names(root) {
  const folder = join(root, 'src/ControlPlane.Core/Telemetry');
  const found = new Map();
  for (const file of readdirSync(folder).filter(f => f.endsWith('TelemetryNames.cs')).sort()) {
    const source = readFileSync(join(folder, file), 'utf8');
    for (const m of source.matchAll(/<summary>([\s\S]*?)<\/summary>\s*public const string (\w+) = "([^"]+)";/g)) {
      found.set(`${file.replace('.cs', '')}.${m[2]}`, { name: m[3], doc: m[1].replace(/\s*\/\/\/\s*/g, ' ').replace(/\s+/g, ' ').trim() });
    }
  }
  return found;
}

const prose = text => text
  .replace(/<see cref="([^"]+)"\/>/g, (_, ref) => `\`${ref.split('.').at(-1)}\``)
  .replace(/<\/?c>/g, '`').replace(/\|/g, '\\|').trim();

/** The page. */
export function metrics(root) {
  const all = names(root);
  const steps = [...readFileSync(join(root, 'src/ControlPlane.Core/SignIn/FlightRecord.cs'), 'utf8').split('class StepNames')[1]
    .matchAll(/public const string \w+ = "([^"]+)";/g)].map(m => `<c>${m[1]}</c>`);
  const rows = [], used = new Map(), attributes = new Map();
  for (const [member, { name, doc }] of all) {
    const attribute = /^Attribute: (.*)$/.exec(doc);
    if (attribute) attributes.set(member, { name, text: prose(attribute[1].replace(/<see cref="SignIn\.StepNames"\/>/, steps.join(', '))) });
    const metric = /^(\w+), <c>([^<]+)<\/c>: (.*?)(?: By ((?:<see cref="[\w.]+"\/>(?:, |\.$))+))?$/.exec(doc);
    if (!metric) {
      if (!/^(Attribute|The )/.test(doc)) throw new Error(`metrics.mjs: ${member} is neither a metric nor an attribute: ${doc}`);
      continue;
    }

    const [, kind, unit, text, by] = metric;
    if (!(kind in kinds)) throw new Error(`metrics.mjs: ${member} is a ${kind}?`);
    if (/<see/.test(text)) throw new Error(`metrics.mjs: the sentence 'By …' of ${member} was not understood`);
    const labels = [...(by ?? '').matchAll(/cref="([\w.]+)"/g)].map(m => (m[1].includes('.') ? m[1] : `${member.split('.')[0]}.${m[1]}`));
    for (const label of labels) {
      if (!all.has(label)) throw new Error(`metrics.mjs: ${member} names ${label}, which is not there`);
      used.set(label, all.get(label).name);
    }

    const prometheus = name.replaceAll('.', '_') + (units[unit] ?? '') + kinds[kind];
    rows.push(`| \`${name}\` | ${kind.toLowerCase()} | \`${unit}\` | ${labels.map(l => `\`${all.get(l).name}\``).join(', ')} | \`${prometheus}\` | ${prose(text)} |`);
  }

  for (const label of used.keys()) if (!attributes.has(label)) throw new Error(`metrics.mjs: ${label} is on a metric, and its comment does not begin with 'Attribute: '`);
  if (!rows.length) throw new Error('metrics.mjs: the names of metrics were not found');
  return [
    '# Metrics', '',
    'Generated from `TelemetryNames` and `AwsTelemetryNames` by `eng/reference-docs.mjs`.', '',
    'All are of the meter `ControlPlane`. They leave by OTLP when `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector, and are at `/metrics` of the',
    'web address when `Server:PrometheusEndpoint` is on, or of a port of their own, `Server:PrometheusPort`. No attribute has a value that a caller can invent: none tells of a user, a team or an address.', '',
    '| metric | kind | unit | attributes | for Prometheus | meaning |', '| --- | --- | --- | --- | --- | --- |', ...rows.sort(), '',
    '## Attributes',
    'Prometheus has underscores where there are dots.', '',
    '| attribute | values |', '| --- | --- |',
    ...[...used].map(([member, name]) => `| \`${name}\` | ${attributes.get(member).text} |`).sort(), '',
    '## Metrics of the parts we stand on',
    'ASP.NET Core (`http.server.*`, `kestrel.*`, `aspnetcore.*`), outgoing HTTP (`http.client.*`, `dns.lookup.duration`) and the runtime (`dotnet.*`),',
    'under the names of OpenTelemetry\'s semantic conventions. The AWS SDK\'s own are of the meter `ControlPlane.Aws.Sdk`, which is not exported.',
  ].join('\n') + '\n';
}
