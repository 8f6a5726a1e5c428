// Starts the demo for tests in other languages than C#: a process of its own, with a folder of its own and ports of the system's choice.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Starts it: { web, grpc, issuer, emulator, data, token(user), restart(), stop() }. It must be built, at CONTROLPLANE_SANDBOX when not in this
 * tree. A restart is a machine that fails (nobody says goodbye) and comes back on the same ports with the same folder.
 */
export async function startDemo(...more) {
  const dll = process.env.CONTROLPLANE_SANDBOX ?? join(root, 'src/ControlPlane.Sandbox/bin/Debug/net10.0/ControlPlane.Sandbox.dll');
  if (!existsSync(dll)) throw new Error(`${dll} is not there: run dotnet build, or set CONTROLPLANE_SANDBOX.`);
  const data = mkdtempSync(join(tmpdir(), 'controlplane-demo-'));
  let ports = { web: 0, grpc: 0, idp: 0, emulator: 0 };
  let running;
  const start = async () => {
    running = spawn('dotnet', [dll, '--urls', `http://127.0.0.1:${ports.web}`, '--grpc-port', `${ports.grpc}`, '--idp-port', `${ports.idp}`,
      '--emulator-port', `${ports.emulator}`, '--data', data, '--profile-delay', '0.2', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    const banner = await bannerOf(running);
    const port = pattern => Number(pattern.exec(banner)?.[1] ?? (() => { throw new Error(`no ${pattern} in\n${banner}`); })());
    ports = {
      web: port(/Gateway\s+http:\/\/127\.0\.0\.1:(\d+)/), grpc: port(/127\.0\.0\.1:(\d+) controlplane\.v1/),
      idp: port(/Start here\s+http:\/\/127\.0\.0\.1:(\d+)/), emulator: port(/Emulated AWS\s+http:\/\/127\.0\.0\.1:(\d+)/),
    };
  };
  const end = how => new Promise(done => {
    running.removeAllListeners('exit');
    if (running.exitCode !== null || running.signalCode !== null) return done();
    running.on('exit', () => done());
    running.kill(how);
  });
  await start();
  return {
    web: `http://127.0.0.1:${ports.web}`, grpc: `http://127.0.0.1:${ports.grpc}`, issuer: `http://127.0.0.1:${ports.idp}/oidc`,
    emulator: `http://127.0.0.1:${ports.emulator}`, data,
    // An example of a README as it must be to reach this demo, and not the one on the ports that it names.
    pointed: example => example.replaceAll('http://127.0.0.1:8081', `http://127.0.0.1:${ports.grpc}`).replaceAll('http://127.0.0.1:8090/oidc', `http://127.0.0.1:${ports.idp}/oidc`),
    token: async user => (await fetch(`http://127.0.0.1:${ports.idp}/dev/token?user=${user}`)).text(),
    async restart() {
      await end('SIGKILL');
      await start();
    },
    async stop() {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function bannerOf(process) {
  const output = [];
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`the demo did not start:\n${output.join('\n')}`)), 90_000);
    createInterface({ input: process.stdout }).on('line', line => {
      output.push(line);
      if (line.includes('Ctrl-C stops it')) {
        clearTimeout(late);
        done(output.join('\n'));
      }
    });
    process.stderr.on('data', d => output.push(String(d)));
    process.on('exit', code => {
      clearTimeout(late);
      failed(new Error(`the demo ended with ${code}:\n${output.join('\n')}`));
    });
  });
}
