/** A part of West Mercia's people: names to combine, and what the police would record. */
export interface Community {
  weight: number;
  women: readonly string[];
  men: readonly string[];
  surnames: readonly string[];
  /** Self-defined ethnicity (Standard Data Model identifiers), most often left blank by the police. */
  ethnicity: readonly string[];
  observed: string;
  nationality: string;
  language: string;
  /** The share who ask for an interpreter: an assumption. */
  interpreterShare: number;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const ENGLISH_WOMEN =
  words(`Amelia Olivia Charlotte Emily Sophie Jessica Hannah Rebecca Laura Sarah Emma Claire
  Nicola Joanne Tracey Karen Susan Margaret Patricia Jean Dorothy Joan Beryl Maureen Sheila Gillian Heather Alison
  Zoë Chloë Holly Poppy Daisy Freya Ruby Lily Grace Eleanor Beatrice Harriet Georgina Anne-Marie Kirsty Lindsay`);
const ENGLISH_MEN =
  words(`Oliver George Harry Jack Charlie Thomas James William Daniel Matthew Luke Adam Ryan Ben
  Christopher Andrew Stephen Paul Mark Kevin Gary Nigel Keith Trevor Brian Derek Roy Kenneth Ronald Stanley Albert
  Archie Alfie Noah Leo Theo Finley Jude Toby Rupert Hugh Edmund Jean-Paul Craig Lee Wayne Darren Stuart`);
export const ENGLISH_SURNAMES =
  words(`Abberley Alderson Ashcombe Atherstone Barnfield Beddoes Berrow Birtwhistle Blakeway
  Bowdler Brampton Bradshaw Broadheath Brooksby Cartwright Castlemorton Chaddesley Clee Cleobury Clutterbuck
  Colwall Corvedale Cradley Croome Dunley Dymock Eardisley Eastnoor Fairweather Fownhope Garmston Greenaway
  Hanley Hartlebury Haughmond Heathcock Hindlip Holt-Fleet Hopesay Inkberrow Jukes Kempsey Kinlet Langley Leigh
  Longden Lulham Lydbury Madresfield Martley Meole Millichope Minton Mordiford Munslow Norbury Oakengate Ombersley
  Onibury Parkinson Pattingham Peopleton Pitchcroft Powick Preece Purslow Queenhill Ravenhill Rushwick Salwarpe
  Severnake Shelsley Smethcott Snodhill Stokesay Stottesdon Suckley Teme Tetbury Thornbury Tibberton Upton
  Wadborough Weobley Whitbourne Wichenford Wilmcote Withington Wolferlow Wormbridge Wychbold Yarpole Zeal`);
const WELSH_WOMEN = words(
  'Siân Angharad Ffion Nerys Lowri Cerys Heulwen Myfanwy Gwenllïan Tŷgwen Rhŵan Eirlys',
);
const WELSH_MEN = words('Gwŷn Llŷr Dafydd Rhys Emyr Gethin Hŵel Ifan Owain Tudŵr Caradog Meurig');
const WELSH_SURNAMES =
  words(`ap-Gwŷn Bŵen Cadwgan Ddu Eynon Ffoulkes Glyndŵr Gwalchmai Llŷwelyn Meredydd Nantgŵyn
  Penrhŷn Prosser Pugh Rhydderch Trahaearn Vŷchan Ynyr`);
const IRISH_SURNAMES = words(
  "O’Brien O’Dowdall O’Malleny O'Shaunessy MacGillane Fitzmoran McEnroy Ní-Bhriain",
);
const POLISH_WOMEN = words('Agnieszka Małgorzata Katarzyna Bożena Zofia Grażyna Weronika Jadwiga');
const POLISH_MEN = words('Łukasz Paweł Zbigniew Krzysztof Mateusz Grzegorz Wojciech Stanisław');
const POLISH_SURNAMES = words(`Brzozowiak Dąbkowski Górniak Jabłonowicz Kozłowiak Łąkowski Mroźny Piątkowiak
  Sikorniak Szczepaniuk Wiśniak Źrebczak`);
const SOUTH_ASIAN_WOMEN = words(
  'Aisha Fatima Zainab Nasreen Priya Anjali Harpreet Simran Rukhsana Shabnam Meena',
);
const SOUTH_ASIAN_MEN = words('Imran Bilal Tariq Usman Rajesh Sanjay Gurpreet Jaswinder Kamran Shafiq Anil');

const WHITE_BRITISH = { ethnicity: ['ESDD_W1'], observed: 'EOVD_IC1', nationality: 'NLTY_0026' };
const ENGLISH_SPEAKING = { language: 'LNGG_ENG', interpreterShare: 0 };

/** Who lives here in the scenario. The names are combined by chance and belong to nobody. */
export const COMMUNITIES: readonly Community[] = [
  {
    ...WHITE_BRITISH,
    ...ENGLISH_SPEAKING,
    weight: 760,
    women: ENGLISH_WOMEN,
    men: ENGLISH_MEN,
    surnames: ENGLISH_SURNAMES,
  },
  {
    ...WHITE_BRITISH,
    ...ENGLISH_SPEAKING,
    weight: 60,
    women: WELSH_WOMEN,
    men: WELSH_MEN,
    surnames: WELSH_SURNAMES,
  },
  {
    ...WHITE_BRITISH,
    weight: 8,
    women: WELSH_WOMEN,
    men: WELSH_MEN,
    surnames: WELSH_SURNAMES,
    language: 'LNGG_CYM',
    interpreterShare: 0.05,
  },
  {
    ...ENGLISH_SPEAKING,
    weight: 20,
    women: ENGLISH_WOMEN,
    men: ENGLISH_MEN,
    surnames: IRISH_SURNAMES,
    ethnicity: ['ESDD_W2', 'ESDD_W3'],
    observed: 'EOVD_IC1',
    nationality: 'NLTY_0100',
  },
  {
    weight: 45,
    women: POLISH_WOMEN,
    men: POLISH_MEN,
    surnames: POLISH_SURNAMES,
    ethnicity: ['ESDD_W9'],
    observed: 'EOVD_IC1',
    nationality: 'NLTY_0163',
    language: 'LNGG_POL',
    interpreterShare: 0.2,
  },
  {
    weight: 22,
    women: words('Ioana Elena Mădălina Ștefania Roxana Țăndrica'),
    men: words('Andrei Ștefan Răzvan Ionuț Cătălin Bogdan'),
    surnames: words('Brădeanu Codrescu Dumbrăveanu Izvoreanu Lupășteanu Munteanca Șoimaru Țurcanescu'),
    ethnicity: ['ESDD_W9', 'ESDD_W4'],
    observed: 'EOVD_IC2',
    nationality: 'NLTY_0168',
    language: 'LNGG_RON',
    interpreterShare: 0.25,
  },
  {
    ...ENGLISH_SPEAKING,
    weight: 36,
    women: SOUTH_ASIAN_WOMEN,
    men: SOUTH_ASIAN_MEN,
    surnames: words(
      'Akhtar-Lane Bhattizai Chaudhrani Dhillonjit Iqbalzada Kaurwala Mahmoodi Pateliya Rahmatulla',
    ),
    ethnicity: ['ESDD_A1', 'ESDD_A2', 'ESDD_A3'],
    observed: 'EOVD_IC4',
    nationality: 'NLTY_0026',
  },
  {
    weight: 8,
    women: SOUTH_ASIAN_WOMEN,
    men: SOUTH_ASIAN_MEN,
    surnames: words('Begumzai Hussainpur Khanbhai Mianwal Siddiquer Uddinpur'),
    ethnicity: ['ESDD_A2', 'ESDD_A3'],
    observed: 'EOVD_IC4',
    nationality: 'NLTY_0155',
    language: 'LNGG_URD',
    interpreterShare: 0.35,
  },
  {
    ...ENGLISH_SPEAKING,
    weight: 20,
    women: words('Abena Chiamaka Folasade Ngozi Marcia Shanice Yewande'),
    men: words('Kwabena Chukwudi Olumide Tendai Delroy Winston Kofi'),
    surnames: words('Adebanjoko Asantewood Baptistelle Chidiebereth Gordonville Mensahby Nkomoray Okonjola'),
    ethnicity: ['ESDD_B1', 'ESDD_B2', 'ESDD_M1', 'ESDD_M2'],
    observed: 'EOVD_IC3',
    nationality: 'NLTY_0026',
  },
  {
    weight: 6,
    women: words('Mei-Ling Xiu-Ying Lan Thị-Hoa'),
    men: words('Wei-Jie Zhi-Hao Minh Quang-Huy'),
    surnames: words('Changwu Ngô-Trần Liangshi Đặng-Lê Wongfei'),
    ethnicity: ['ESDD_A4', 'ESDD_A9'],
    observed: 'EOVD_IC5',
    nationality: 'NLTY_0217',
    language: 'LNGG_VIE',
    interpreterShare: 0.5,
  },
  {
    weight: 5,
    women: words('Blerina Drita Mirela'),
    men: words('Arben Besnik Ilir'),
    surnames: words('Dragobia Krujani Përmetaj Shkodrani'),
    ethnicity: ['ESDD_W9'],
    observed: 'EOVD_IC2',
    nationality: 'NLTY_0002',
    language: 'LNGG_SQI',
    interpreterShare: 0.45,
  },
];
