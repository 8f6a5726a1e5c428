// Writes the request, response and enum types, the errors, the operations and the paginators of the services in services.json.
// Run: npm ci && npm run generate. The output is the same for the same package versions.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorClass, file, identifier, summary } from './csharp.mjs';
import { readModel } from './model.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, '../../src/ControlPlane.Aws.Clients/Generated');
const require = createRequire(import.meta.url);
const scalars = { string: 'string', number: 'int', boolean: 'bool', Date: 'DateTime' };

class Service {
  constructor(config) {
    Object.assign(this, config);
    this.version = require(`${config.package}/package.json`).version;
    this.model = readModel(config.package);
    this.used = new Set();
    this.roots = new Set();
    this.operations.forEach(operation => this.useOperation(operation));
  }

  // The model says Input and Output for some operations; the SDK for .NET always says Request and Response.
  useOperation(operation) {
    for (const [name, other] of [[`${operation}Request`, `${operation}Input`], [`${operation}Response`, `${operation}Output`]]) {
      if (!this.model.structures.has(name)) {
        this.model.structures.set(name, this.model.structures.get(other) ?? { doc: '', members: [] });
      }
      this.roots.add(name);
      this.use(name);
    }
  }

  use(name) {
    if (this.used.has(name)) {
      return;
    }
    this.used.add(name);
    this.model.structures.get(name)?.members.forEach(member => this.useMember(name, member));
  }

  useMember(owner, member) {
    if (member.name === owner) {
      throw new Error(`${owner}.${member.name}: a member cannot be named like its class`);
    }
    const item = member.type.replace(/\[\]$/, '');
    if (this.model.structures.has(item) || (this.model.enums.has(item) && item === member.type)) {
      this.use(item);
    } else if (!(item in scalars) && !this.model.enums.has(item)) {
      throw new Error(`${owner}.${member.name}: no C# type for ${member.type}`);
    }
  }

  typeOf(owner, member) {
    const item = member.type.replace(/\[\]$/, '');
    const isList = item !== member.type;
    // Lists of enums are lists of strings in the SDK for .NET.
    const name = isList && this.model.enums.has(item) ? 'string'
      : this.longs.includes(`${owner}.${member.name}`) ? 'long' : scalars[item] ?? item;
    return { isList, item: name, text: isList ? `List<${name}>?` : `${name}?` };
  }

  write(part, usings, namespace, lines) {
    writeFileSync(join(target, `${this.service}.${part}.g.cs`), file(this.package, this.version, usings, namespace, lines));
  }
}

function enums(s) {
  return [...s.used].filter(name => s.model.enums.has(name)).sort().flatMap(name => [
    summary('', `Constants for ${name}.`, ''),
    `public class ${name}(string value) : ConstantClass(value)`,
    '{',
    ...s.model.enums.get(name).map(value => `    public static readonly ${name} ${identifier(value)} = new("${value}");`),
    '',
    '    /// <summary>Finds the constant of a value; makes one when the value is not known.</summary>',
    `    public static ${name} FindValue(string value) => FindValue<${name}>(value);`,
    '',
    '    /// <summary>Makes a constant of its value.</summary>',
    `    public static implicit operator ${name}(string value) => FindValue(value);`,
    '}',
    '',
  ]);
}

function types(s) {
  const base = name => (!s.roots.has(name) ? '' : name.endsWith('Request') ? ` : Amazon${s.service}Request` : ' : AmazonWebServiceResponse');
  return [
    summary('', `The base of every request to ${s.service}.`, ''),
    `public abstract class Amazon${s.service}Request : AmazonWebServiceRequest;`,
    '',
    ...[...s.used].filter(name => s.model.structures.has(name)).sort().flatMap(name => [
      summary(s.model.structures.get(name).doc, `${name} of the ${s.service} API.`, ''),
      `public partial class ${name}${base(name)}`,
      '{',
      ...s.model.structures.get(name).members.flatMap(member => property(s, name, member)),
      '}',
      '',
    ]),
  ];
}

function property(s, owner, member) {
  const type = s.typeOf(owner, member);
  const initial = type.isList ? ' = AWSConfigs.InitializeCollections ? [] : null;' : '';
  return [
    ...(member.doc ? [summary(member.doc, '', '    ')] : []),
    `    public ${type.text} ${member.name} { get; set; }${initial}`,
  ];
}

