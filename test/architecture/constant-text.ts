import ts from 'typescript';
import { declarationOf, importedConstant, isConst, isModuleFunction } from './declarations.js';
import { calleeOf, nodesOf, type Source, type Sources } from './sources.js';

/** Methods that make constants out of constants. */
const PURE_METHODS = [
  'join',
  'trim',
  'toUpperCase',
  'toLowerCase',
  'replace',
  'replaceAll',
  'slice',
  'concat',
];
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
    if (ts.isObjectLiteralExpression(node))
      return node.properties.every((property) => this.isProperty(property));
    if (ts.isPropertyAccessExpression(node))
      return node.name.text === 'length' || this.holds(node.expression);
    if (ts.isElementAccessExpression(node)) return this.holds(node.expression);
    if (ts.isCallExpression(node)) return this.isCall(node);
    if (ts.isIdentifier(node)) return this.isName(node);
    return false;
  }

  private isProperty(property: ts.ObjectLiteralElementLike): boolean {
    if (ts.isPropertyAssignment(property)) return this.holds(property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) return this.isName(property.name);
    return ts.isSpreadAssignment(property) && this.holds(property.expression);
  }

  private isCall(call: ts.CallExpression): boolean {
    const { name, on } = calleeOf(call);
    if (name === 'push') return true;
    if (on && [...PURE_METHODS, ...CALLBACK_METHODS].includes(name)) {
      return (
        this.holds(on) && (name === 'filter' || call.arguments.every((argument) => this.isArgument(argument)))
      );
    }
    return (
      !on &&
      isModuleFunction(name, this.source, this.sources) &&
      call.arguments.every((argument) => this.holds(argument))
    );
  }

  private isArgument(argument: ts.Expression): boolean {
    if (!ts.isArrowFunction(argument)) return this.holds(argument);
    return !ts.isBlock(argument.body) && this.holds(argument.body);
  }

  /** A name declared as a constant whose value is constant text. */
  private isName(name: ts.Identifier): boolean {
    const declaration = declarationOf(name, this.source);
    if (!declaration) return false;
    if (ts.isImportSpecifier(declaration)) return this.isImport(declaration);
    if (ts.isParameter(declaration)) return this.isItemOfConstantList(declaration);
    if (!ts.isVariableDeclaration(declaration) || !isConst(declaration)) return false;
    if (isLoopVariable(declaration)) return this.holds(declaration.parent.parent.expression);
    if (!declaration.initializer || !this.holds(declaration.initializer)) return false;
    return this.pushesTo(name.text).every((pushed) => this.holds(pushed));
  }

  private isImport(specifier: ts.ImportSpecifier): boolean {
    const constant = importedConstant(specifier, this.source, this.sources);
    return constant !== undefined && new ConstantText(constant.file, this.sources).holds(constant.value);
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
}

function isLoopVariable(
  declaration: ts.VariableDeclaration,
): declaration is ts.VariableDeclaration & { parent: { parent: ts.ForOfStatement } } {
  return ts.isForOfStatement(declaration.parent.parent);
}

function isBoolean(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
}
