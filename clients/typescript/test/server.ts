import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The demo, in a process of its own with a folder of its own. */
export interface Demo {
  /** Where browsers and gRPC-Web reach it. */
  readonly web: string;
  /** Where gRPC reaches it. */
  readonly grpc: string;
  /** The development issuer of tokens. */
  readonly issuer: string;
  /** A token of one of the demo's people. */
  token(user: string): Promise<string>;
  /** Stops it, and starts it again on the same ports with the same folder. */
  restart(): Promise<void>;
  /** Stops it, and removes its folder. */
  stop(): Promise<void>;
}

/** Starts the demo. It must be built, at CONTROLPLANE_SANDBOX when not in this tree. */
export async function startDemo(...more: string[]): Promise<Demo> {
  const dll = sandbox();
  const data = mkdtempSync(join(tmpdir(), 'controlplane-ts-'));
  let ports = { web: 0, grpc: 0, idp: 0, emulator: 0 };
  let running: ChildProcess;
  const start = async () => {
    running = spawn('dotnet', [dll, '--urls', `http://127.0.0.1:${ports.web}`, '--grpc-port', `${ports.grpc}`, '--idp-port', `${ports.idp}`,
      '--emulator-port', `${ports.emulator}`, '--data', data, '--profile-delay', '0.2', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    const banner = await bannerOf(running);
    const port = (pattern: RegExp) => Number(pattern.exec(banner)?.[1] ?? fail(`no ${pattern} in\n${banner}`));
    ports = {
      web: port(/Gateway\s+http:\/\/127\.0\.0\.1:(\d+)/), grpc: port(/127\.0\.0\.1:(\d+) controlplane\.v1/),
      idp: port(/Start here\s+http:\/\/127\.0\.0\.1:(\d+)/), emulator: port(/Emulated AWS\s+http:\/\/127\.0\.0\.1:(\d+)/),
    };
  };
  const end = (how: NodeJS.Signals) => new Promise<void>(done => {
    running.removeAllListeners('exit');
    running.on('exit', () => done());
    running.kill(how);
  });
  await start();
  return {
    web: `http://127.0.0.1:${ports.web}`,
    grpc: `http://127.0.0.1:${ports.grpc}`,
    issuer: `http://127.0.0.1:${ports.idp}/oidc`,
    token: async user => (await fetch(`http://127.0.0.1:${ports.idp}/dev/token?user=${user}`)).text(),
    async restart() {
      // As a machine that fails does: nobody says goodbye.
      await end('SIGKILL');
      await start();
    },
    async stop() {
      await end('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function sandbox(): string {
  const given = process.env.CONTROLPLANE_SANDBOX;
  for (let folder = process.cwd(); ; folder = join(folder, '..')) {
    const dll = given ?? join(folder, 'src/ControlPlane.Sandbox/bin/Debug/net10.0/ControlPlane.Sandbox.dll');
    if (existsSync(dll)) {
      return dll;
    }

    if (given || folder === '/') {
      return fail('The sandbox is not built: run dotnet build, or set CONTROLPLANE_SANDBOX.');
    }
  }
}

function bannerOf(process: ChildProcess): Promise<string> {
  const output: string[] = [];
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`the demo did not start:\n${output.join('\n')}`)), 90_000);
    createInterface({ input: process.stdout! }).on('line', line => {
      output.push(line);
      if (line.includes('Ctrl-C stops it')) {
        clearTimeout(late);
        done(output.join('\n'));
      }
    });
    process.stderr!.on('data', d => output.push(String(d)));
    process.on('exit', code => {
      clearTimeout(late);
      failed(new Error(`the demo ended with ${code}:\n${output.join('\n')}`));
    });
  });
}

function fail(message: string): never {
  throw new Error(message);
}
