import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The folder of package.json. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One TypeScript file, parsed but not type-checked; `path` is relative to the project, with forward slashes. */
export interface Source {
  path: string;
  text: string;
  tree: ts.SourceFile;
}

/** Several files that may import each other, by path. */
export type Sources = ReadonlyMap<string, Source>;

export function parse(path: string, text: string): Source {
  return {
    path,
    text,
    tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS),
  };
}

/** Every file below the named folders, as paths relative to the project. */
export function filesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}

export function readSources(...folders: string[]): Sources {
  const paths = filesIn(...folders).filter((path) => path.endsWith('.ts'));
  return new Map(paths.map((path) => [path, parse(path, readFileSync(join(ROOT, path), 'utf8'))]));
}

/** The file that a relative import with a `.js` ending means. */
export function imported(sources: Sources, from: Source, specifier: string): Source | undefined {
  return sources.get(posix.join(posix.dirname(from.path), specifier).replace(/\.js$/, '.ts'));
}

const knownNodes = new WeakMap<ts.Node, ts.Node[]>();

/** All nodes of a file, outer before inner. */
export function nodesOf(root: ts.Node): ts.Node[] {
  const known = knownNodes.get(root);
  if (known) return known;
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  knownNodes.set(root, found);
  return found;
}

/** The line of a node, counted from 1. */
export function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1;
}

/** What a call names: `save` for `manager.save(x)`, `fetch` for `fetch(x)`, with what it is called on. */
export function calleeOf(call: ts.CallExpression): { name: string; on: ts.Expression | undefined } {
  if (ts.isPropertyAccessExpression(call.expression)) {
    return { name: call.expression.name.text, on: call.expression.expression };
  }
  return { name: ts.isIdentifier(call.expression) ? call.expression.text : '', on: undefined };
}

/** One import: the module's name, and the names taken from it (`*` for all of it). */
export interface Import {
  module: string;
  names: string[];
  node: ts.Node;
}

/** What a file imports, statically or not. */
export function importsOf(source: Source): Import[] {
  return nodesOf(source.tree).flatMap((node): Import[] => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      return [{ module: node.moduleSpecifier.text, names: namesOf(node.importClause), node }];
    }
    if (ts.isCallExpression(node) && isLoading(node)) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteralLike(specifier))
        return [{ module: specifier.text, names: ['*'], node }];
    }
    return [];
  });
}

function isLoading(call: ts.CallExpression): boolean {
  return call.expression.kind === ts.SyntaxKind.ImportKeyword || call.expression.getText() === 'require';
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : undefined;
  return [
    ...(clause?.name ? ['default'] : []),
    ...(named?.map((element) => (element.propertyName ?? element.name).text) ?? []),
    ...(bindings && ts.isNamespaceImport(bindings) ? ['*'] : []),
  ];
}
