// Renders the chart with what Helm is made of (render/main.go), for every example and for values that must be refused, and holds the result to the
// schemas of Kubernetes and the Prometheus operator, to itself, and to the server's own check of its settings.
// usage: helm.mjs check|write    write makes the table of values in the chart's README anew
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments, stringify } from 'yaml';
import * as kubernetes from './kinds.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const chart = join(root, 'deploy/helm/control-plane'), examples = join(root, 'deploy/helm/examples');
const folder = mkdtempSync(join(tmpdir(), 'helm-'));
const faults = [];

// ------------------------------------------------------------------------------------------------------------------------------ rendering
function buildRenderer() {
  const binary = join(folder, 'render');
  // Debian's packages of Go libraries lie in one tree, without modules.
  execFileSync('go', ['build', '-o', binary, join(root, 'eng/cluster/render/main.go')], {
    env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '', GOCACHE: process.env.GOCACHE ?? join(tmpdir(), 'controlplane-go-cache') }, stdio: ['ignore', 'inherit', 'inherit'],
  });
  return binary;
}

function render(renderer, values) {
  const files = values.flatMap(v => ['-f', v]);
  const done = spawnSync(renderer, [...files, chart], { encoding: 'utf8' });
  return { ok: done.status === 0, out: done.stdout, error: done.stderr.trim() };
}

function objectsOf(text) {
  return parseAllDocuments(text.split('\n# Notes\n')[0], { uniqueKeys: true }).filter(d => d.contents !== null).map(d => {
    if (d.errors.length) throw new Error(`not YAML: ${d.errors[0].message}`);
    return d.toJS();
  });
}

// ------------------------------------------------------------------------------------------------------------------------------ checking
const path = o => `${o.kind}/${o.metadata?.name}`;
const matches = (selector, labels) => Object.entries(selector ?? {}).every(([k, v]) => labels?.[k] === v);

