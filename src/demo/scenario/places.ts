import type { Random } from './random.js';

/** A British address, as the extract has it. */
export interface Address {
  subBuildingName: string;
  buildingName: string;
  buildingNumber: string;
  street: string;
  cityOrTown: string;
  county: string;
  postcode: string;
  localPolicingArea: string;
}

/** Towns of West Mercia (real), with the postcode area that their invented postcodes borrow. */
const TOWNS: readonly (readonly [readonly [string, string, string, string], number])[] = [
  [['Worcester', 'Worcestershire', 'WR', 'South Worcestershire'], 14],
  [['Malvern', 'Worcestershire', 'WR', 'South Worcestershire'], 4],
  [['Evesham', 'Worcestershire', 'WR', 'South Worcestershire'], 4],
  [['Pershore', 'Worcestershire', 'WR', 'South Worcestershire'], 1],
  [['Droitwich Spa', 'Worcestershire', 'WR', 'South Worcestershire'], 3],
  [['Redditch', 'Worcestershire', 'WR', 'North Worcestershire'], 12],
  [['Bromsgrove', 'Worcestershire', 'WR', 'North Worcestershire'], 6],
  [['Kidderminster', 'Worcestershire', 'DY', 'North Worcestershire'], 10],
  [['Stourport-on-Severn', 'Worcestershire', 'DY', 'North Worcestershire'], 3],
  [['Bewdley', 'Worcestershire', 'DY', 'North Worcestershire'], 1],
  [['Hereford', 'Herefordshire', 'HR', 'Herefordshire'], 9],
  [['Leominster', 'Herefordshire', 'HR', 'Herefordshire'], 2],
  [['Ross-on-Wye', 'Herefordshire', 'HR', 'Herefordshire'], 2],
  [['Ledbury', 'Herefordshire', 'HR', 'Herefordshire'], 1],
  [['Kington', 'Herefordshire', 'HR', 'Herefordshire'], 1],
  [['Telford', 'Shropshire', 'TF', 'Telford and Wrekin'], 16],
  [['Newport', 'Shropshire', 'TF', 'Telford and Wrekin'], 2],
  [['Market Drayton', 'Shropshire', 'TF', 'Shropshire'], 2],
  [['Shrewsbury', 'Shropshire', 'SY', 'Shropshire'], 8],
  [['Oswestry', 'Shropshire', 'SY', 'Shropshire'], 3],
  [['Ludlow', 'Shropshire', 'SY', 'Shropshire'], 2],
  [['Whitchurch', 'Shropshire', 'SY', 'Shropshire'], 1],
  [['Church Stretton', 'Shropshire', 'SY', 'Shropshire'], 1],
];

const STREET_NAMES =
  'Larkspur Teasel Cuckoopint Fernleaf Marlpit Osier Pippin Ropewalk Saltcote Tannery Withybed Hopkiln'.split(
    ' ',
  );
const STREET_KINDS = 'Rise Croft Lane Row Close Meadow Bank Orchard Walk Pound'.split(' ');
const HOUSE_NAMES = [
  'The Old Hop Kiln',
  'Perry Cottage',
  'Tŷ Gwŷn',
  'Orchard End',
  'Weir House',
  'Malthouse, The',
];
const INWARD_LETTERS = 'ABDEFGHJLNPQRSTUWXYZ';
const UNITS_OF_AN_AREA = 40_000;

/**
 * Gives out invented addresses. The postcodes are well formed and their areas are the region's, but their
 * districts (80 to 89 of WR, DY, HR, TF and SY) are none that Royal Mail is known to have allocated, and no two
 * households get the same one: people share a postcode only where the scenario says so.
 */
export class AddressBook {
  private readonly given = new Map<string, number>();

  /** An address in one of the towns that nobody has yet. */
  next(random: Random): Address {
    const [cityOrTown, county, area, localPolicingArea] = random.weighted(TOWNS);
    const isNamed = random.chance(0.05);
    return {
      subBuildingName: random.chance(0.08) ? `Flat ${random.between(1, 12)}` : '',
      buildingName: isNamed ? random.pick(HOUSE_NAMES) : '',
      buildingNumber: isNamed ? '' : String(random.between(1, 180)),
      street: `${random.pick(STREET_NAMES)} ${random.pick(STREET_KINDS)}`,
      cityOrTown,
      county,
      postcode: this.nextPostcode(area),
      localPolicingArea,
    };
  }

  /** A house in the same street and postcode as another. */
  neighbourOf(address: Address, random: Random): Address {
    const buildingNumber = String(181 + random.below(19));
    return { ...address, subBuildingName: '', buildingName: '', buildingNumber };
  }

  private nextPostcode(area: string): string {
    const count = this.given.get(area) ?? 0;
    this.given.set(area, count + 1);
    const unit = (count * 7_919 + 1_234) % UNITS_OF_AN_AREA;
    const district = 80 + Math.floor(unit / 4_000);
    const [sector, pair] = [Math.floor(unit / 400) % 10, unit % 400];
    return `${area}${district} ${sector}${INWARD_LETTERS[Math.floor(pair / 20)]}${INWARD_LETTERS[pair % 20]}`;
  }
}
