// Holds alert rules and dashboards to what the server exports and to the page of runbooks.
// usage: monitoring.mjs rules|dashboards|write    write makes deploy/grafana and the chart's copies anew
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { dashboards, grafana } from './dashboards.mjs';
import { startDemo } from '../demo.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const read = path => readFileSync(join(root, path), 'utf8');
const faults = [];
const fault = text => faults.push(text);
const rulesPath = 'deploy/prometheus/controlplane.rules.yaml', chart = 'deploy/helm/control-plane/files';

/** Every file that is made from another: path → text. */
function made() {
  return new Map([
    [`${chart}/controlplane.rules.yaml`, read(rulesPath)],
    ...dashboards.flatMap(d => ['deploy/grafana', `${chart}/dashboards`].map(folder => [`${folder}/${d.file}`, `${JSON.stringify(grafana(d), null, 2)}\n`])),
  ]);
}

function write() {
  for (const [path, text] of made()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function checkMade() {
  for (const [path, text] of made()) {
    let there = null;
    try { there = read(path); } catch { /* told below */ }
    if (there !== text) fault(`${path} is not there or stale: run node eng/cluster/monitoring.mjs write`);
  }
  for (const folder of ['deploy/grafana', `${chart}/dashboards`]) {
    for (const file of readdirSync(join(root, folder))) if (!dashboards.some(d => d.file === file) && file.endsWith('.json')) fault(`${folder}/${file}: nothing makes it`);
  }
}

/** What an expression selects: [{ metric, labels: [{ name, value, isRegex }] }]. */
function selectorsOf(expr) {
  const found = [];
  const text = node => expr.slice(node.from, node.to);
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`PromQL at character ${node.from}: ${expr}`);
      if (node.name !== 'VectorSelector') return;
      const name = node.node.getChild('Identifier');
      const labels = [];
      node.node.cursor().iterate(inner => {
        if (!/^(?:Unquoted|Quoted)LabelMatcher$/.test(inner.name)) return;
        const [label, op, value] = [inner.node.firstChild, inner.node.firstChild.nextSibling, inner.node.lastChild].map(n => text(n));
        labels.push({ name: label, op, value: value.slice(1, -1) });
      });
      found.push({ metric: name ? text(name) : null, labels });
    },
  });
  return found;
}

