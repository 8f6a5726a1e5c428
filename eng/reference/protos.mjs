// Reads the contract: the services, messages and enums of protos/controlplane/v1 with their comments. The files are as `buf format`
// leaves them, so a line holds one thing.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const blocks = /^(service|message|enum|oneof)\s+(\w+)\s*\{(\})?$/;
const rpc = /^rpc (\w+)\((\w+)\) returns \((stream )?([\w.]+)\)\s*(\{|;)/;
const field = /^(?:(repeated|optional)\s+)?(map<[^>]+>|[\w.]+)\s+(\w+)\s*=\s*\d+\s*(.*)$/;
const value = /^(\w+) = \d+;$/;

/** One file as { name, comment, services, messages, enums }. */
function parse(text, name) {
  const file = { name, comment: '', services: [], messages: [], enums: [] };
  const stack = [];
  let comments = [];
  const take = () => { const all = comments.join(' '); comments = []; return all; };
  const full = short => { const around = stack.findLast(s => s.kind === 'message'); return around ? `${around.name}.${short}` : short; };
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const top = stack.at(-1);
    let m;
    if (line === '') comments = stack.length || file.comment ? [] : comments;
    else if (line.startsWith('//')) comments.push(line.slice(2).trim());
    else if (line.startsWith('syntax')) file.comment = take();
    else if ((m = blocks.exec(line))) {
      const item = { kind: m[1], name: m[1] === 'oneof' ? m[2] : full(m[2]), comment: take(), methods: [], fields: [], values: [] };
      if (item.kind === 'service') file.services.push(item);
      if (item.kind === 'message') file.messages.push(item);
      if (item.kind === 'enum') file.enums.push(item);
      if (!m[3]) stack.push(item);
    } else if (top?.kind === 'service' && (m = rpc.exec(line))) {
      const method = { kind: 'rpc', name: m[1], request: m[2], response: m[4], streams: Boolean(m[3]), comment: take(), http: '', body: '' };
      top.methods.push(method);
      if (m[5] === '{') stack.push(method);
    } else if (top?.kind === 'rpc') {
      if ((m = /\b(get|post|patch|put|delete): "([^"]+)"/.exec(line))) top.http = `${m[1].toUpperCase()} ${m[2]}`;
      if ((m = /\bbody: "([^"]+)"/.exec(line))) top.body = m[1];
      if (/^option .*\{$/.test(line)) top.inOption = true;
      else if (line === '};') top.inOption = false;
      else if (line === '}' && !top.inOption) stack.pop();
    } else if (top?.kind === 'enum' && (m = value.exec(line))) top.values.push({ name: m[1], comment: take() });
    else if (['message', 'oneof'].includes(top?.kind) && !/^(option|reserved)\b/.test(line) && (m = field.exec(line))) {
      const owner = stack.findLast(s => s.kind === 'message');
      const item = { name: m[3], type: m[2], repeated: m[1] === 'repeated', options: m[4], oneof: top.kind === 'oneof' ? top.name : '', comment: take() };
      owner.fields.push(item);
      if (item.options.startsWith('[') && !item.options.includes(']')) stack.push({ kind: 'options', of: item });
    } else if (top?.kind === 'options') {
      top.of.options += line;
      if (line.startsWith(']')) stack.pop();
    } else if (line === '}') stack.pop();
  }
  if (stack.length) throw new Error(`${name}: ${stack.at(-1).name} does not end`);
  return file;
}

/** All files of the contract, in the order of their names. */
export function contract(root) {
  const folder = join(root, 'protos/controlplane/v1');
  return readdirSync(folder).filter(f => f.endsWith('.proto')).sort().map(f => parse(readFileSync(join(folder, f), 'utf8'), f));
}
