// Reads who may call what from src/ControlPlane.Server/Authorization: the rows of RpcPolicy and RpcDelegation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const strings = text => [...text.matchAll(/"([^"]*)"/g)].map(m => m[1]);

/** { permissionOf: Map(method → permission), roles: Map(role → Set), delegated: Map(method → fields), perMinute: Map, texts: Map(permission → what) } */
export function policy(root) {
  const read = name => readFileSync(join(root, 'src/ControlPlane.Server/Authorization', name), 'utf8');
  const source = read('RpcPolicy.cs');
  const texts = new Map(), constants = new Map([['Public', ''], ['AnyCaller', '*']]);
  for (const m of source.matchAll(/<summary>([^<]*)<\/summary>\s*public const string (\w+) = "([^"]+)";/g)) {
    constants.set(m[2], m[3]).set(`Permissions.${m[2]}`, m[3]);
    texts.set(m[3], m[1].trim());
  }
  const valueOf = text => (text.startsWith('"') ? text.slice(1, -1) : constants.get(text) ?? fail(`what is ${text}?`));
  const permissionOf = new Map([...source.matchAll(/\["(\/controlplane[^"]+)"\] = ([^,\d]+),/g)].map(m => [m[1], valueOf(m[2])]));

  const sets = new Map();
  const items = body => body.split(',').map(s => s.replace(/\/\/.*/g, '').trim()).filter(Boolean)
    .flatMap(s => (s.startsWith('..') ? sets.get(s.slice(2).trim()) ?? fail(`what is ${s}?`) : [valueOf(s)]));
  for (const m of source.matchAll(/static readonly string\[\] (_\w+) =\s*\[([\s\S]*?)\];/g)) sets.set(m[1], items(m[2]));

  const delegation = read('RpcDelegation.cs');
  const names = new Map([...delegation.matchAll(/const string (\w+) = "([^"]+)";/g)].map(m => [m[1], m[2]]));
  const roles = new Map();
  for (const m of /PermissionsByRole \{ get; \} = [\s\S]*?\{([\s\S]*?)\}\.ToFrozen/.exec(source)[1].matchAll(/\[([^\]]+)\] = \[([\s\S]*?)\],\n/g)) {
    roles.set(m[1].startsWith('"') ? m[1].slice(1, -1) : names.get(m[1].split('.')[1]) ?? fail(`what is ${m[1]}?`), new Set(items(m[2])));
  }
  const delegated = new Map([...delegation.matchAll(/\[(\w+) \+ "(\w+)"\] = new\(([^)]*)\)/g)].map(m => [names.get(m[1]) + m[2], strings(m[3])]));
  const perMinute = new Map([...source.matchAll(/\["(\/controlplane[^"]+)"\] = (\d+),/g)].map(m => [m[1], Number(m[2])]));
  for (const method of perMinute.keys()) if (typeof permissionOf.get(method) !== 'string') fail(`${method} is limited and not listed`);
  if (!roles.size || !permissionOf.size || !delegated.size) fail('the tables of RpcPolicy or RpcDelegation were not found');
  return { permissionOf, roles, delegated, perMinute, texts };
}

function fail(what) {
  throw new Error(`policy.mjs: ${what}`);
}
