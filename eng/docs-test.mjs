#!/usr/bin/env node
// Checks every block of commands in the documentation.
// ```sh runnable blocks of a page run against the sandbox in one shell, in their order; ```sh runnable fails=4 must end with that code. A block
// ```text expected after one lists what its output must hold, in that order. A page may say how its sandbox starts, <!-- runs against: sandbox
// --empty-store -->, and what goes before: <!-- set up and commands. Addresses and paths are those of the demo and of studio.example.com; they are
// replaced by free ports and a folder that is removed.
// ```sh elsewhere blocks are for other machines: their form alone is checked. Every studioctl command in them must not be refused as misuse, every
// aws command must fit the service's model, every program of the repository must exist, and the shell must be able to read it all.
// A block of commands that is neither is a failure. Needs a build.
//
// usage: eng/docs-test.mjs [PAGE]...
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = project => join(root, 'src', project, 'bin/Debug/net10.0');
const sandbox = join(built('ControlPlane.Sandbox'), 'ControlPlane.Sandbox.dll');
const studioctl = join(built('ControlPlane.Cli'), 'studioctl.dll');
const server = join(built('ControlPlane.Server'), 'ControlPlane.Server.dll');
const buf = join(root, 'eng/buf/node_modules/@bufbuild', `buf-linux-${process.arch === 'arm64' ? 'aarch64' : 'x64'}`, 'bin');
for (const needed of [sandbox, studioctl, server]) if (!existsSync(needed)) throw new Error(`${needed} is not there: build first`);
const startTime = 60_000, pageTime = 300_000;

/** The runnable blocks of a page, each with what its output must hold. */
function blocksOf(text) {
  const blocks = [];
  for (const m of text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const [language, ...words] = m[1].split(' ');
    const line = text.slice(0, m.index).split('\n').length;
    if (language === 'sh' && words.includes('runnable')) {
      blocks.push({ line, script: m[2], code: Number(words.find(w => w.startsWith('fails='))?.slice(6) ?? 0), expected: [] });
    } else if (language === 'text' && words.includes('expected')) {
      if (!blocks.length) throw new Error(`line ${line}: nothing runs before this output`);
      blocks.at(-1).expected.push(...m[2].split('\n').map(l => l.trim()).filter(Boolean));
    }
  }
  return blocks;
}

/** One shell for all blocks, which tells where each begins and ends. */
function scriptOf(blocks) {
  return blocks.map((b, i) => `echo "@@begin ${i}"\n${b.code === 0 ? `set -e\n${b.script}set +e` : `set +e\n${b.script}`}\n_code=$?; printf '\\n@@end ${i} %s\\n' "$_code"\n`
    + (b.code === 0 ? '' : `[ "$_code" = ${b.code} ] || exit 1\n`)).join('\n');
}