function client(s) {
  const signature = o => `Task<${o}Response> ${o}Async(${o}Request request, CancellationToken cancellationToken = default)`;
  const text = o => s.model.operationDocs.get(o);
  return [
    `public partial interface IAmazon${s.service}`,
    '{',
    ...s.operations.flatMap(o => [summary(text(o), `Calls ${o}.`, '    '), `    ${signature(o)};`, '']),
    '}',
    '',
    `public partial class Amazon${s.service}Client`,
    '{',
    ...s.operations.map(o => `    static readonly AwsJsonOperation<${o}Request, ${o}Response> s_${o} = new(ServiceProtocol.Instance, "${o}");`),
    '',
    ...s.operations.flatMap(o => [
      '    /// <inheritdoc/>',
      `    public virtual ${signature(o)}`,
      `        => InvokeAsync<${o}Response>(request, s_${o}.Options(), cancellationToken);`,
      '',
    ]),
    '}',
  ];
}

function errors(s) {
  const strings = error => error.members.filter(m => m.type === 'string' || s.model.enums.has(m.type));
  return [
    ...[...s.model.errors].flatMap(([name, error]) => [
      summary(error.doc, `${name} of the ${s.service} API.`, ''),
      `public class ${errorClass(name)}(string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)`,
      `    : Amazon${s.service}Exception(message, innerException, errorType, errorCode, requestId, statusCode)`,
      '{',
      '    /// <summary>Makes an exception that did not come from the service.</summary>',
      `    public ${errorClass(name)}(string message) : this(message, null, ErrorType.Unknown, null, null, default)`,
      '    {',
      '    }',
      ...strings(error).flatMap(m => ['', ...(m.doc ? [summary(m.doc, '', '    ')] : []), `    public string? ${m.name} { get; internal set; }`]),
      '}',
      '',
    ]),
    'static class ErrorTable',
    '{',
    '    internal static readonly Dictionary<string, ErrorFactory> ByCode = new(StringComparer.Ordinal)',
    '    {',
    ...[...s.model.errors].map(([name, error]) => {
      const set = strings(error).map(m => `${m.name} = e.Member("${m.name}")`).join(', ');
      return `        ["${name}"] = e => new ${errorClass(name)}(e.Message, e.Inner, e.Type, e.Code, e.RequestId, e.Status)${set && ` { ${set} }`},`;
    }),
    '    };',
    '}',
  ];
}

function paginators(s) {
  const members = name => s.model.structures.get(name).members;
  const paged = s.operations.flatMap(o => {
    const lists = members(`${o}Response`).filter(m => m.type.endsWith('[]'));
    return members(`${o}Request`).some(m => m.name === 'NextToken') && lists.length === 1
      ? [{ o, list: lists[0].name, item: s.typeOf(`${o}Response`, lists[0]).item }] : [];
  });
  return [
    summary('', `Makes paginators over the ${s.service} API.`, ''),
    `public interface I${s.service}PaginatorFactory`,
    '{',
    ...paged.flatMap(({ o }) => [summary('', `Pages through ${o}.`, '    '), `    I${o}Paginator ${o}(${o}Request request);`, '']),
    '}',
    '',
    `sealed class ${s.service}PaginatorFactory(IAmazon${s.service} client) : I${s.service}PaginatorFactory`,
    '{',
    ...paged.map(({ o }) => `    public I${o}Paginator ${o}(${o}Request request) => new ${o}Paginator(client, request);`),
    '}',
    ...paged.flatMap(({ o, list, item }) => [
      '',
      summary('', `The pages of ${o}; can be read once.`, ''),
      `public interface I${o}Paginator`,
      '{',
      '    /// <summary>Each whole response.</summary>',
      `    IPaginatedEnumerable<${o}Response> Responses { get; }`,
      '',
      `    /// <summary>Each item of <c>${list}</c>, over all pages.</summary>`,
      `    IPaginatedEnumerable<${item}> ${list} { get; }`,
      '}',
      '',
      `sealed class ${o}Paginator(IAmazon${s.service} client, ${o}Request request)`,
      `    : TokenPaginator<${o}Request, ${o}Response>(request, client.${o}Async, r => r.NextToken, (q, token) => q.NextToken = token), I${o}Paginator`,
      '{',
      `    public IPaginatedEnumerable<${item}> ${list} => Items(r => r.${list});`,
      '}',
    ]),
  ];
}

mkdirSync(target, { recursive: true });
for (const config of JSON.parse(readFileSync(join(here, 'services.json'), 'utf8'))) {
  const s = new Service(config);
  const protocol = 'ControlPlane.Aws.Clients.Protocol';
  s.write('Enums', ['Amazon.Runtime'], s.namespace, enums(s));
  s.write('Model', ['Amazon.Runtime'], `${s.namespace}.Model`, types(s));
  s.write('Client', [`${s.namespace}.Model`, protocol], s.namespace, client(s));
  s.write('Errors', ['System.Net', 'Amazon.Runtime', protocol], `${s.namespace}.Model`, errors(s));
  s.write('Paginators', ['Amazon.Runtime', protocol], `${s.namespace}.Model`, paginators(s));
  console.log(`${s.service}: ${s.operations.length} operations, ${s.used.size} types`);
}
