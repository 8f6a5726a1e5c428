import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { type Demo, startDemo } from './server.js';

let demo: Demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

test('the example of the README runs as it stands', async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? assert.fail('no example');
  const folder = mkdtempSync(join(process.cwd(), 'build/readme-'));
  try {
    const here = example.replace('http://127.0.0.1:8081', demo.grpc).replace('http://127.0.0.1:8090/oidc', demo.issuer);
    assert.notEqual(here, example);
    writeFileSync(join(folder, 'example.mjs'), here);

    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'example.mjs')], { timeout: 60_000 });

    const lines = stdout.trim().split('\n');
    assert.ok(lines.length >= 2, stdout);
    assert.match(lines.at(-1)!, /^[A-Z_]+: .{10,}/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
