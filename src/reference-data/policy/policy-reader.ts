import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { LineCounter, parse, parseDocument } from 'yaml';
import { parsedAtBuild } from './parsed-at-build.js';

/** A policy file does not say what it should. The message names file, line and path, so that it can be mended. */
export class PolicyRefused extends Error {
  constructor(
    readonly file: string,
    readonly line: number | null,
    readonly path: string,
    readonly fault: string,
  ) {
    super(`config/${file}${line === null ? '' : `:${line}`}: ${path || '/'}: ${fault}`);
    this.name = 'PolicyRefused';
  }
}

/** Where in a file a fault is: the keys that lead there. */
export type PolicyPath = readonly (string | number)[];

/** Reads the files of `config/`, each held to the JSON schema beside it. */
export class PolicyReader {
  // Compiling the schemas is half of the time that policy costs a start, so nothing is compiled that a good file does
  // not need. The tests hold the schemas themselves to the meta-schema.
  private readonly ajv = new Ajv({
    meta: false,
    validateSchema: false,
    strict: false,
    code: { optimize: false },
  });
  private readonly schemas = new Map<string, ValidateFunction>();
  private readonly texts = new Map<string, string>();

  /** @param folder the `config/` folder */
  constructor(private readonly folder: string) {}

  /** The names of the YAML files of a folder of `config/`, in order. */
  filesOf(folder: string): string[] {
    const names = readdirSync(join(this.folder, folder)).filter((name) => name.endsWith('.yaml'));
    return names.sort().map((name) => `${folder}/${name}`);
  }

  /**
   * Reads a YAML file and holds it to a schema of its folder.
   *
   * @param schema the schema's name without `.schema.json`
   * @throws PolicyRefused
   */
  read<T>(file: string, schema: string): T {
    const text = readFileSync(join(this.folder, file), 'utf8');
    this.texts.set(file, text);
    const content: unknown = this.parse(file, text);
    const validate = this.schema(`${dirname(file)}/${schema}.schema.json`);
    if (!validate(content)) this.refuseFirst(file, validate.errors ?? []);
    return content as T;
  }

  /** Refuses a file for a rule that no schema can say. */
  refuse(file: string, path: PolicyPath, fault: string, linesFurther = 0): never {
    const line = this.lineOf(file, path);
    throw new PolicyRefused(file, line === null ? null : line + linesFurther, `/${path.join('/')}`, fault);
  }

  /** A hash over everything read so far, in whatever order it was read. */
  contentSha256(): string {
    const hash = createHash('sha256');
    for (const file of [...this.texts.keys()].sort()) hash.update(`${file}\0${this.texts.get(file)}\0`);
    return hash.digest('hex');
  }

  private parse(file: string, text: string): unknown {
    try {
      return parsedAtBuild(file, text) ?? parse(text);
    } catch (error) {
      const { message, linePos } = error as { message: string; linePos?: [{ line: number }] };
      throw new PolicyRefused(file, linePos?.[0].line ?? null, '', message.split('\n')[0]!);
    }
  }

  private schema(file: string): ValidateFunction {
    const known = this.schemas.get(file);
    if (known) return known;
    const schema = JSON.parse(readFileSync(join(this.folder, file), 'utf8')) as object;
    const compiled = this.ajv.compile(schema);
    this.schemas.set(file, compiled);
    return compiled;
  }

  private refuseFirst(file: string, errors: ErrorObject[]): never {
    // The deepest fault says most: "anyOf" of the whole says least.
    const [first] = [...errors].sort((one, other) => depth(other) - depth(one));
    const path = (first?.instancePath ?? '').split('/').slice(1).map(unescaped);
    const named = first?.params as { additionalProperty?: string; allowedValues?: string[] } | undefined;
    const what = named?.additionalProperty ?? named?.allowedValues?.join(', ');
    this.refuse(file, path, `${first?.message ?? 'is not valid'}${what === undefined ? '' : ` (${what})`}`);
  }

  private lineOf(file: string, path: PolicyPath): number | null {
    const counter = new LineCounter();
    const document = parseDocument(this.texts.get(file) ?? '', { lineCounter: counter });
    for (let length = path.length; length > 0; length -= 1) {
      const keys = path.slice(0, length).map((key) => (/^\d+$/.test(String(key)) ? Number(key) : key));
      const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return counter.linePos(node.range[0]).line;
    }
    return null;
  }
}

function depth({ instancePath, keyword }: ErrorObject): number {
  return instancePath.split('/').length * 2 - (keyword === 'anyOf' ? 1 : 0);
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