/** What does not fit together among the objects of a release. */
function crossFaults(objects, external) {
  const found = [];
  const of = kind => objects.filter(o => o.kind === kind);
  const has = (kind, name) => objects.some(o => o.kind === kind && o.metadata.name === name) || external.includes(`${kind}/${name}`);
  const [deployment] = of('Deployment'), pod = deployment.spec.template, [container] = pod.spec.containers;
  const ports = new Set(container.ports.map(p => p.name));

  if (!matches(deployment.spec.selector.matchLabels, pod.metadata.labels)) found.push('the Deployment does not select its own pods');
  for (const service of of('Service')) {
    if (!matches(service.spec.selector, pod.metadata.labels)) found.push(`${path(service)} selects no pod`);
    for (const { targetPort } of service.spec.ports) if (!ports.has(targetPort)) found.push(`${path(service)}: no port ${targetPort}`);
  }
  for (const ingress of of('Ingress')) for (const rule of ingress.spec.rules) for (const { backend } of rule.http.paths) {
    const service = of('Service').find(s => s.metadata.name === backend.service.name);
    if (!service?.spec.ports.some(p => p.name === backend.service.port.name)) found.push(`${path(ingress)} leads nowhere`);
    if (backend.service.port.name === 'metrics') found.push(`${path(ingress)} shows the figures`);
  }
  for (const o of [...of('PodDisruptionBudget'), ...of('NetworkPolicy')]) {
    if (!matches((o.spec.selector ?? o.spec.podSelector).matchLabels, pod.metadata.labels)) found.push(`${path(o)} selects no pod`);
  }
  for (const policy of of('NetworkPolicy')) for (const { ports: open } of policy.spec.ingress) for (const { port } of open) if (!ports.has(port)) found.push(`${path(policy)}: no port ${port}`);
  for (const hpa of of('HorizontalPodAutoscaler')) {
    if (hpa.spec.scaleTargetRef.name !== deployment.metadata.name) found.push('the autoscaler scales something else');
    if ('replicas' in deployment.spec) found.push('the Deployment sets replicas under an autoscaler');
  }
  for (const monitor of of('ServiceMonitor')) {
    const chosen = of('Service').filter(s => matches(monitor.spec.selector.matchLabels, s.metadata.labels));
    if (chosen.length !== 1 || !monitor.spec.endpoints.every(e => chosen[0].spec.ports.some(p => p.name === e.port))) found.push('the ServiceMonitor does not choose the one service of figures');
    if (chosen[0]?.metadata.labels[monitor.spec.jobLabel] !== 'studio-control-plane') found.push('the job would not be named studio-control-plane');
  }
  if (!has('ServiceAccount', pod.spec.serviceAccountName)) found.push(`no service account ${pod.spec.serviceAccountName}`);

  for (const volume of pod.spec.volumes) {
    const [kind, name] = volume.configMap ? ['ConfigMap', volume.configMap.name] : volume.secret ? ['Secret', volume.secret.secretName]
      : volume.persistentVolumeClaim ? ['PersistentVolumeClaim', volume.persistentVolumeClaim.claimName] : [];
    if (kind && !has(kind, name)) found.push(`volume ${volume.name}: no ${kind} ${name}`);
    for (const { key } of volume.configMap?.items ?? []) {
      const map = of('ConfigMap').find(m => m.metadata.name === name);
      if (map && !(key in map.data)) found.push(`volume ${volume.name}: ${name} has no key ${key}`);
    }
    if (!container.volumeMounts.some(m => m.name === volume.name)) found.push(`volume ${volume.name} is not mounted`);
  }
  for (const mount of container.volumeMounts) if (!pod.spec.volumes.some(v => v.name === mount.name)) found.push(`mount ${mount.name} has no volume`);

  const context = container.securityContext, whole = pod.spec.securityContext;
  if (!(whole.runAsNonRoot && whole.runAsUser === 1654 && whole.seccompProfile.type === 'RuntimeDefault' && context.readOnlyRootFilesystem && !context.allowPrivilegeEscalation
    && context.capabilities.drop.includes('ALL') && pod.spec.automountServiceAccountToken === false)) found.push('the pod may do more than the restricted profile allows');
  const settings = JSON.parse(of('ConfigMap').find(m => 'appsettings.json' in m.data).data['appsettings.json']);
  const seconds = text => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  if (pod.spec.terminationGracePeriodSeconds <= seconds(settings.Server.DrainDelay) + seconds(settings.Server.DrainTime)) found.push('the grace period ends before the drain');
  if (settings.Storage.Engine !== 'sqlite' && deployment.spec.strategy.rollingUpdate?.maxUnavailable !== 0) found.push('an upgrade takes a replica away before the next is there');
  if (settings.Storage.Engine === 'sqlite' && (deployment.spec.replicas !== 1 || deployment.spec.strategy.type !== 'Recreate')) found.push('SQLite with two processes');
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) if (!ports.has(container[probe].httpGet.port)) found.push(`${probe}: no such port`);
  if (of('Secret').length) found.push('the chart makes a Secret');
  return found;
}

/** Starts the server with the settings and files as rendered. With SQLite it must serve; with another engine it must fail on the store that is not there,
 * and on no setting. */
