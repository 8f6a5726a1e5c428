// docs/reference/openapi.json: the JSON API as an OpenAPI 3.1 document, from the protos, their comments and HTTP rules, and the table of
// permissions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// How JSON transcoding answers for each gRPC code.
const statuses = {
  INVALID_ARGUMENT: 400, FAILED_PRECONDITION: 400, OUT_OF_RANGE: 400, UNAUTHENTICATED: 401, PERMISSION_DENIED: 403, NOT_FOUND: 404, ALREADY_EXISTS: 409,
  ABORTED: 409, RESOURCE_EXHAUSTED: 429, INTERNAL: 500, UNAVAILABLE: 503,
};
const scalars = {
  string: { type: 'string' }, bool: { type: 'boolean' }, bytes: { type: 'string', contentEncoding: 'base64' }, int32: { type: 'integer', format: 'int32' },
  // The server writes them as numbers, and reads strings, too.
  int64: { type: 'integer', format: 'int64' }, double: { type: 'number', format: 'double' },
  'google.protobuf.Timestamp': { type: 'string', format: 'date-time' },
  'google.protobuf.Duration': { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]{1,9})?s$', examples: ['3600s'] },
  'google.protobuf.FieldMask': { type: 'string', description: 'Names of fields in lowerCamelCase, divided by commas.', examples: ['displayName,purpose'] },
  'google.protobuf.Struct': { type: 'object' },
  'google.protobuf.Empty': { type: 'object', maxProperties: 0 },
  'google.protobuf.Any': { type: 'object', required: ['@type'], properties: { '@type': { type: 'string' } } },
  'google.rpc.Status': { $ref: '#/components/schemas/Status' },
};
const camel = name => name.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase());
const singular = collection => collection.replace(/ies$/, 'y').replace(/s$/, '');
const behaviours = field => [...field.options.matchAll(/field_behavior\) = (\w+)/g)].map(m => m[1]);
const isRequired = field => behaviours(field).includes('REQUIRED');

/** A path of google.api.http as OpenAPI has it: { path, parameters, bound }, where bound are the request's fields that stand in it. */
function pathOf(template) {
  const parameters = [], bound = new Map();
  const path = template.replace(/\{([\w.]+)=([^}]+)\}/g, (_, field, pattern) => {
    const parts = pattern.split('/');
    bound.set(field, pattern);
    return parts.map((part, i) => {
      if (part !== '*') return part;
      const name = singular(parts[i - 1]);
      parameters.push({ name, in: 'path', required: true, description: `The id in the field \`${field}\`, \`${pattern}\`.`, schema: { type: 'string', minLength: 1 } });
      return `{${name}}`;
    }).join('/');
  });
  if (/[*=]/.test(path)) throw new Error(`openapi.mjs: what is ${template}?`);
  return { path, parameters, bound };
}

