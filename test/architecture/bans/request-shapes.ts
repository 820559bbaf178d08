import ts from 'typescript';
import { nodes, type Ban } from '../ban.js';
import { importsOf, nodesOf, type Source, type Sources } from '../sources.js';

const WEAK_VALIDATORS = /^(is|Is)(DateString|ISO8601|PostalCode|PhoneNumber|MobilePhone|Email|Optional)$/;
const VALIDATORS = /^class-validator$|\/validation\/([\w-]+-)?decorators\.js$/;
const STRICT_OPTIONS = ['whitelist', 'forbidNonWhitelisted', 'forbidUnknownValues'];

export const requestShapes: readonly Ban[] = [
  {
    name: 'no implicit conversion of requests',
    because: '{"safe": "false"} would become true',
    where: 'everywhere',
    find: nodes(
      (node) =>
        ts.isPropertyAssignment(node) &&
        node.name.getText() === 'enableImplicitConversion' &&
        node.initializer.kind !== ts.SyntaxKind.FalseKeyword,
    ),
    planted: [
      'const options = { enableImplicitConversion: true };',
      'const o = { enableImplicitConversion: lenient };',
    ],
    innocent: ['const options = { enableImplicitConversion: false };'],
  },
  {
    name: 'no lenient ValidationPipe',
    because: 'by default unknown properties and classes without decorators pass',
    where: 'everywhere',
    find: nodes(
      (node) => ts.isNewExpression(node) && node.expression.getText() === 'ValidationPipe' && !isStrict(node),
    ),
    planted: [
      'new ValidationPipe();',
      'new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true });',
    ],
    innocent: [
      'new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, transform: true });',
    ],
  },
  {
    name: 'no weak validators of dates, postcodes, telephones, email and absence',
    because: 'they accept 30 February, "ext 5", full-width letters and null; the platform has its own',
    where: 'src',
    except: { 'src/platform/http/paging.ts': 'a query string has no null' },
    find: (source) =>
      importsOf(source)
        .filter(({ module }) => module === 'class-validator' || module === 'validator')
        .filter(({ names }) => names.some((name) => name === '*' || WEAK_VALIDATORS.test(name)))
        .map((taken) => taken.node),
    planted: [
      "import { IsDateString } from 'class-validator';",
      "import { IsEmail as Email, IsString } from 'class-validator';",
      "import { isPostalCode, IsPhoneNumber } from 'class-validator';",
      "import { IsOptional } from 'class-validator';",
      "import * as validators from 'class-validator';",
    ],
    innocent: [
      "import { IsString, IsUUID } from 'class-validator';",
      "import { IsEmail } from '../platform/validation/decorators.js';",
    ],
  },
  {
    name: 'no nested shape that is taken unchecked',
    because: 'without @ValidateNested and @Type whatever stands inside passes',
    where: 'src',
    find: nodes(
      (node, source, sources) => ts.isPropertyDeclaration(node) && isUncheckedShape(node, source, sources),
    ),
    planted: [
      "import { IsArray } from 'class-validator'; class Phone {} class Request { @IsArray() phones: Phone[]; }",
      "import { IsString, ValidateNested } from 'class-validator'; class Phone {}" +
        ' class Request { @IsString() name: string; @ValidateNested() phone?: Phone; }',
      "import { IsText } from '../platform/validation/decorators.js'; class Phone {}" +
        ' class Request { @IsText({ max: 10 }) name: string; phones: Phone[]; }',
      "import { IsObject } from 'class-validator'; class Request { @IsObject() answers: { safe: boolean }; }",
      "import { ValidateNested } from 'class-validator'; class Phone {}" +
        ' class Request { @ValidateNested() @Type(() => Phone) phones: Phone[]; }',
    ],
    innocent: [
      "import { IsArray, ValidateNested } from 'class-validator'; class Phone {}" +
        ' class Request { @IsArray() @ValidateNested({ each: true }) @Type(() => Phone) phones: Phone[]; }',
      "import { IsString } from 'class-validator'; class Request { @IsString({ each: true }) names: string[]; }",
      'class Phone {} class Answer { @ApiProperty() phones: Phone[]; }',
      "import { IsString } from 'class-validator'; enum Role { A } class Request { @IsString() role: Role; }",
    ],
  },
];