async function checkSettings(name, objects, metadata) {
  const dll = join(root, 'src/ControlPlane.Server/bin/Debug/net10.0/ControlPlane.Server.dll');
  if (!existsSync(dll)) throw new Error(`${dll} is not there: build first`);
  const place = mkdtempSync(join(folder, 'server-'));
  const maps = objects.filter(o => o.kind === 'ConfigMap');
  const settings = JSON.parse(maps.find(m => m.data['appsettings.json']).data['appsettings.json'].replaceAll('/etc/studio-control-plane', place));
  const engine = settings.Storage.Engine;
  mkdirSync(join(place, 'files'));
  mkdirSync(join(place, 'catalog'));
  for (const [file, text] of Object.entries(maps.find(m => m.metadata.name.endsWith('-files'))?.data ?? {})) writeFileSync(join(place, 'files', file), text);
  writeFileSync(join(place, 'catalog/catalog.yaml'), maps.find(m => m.metadata.name.endsWith('-catalog'))?.data['catalog.yaml'] ?? '');
  // What only a cluster has: a Secret with a certificate, an identity provider's address, the store, the ports.
  delete settings.Saml?.SigningCertificate;
  for (const provider of Object.values(settings.IdentityProviders ?? {})) {
    if (!provider.Metadata.startsWith('https:') && !existsSync(provider.Metadata)) faults.push(`${name}: there is no file ${provider.Metadata}`);
    provider.Metadata = metadata;
  }
  if (engine === 'postgres') Object.assign(settings.Storage.Postgres, { ConnectionString: 'Host=127.0.0.1;Port=1;Username=x;Database=x;SSL Mode=Disable', PasswordFile: undefined, StartTimeout: '00:00:00' });
  if (engine === 'dynamodb') Object.assign(settings.Storage.DynamoDb, { Endpoint: 'http://127.0.0.1:1', StartTimeout: '00:00:00' });
  if (settings.Server.PrometheusPort) settings.Server.PrometheusPort = await freePort();
  writeFileSync(join(place, 'appsettings.json'), JSON.stringify(settings));
  const server = spawn('dotnet', [dll, '--Kestrel:Endpoints:Web:Url=http://127.0.0.1:0', `--Storage:Sqlite:Path=${join(place, 'store.db')}`], {
    cwd: place, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'eu-central-1', AWS_EC2_METADATA_DISABLED: 'true' },
  });
  const said = [];
  const verdict = await new Promise(done => {
    createInterface({ input: server.stdout }).on('line', line => { said.push(line); if (line.includes('Application started')) done('serves'); });
    server.stderr.on('data', d => said.push(String(d)));
    server.on('close', code => done(`ended with ${code}`));
  });
  if (verdict === 'serves' && settings.Server.PrometheusPort) {
    const figures = await fetch(`http://127.0.0.1:${settings.Server.PrometheusPort}/metrics`);
    if (!(await figures.text()).includes('target_info')) faults.push(`${name}: no figures on their port`);
  }
  if (server.exitCode === null) {
    const gone = new Promise(done => server.on('close', done));
    server.kill('SIGKILL');
    await gone;
  }
  const text = said.join('\n');
  const expected = engine === 'sqlite' ? verdict === 'serves' : verdict === 'ended with 1' && /There is 1 thing to correct:\s+- The store cannot be used right now/.test(text);
  if (!expected) faults.push(`${name}: the server does not take its settings: ${verdict}\n${said.slice(-15).join('\n')}`);
}