/** The document. */
export function openapi(root, files, policy) {
  const messages = new Map(files.flatMap(f => f.messages.map(m => [m.name, m])));
  const enums = new Map(files.flatMap(f => f.enums.map(e => [e.name, e])));
  const schemas = {};

  const typeOf = (type, scope) => {
    if (scalars[type]) return scalars[type];
    for (let parts = scope.split('.'); ; parts.pop()) {
      const name = [...parts, type].join('.');
      if (messages.has(name) || enums.has(name)) return refer(name);
      if (!parts.length) throw new Error(`openapi.mjs: ${scope} has a ${type}, which is unknown`);
    }
  };
  const refer = name => {
    if (!schemas[name]) {
      // Its place is taken before its fields are read: they may come back to it.
      schemas[name] = {};
      Object.assign(schemas[name], enums.has(name) ? enumSchema(enums.get(name)) : messageSchema(messages.get(name)));
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  const enumSchema = e => ({
    type: 'string', description: [e.comment, ...e.values.map(v => `- \`${v.name}\`: ${v.comment}`)].join('\n'), enum: e.values.map(v => v.name),
  });
  const fieldSchema = (field, scope) => {
    const map = /^map<string, ([\w.]+)>$/.exec(field.type);
    const one = map ? { type: 'object', additionalProperties: typeOf(map[1], scope) } : typeOf(field.type, scope);
    const what = behaviours(field);
    return {
      ...(field.repeated ? { type: 'array', items: one } : one),
      description: field.comment,
      ...(what.includes('OUTPUT_ONLY') ? { readOnly: true } : {}),
      ...(what.includes('IMMUTABLE') ? { 'x-immutable': true } : {}),
      ...(/debug_redact = true/.test(field.options) ? { 'x-secret': true } : {}),
    };
  };
  const messageSchema = (message, without = new Set()) => ({
    type: 'object',
    description: message.comment,
    properties: Object.fromEntries(message.fields.filter(f => !without.has(f.name)).map(f => [camel(f.name), fieldSchema(f, message.name)])),
  });

  const bodyOf = (method, request, bound) => {
    if (!method.body) return undefined;
    const content = schema => ({ required: true, content: { 'application/json': { schema } } });
    if (method.body === '*') {
      const required = request.fields.filter(f => isRequired(f) && !bound.has(f.name)).map(f => camel(f.name));
      return content({ ...messageSchema(request, new Set(bound.keys())), ...(required.length ? { required } : {}) });
    }
    const field = request.fields.find(f => f.name === method.body);
    const needed = messages.get(field.type).fields.filter(isRequired).map(f => camel(f.name));
    // A change names only what it changes.
    return content(method.http.startsWith('POST ') && needed.length ? { allOf: [refer(field.type), { required: needed }] } : refer(field.type));
  };
  const queryOf = (method, request, bound) => method.body === '*' ? [] : request.fields.filter(f => !bound.has(f.name) && f.name !== method.body).map(f => {
    const { description, readOnly, ...schema } = fieldSchema(f, request.name);
    return { name: camel(f.name), in: 'query', required: isRequired(f), description, schema };
  });
  const answerOf = method => {
    if (method.response === 'google.api.HttpBody') {
      return { description: 'The data in pieces.', content: { 'application/x-ndjson': { schema: { type: 'string' } }, 'text/csv': { schema: { type: 'string' } } } };
    }
    const schema = typeOf(method.response, '');
    return method.streams
      ? { description: 'A JSON object in each line, until the caller hangs up or the server stops.', content: { 'application/json': { schema, 'x-stream': true } } }
      : { description: 'Done.', content: { 'application/json': { schema } } };
  };
  const refusalsOf = method => {
    const found = new Map();
    for (const [, code, reasons] of method.comment.matchAll(/`([A-Z_]+)`(?: \(((?:[^()]|\([^()]*\))*)\))?/g)) {
      if (statuses[code]) found.set(statuses[code], [...(found.get(statuses[code]) ?? []), `${code}${reasons ? `: ${reasons}` : ''}`]);
    }
    return Object.fromEntries([...found].sort(([a], [b]) => a - b).map(([status, texts]) => [
      status, { description: `${texts.join('; ')}.`, content: { 'application/json': { schema: { $ref: '#/components/schemas/Status' } } } },
    ]));
  };

  const paths = {};
  for (const service of files.flatMap(f => f.services)) {
    for (const method of service.methods) {
      const [verb, template] = method.http.split(' ');
      const { path, parameters, bound } = pathOf(template);
      const request = messages.get(method.request);
      const permission = policy.permissionOf.get(`/controlplane.v1.${service.name}/${method.name}`);
      const limit = policy.perMinute.get(`/controlplane.v1.${service.name}/${method.name}`);
      paths[path] ??= {};
      if (paths[path][verb.toLowerCase()]) throw new Error(`openapi.mjs: two methods are ${method.http}`);
      const body = bodyOf(method, request, bound);
      paths[path][verb.toLowerCase()] = {
        operationId: `${service.name}_${method.name}`,
        tags: [service.name],
        summary: /^[^.]+/.exec(method.comment)[0].replace(/\s+/g, ' '),
        description: method.comment,
        ...(permission === '*' ? {} : { 'x-permission': permission }),
        ...(limit ? { 'x-calls-per-minute': limit } : {}),
        parameters: [...parameters, ...queryOf(method, request, bound)],
        ...(body ? { requestBody: body } : {}),
        responses: { 200: answerOf(method), ...refusalsOf(method), default: { $ref: '#/components/responses/Refused' } },
      };
    }
  }

  schemas.Status = {
    type: 'object', description: 'A refusal, `google.rpc.Status`.', required: ['code', 'message', 'details'],
    properties: {
      code: { type: 'integer', description: 'The gRPC code.' },
      message: { type: 'string', description: 'What happened and what to do now.' },
      details: {
        type: 'array', description: 'The first is an `ErrorInfo`. `BadRequest`, `PreconditionFailure`, `QuotaFailure`, `RetryInfo` and `Help` may follow.',
        items: { anyOf: [{ $ref: '#/components/schemas/ErrorInfo' }, scalars['google.protobuf.Any']] },
      },
    },
  };
  schemas.ErrorInfo = {
    type: 'object', required: ['@type', 'reason', 'domain', 'metadata'],
    properties: {
      '@type': { const: 'type.googleapis.com/google.rpc.ErrorInfo' },
      reason: { type: 'string', pattern: '^[A-Z][A-Z0-9_]+$', description: 'The stable reason code.' },
      domain: { const: 'controlplane' },
      metadata: { type: 'object', additionalProperties: { type: 'string' }, description: 'Every value that the message speaks of; `fix` is what to do.' },
    },
  };
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Studio Control Plane', version: readFileSync(join(root, 'clients/VERSION'), 'utf8').trim(), license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'The contract `controlplane.v1` as JSON over HTTP. The same methods are served by gRPC and gRPC-Web under their own names. '
        + 'Generated from the protos by `eng/reference-docs.mjs`.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { certificate: [] }, { session: [], portal: [] }],
    tags: files.flatMap(f => f.services.map(s => ({ name: s.name, description: s.comment }))),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of a configured issuer.' },
        certificate: { type: 'mutualTLS', description: 'A client certificate of a configured authority.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-cp-session', description: 'The cookie of a browser that signed in by SAML.' },
        portal: { type: 'apiKey', in: 'header', name: 'X-Portal', description: '`1`, which goes with every call that a cookie vouches for.' },
      },
      responses: {
        Refused: { description: 'Refused, with the reason.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Status' } } } },
      },
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
  return JSON.stringify(document, null, 1) + '\n';
}
