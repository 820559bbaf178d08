import ts from 'typescript';
import { calleeOf, imported, nodesOf, type Source, type Sources } from './sources.js';

/** Methods that make constants out of constants. */
const PURE_METHODS = ['join', 'trim', 'toUpperCase', 'toLowerCase', 'replace', 'replaceAll', 'slice', 'concat'];
const CALLBACK_METHODS = ['map', 'flatMap', 'filter'];

/**
 * Whether an expression can only ever be text that stands in the source: literals, constants, look-ups in a constant
 * table, module functions of constants, and lists that only constants are pushed to. Text that may come from input is
 * not. Counting (`values.length`) is allowed, because `$${values.length}` numbers a parameter.
 */
export function isConstantText(node: ts.Expression, source: Source, sources: Sources): boolean {
  return new ConstantText(source, sources).holds(node);
}

class ConstantText {
  private readonly pending = new Set<ts.Node>();

  constructor(
    private readonly source: Source,
    private readonly sources: Sources,
  ) {}

  holds(node: ts.Expression): boolean {
    if (ts.isLiteralExpression(node) || isBoolean(node) || ts.isArrowFunction(node)) return true;
    if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => this.holds(span.expression));
    if (ts.isConditionalExpression(node)) return this.holds(node.whenTrue) && this.holds(node.whenFalse);
    if (ts.isBinaryExpression(node)) return this.holds(node.left) && this.holds(node.right);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return this.holds(node.expression);
    if (ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node)) return this.holds(node.expression);
    if (ts.isSpreadElement(node)) return this.holds(node.expression);
    if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => this.holds(element));
    if (ts.isObjectLiteralExpression(node)) return node.properties.every((property) => this.isProperty(property));
    if (ts.isPropertyAccessExpression(node)) return node.name.text === 'length' || this.holdsWithin(node.expression);
    if (ts.isElementAccessExpression(node)) return this.holdsWithin(node.expression);
    if (ts.isCallExpression(node)) return this.isCall(node);
    if (ts.isIdentifier(node)) return this.isName(node);
    return false;
  }

  private isProperty(property: ts.ObjectLiteralElementLike): boolean {
    if (ts.isPropertyAssignment(property)) return this.holds(property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) return this.isName(property.name);
    return ts.isSpreadAssignment(property) && this.holds(property.expression);
  }

  private holdsWithin(table: ts.Expression): boolean {
    return table.kind === ts.SyntaxKind.ThisKeyword ? false : this.holds(table);
  }

  private isCall(call: ts.CallExpression): boolean {
    const { name, on } = calleeOf(call);
    if (name === 'push') return true;
    if (on && [...PURE_METHODS, ...CALLBACK_METHODS].includes(name)) {
      return this.holds(on) && call.arguments.every((argument) => this.isArgument(argument));
    }
    const isOwnFunction = !on && this.moduleFunction(name, this.source) !== undefined;
    return isOwnFunction && call.arguments.every((argument) => this.holds(argument));
  }

  private isArgument(argument: ts.Expression): boolean {
    if (!ts.isArrowFunction(argument)) return argument.getText() === 'Boolean' || this.holds(argument);
    return !ts.isBlock(argument.body) && this.holds(argument.body);
  }

  /** A name declared once in its file, as a constant whose value is constant text. */
  private isName(name: ts.Identifier): boolean {
    const declarations = declarationsOf(name.text, this.source.tree);
    const [declaration] = declarations;
    if (!declaration || declarations.length > 1) return false;
    if (this.pending.has(declaration)) return true;
    this.pending.add(declaration);
    const holds = this.isDeclaration(declaration, name.text);
    this.pending.delete(declaration);
    return holds;
  }

  private isDeclaration(declaration: ts.Node, name: string): boolean {
    if (ts.isImportSpecifier(declaration)) return this.isImport(declaration);
    if (ts.isParameter(declaration)) return this.isItemOfConstantList(declaration);
    if (!ts.isVariableDeclaration(declaration) || !declaration.initializer || !isConst(declaration)) return false;
    return this.holds(declaration.initializer) && this.pushesTo(name).every((pushed) => this.holds(pushed));
  }

  private isImport(specifier: ts.ImportSpecifier): boolean {
    const from = specifier.parent.parent.parent.moduleSpecifier;
    const file = ts.isStringLiteral(from) ? imported(this.sources, this.source, from.text) : undefined;
    if (!file) return false;
    const name = (specifier.propertyName ?? specifier.name).text;
    const declared = declarationsOf(name, file.tree).find((node) => ts.isVariableDeclaration(node));
    const elsewhere = new ConstantText(file, this.sources);
    return declared?.initializer !== undefined && isConst(declared) && elsewhere.holds(declared.initializer);
  }

  private isItemOfConstantList(parameter: ts.ParameterDeclaration): boolean {
    const callback = parameter.parent;
    const call = callback.parent;
    if (!ts.isArrowFunction(callback) || !ts.isCallExpression(call)) return false;
    const { name, on } = calleeOf(call);
    return CALLBACK_METHODS.includes(name) && on !== undefined && this.holds(on);
  }

  private pushesTo(list: string): ts.Expression[] {
    return nodesOf(this.source.tree)
      .filter((node) => ts.isCallExpression(node))
      .filter((call) => calleeOf(call).name === 'push' && calleeOf(call).on?.getText() === list)
      .flatMap((call) => [...call.arguments]);
  }

  /** A function of the module itself, here or imported: it cannot see a request except through its arguments. */
  private moduleFunction(name: string, source: Source): ts.Node | undefined {
    const [declaration] = declarationsOf(name, source.tree);
    if (!declaration || !ts.isImportSpecifier(declaration)) {
      return source.tree.statements.find((node) => ts.isFunctionDeclaration(node) && node.name?.text === name);
    }
    const from = declaration.parent.parent.parent.moduleSpecifier;
    const file = ts.isStringLiteral(from) ? imported(this.sources, source, from.text) : undefined;
    return file && this.moduleFunction((declaration.propertyName ?? declaration.name).text, file);
  }
}

function isBoolean(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
}

function isConst(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

function declarationsOf(name: string, tree: ts.SourceFile): ts.Node[] {
  return nodesOf(tree).filter(
    (node) =>
      (ts.isVariableDeclaration(node) ||
        ts.isParameter(node) ||
        ts.isBindingElement(node) ||
        ts.isImportSpecifier(node)) &&
      node.name.getText(tree) === name,
  );
}
