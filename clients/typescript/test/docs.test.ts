import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

test('everything that is exported is documented', () => {
  const bare = readdirSync('dist').filter(f => f.endsWith('.d.ts')).flatMap(file => {
    const lines = readFileSync(`dist/${file}`, 'utf8').split('\n');
    return lines.flatMap((line, i) => {
      const isDeclared = /^export (declare )?(abstract )?(function|class|const|interface|type|enum) /.test(line) && !/^export (type )?\{/.test(line);
      return isDeclared && !lines[i - 1]?.trim().endsWith('*/') ? [`${file}: ${line}`] : [];
    });
  });
  assert.deepEqual(bare, []);
});
