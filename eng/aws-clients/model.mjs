// Reads the type declarations of an @aws-sdk client into plain shapes: structures, enums, errors, operation texts.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const ownMembersOfErrors = new Set(['name', '$fault', '$retryable', 'Message', 'message']);

export function readModel(packageName) {
  const types = join(dirname(require.resolve(`${packageName}/package.json`)), 'dist-types');
  const model = { structures: new Map(), enums: new Map(), errors: new Map(), operationDocs: new Map() };
  for (const file of declarations(join(types, 'models'))) {
    file.statements.forEach(statement => readStatement(statement, model));
  }
  for (const file of declarations(join(types, 'commands'))) {
    file.statements.filter(ts.isClassDeclaration).forEach(c => model.operationDocs.set(c.name.text.replace(/Command$/, ''), doc(c)));
  }
  return model;
}

function declarations(folder) {
  return readdirSync(folder).filter(name => name.endsWith('.d.ts')).sort()
    .map(name => ts.createSourceFile(name, readFileSync(join(folder, name), 'utf8'), ts.ScriptTarget.Latest, true));
}

function readStatement(statement, model) {
  if (ts.isInterfaceDeclaration(statement)) {
    model.structures.set(statement.name.text, { doc: doc(statement), members: statement.members.map(readMember) });
  } else if (ts.isModuleDeclaration(statement)) {
    readUnion(statement, model);
  } else if (ts.isVariableStatement(statement)) {
    readEnum(statement, model);
  } else if (ts.isClassDeclaration(statement) && !/ServiceException$/.test(statement.name.text)) {
    const members = statement.members.filter(ts.isPropertyDeclaration).map(readMember).filter(m => !ownMembersOfErrors.has(m.name));
    model.errors.set(statement.name.text, { doc: doc(statement), members });
  }
}

// A tagged union is a class with every alternative optional in the SDK for .NET.
function readUnion(statement, model) {
  const alternatives = statement.body.statements.filter(s => ts.isInterfaceDeclaration(s) && s.name.text.endsWith('Member')).flatMap(i =>
    i.members.filter(m => !m.questionToken && !m.name.text.startsWith('$')).map(m => ({ ...readMember(m), doc: doc(i) })));
  if (alternatives.length > 0) {
    model.structures.set(statement.name.text, { doc: '', members: alternatives });
  }
}

function readEnum(statement, model) {
  const declaration = statement.declarationList.declarations[0];
  if (declaration.type && ts.isTypeLiteralNode(declaration.type)) {
    model.enums.set(declaration.name.text, declaration.type.members.map(m => m.type.literal.text));
  }
}

function readMember(member) {
  const type = member.type.getText().replace(/ \| undefined/g, '').trim();
  return { name: member.name.getText().replace(/^["']|["']$/g, ''), type, doc: doc(member) };
}

// The first sentence of the description, as plain text.
function doc(node) {
  const text = (ts.getJSDocCommentsAndTags(node)[0]?.getText() ?? '').replace(/^\/\*\*|\*\/$/g, '').replace(/^\s*\* ?/gm, '');
  const description = text.split(/^@/m)[0];
  const paragraph = description.match(/<p>([\s\S]*?)<\/p>/)?.[1] ?? description;
  const plain = paragraph.replace(/<[^>]+>/g, '').replace(/\{@link ([^}|]+)[^}]*\}/g, '$1').replace(/\s+/g, ' ').trim();
  return plain.match(/^.*?[.!?](?= [A-Z]|$)/)?.[0] ?? plain;
}