async function startSandbox(folder, args) {
  const process = spawn('dotnet', [sandbox, '--urls', 'http://127.0.0.1:0', '--grpc-port', '0', '--idp-port', '0', '--emulator-port', '0',
    '--data', join(folder, 'demo'), '--profile-delay', '0.2', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  process.stderr.on('data', d => output.push(String(d)));
  const ready = new Promise((done, failed) => {
    createInterface({ input: process.stdout }).on('line', line => {
      output.push(line + '\n');
      if (line.includes('Ctrl-C stops it')) done(output.join(''));
    });
    process.on('exit', code => failed(new Error(`the sandbox ended with ${code}:\n${output.join('')}`)));
    setTimeout(() => failed(new Error(`the sandbox did not start:\n${output.join('')}`)), startTime).unref();
  });
  try {
    const banner = await ready;
    const port = pattern => pattern.exec(banner)?.[1] ?? (() => { throw new Error(`no ${pattern} in\n${banner}`); })();
    const ports = {
      8080: port(/Gateway\s+http:\/\/127\.0\.0\.1:(\d+)/), 8081: port(/127\.0\.0\.1:(\d+) controlplane\.v1/),
      8090: port(/Start here\s+http:\/\/127\.0\.0\.1:(\d+)/), 8099: port(/Emulated AWS\s+http:\/\/127\.0\.0\.1:(\d+)/),
    };
    return { process, log: output, local: text => placed(text, folder).replace(/https:\/\/studio\.example\.com\b(?!:)/g, 'http://127.0.0.1:8080').replace(/(127\.0\.0\.1|localhost):(8080|8081|8090|8099)\b/g, (_, host, p) => `${host}:${ports[p]}`) };
  } catch (e) {
    process.kill('SIGTERM');
    throw e;
  }
}

/** The server's own folders, in the folder of the test. */
function placed(text, folder) {
  return text.replaceAll('/etc/studio-control-plane', join(folder, 'etc')).replaceAll('dotnet ControlPlane.Server.dll', `dotnet '${server}'`);
}

/** What is wrong with the form of a block of commands for other machines; null for nothing. */
function faultOfForm(script) {
  const folder = mkdtempSync(join(tmpdir(), 'docs-form-'));
  try {
    const read = spawnSync('bash', ['-n', '-c', script.replace(/<[^<>\n]* [^<>\n]*>/g, 'x')], { encoding: 'utf8' });
    if (read.status !== 0) return read.stderr;
    const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, NO_COLOR: '1' };
    for (const line of script.replace(/\\\n/g, ' ').split('\n')) {
      const words = line.replace(/\s+#.*$/, '').trim();
      const command = /^(?:[A-Z_]+=\S+ )*(studioctl|aws|dotnet run --project|\.\/eng\/\w+)\b(.*)$/.exec(words);
      if (!command) continue;
      if (command[1] === 'studioctl') {
        // Nothing answers where it calls, so whatever passes its reading of the command line fails later and differently.
        const tried = spawnSync('bash', ['-c', `exec dotnet '${studioctl}' ${command[2]}`], { cwd: folder, env, encoding: 'utf8', timeout: 60_000, input: '' });
        if (tried.status === 2 && /next: See '.*--help'/.test(tried.stderr)) return `${words}\n${tried.stderr}`;
      } else if (command[1] === 'aws') {
        const fits = spawnSync('/usr/bin/python3', [join(root, 'eng/docs-aws.py'), ...command[2].trim().split(/\s+/)], { encoding: 'utf8' });
        if (fits.status !== 0) return `${words}\n${fits.stderr}`;
      } else {
        const path = command[1].startsWith('dotnet') ? command[2].trim().split(/\s+/)[0] : command[1];
        if (!existsSync(join(root, path))) return `${words}\n${path} is not there`;
      }
    }
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Holds every block of commands that does not run to its form. */
function checkForms(page) {
  const text = readFileSync(page, 'utf8');
  let checked = 0;
  for (const m of text.matchAll(/^```(sh|bash|shell|console)([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const line = text.slice(0, m.index).split('\n').length, words = m[2].trim().split(' ');
    if (m[1] === 'sh' && words.includes('runnable')) continue;
    const why = m[1] === 'sh' && words.includes('elsewhere') ? faultOfForm(m[3]) : 'commands that nothing checks: write ```sh runnable or ```sh elsewhere';
    if (why) return { line, why, script: m[3], output: '', log: '' };
    checked++;
  }
  return { checked };
}

/** Signs in as an administrator, unless the page does it itself. */
const prelude = `printf admin-robot-secret > admin-robot.txt
studioctl login -q --address http://127.0.0.1:8081 --issuer http://127.0.0.1:8090/oidc --client-id admin-robot --client-secret-file admin-robot.txt
`;

async function run(page) {
  const text = readFileSync(page, 'utf8');
  const blocks = blocksOf(text);
  if (!blocks.length) return null;
  const folder = mkdtempSync(join(tmpdir(), 'docs-test-'));
  const args = /<!-- runs against: sandbox(.*?)-->/.exec(text)?.[1].trim().split(/\s+/).filter(Boolean) ?? [];
  mkdirSync(join(folder, 'etc'));
  let world;
  try {
    world = await startSandbox(folder, args.map(a => placed(a, folder)));
    writeFileSync(join(folder, 'studioctl'), `#!/bin/sh\nexec dotnet '${studioctl}' "$@"\n`);
    // The Python that has the client, as somebody has it who installed the wheel.
    writeFileSync(join(folder, 'python3'), `#!/bin/sh\nPYTHONPATH='${join(root, 'clients/python/src')}' exec /usr/bin/python3 "$@"\n`);
    for (const name of ['studioctl', 'python3']) chmodSync(join(folder, name), 0o755);
    const needsSignIn = /\bstudioctl\b/.test(scriptOf(blocks)) && !/\bstudioctl login\b/.test(scriptOf(blocks));
    const setUp = /<!-- set up\n([\s\S]*?)-->/.exec(text)?.[1] ?? '';
    const script = world.local((needsSignIn ? `set -e\n${prelude}` : '') + setUp + scriptOf(blocks));
    const { output, signal } = await shell(script, folder);
    const fault = blocks.map((b, i) => faultOf(b, i, output, world.local)).find(Boolean) ?? (signal ? { why: `did not end: ${signal}`, output } : null);
    return fault ? { page, ...fault, log: world.log.slice(-20).join('') } : { page, blocks: blocks.length };
  } finally {
    if (world) {
      world.process.removeAllListeners('exit');
      const gone = new Promise(done => world.process.on('exit', done));
      world.process.kill('SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function shell(script, folder) {
  const env = { ...process.env, PATH: `${folder}:${buf}:${process.env.PATH}`, HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), NO_COLOR: '1' };
  for (const name of Object.keys(env)) if (name.startsWith('STUDIOCTL_')) delete env[name];
  const child = spawn('bash', ['-o', 'pipefail', '-c', `exec 2>&1\n${script}`], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'], timeout: pageTime });
  return new Promise((done, failed) => {
    let output = '';
    child.stdout.on('data', d => { output += d; });
    child.on('error', failed);
    child.on('close', (code, signal) => done({ output, signal }));
  });
}

function faultOf(block, index, output, local) {
  const from = output.indexOf(`@@begin ${index}\n`);
  const end = new RegExp(`^@@end ${index} (\\d+)$`, 'm').exec(output);
  const said = from < 0 ? output : output.slice(output.indexOf('\n', from) + 1, end?.index);
  const at = { line: block.line, script: block.script, output: said };
  if (!end) return { ...at, why: 'did not succeed' };
  if (Number(end[1]) !== block.code) return { ...at, why: `ended with code ${end[1]} and not ${block.code}` };
  let position = 0;
  for (const expected of block.expected) {
    const found = said.indexOf(local(expected), position);
    if (found < 0) return { ...at, why: `did not print '${expected}'${position ? ' there' : ''}` };
    position = found + 1;
  }
  return null;
}

const pages = process.argv.length > 2
  ? process.argv.slice(2).map(p => resolve(p))
  : readdirSync(join(root, 'docs'), { recursive: true }).filter(f => f.endsWith('.md')).sort().map(f => join(root, 'docs', f));
let failed = 0;
for (const page of [...pages, ...(process.argv.length > 2 ? [] : [join(root, 'README.md')])]) {
  const forms = checkForms(page);
  const result = forms.why ? forms : await run(page);
  const name = relative(root, page);
  if (result?.why) {
    failed = 1;
    console.error(`${name}:${result.line ?? '?'}: ${result.why}\n--- commands\n${result.script ?? ''}--- output\n${result.output}\n--- sandbox\n${result.log}`);
  } else if (result || forms.checked) console.log(`${name}: ${result?.blocks ?? 0} blocks run${forms.checked ? `, the form of ${forms.checked} checked` : ''}`);
}
process.exit(failed);
