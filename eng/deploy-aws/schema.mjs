// What CloudFormation knows of a resource: names, types and values of properties, out of AWS's own specification.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

const db = loadAwsServiceSpecSync();
const isFunction = (value) => value !== null && typeof value === 'object' && Object.keys(value).length === 1 && /^(Ref|Condition|Fn::\w+)$/.test(Object.keys(value)[0]);

/** The specification of a resource type; undefined when there is none. */
export const resourceType = (type) => db.lookup('resource', 'cloudFormationType', 'equals', type)[0];

/** Everything that is wrong with the properties of a resource. */
export function findings(spec, properties, where) {
  return members(spec.properties, properties, where);
}

function members(known, given, where) {
  const found = Object.keys(given)
    .filter((name) => !known[name])
    .map((name) => `${where}: there is no property '${name}'; there are ${Object.keys(known).sort().join(', ')}.`);
  found.push(
    ...Object.entries(known)
      .filter(([name, p]) => p.required && !(name in given))
      .map(([name]) => `${where}: the property '${name}' is missing.`),
  );
  return [...found, ...Object.entries(given).flatMap(([name, value]) => (known[name] ? check(known[name].type, value, `${where}.${name}`) : []))];
}

function check(type, value, where) {
  if (isFunction(value)) {
    // Both branches have the type; what other functions give is not known before the stack is made.
    return value['Fn::If'] ? value['Fn::If'].slice(1).flatMap((branch) => check(type, branch, where)) : [];
  }
  switch (type.type) {
    case 'string':
      return isText(value) ? allowed(type, value, where) : [`${where}: a text is wanted.`];
    case 'integer':
    case 'number':
      return Number.isFinite(Number(value)) && value !== '' && typeof value !== 'object' ? [] : [`${where}: a number is wanted.`];
    case 'boolean':
      return [true, false, 'true', 'false'].includes(value) ? [] : [`${where}: true or false is wanted.`];
    case 'array':
      return Array.isArray(value) ? value.flatMap((item, i) => check(type.element, item, `${where}[${i}]`)) : [`${where}: a list is wanted.`];
    case 'map':
      return isMap(value) ? Object.entries(value).flatMap(([key, item]) => check(type.element, item, `${where}.${key}`)) : [`${where}: a map is wanted.`];
    case 'ref':
      return isMap(value) ? members(db.get('typeDefinition', type.reference.$ref).properties, value, where) : [`${where}: a map is wanted.`];
    case 'tag':
      return isMap(value) && 'Key' in value && 'Value' in value ? [] : [`${where}: a tag has Key and Value.`];
    case 'union': {
      const tries = type.types.map((one) => check(one, value, where));
      return tries.some((one) => one.length === 0) ? [] : tries.sort((a, b) => a.length - b.length)[0];
    }
    case 'json':
      return isMap(value) || isText(value) ? [] : [`${where}: a document is wanted.`];
    default:
      return [];
  }
}

const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isText = (value) => ['string', 'number', 'boolean'].includes(typeof value);
const allowed = (type, value, where) => (type.allowedValues && !type.allowedValues.map(String).includes(String(value)) ? [`${where}: '${value}' is none of ${type.allowedValues.join(', ')}.`] : []);
