import { overlap } from './dated.js';
import type { CodeListFile, RelationshipsFile } from './policy-files.js';
import type { PolicyReader } from './policy-reader.js';
import { listOf, plainCodes } from './reference-code.js';
import type { ReferenceCode, ReferenceList } from './reference-code.js';

/** Reads the plain code lists, by name. @throws PolicyRefused */
export function readCodeLists(reader: PolicyReader, files: string[]): Map<string, ReferenceList> {
  const lists = new Map<string, ReferenceList>();
  for (const file of files) {
    const list = listOf(reader.read<CodeListFile>(file, 'code-list'));
    if (!file.endsWith(`/${list.name}.yaml`)) reader.refuse(file, ['list'], 'is not the name of the file');
    checkCodes(reader, file, list);
    lists.set(list.name, list);
  }
  return lists;
}

/** The relationship codes as a list, each with its group. @throws PolicyRefused where a code has two groups */
export function relationshipList(reader: PolicyReader, file: RelationshipsFile): ReferenceList {
  const { title, source, factStatus } = file;
  const codes = file.groups.flatMap(({ group, codes }) =>
    plainCodes(codes).map((code) => ({ ...code, attributes: { group }, source, factStatus })),
  );
  const list = { name: file.list, title, codes };
  checkCodes(reader, 'reference-data/relationships.yaml', list);
  return list;
}

/** @throws PolicyRefused where a code has no label, or stands twice on the same days */
export function checkCodes(reader: PolicyReader, file: string, { codes }: ReferenceList): void {
  const seen = new Map<string, ReferenceCode[]>();
  for (const code of codes) {
    const twins = seen.get(code.code) ?? [];
    if (code.label === '') reader.refuse(file, ['codes'], `${code.code} has no label`);
    if (twins.some((twin) => overlap(twin, code))) {
      reader.refuse(file, ['codes'], `${code.code} stands twice on the same days`);
    }
    seen.set(code.code, [...twins, code]);
  }
}
