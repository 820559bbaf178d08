import ts from 'typescript';
import { nodes, type Ban } from '../ban.js';

const SUPPRESSIONS =
  /\b(eslint|oxlint)-disable|@ts-(ignore|expect-error|nocheck)|prettier-ignore|istanbul ignore/;

export const language: readonly Ban[] = [
  {
    name: 'no any',
    because: 'it switches the type check off for everything it touches',
    where: 'everywhere',
    find: nodes((node) => node.kind === ts.SyntaxKind.AnyKeyword),
    planted: ['let row: any;', 'const rows = found as any[];', 'function read(): Promise<any> {}'],
    innocent: ['let row: unknown;', "const any = 'word';", 'const found = Promise.any(calls);'],
  },
  {
    name: 'no forwardRef',
    because: 'two providers that need each other are one provider, or three',
    where: 'everywhere',
    find: nodes((node) => ts.isIdentifier(node) && node.text === 'forwardRef'),
    planted: [
      "import { forwardRef } from '@nestjs/common';",
      '@Inject(common.forwardRef(() => Cases)) cases: Cases;',
    ],
    innocent: ["const word = 'forwardRef';"],
  },
  {
    name: 'no unfinished business in comments',
    because: 'what is left to do belongs to the tracker, where someone reads it',
    where: 'everywhere',
    find: (source) =>
      commentsOf(source.tree).some((text) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text)) ? [source.tree] : [],
    planted: ['start(); // TODO: retry', 'start(); /* FIXME */', '/** XXX slow */ function read() {}'],
    innocent: ["const word = 'TODO';", 'start(); // What is to be done is listed below.'],
  },
  {
    name: 'no silenced tools',
    because: 'a rule that does not fit is changed for everyone, with a reason',
    where: 'everywhere',
    find: (source) => (commentsOf(source.tree).some((text) => SUPPRESSIONS.test(text)) ? [source.tree] : []),
    planted: [
      '/* @ts-expect-error */ start(1);',
      '/* eslint-disable */ start();',
      'start(); // oxlint-disable-line',
    ],
    innocent: ["const word = '@ts-ignore';"],
  },
  {
    name: 'no constructors with more than five dependencies',
    because: 'a class that needs six others does more than one thing',
    where: 'src',
    find: nodes((node) => ts.isConstructorDeclaration(node) && node.parameters.length > 5),
    planted: ['class Everything { constructor(a: A, b: B, c: C, d: D, e: E, f: F) {} }'],
    innocent: ['class Enough { constructor(a: A, b: B, c: C, d: D, e: E) {} }'],
  },
];

/** The comments of a file, each with its marks. */
function commentsOf(tree: ts.SourceFile): string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, false, ts.LanguageVariant.Standard, tree.text);
  const comments: string[] = [];
  const inside = spansOfText(tree);
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isComment =
      token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia;
    const at = scanner.getTokenStart();
    const text = inside.find(([from, to]) => from <= at && at < to);
    if (text) scanner.resetTokenState(text[1]);
    else if (isComment) comments.push(scanner.getTokenText());
  }
  return comments;
}

/** Literals, templates and regular expressions, which a scanner on its own would misread. */
function spansOfText(tree: ts.SourceFile): [number, number][] {
  const spans: [number, number][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateExpression(node))
      spans.push([node.getStart(tree), node.end]);
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return spans;
}