/** The rows of a table in a page of the reference whose first cell begins with `prefix`. */
const rows = (path, prefix) => read(path).split('\n').filter(l => l.startsWith(`| \`${prefix}`)).map(l => l.split('|').map(c => c.trim()));
const ticked = text => [...text.matchAll(/`([^`]+)`/g)].map(m => m[1]);

/** What the server exports: own metrics by the reference, all others as a running server says them; each with its labels. */
async function exported() {
  const metrics = new Map(), values = new Map();
  for (const [, name, kind, , labels, prometheus] of rows('docs/reference/metrics.md', 'controlplane.').filter(r => r.length === 8)) {
    const all = new Set(ticked(labels).map(l => l.replaceAll('.', '_')));
    const base = ticked(prometheus)[0];
    for (const sample of kind === 'histogram' ? [`${base}_bucket`, `${base}_sum`, `${base}_count`] : [base]) metrics.set(sample, all);
    if (!name) fault('docs/reference/metrics.md was not understood');
  }
  for (const [, name, text] of read('docs/reference/metrics.md').split('\n').map(l => l.split('|').map(c => c.trim())).filter(r => r.length === 4 && r[1].startsWith('`'))) {
    values.set(ticked(name)[0].replaceAll('.', '_'), new Set(ticked(text)));
  }
  values.set('error_type', new Set([...rows('docs/reference/reasons.md', '').map(r => ticked(r[1])[0])]));

  const demo = await startDemo('--set', 'Server:PrometheusEndpoint=true');
  try {
    const token = await demo.token('user1');
    const launch = await fetch(`${demo.web}/v1/users/me/teams/Team1/launches`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{}' });
    if (!launch.ok) throw new Error(`the sign-in answers ${launch.status}`);
    await fetch(`${demo.web}/healthz/ready`);
    for (const line of (await (await fetch(`${demo.web}/metrics`)).text()).split('\n')) {
      const sample = /^(\w+)(?:\{(.*)\})? /.exec(line);
      if (!sample || line.startsWith('#')) continue;
      const labels = [...(sample[2] ?? '').matchAll(/(\w+)="/g)].map(m => m[1]);
      if (sample[1].startsWith('controlplane_')) {
        if (!metrics.has(sample[1])) fault(`the server exports ${sample[1]}, which docs/reference/metrics.md does not have`);
        continue;
      }
      metrics.set(sample[1], new Set([...(metrics.get(sample[1]) ?? []), ...labels]));
    }
  } finally {
    await demo.stop();
  }
  metrics.set('up', new Set());
  return { metrics, values };
}

// Labels whose values the reference lists; what AWS or the catalog names is theirs.
const closed = name => name === 'error_type' || (name.startsWith('controlplane_') && !['controlplane_account_id', 'controlplane_operation_kind'].includes(name));

function checkExpression(where, expr, { metrics, values }, recorded) {
  let selectors;
  try { selectors = selectorsOf(expr); } catch (e) { return fault(`${where}: ${e.message}`); }
  if (!selectors.length) fault(`${where}: it looks at nothing`);
  for (const { metric, labels } of selectors) {
    if (recorded.has(metric)) continue;
    const known = metrics.get(metric);
    if (!known) { fault(`${where}: the server does not export ${metric}`); continue; }
    for (const { name, op, value } of labels) {
      if (['job', 'instance', 'le'].includes(name)) continue;
      if (!known.has(name)) { fault(`${where}: ${metric} has no label ${name}`); continue; }
      if (metric.startsWith('controlplane_') && values.has(name) && !/[$.*+]/.test(value) && value) {
        for (const one of op.includes('~') ? value.split('|') : [value]) {
          if (closed(name) && !values.get(name).has(one)) fault(`${where}: ${name} is never '${one}'`);
        }
      }
    }
  }
}

function checkRules(known) {
  const groups = parse(read(rulesPath)).groups;
  const all = groups.flatMap(g => g.rules), alerts = all.filter(r => r.alert), recorded = new Set(all.filter(r => r.record).map(r => r.record));
  for (const rule of all) checkExpression(rule.alert ?? rule.record, rule.expr, known, recorded);

  const page = read('docs/operations/alerts.md');
  const headings = [...page.matchAll(/^### (\w+)$/gm)].map(m => m[1]);
  for (const { alert, labels, annotations } of alerts) {
    if (!['critical', 'warning'].includes(labels?.severity)) fault(`${alert}: its severity is neither critical nor warning`);
    for (const part of ['summary', 'description']) if (!annotations?.[part]) fault(`${alert} has no ${part}`);
    if (annotations?.runbook_url !== `https://docs.example.com/studio-control-plane/docs/operations/alerts.md#${alert.toLowerCase()}`) fault(`${alert}: its runbook_url leads elsewhere`);
    if (!headings.includes(alert)) fault(`${alert} has no section in docs/operations/alerts.md`);
  }
  if (new Set(alerts.map(a => a.alert)).size !== alerts.length) fault('two alerts have the same name');
  for (const heading of headings) if (!alerts.some(a => a.alert === heading)) fault(`docs/operations/alerts.md: there is no alert ${heading}`);
  for (const heading of headings) {
    const section = page.split(`### ${heading}\n`)[1].split(/^###? /m)[0];
    for (const part of ['**Means**', '**Look**', '**Do**']) if (!section.includes(part)) fault(`docs/operations/alerts.md: ${heading} has no ${part}`);
  }

  const tests = ['controlplane.rules.test.yaml', 'controlplane.silence.test.yaml'].flatMap(f => parse(read(`deploy/prometheus/${f}`)).tests).flatMap(t => t.alert_rule_test ?? []);
  for (const { alert } of alerts) {
    const own = tests.filter(t => t.alertname === alert);
    if (!own.some(t => t.exp_alerts?.length)) fault(`${alert}: no unit test makes it fire`);
    if (!own.some(t => !t.exp_alerts?.length)) fault(`${alert}: no unit test keeps it quiet`);
  }

  // Every command that the page names in a sentence is one.
  const commands = new Set([...read('docs/reference/cli.md').matchAll(/^#{2,4} (studioctl[a-z -]*)$/gm)].map(m => m[1]));
  for (const [, text] of page.matchAll(/`(studioctl [^`]+)`/g)) {
    const words = text.split(' ').slice(1).filter(w => /^[a-z-]+$/.test(w) && !w.startsWith('-'));
    if (![1, 2, 3].some(n => commands.has(`studioctl ${words.slice(0, n).join(' ')}`))) fault(`docs/operations/alerts.md: there is no command '${text}'`);
  }
  console.log(`rules: ${alerts.length} alerts with runbooks and unit tests, ${recorded.size} recorded series`);
}

// Units of Grafana that the dashboards use, as its own list spells them.
const units = ['short', 'none', 's', 'bytes', 'percentunit', 'reqps'];

function checkDashboards(known) {
  const recorded = new Set(parse(read(rulesPath)).groups.flatMap(g => g.rules).map(r => r.record).filter(Boolean));
  const rules = [], uids = new Set();
  for (const file of readdirSync(join(root, 'deploy/grafana')).filter(f => f.endsWith('.json'))) {
    const board = JSON.parse(read(`deploy/grafana/${file}`));
    if (!/^controlplane-[a-z-]{1,27}$/.test(board.uid) || uids.has(board.uid)) fault(`${file}: its uid '${board.uid}' is not one of its own`);
    uids.add(board.uid);
    if (!board.title || !board.description) fault(`${file} has no title or description`);
    if (board.templating.list[0]?.type !== 'datasource') fault(`${file} has no variable for the data source`);
    const names = new Set(['__rate_interval', '__range', ...board.templating.list.map(v => v.name)]);
    const ids = new Set(), taken = new Set();
    for (const panel of board.panels) {
      const where = `${file}, '${panel.title}'`;
      if (ids.has(panel.id)) fault(`${where}: another panel has its id`);
      ids.add(panel.id);
      const { x, y, w, h } = panel.gridPos;
      if (x + w > 24) fault(`${where} is beyond the right edge`);
      for (let i = x; i < x + w; i++) for (let j = y; j < y + h; j++) {
        if (taken.has(`${i},${j}`)) { fault(`${where} lies over another`); i = 24; break; }
        taken.add(`${i},${j}`);
      }
      if (!panel.description || !/[.]$/.test(panel.description)) fault(`${where} has no description`);
      if (!units.includes(panel.fieldConfig.defaults.unit)) fault(`${where}: '${panel.fieldConfig.defaults.unit}' is no unit that we know`);
      if (!panel.targets.length) fault(`${where} shows nothing`);
      for (const { expr, datasource } of panel.targets) {
        if (datasource.uid !== '${datasource}') fault(`${where} has a data source of its own`);
        for (const [, variable] of expr.matchAll(/\$(\w+)/g)) if (!names.has(variable)) fault(`${where}: there is no variable ${variable}`);
        const plain = expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '6h').replace(/\$\w+/g, '.*');
        checkExpression(where, plain, known, recorded);
        rules.push(plain);
      }
    }
  }

  // Prometheus itself reads what Grafana will send.
  const folder = mkdtempSync(join(tmpdir(), 'dashboards-'));
  try {
    writeFileSync(join(folder, 'rules.yaml'), JSON.stringify({ groups: [{ name: 'dashboards', rules: rules.map((expr, i) => ({ record: `dashboard:expression:${i}`, expr })) }] }));
    execFileSync('promtool', ['check', 'rules', join(folder, 'rules.yaml')], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (e) {
    fault(`promtool: ${e.stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`dashboards: ${uids.size} with ${rules.length} expressions`);
}

const what = process.argv[2];
if (what === 'write') write();
else if (what === 'rules' || what === 'dashboards') {
  checkMade();
  const known = await exported();
  (what === 'rules' ? checkRules : checkDashboards)(known);
} else throw new Error('usage: monitoring.mjs rules|dashboards|write');
for (const text of faults) console.error(text);
process.exitCode = faults.length ? 1 : 0;