function isStrict(pipe: ts.NewExpression): boolean {
  const [options] = pipe.arguments ?? [];
  if (!options || !ts.isObjectLiteralExpression(options)) return false;
  const on = options.properties
    .filter((property) => ts.isPropertyAssignment(property))
    .filter((property) => property.initializer.kind === ts.SyntaxKind.TrueKeyword)
    .map((property) => property.name.getText());
  return STRICT_OPTIONS.every((option) => on.includes(option));
}

/** A property of a request class that holds another class or an inline shape, and does not say how to check it. */
function isUncheckedShape(property: ts.PropertyDeclaration, source: Source, sources: Sources): boolean {
  if (!isRequestClass(property.parent, source) || !property.type) return false;
  const { element, isList } = unwrapped(property.type);
  const isClass =
    ts.isTypeReferenceNode(element) && classNames(source, sources).has(element.typeName.getText());
  if (!isClass && !ts.isTypeLiteralNode(element)) return false;
  const decorators = (ts.getDecorators(property) ?? []).map((decorator) => decorator.getText());
  const nested = decorators.find((text) => text.startsWith('@ValidateNested('));
  const isNamed = decorators.some((text) => text.startsWith('@Type('));
  const isEach = !isList || /each:\s*true/.test(nested ?? '');
  return !(nested && isNamed && isEach) && !decorators.some((text) => isComposed(text, sources));
}

/** Whether a class is read from requests: one of its properties carries a validator. */
function isRequestClass(owner: ts.ClassLikeDeclaration, source: Source): boolean {
  const validators = importsOf(source)
    .filter(({ module }) => VALIDATORS.test(module))
    .flatMap(({ names }) => names);
  return owner.members
    .flatMap((member) => (ts.isPropertyDeclaration(member) ? (ts.getDecorators(member) ?? []) : []))
    .some(
      ({ expression }) =>
        ts.isCallExpression(expression) && validators.includes(expression.expression.getText()),
    );
}

/** Whether a decorator of our own carries @ValidateNested and @Type in it. */
function isComposed(decorator: string, sources: Sources): boolean {
  const name = /^@(\w+)\(/.exec(decorator)?.[1];
  return [...sources.values()]
    .flatMap((source) => source.tree.statements.filter((node) => ts.isFunctionDeclaration(node)))
    .some(
      (made) =>
        made.name?.text === name &&
        ['ValidateNested(', 'Type('].every((part) => made.getText().includes(part)),
    );
}

function unwrapped(type: ts.TypeNode): { element: ts.TypeNode; isList: boolean } {
  if (ts.isArrayTypeNode(type)) return { element: unwrapped(type.elementType).element, isList: true };
  if (ts.isParenthesizedTypeNode(type)) return unwrapped(type.type);
  if (ts.isTypeOperatorNode(type)) return unwrapped(type.type);
  if (ts.isUnionTypeNode(type)) {
    const given = type.types.find((part) => ts.isTypeReferenceNode(part) || ts.isArrayTypeNode(part));
    return given ? unwrapped(given) : { element: type, isList: false };
  }
  const isListType = ts.isTypeReferenceNode(type) && /^(Readonly)?Array$/.test(type.typeName.getText());
  const [item] = isListType ? (type.typeArguments ?? []) : [];
  return item ? { element: unwrapped(item).element, isList: true } : { element: type, isList: false };
}

/** Classes that a file may mean: its own and every other one of the project. */
function classNames(source: Source, sources: Sources): Set<string> {
  return new Set(
    [source, ...sources.values()]
      .flatMap((file) => nodesOf(file.tree).filter((node) => ts.isClassDeclaration(node)))
      .flatMap((declared) => (declared.name ? [declared.name.text] : [])),
  );
}
