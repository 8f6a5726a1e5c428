// Writes the policies of the catalogue into the templates, or with --check fails where they differ; then looks over every template.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { lint } from './lint.mjs';
import { fill } from './policies.mjs';
import { environmentOf, unknown } from './settings.mjs';
import { read } from './template.mjs';

const folder = new URL('../../deploy/cloudformation/', import.meta.url);
// What 'aws cloudformation create-stack --template-body' takes; above that a template must lie in a bucket.
const longest = 51_200;
let failed = 0;
const fail = (file, text) => {
  failed++;
  console.error(`deploy/cloudformation/${file}: ${text}`);
};

const files = readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort();
for (const file of files) {
  const path = new URL(file, folder);
  const text = readFileSync(path, 'utf8');
  const filled = fill(text);
  if (filled !== text) {
    if (process.argv.includes('--check')) fail(file, "its policies are not those of the catalogue: run 'eng/check-cloudformation --write' and commit it.");
    else writeFileSync(path, filled);
  }
  if (Buffer.byteLength(filled) > longest) fail(file, `it has more than ${longest} bytes.`);
  try {
    const template = read(path);
    for (const finding of [...lint(template), ...unknown(environmentOf(template))]) fail(file, finding);
  } catch (e) {
    fail(file, e.message);
  }
}
if (files.length === 0) fail('', 'there is no template.');
console.log(`templates: ${files.length} looked over, ${failed} findings`);
process.exitCode = failed > 0 ? 1 : 0;
