import type { PostalAddress } from '../../victims/contact-point-value.js';

/** More do not fit the window of an envelope. */
const MOST_LINES = 6;
const LONGEST_LINE = 45;

/**
 * What stands in the window of an envelope, line by line: the name, then the address as the post office wants it. Null
 * where it does not fit: half an address brings a letter to somebody else.
 */
export function addressLines(name: string, address: PostalAddress): string[] | null {
  const { subBuildingName, buildingName, buildingNumber, street, cityOrTown, county, postcode } = address;
  const lines = [
    name,
    joined(', ', subBuildingName, buildingName),
    joined(' ', buildingNumber, street),
    cityOrTown?.toUpperCase(),
    county,
    postcode?.toUpperCase(),
  ]
    .map((line) => line?.replace(/\s+/g, ' ').trim() ?? '')
    .filter((line) => line !== '');
  const hasPlace = name.trim() !== '' && lines.length > 2 && Boolean(postcode);
  const fits = lines.length <= MOST_LINES && lines.every((line) => line.length <= LONGEST_LINE);
  return hasPlace && fits ? lines : null;
}

function joined(between: string, ...parts: (string | null | undefined)[]): string {
  return parts.filter((part) => part?.trim()).join(between);
}
