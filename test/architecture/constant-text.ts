import ts from 'typescript';
import { declarationOf, importedConstant, isConst, moduleFunction, returnedBy } from './declarations.js';
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

/** Functions whose answers are being looked into, so that one that calls itself ends the search. */
const pending = new Set<ts.Node>();

/**
 * Whether an expression can only ever be text that stands in the source: literals, constants, look-ups in a constant
 * table, functions that put such text together, and lists that only constants are pushed to. Text that may come from
 * input is not. Counting (`values.length`, `values.push(value)`) is allowed, because `$${values.length}` numbers a
 * parameter; a parameter named `bound` is such a numbering function. The `sql` that a function answers is looked at
 * where it is put together.
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
    if (ts.isPropertyAccessExpression(node)) return this.isMember(node);
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
    return !on && ts.isIdentifier(call.expression) && this.isOwnFunction(call.expression, call.arguments);
  }

  private isOwnFunction(name: ts.Identifier, given: readonly ts.Expression[]): boolean {
    const declaration = declarationOf(name, this.source);
    if (declaration && ts.isParameter(declaration)) return name.text === 'bound';
    if (declaration && ts.isVariableDeclaration(declaration)) {
      const made = declaration.initializer;
      return made !== undefined && ts.isArrowFunction(made) && this.isArgument(made);
    }
    const own = moduleFunction(name.text, this.source, this.sources);
    if (!own) return false;
    if (given.every((argument) => this.holds(argument))) return true;
    return new ConstantText(own.file, this.sources).answersConstants(own.made);
  }

  private answersConstants(made: ts.FunctionDeclaration): boolean {
    if (pending.has(made)) return false;
    pending.add(made);
    const holds = returnedBy(made).every((answer) => answer !== undefined && this.holds(answer));
    pending.delete(made);
    return holds;
  }

  private isMember(node: ts.PropertyAccessExpression): boolean {
    if (node.name.text === 'length' || this.holds(node.expression)) return true;
    const declaration = ts.isIdentifier(node.expression) && declarationOf(node.expression, this.source);
    return (
      node.name.text === 'sql' &&
      declaration !== undefined &&
      declaration !== false &&
      this.isAnswer(declaration)
    );
  }

  /** Whether a constant is what a function of ours answered. */
  private isAnswer(declaration: ts.Node): boolean {
    if (!ts.isVariableDeclaration(declaration) || !isConst(declaration)) return false;
    const made = declaration.initializer;
    if (!made || !ts.isCallExpression(made) || !ts.isIdentifier(made.expression)) return false;
    return moduleFunction(made.expression.text, this.source, this.sources) !== undefined;
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
    if (ts.isBindingElement(declaration)) {
      const isSql = (declaration.propertyName ?? declaration.name).getText() === 'sql';
      return isSql && this.isAnswer(declaration.parent.parent);
    }
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
