// Writes the policies of the guardrail catalogue into the CloudFormation templates, between the lines '# guardrail ID' and '# end of ID'.
// The catalogue's parameters become CloudFormation's: there is no second text of a policy.
import { readFileSync } from 'node:fs';
import { Document, Scalar } from 'yaml';

const catalogue = new URL('../../src/ControlPlane.Guardrails/Catalogue/Documents/', import.meta.url);
const block = /^( *)# guardrail ([a-z-]+)\n[\s\S]*?^ *# end of \2\n/gm;

// Tag keys are keys of conditions too, where CloudFormation takes no function: they are those that the catalogue has unless they are set.
const literals = { 'owner-tag': 'owner', 'user-tag': 'studiouserid', 'team-tag': 'team', 'ended-tag': 'access-ended' };
const pseudo = { partition: '${AWS::Partition}', account: '${AWS::AccountId}' };

const tagged = (tag, value) => ({ tag, value });
const whole = {
  'control-plane-role': tagged('!Ref', 'ControlPlaneRoleArn'),
  'external-id': tagged('!If', ['HasExternalId', tagged('!Ref', 'ExternalId'), tagged('!Sub', 'studio-gateway-${AWS::AccountId}')]),
  'boundary-policy': tagged('!Sub', 'arn:${AWS::Partition}:iam::*:policy/studio-gateway/StudioExecutionBoundary'),
  'execution-roles': tagged('!Ref', 'ExecutionRoles'),
};

/** The template's text with every policy as the catalogue has it. */
export function fill(text) {
  return text.replace(block, (_, indent, id) => {
    const { policy } = JSON.parse(readFileSync(new URL(`${id}.json`, catalogue), 'utf8'));
    // 1.1, CloudFormation's: dates are written as texts.
    const document = new Document(null, { version: '1.1' });
    document.contents = node(document, intrinsics(policy));
    const lines = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd().split('\n');
    return `${indent}# guardrail ${id}\n${lines.map((line) => `${indent}${line}\n`).join('')}${indent}# end of ${id}\n`;
  });
}

function intrinsics(value) {
  if (Array.isArray(value)) {
    return value.map(intrinsics);
  }
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [keyOf(key), intrinsics(item)]));
  }
  const only = /^\{\{([a-z-]+)\}\}$/.exec(value);
  if (only && whole[only[1]]) {
    return whole[only[1]];
  }
  const text = literal(value);
  if (!text.includes('{{')) {
    return text;
  }
  // In !Sub, AWS's own variables would be taken for parameters: they are written ${!name}.
  return tagged('!Sub', text.replaceAll('${', '${!').replace(/\{\{([a-z-]+)\}\}/g, (_, name) => {
    if (!pseudo[name]) {
      throw new Error(`no parameter of CloudFormation stands for '${name}' in '${value}'.`);
    }
    return pseudo[name];
  }));
}

function node(document, value) {
  if (value !== null && typeof value === 'object' && 'tag' in value) {
    const made = node(document, value.value);
    made.tag = value.tag;
    made.flow = made.items !== undefined;
    return made;
  }
  if (Array.isArray(value)) {
    const list = document.createNode([]);
    list.items = value.map((item) => node(document, item));
    return list;
  }
  if (value !== null && typeof value === 'object') {
    const map = document.createNode({});
    map.items = Object.entries(value).map(([key, item]) => document.createPair(key, node(document, item)));
    return map;
  }
  return new Scalar(value);
}

function keyOf(key) {
  if (literal(key).includes('{{')) {
    throw new Error(`CloudFormation fills no keys: '${key}' needs a value here.`);
  }
  return literal(key);
}

function literal(text) {
  return text.replace(/\{\{([a-z-]+)\}\}/g, (all, name) => literals[name] ?? all);
}
