const floors = require('./floors.cjs');

const shared = floors.find((rooms) => rooms.length > 1);
const inRooms = (rooms) => `^src/(${rooms.join('|')})/`;

/** One rule a floor: nothing on it knows what stands above it. */
const onlyDownward = floors.slice(0, -1).map((rooms, floor) => ({
  name: `floor-${floor}-knows-nothing-above`,
  comment: `${rooms.join(', ')} may import only what stands below: raise a named event instead, or move the verb down.`,
  severity: 'error',
  from: { path: inRooms(rooms) },
  to: { path: inRooms(floors.slice(floor + 1).flat()) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...onlyDownward,
    {
      name: 'no-neighbours',
      comment: 'Rooms of one floor do not import each other: they meet below, or through an outbox event.',
      severity: 'error',
      from: { path: inRooms(shared) },
      to: {
        path: inRooms(shared),
        pathNot: '^src/$1/',
      },
    },
    {
      name: 'rooms-do-not-know-the-map',
      comment: 'main.ts and app.module.ts know every room; no room knows them.',
      severity: 'error',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'src-never-imports-test',
      comment: 'The service must run without its tests.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^(test|config/tooling)/' },
    },
    {
      name: 'only-the-database-runs-migrations',
      comment: 'Migrations are found by platform/database; no room depends on one.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/database/' },
      to: { path: '^migrations/' },
    },
    {
      name: 'migrations-stand-alone',
      comment:
        'A migration must mean the same for ever: it imports nothing but the SQL fragments of platform/database.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|migrations)/', pathNot: '^src/platform/database/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-packages-only',
      comment: 'A package that package.json does not name may vanish with the next install.',
      severity: 'error',
      from: { path: '^(src|migrations|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-in-service',
      comment: 'The image is installed without development packages.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