/** Metadata of an identity provider that is nowhere, with a certificate of its own. */
function makeMetadata() {
  const [key, certificate] = ['key.pem', 'certificate.pem'].map(f => join(folder, f));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=idp.example.com'], { stdio: 'ignore' });
  const body = readFileSync(certificate, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const file = join(folder, 'metadata.xml');
  writeFileSync(file, `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${body}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/></IDPSSODescriptor></EntityDescriptor>`);
  return file;
}

const freePort = () => new Promise(done => {
  const probe = createServer();
  probe.listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

// Values that must be refused, with what is said. Whatever the schema says too is tried without the schema's help by the guard in the templates.
const refused = [
  ['nothing at all', '', /publicUrl is missing/],
  ['http', 'publicUrl: http://studio.example.com', /publicUrl: Does not match pattern/],
  ['SQLite with two replicas', 'publicUrl: https://studio.example.com\nreplicas: 2', /SQLite is for one replica/],
  ['SQLite with autoscaling', 'publicUrl: https://studio.example.com\nautoscaling: { enabled: true }', /SQLite is for one replica/],
  ['PostgreSQL without an address', 'publicUrl: https://studio.example.com\nstorage: { engine: postgres }', /storage\.postgres\.connectionString: String length must be greater/],
  ['a password in the open', 'publicUrl: https://studio.example.com\nstorage: { engine: postgres, postgres: { connectionString: "Host=db;Password=secret" } }', /holds a password/],
  ['two ways to a password', 'publicUrl: https://studio.example.com\nstorage: { engine: postgres, postgres: { connectionString: "Host=db", iamRegion: eu-central-1, passwordSecret: { name: x } } }', /either storage\.postgres\.iamRegion/],
  ['an engine that is not there', 'publicUrl: https://studio.example.com\nstorage: { engine: mysql }', /storage\.engine must be one of/],
  ['a misspelt value', 'publicUrl: https://studio.example.com\nreplica: 3', /Additional property replica is not allowed/],
  ['a misspelt value below', 'publicUrl: https://studio.example.com\ningress: { enable: true }', /Additional property enable is not allowed/],
  ['the store by config', 'publicUrl: https://studio.example.com\nconfig: { Storage: { Engine: postgres } }', /config\.Storage is set by the chart/],
  ['two catalogs', 'publicUrl: https://studio.example.com\ncatalog: { inline: x, existingConfigMap: other }', /either catalog\.inline or/],
  ['a drain beyond what the server takes', 'publicUrl: https://studio.example.com\ndrain: { delaySeconds: 90 }', /drain\.delaySeconds: Must be less than or equal to 60/],
  ['a role that is none', 'publicUrl: https://studio.example.com\naws: { roleArn: StudioGatewayHub }', /aws\.roleArn: Does not match pattern/],
  ['gRPC without a host', 'publicUrl: https://studio.example.com\ningress: { enabled: true, grpc: { enabled: true } }', /ingress\.grpc\.host: String length must be greater/],
  ['a monitor without figures', 'publicUrl: https://studio.example.com\nmetrics: { enabled: false, serviceMonitor: { enabled: true } }', /serviceMonitor needs metrics\.enabled/],
  ['least above most', 'publicUrl: https://studio.example.com\nstorage: { engine: dynamodb }\nautoscaling: { enabled: true, minReplicas: 9, maxReplicas: 3 }', /minReplicas is above/],
];

// What the examples refer to and the chart does not make.
const external = [
  'Secret/studio-database', 'Secret/studio-database-authority', 'Secret/studio-saml-signing', 'ConfigMap/studio-catalog', 'PersistentVolumeClaim/own', 'ServiceAccount/own',
];

async function check() {
  const renderer = buildRenderer();
  const metadata = makeMetadata();
  let count = 0;
  const least = join(folder, 'least.yaml'), odd = join(folder, 'odd.yaml');
  writeFileSync(least, 'publicUrl: https://studio.example.com\n');
  writeFileSync(odd, stringify({
    publicUrl: 'https://studio.example.com:8443', fullnameOverride: 'studio', storage: { sqlite: { existingClaim: 'own' } }, serviceAccount: { create: false, name: 'own' },
    metrics: { enabled: false }, networkPolicy: { enabled: false }, podDisruptionBudget: { enabled: false }, extraEnv: [{ name: 'HTTPS_PROXY', value: 'http://proxy:3128' }],
    drain: { delaySeconds: 0, timeSeconds: 300 }, affinity: { nodeAffinity: {} }, config: { Server: { Reflection: true } },
  }));
  for (const values of [least, odd, ...readdirSync(examples).filter(f => f.endsWith('.yaml')).map(f => join(examples, f))]) {
    const name = basename(values);
    const { ok, out, error } = render(renderer, [values]);
    if (!ok) { faults.push(`${name}: ${error}`); continue; }
    const objects = objectsOf(out);
    const seen = new Set();
    for (const o of objects) {
      count++;
      for (const fault of kubernetes.faultsOf(o)) faults.push(`${name}, ${path(o)}: ${fault}`);
      if (seen.has(path(o))) faults.push(`${name}: ${path(o)} twice`);
      seen.add(path(o));
      if (o.metadata.namespace !== 'studio-control-plane') faults.push(`${name}, ${path(o)}: it is in no namespace`);
    }
    faults.push(...crossFaults(objects, external).map(f => `${name}: ${f}`));
    if (!out.includes('\n# Notes\n')) faults.push(`${name}: no notes`);
    await checkSettings(name, objects, metadata);
    checkRules(name, objects);
  }
  for (const [name, text, expected] of refused) {
    const values = join(folder, 'refused.yaml');
    writeFileSync(values, text);
    const { ok, error } = render(renderer, [values]);
    if (ok) faults.push(`${name}: it was not refused`);
    else if (!expected.test(error)) faults.push(`${name}: refused for another reason: ${error}`);
  }
  checkChart();
  console.log(`chart: ${count} objects of ${readdirSync(examples).length + 2} value sets are valid, ${refused.length} value sets are refused`);
}

/** Rules and dashboards reach the cluster as they are. */
function checkRules(name, objects) {
  const rule = objects.find(o => o.kind === 'PrometheusRule');
  if (rule) {
    const original = readFileSync(join(root, 'deploy/prometheus/controlplane.rules.yaml'), 'utf8').replaceAll('https://docs.example.com/studio-control-plane', 'https://docs.example.com/platform/studio');
    if (JSON.stringify(rule.spec) !== JSON.stringify(parse(original))) faults.push(`${name}: the PrometheusRule is not the file of rules`);
  }
  const boards = objects.find(o => o.kind === 'ConfigMap' && /-dashboards$/.test(o.metadata.name));
  if (boards) for (const file of readdirSync(join(root, 'deploy/grafana')).filter(f => f.endsWith('.json'))) {
    if (boards.data[file]?.trim() !== readFileSync(join(root, 'deploy/grafana', file), 'utf8').trim()) faults.push(`${name}: the dashboard ${file} is missing or changed`);
  }
  const kinds = new Set(objects.map(o => o.kind));
  const expected = { 'postgres.yaml': ['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'NetworkPolicy', 'ServiceMonitor', 'PrometheusRule', 'Ingress'], 'sqlite.yaml': ['PersistentVolumeClaim'], 'dynamodb.yaml': ['PodDisruptionBudget', 'ServiceAccount'] };
  for (const kind of expected[name] ?? []) if (!kinds.has(kind)) faults.push(`${name}: no ${kind}`);
}

function checkChart() {
  const about = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8'));
  const version = /<Version>([^<]+)<\/Version>/.exec(readFileSync(join(root, 'Directory.Build.props'), 'utf8'))[1];
  if (String(about.appVersion) !== version) faults.push(`Chart.yaml: appVersion is ${about.appVersion}, and the server is ${version}`);
  const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')), schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
  for (const { key, fallback } of rowsOf(schema, values)) if (fallback === undefined && key !== 'global') faults.push(`values.yaml has no ${key}`);
  if (readFileSync(join(chart, 'README.md'), 'utf8') !== readme()) faults.push('the README of the chart is stale: run node eng/cluster/helm.mjs write');
}

// ------------------------------------------------------------------------------------------------------------------------------ the README
function rowsOf(schema, values, prefix = '') {
  return Object.entries(schema.properties).flatMap(([name, part]) => {
    const key = `${prefix}${name}`;
    return part.properties ? rowsOf(part, values?.[name] ?? {}, `${key}.`) : [{ key, fallback: values?.[name], text: part.description, choices: part.enum }];
  });
}

/** The README with its table of values made anew. */
function readme() {
  const text = readFileSync(join(chart, 'README.md'), 'utf8');
  const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')), schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
  const lines = rowsOf(schema, values).filter(r => r.key !== 'global').map(({ key, fallback, text: meaning, choices }) =>
    `| \`${key}\` | ${fallback === '' ? '' : `\`${JSON.stringify(fallback).replace(/\|/g, '\\|')}\``} | ${meaning}${choices ? ` One of ${choices.map(c => `\`${c}\``).join(', ')}.` : ''} |`);
  return text.replace(/(<!-- values -->\n)[\s\S]*?(<!-- end of values -->)/, (_, begin, end) => `${begin}| value | unless set | meaning |\n| --- | --- | --- |\n${lines.join('\n')}\n${end}`);
}

try {
  if (process.argv[2] === 'write') writeFileSync(join(chart, 'README.md'), readme());
  else if (process.argv[2] === 'check') await check();
  else throw new Error('usage: helm.mjs check|write');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const text of faults) console.error(text);
process.exitCode = faults.length ? 1 : 0;
