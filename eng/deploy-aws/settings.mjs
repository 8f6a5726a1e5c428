// Holds the environment variables of a deployment against the settings that there are: docs/reference/configuration.md.
import { readFileSync } from 'node:fs';

const reference = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
const keys = [...reference.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
const escaped = (text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
const patterns = keys.map((key) => new RegExp(`^${escaped(key).replaceAll('{n}', '[0-9]+').replaceAll('{name}', '[A-Za-z0-9_*.-]+?')}$`, 'i'));
// What is not ours: the AWS SDK's, .NET's and OpenTelemetry's own.
const foreign = /^(AWS_[A-Z_]+|DOTNET_[A-Za-z_]+|OTEL_[A-Z_]+|TMPDIR)$|^(Kestrel|Logging|ForwardedHeaders)__/;

/** A finding for each variable that sets nothing. */
export function unknown(names) {
  if (patterns.length < 50) throw new Error('docs/reference/configuration.md is not understood.');
  return names
    .filter((name) => !foreign.test(name) && !patterns.some((pattern) => pattern.test(name.replaceAll('__', ':'))))
    .map((name) => `the variable '${name}' sets nothing: docs/reference/configuration.md has no such key.`);
}

/** The variables that a template's task definitions give to their containers. */
export function environmentOf({ Resources }) {
  const names = (list) => [list].flat().flatMap((item) => (item?.['Fn::If'] ? item['Fn::If'].slice(1).flatMap(names) : (item?.Name ?? [])));
  return Object.values(Resources)
    .filter((resource) => resource.Type === 'AWS::ECS::TaskDefinition')
    .flatMap((task) => task.Properties.ContainerDefinitions)
    .flatMap((container) => [...names(container.Environment ?? []), ...names(container.Secrets ?? [])]);
}
