#!/usr/bin/env node
// Runs the examples of the Python client's README against the demo: the first alone, as it stands, and then all of them in their order, which must
// also pass the type checker. Needs a build of the sandbox.
// usage: eng/python-examples.mjs PYTHON FOLDER     the interpreter of an environment that has the client, and an empty folder
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDemo } from './demo.mjs';

const [python, folder] = process.argv.slice(2);
const readme = join(dirname(fileURLToPath(import.meta.url)), '../clients/python/README.md');
const blocks = [...readFileSync(readme, 'utf8').matchAll(/^```python\n([\s\S]*?)^```$/gm)].map(m => m[1]);
const must = (good, message) => { if (!good) throw new Error(message); };
const demo = await startDemo();
try {
  const run = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 120_000 });
  const write = (name, text) => writeFileSync(join(folder, name), demo.pointed(text));
  write('first.py', blocks[0]);
  must(blocks[0].trim().split('\n').length <= 10, 'the first example has more than ten lines of code');
  const said = run(python, 'first.py');
  must(/^ENTITLEMENT_NOT_FOUND: .{10,}/m.test(said) && said.trim().split('\n').length >= 3, `the first example said:\n${said}`);

  write('all.py', blocks.join('\n\n'));
  console.log(run('/usr/bin/mypy', '--strict', '--python-executable', python, '--cache-dir', join(folder, 'mypy'), 'all.py').trim());
  const all = run(python, 'all.py');
  must(all.trim().endsWith('stopped'), `the examples said:\n${all}`);
  console.log(`examples: ${blocks.length} run`);
} finally {
  await demo.stop();
}
