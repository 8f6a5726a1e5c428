// Reads a CloudFormation template: its short functions become the long ones.
import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

const functions = ['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'Join', 'Not', 'Or', 'Select', 'Split', 'Sub'];

/** The template as plain objects. */
export function read(path) {
  const document = parseDocument(readFileSync(path, 'utf8'), { version: '1.1', schema: 'core', uniqueKeys: true });
  const problems = [...document.errors, ...document.warnings.filter((w) => w.code !== 'TAG_RESOLVE_FAILED')];
  if (problems.length > 0) {
    throw new Error(problems.map((p) => p.message).join('\n'));
  }
  return plain(document.contents);
}

function plain(node) {
  const value = isMap(node) ? Object.fromEntries(node.items.map((pair) => [String(pair.key.value), plain(pair.value)])) : isSeq(node) ? node.items.map(plain) : scalar(node);
  const name = /^!(\w+)$/.exec(node?.tag ?? '')?.[1];
  if (!name) {
    return value;
  }
  if (name === 'Ref' || name === 'Condition') {
    return { [name]: value };
  }
  if (!functions.includes(name)) {
    throw new Error(`there is no function '!${name}'.`);
  }
  return { [`Fn::${name}`]: name === 'GetAtt' && typeof value === 'string' ? value.split(/\.(.*)/s).slice(0, 2) : value };
}

function scalar(node) {
  if (!isScalar(node)) {
    throw new Error('aliases and empty values are not for templates.');
  }
  return node.value;
}
