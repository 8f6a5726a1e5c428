// How long it takes from the address to the tiles of 50 teams, and what a first visit downloads. Starts the demo by itself.
// usage: npm ci && node tiles.mjs [RUNS]    after 'dotnet build src/ControlPlane.Sandbox'; prints one line of JSON
import { chromium } from 'playwright-core';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const runs = Number(process.argv[2] ?? 11);
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const folder = await mkdtemp(join(tmpdir(), 'tiles-'));
await writeFile(join(folder, 'catalog.yaml'), catalog(50));
const demo = spawn('dotnet', [
  join(root, 'src/ControlPlane.Sandbox/bin/Debug/net10.0/ControlPlane.Sandbox.dll'), '--urls', 'http://127.0.0.1:0', '--grpc-port', '0', '--idp-port', '0',
  '--emulator-port', '0', '--data', join(folder, 'state'), '--catalog', join(folder, 'catalog.yaml'), '--profile-delay', '0',
], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const banner = await ready(demo);
  const gateway = /Gateway\s+(\S+)/.exec(banner)[1];
  const idp = /Start here\s+(\S+)/.exec(banner)[1];
  const token = await (await fetch(new URL('/dev/token?user=user1', idp))).text();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const first = [];
  const again = [];
  let bytes = 0;
  for (let run = 0; run <= runs; run++) {
    const context = await browser.newContext();
    await context.route('**/controlplane.v1.*/*', route => route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${token}` } }));
    const cold = await visit(context, gateway);
    const warm = await visit(context, gateway);
    await context.close();
    // The first run warms the server up.
    if (run > 0) {
      first.push(cold.time);
      again.push(warm.time);
      bytes = cold.bytes;
    }
  }

  await browser.close();
  console.log(JSON.stringify({ teams: 50, runs, firstVisitMs: figures(first), nextVisitMs: figures(again), firstVisitBytes: bytes }));
} finally {
  demo.kill('SIGINT');
  await new Promise(done => demo.once('exit', done));
  await rm(folder, { recursive: true, force: true });
}

async function visit(context, address) {
  const page = await context.newPage();
  // In the page itself, from the navigation's start to the frame after the 50th tile: no waiting of ours is in it.
  await page.addInitScript(() => {
    window.tiles = new Promise(done => {
      new MutationObserver((_, observer) => {
        if (document.querySelectorAll('[data-team]').length === 50) {
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        }
      }).observe(document, { childList: true, subtree: true });
    });
  });
  await page.goto(address, { waitUntil: 'commit' });
  const time = await page.evaluate(() => window.tiles);
  const bytes = await page.evaluate(() => performance.getEntries().reduce((sum, e) => sum + (e.transferSize ?? 0), 0));
  await page.close();
  return { time, bytes };
}

function figures(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return { median: at(0.5), worst: at(1) };
}

function ready(process) {
  return new Promise((done, fail) => {
    let text = '';
    process.stdout.on('data', data => {
      text += data;
      if (text.includes('Ctrl-C stops it')) {
        done(text);
      }
    });
    process.once('exit', code => fail(new Error(`The demo ended with ${code}:\n${text}`)));
  });
}

function catalog(teams) {
  const account = '111122223333';
  const domain = `accounts/${account}/regions/eu-central-1/domains/d-research0001`;
  return [
    `kind: Account\nmetadata: { name: "${account}" }\nspec:\n  alias: research\n  environment: dev\n  regions: [eu-central-1]\n`
      + `  brokerRole: arn:aws:iam::${account}:role/studio-gateway/StudioGatewayBroker\n  vendRole: arn:aws:iam::${account}:role/studio-gateway/StudioGatewayVend\n`
      + '  externalId: studio-gateway-research',
    `kind: Domain\nmetadata: { name: ${domain} }\nspec: { displayName: research, profileLimit: 100 }`,
    'kind: User\nmetadata: { name: user1 }\nspec: { displayName: User 1, email: user1@example.com }',
    ...Array.from({ length: teams }, (_, i) => `kind: Team\nmetadata: { name: team-${i} }\nspec:\n  displayName: Team ${i}\n  purpose: Work of team ${i}\n`
      + `  placements: [{ domain: ${domain} }]\n  executionRole: Studio-${i}\n  projectMetadata: { cost centre: "${4700 + i}" }`),
    ...Array.from({ length: teams }, (_, i) => `kind: Entitlement\nspec: { user: user1, team: team-${i} }`),
  ].join('\n---\n');
}
