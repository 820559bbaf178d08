import ts from 'typescript';
import { imported, nodesOf, type Source, type Sources } from './sources.js';

type Declaration = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement | ts.ImportSpecifier;

export interface ModuleFunction {
  made: ts.FunctionDeclaration;
  file: Source;
}

/** Where a name gets its value, by the innermost block or function that declares it. */
export function declarationOf(name: ts.Identifier, source: Source): Declaration | undefined {
  return nodesOf(source.tree)
    .filter((node) => isDeclaration(node))
    .filter((declaration) => declaration.name.getText(source.tree) === name.text)
    .filter((declaration) => contains(scopeOf(declaration), name))
    .sort((one, other) => scopeOf(other).pos - scopeOf(one).pos)[0];
}

/** The value of a constant that another module exports, with the file it stands in. */
export function importedConstant(
  specifier: ts.ImportSpecifier,
  source: Source,
  sources: Sources,
): { value: ts.Expression; file: Source } | undefined {
  const file = fileOf(specifier, source, sources);
  const name = (specifier.propertyName ?? specifier.name).text;
  const declared = file?.tree.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find((declaration) => declaration.name.getText(file.tree) === name);
  return file && declared?.initializer && isConst(declared)
    ? { value: declared.initializer, file }
    : undefined;
}

/** The function of a module itself, here or imported, that a name means: such a one sees only its arguments. */
export function moduleFunction(name: string, source: Source, sources: Sources): ModuleFunction | undefined {
  const own = source.tree.statements.find(
    (node) => ts.isFunctionDeclaration(node) && node.name?.text === name,
  );
  if (own && ts.isFunctionDeclaration(own)) return { made: own, file: source };
  const specifier = nodesOf(source.tree).find(
    (node) => ts.isImportSpecifier(node) && node.name.text === name,
  );
  if (!specifier || !ts.isImportSpecifier(specifier)) return undefined;
  const file = fileOf(specifier, source, sources);
  return file && moduleFunction((specifier.propertyName ?? specifier.name).text, file, sources);
}

/** What a function returns, not counting the functions inside it. */
export function returnedBy(made: ts.FunctionDeclaration): (ts.Expression | undefined)[] {
  return nodesOf(made)
    .filter((node) => ts.isReturnStatement(node))
    .filter((node) => ts.findAncestor(node, ts.isFunctionLike) === made)
    .map((node) => node.expression);
}

export function isConst(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

function fileOf(specifier: ts.ImportSpecifier, source: Source, sources: Sources): Source | undefined {
  const from = specifier.parent.parent.parent.moduleSpecifier;
  return ts.isStringLiteral(from) ? imported(sources, source, from.text) : undefined;
}

function isDeclaration(node: ts.Node): node is Declaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isImportSpecifier(node)
  );
}

function scopeOf(declaration: ts.Node): ts.Node {
  let scope = declaration.parent;
  while (
    !ts.isSourceFile(scope) &&
    !ts.isBlock(scope) &&
    !ts.isFunctionLike(scope) &&
    !ts.isForOfStatement(scope)
  ) {
    scope = scope.parent;
  }
  return scope;
}

function contains(scope: ts.Node, node: ts.Node): boolean {
  return scope.pos <= node.pos && node.end <= scope.end;
}
