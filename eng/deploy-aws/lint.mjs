// Looks over one template: sections, parameters, references, conditions, and each resource against AWS's specification.
import { findings, resourceType } from './schema.mjs';

const sections = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Mappings', 'Rules', 'Conditions', 'Resources', 'Outputs'];
const pseudo = ['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map((name) => `AWS::${name}`);
const attributesOfResource = ['Type', 'Properties', 'Condition', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata', 'UpdatePolicy', 'CreationPolicy'];

/** Everything that is wrong with a template. */
export function lint(template) {
  const found = Object.keys(template).filter((name) => !sections.includes(name)).map((name) => `there is no section '${name}'.`);
  return [...found, ...interfaceOf(template), ...parameters(template), ...resources(template), ...references(template), ...scenarios(template)];
}

// Whoever deploys by hand sees every parameter with its label, in a group.
function interfaceOf({ Metadata, Parameters = {} }) {
  const ui = Metadata?.['AWS::CloudFormation::Interface'];
  const grouped = ui?.ParameterGroups.flatMap((group) => group.Parameters) ?? [];
  const labelled = Object.keys(ui?.ParameterLabels ?? {});
  return Object.keys(Parameters)
    .filter((name) => grouped.filter((g) => g === name).length !== 1 || !labelled.includes(name))
    .map((name) => `Metadata: the parameter '${name}' needs one group and a label.`)
    .concat([...grouped, ...labelled].filter((name) => !(name in Parameters)).map((name) => `Metadata: there is no parameter '${name}'.`));
}

function parameters({ Parameters = {} }) {
  return Object.entries(Parameters).flatMap(([name, p]) => {
    const found = [];
    const unset = String(p.Default ?? '');
    if (!p.Description) found.push('needs a description');
    if (p.AllowedPattern && 'Default' in p && !new RegExp(p.AllowedPattern).test(unset)) found.push('has a default that its pattern refuses');
    if (p.AllowedValues && 'Default' in p && !p.AllowedValues.map(String).includes(unset)) found.push('has a default that it does not allow');
    if (!/^(String|Number|CommaDelimitedList|(List<)?AWS::EC2::(VPC|Subnet|SecurityGroup)::Id>?)$/.test(p.Type)) found.push(`has the type '${p.Type}'`);
    return found.map((text) => `Parameters.${name} ${text}.`);
  });
}

function resources({ Resources }) {
  return Object.entries(Resources).flatMap(([name, resource]) => {
    const spec = resourceType(resource.Type);
    const where = `Resources.${name}`;
    const unknown = Object.keys(resource).filter((key) => !attributesOfResource.includes(key)).map((key) => `${where}: there is no '${key}'.`);
    return spec ? [...unknown, ...findings(spec, resource.Properties ?? {}, where)] : [`${where}: there is no type '${resource.Type}'.`];
  });
}

function references(template) {
  const { Parameters = {}, Conditions = {}, Resources, Outputs = {}, Rules = {} } = template;
  const used = new Set();
  const found = [];
  const refer = (name, where) => {
    used.add(name);
    if (!(name in Parameters) && !(name in Resources) && !pseudo.includes(name)) found.push(`${where}: there is no '${name}'.`);
  };
  const attribute = (name, path, where) => {
    used.add(name);
    const spec = Resources[name] && resourceType(Resources[name].Type);
    if (!spec) found.push(`${where}: there is no resource '${name}'.`);
    else if (!(path in spec.attributes) && !(path in spec.properties)) found.push(`${where}: '${name}' has no attribute '${path}'.`);
  };
  const condition = (name, where) => {
    used.add(name);
    if (!(name in Conditions)) found.push(`${where}: there is no condition '${name}'.`);
  };
  const visit = {
    Ref: refer,
    Condition: condition,
    'Fn::GetAtt': ([name, path], where) => attribute(name, path, where),
    'Fn::If': ([name], where) => condition(name, where),
    'Fn::Join': ([delimiter], where) => typeof delimiter === 'string' || found.push(`${where}: Fn::Join takes a text to join with.`),
    'Fn::Sub': (value, where) => {
      const [text, values] = Array.isArray(value) ? value : [value, {}];
      for (const [, name] of text.matchAll(/\$\{([^!}]+)\}/g)) {
        const [resource, path] = name.split(/\.(.*)/s);
        if (name in values) continue;
        if (path) attribute(resource, path, where);
        else refer(name, where);
      }
    },
  };
  walk({ Conditions, Resources, Outputs, Rules }, '', (key, value, where) => visit[key]?.(value, where));
  for (const [name, resource] of Object.entries(Resources)) {
    for (const other of [resource.DependsOn ?? []].flat()) if (!(other in Resources)) found.push(`Resources.${name}: there is no resource '${other}' to depend on.`);
  }
  const unused = [...Object.keys(Parameters).map((n) => ['parameter', n]), ...Object.keys(Conditions).map((n) => ['condition', n])].filter(([, name]) => !used.has(name));
  return [...found, ...unused.map(([kind, name]) => `nothing uses the ${kind} '${name}'.`)];
}

// A condition of a policy is a map; that of a resource, of an output and in the section Conditions is a name.
function walk(node, where, visit) {
  for (const [key, value] of Object.entries(node ?? {})) {
    const here = where ? `${where}.${key}` : key;
    if (key !== 'Condition' || typeof value === 'string') visit(key, value, here);
    if (typeof value === 'object') walk(value, here, visit);
  }
}

// Every combination of what the conditions ask about, less those that the rules refuse: nothing that is made may refer to what is not.
function scenarios(template) {
  const { Parameters = {}, Conditions = {}, Rules = {}, Resources, Outputs = {} } = template;
  const asked = new Set();
  walk({ Conditions, Rules }, '', (key, value) => key === 'Ref' && value in Parameters && asked.add(value));
  let worlds = [{}];
  for (const name of asked) {
    const values = Parameters[name].AllowedValues ?? [...new Set([Parameters[name].Default ?? 'given', 'given'])];
    worlds = worlds.flatMap((world) => values.map((value) => ({ ...world, [name]: String(value) })));
  }
  const found = new Set();
  let tried = 0;
  for (const world of worlds) {
    const holds = (node) => {
      const [[key, value]] = Object.entries(node);
      const text = (v) => (typeof v !== 'object' ? String(v) : 'Ref' in v ? world[v.Ref] : (v['Fn::Join'] ?? []).length === 2 ? text(v['Fn::Join'][1]) : '');
      switch (key) {
        case 'Condition': return holds(Conditions[value]);
        case 'Fn::Equals': return text(value[0]) === text(value[1]);
        case 'Fn::Not': return !holds(value[0]);
        case 'Fn::And': return value.every(holds);
        case 'Fn::Or': return value.some(holds);
        default: throw new Error(`the condition '${key}' is not understood.`);
      }
    };
    const refused = Object.values(Rules).some((rule) => (!rule.RuleCondition || holds(rule.RuleCondition)) && !rule.Assertions.every((a) => holds(a.Assert)));
    if (refused) continue;
    tried++;
    const isMade = (part) => !part.Condition || holds({ Condition: part.Condition });
    const look = (node, where) => {
      if (node === null || typeof node !== 'object') return;
      if (node['Fn::If']) return look(node['Fn::If'][holds({ Condition: node['Fn::If'][0] }) ? 1 : 2], where);
      const named = [node.Ref, node['Fn::GetAtt']?.[0], ...[...String(node['Fn::Sub'] ?? '').matchAll(/\$\{([^!}.]+)/g)].map((m) => m[1])];
      for (const name of named) if (Resources[name] && !isMade(Resources[name])) found.add(`${where} refers to '${name}', which is not made when ${JSON.stringify(world)}.`);
      for (const value of Object.values(node)) look(value, where);
    };
    for (const [name, resource] of Object.entries(Resources)) if (isMade(resource)) look(resource.Properties, `Resources.${name}`);
    for (const [name, output] of Object.entries(Outputs)) if (isMade(output)) look(output.Value, `Outputs.${name}`);
  }
  return tried === 0 ? ['the rules refuse everything.'] : [...found].slice(0, 5);
}
