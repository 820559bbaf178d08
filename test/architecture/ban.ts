import type ts from 'typescript';
import { lineOf, nodesOf, type Source, type Sources } from './sources.js';

/** Something the code must not contain, with the examples that prove that the search for it works. */
export interface Ban {
  /** Reads after "src has": `no reading of the environment outside settings`. */
  name: string;
  /** What goes wrong otherwise. */
  because: string;
  /** `src` where only the service is meant; tests may plant, stop clocks and start processes. */
  where: 'src' | 'src and migrations' | 'everywhere';
  /** Where it is right: a path, or the beginning of one, and why. */
  except?: Readonly<Record<string, string>>;
  find(source: Source, sources: Sources): ts.Node[];
  /** Code that must be found, each on its own. */
  planted: readonly string[];
  /** Code that looks like it and must not be found. */
  innocent: readonly string[];
}

/** A ban on every node for which `isBanned` holds. */
export function nodes(isBanned: (node: ts.Node, source: Source, sources: Sources) => boolean): Ban['find'] {
  return (source, sources) => nodesOf(source.tree).filter((node) => isBanned(node, source, sources));
}

/** Where a ban is broken, as `path:line`. */
export function breaches(ban: Ban, sources: Sources): string[] {
  return [...sources.values()]
    .filter((source) => !Object.keys(ban.except ?? {}).some((path) => source.path.startsWith(path)))
    .filter((source) => isWithin(ban.where, source.path))
    .flatMap((source) => ban.find(source, sources).map((node) => `${source.path}:${lineOf(source, node)}`));
}

function isWithin(where: Ban['where'], path: string): boolean {
  if (where === 'everywhere') return true;
  return path.startsWith('src/') || (where === 'src and migrations' && path.startsWith('migrations/'));
}
