// Builds the portal into build/dist: hashed assets, index.html, and a check of what a first visit downloads.
// usage: node build.mjs [--tests]    --tests bundles the unit tests into build/tests instead
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

// What the tiles may cost at most, compressed: HTML, styles, scripts and strings of a first visit.
const budget = 100 * 1024;
const here = dirname(fileURLToPath(import.meta.url));
const common = {
  bundle: true,
  format: 'esm',
  target: ['es2022'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  absWorkingDir: here,
  logLevel: 'warning',
  alias: {
    '@controlplane/client/web': join(here, '../typescript/src/web.ts'),
    '@controlplane/client': join(here, '../typescript/src/index.ts'),
  },
  // The client is built from its source beside us, with the packages that our lock file names.
  plugins: [{
    name: 'own-packages',
    setup: ({ onResolve, resolve }) => onResolve({ filter: /^@(bufbuild|connectrpc|opentelemetry)\// }, ({ path, kind, pluginData }) =>
      (pluginData === 'own' ? undefined : resolve(path, { resolveDir: here, kind, pluginData: 'own' }))),
  }],
};

if (process.argv.includes('--tests')) {
  await rm(join(here, 'build/tests'), { recursive: true, force: true });
  const tests = (await readdir(join(here, 'test'))).filter(f => f.endsWith('.test.ts') || f.endsWith('.test.tsx'));
  await build({ ...common, entryPoints: tests.map(f => `test/${f}`), outdir: 'build/tests', platform: 'node' });
  process.exit(0);
}

const out = join(here, 'build/dist');
await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'assets'), { recursive: true });
const { metafile } = await build({
  ...common,
  entryPoints: { main: 'src/main.tsx' },
  outdir: 'build/dist/assets',
  splitting: true,
  minify: true,
  metafile: true,
  legalComments: 'none',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
});
const { outputFiles } = await build({ ...common, format: 'iife', entryPoints: ['src/first.ts'], minify: true, write: false });
const { outputFiles: css } = await build({ ...common, entryPoints: ['src/styles/portal.css'], minify: true, write: false });
const first = await asset('first', 'js', outputFiles[0].contents);
const style = await asset('portal', 'css', css[0].contents);
const icon = await asset('icon', 'svg', await readFile(join(here, 'public/icon.svg')));

const outputs = Object.entries(metafile.outputs).map(([path, output]) => ({ file: path.slice('build/dist/assets/'.length), ...output }));
const main = outputs.find(o => o.entryPoint === 'src/main.tsx');
// What main imports at once; the pages and the other languages come when they are asked for.
const eager = [main.file, ...main.imports.filter(i => i.kind === 'import-statement').map(i => i.path.slice('build/dist/assets/'.length))];
const english = outputs.find(o => o.entryPoint === 'locales/en.json').file;
const tiles = outputs.find(o => o.entryPoint === 'src/pages/tiles.tsx').file;
const html = (await readFile(join(here, 'public/index.html'), 'utf8'))
  .replace('{{first}}', `/portal/assets/${first}`)
  .replace('{{style}}', `/portal/assets/${style}`)
  .replaceAll('{{icon}}', `/portal/assets/${icon}`)
  .replace('{{main}}', `/portal/assets/${main.file}`)
  .replace('{{preload}}', [...new Set([...eager.slice(1), tiles])].map(f => `<link rel="modulepreload" href="/portal/assets/${f}">`).join('\n  '));
await writeFile(join(out, 'index.html'), html);

const visit = [first, style, icon, ...new Set([...eager, ...chunksOf(tiles), ...chunksOf(english)])];
let bytes = brotliCompressSync(html).length;
for (const file of visit) {
  bytes += brotliCompressSync(await readFile(join(out, 'assets', file))).length;
}

let all = 0;
for (const file of await readdir(join(out, 'assets'))) {
  all += brotliCompressSync(await readFile(join(out, 'assets', file))).length;
}

console.log(`first visit: ${(bytes / 1024).toFixed(1)} KiB compressed of ${budget / 1024}; every page and language: ${(all / 1024).toFixed(1)} KiB`);
if (bytes > budget) {
  console.error('The first visit is over its budget: see what src/main.tsx and src/pages/tiles.tsx import.');
  process.exit(1);
}

// A file and what it imports at once.
function chunksOf(file) {
  const found = outputs.find(o => o.file === file);
  return [file, ...found.imports.filter(i => i.kind === 'import-statement').flatMap(i => chunksOf(i.path.slice('build/dist/assets/'.length)))];
}

async function asset(name, type, content) {
  const file = `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase()}.${type}`;
  await writeFile(join(out, 'assets', file), content);
  return file;
}
