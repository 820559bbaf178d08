/** The three ways in which a record names an offence. */
export type OffenceScheme = 'home-office' | 'cjs' | 'nfib';

const HOME_OFFICE = /^(\d{1,3})([A-Z]?)(?:[/.](\d{1,2}))?$/;
const HOME_OFFICE_WITHOUT_SLASH = /^(\d{3})(\d{2})$/;
const CJS = /^[A-Z][A-Z0-9]{3,7}$/;
const NFIB = /^(?:NFIB)?0*(\d{1,2})([A-Z]?)$/;
const CJS_SHORTEST = 4;

/**
 * What a code may match, longest first: `028G/01` as `028G/01`, `028G`, `028`. Empty where it is no code of the scheme.
 */
export function matchesOf(scheme: OffenceScheme, raw: string): string[] {
  const code = raw.toUpperCase().replace(/[\s-]+/g, '');
  switch (scheme) {
    case 'home-office':
      return homeOfficeMatches(code);
    case 'cjs':
      return CJS.test(code) ? prefixes(code) : [];
    case 'nfib':
      return nfibMatches(code);
  }
}

/** Reads the codes of a rule: apart by spaces, `A..B` being a range of CJS codes. Throws RangeError on a bad one. */
export function tokensOf(scheme: OffenceScheme, list: string): string[] {
  return list
    .split(/\s+/)
    .filter((token) => token !== '')
    .flatMap((token) => (token.includes('..') ? range(token) : [token]))
    .map((token) => {
      if (matchesOf(scheme, token)[0] !== token)
        throw new RangeError(`${token} is no code of scheme ${scheme}`);
      return token;
    });
}

function homeOfficeMatches(code: string): string[] {
  const unslashed = HOME_OFFICE_WITHOUT_SLASH.exec(code);
  const parts = HOME_OFFICE.exec(unslashed ? `${unslashed[1]}/${unslashed[2]}` : code);
  if (!parts) return [];
  const [, digits = '', letter = '', subclass] = parts;
  const number = digits.padStart(3, '0');
  const withSubclass = subclass === undefined ? [] : [`${number}${letter}/${subclass.padStart(2, '0')}`];
  return [...withSubclass, ...(letter === '' ? [] : [`${number}${letter}`]), number];
}

function nfibMatches(code: string): string[] {
  const parts = NFIB.exec(code);
  if (!parts) return [];
  const [, group = '', letter = ''] = parts;
  return letter === '' ? [group] : [`${group}${letter}`, group];
}

function prefixes(code: string): string[] {
  const lengths = Array.from(
    { length: code.length - CJS_SHORTEST + 1 },
    (_, shorter) => code.length - shorter,
  );
  return lengths.map((length) => code.slice(0, length));
}

function range(token: string): string[] {
  const [, act = '', first = '', last = ''] = /^(\w{4}A?)(\d+)\.\.\1(\d+)$/.exec(token) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === '' || first.length !== last.length || from > to)
    throw new RangeError(`${token} is no range of codes`);
  const numbers = Array.from({ length: to - from + 1 }, (_, further) => from + further);
  return numbers.map((number) => `${act}${String(number).padStart(first.length, '0')}`);
}
