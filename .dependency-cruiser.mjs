// Which way imports may point; ARCHITECTURE.md says why. `npm run structure` applies these rules, and
// scripts/structure.test.mjs breaks each of them once.

const test = String.raw`\.test\.tsx?$`;

/**
 * A pattern for what stands behind a name of an npm package, whether it is installed or linked from packages/.
 *
 * @param {string} name the package, as a regular expression
 */
const library = (name) => `(^|node_modules/)${name}(/|$)`;

const otp = ['^packages/otp/dist/index[.]', library('@countersign/otp')];
const serverOperate = ['^packages/server/dist/operate[.]', library('@countersign/server/operate')];
const vault = ['^packages/vault/dist/index[.]', library('@countersign/vault')];

/**
 * A rule by which the modules of `from` import each other, what `allowed` lists, and nothing else.
 *
 * @param {string} name
 * @param {string} from path of a folder
 * @param {string[]} allowed
 */
const importsOnly = (name, from, allowed) => ({
  name,
  severity: /** @type {const} */ ('error'),
  from: { path: `^${from}/`, pathNot: test },
  to: { pathNot: [`^${from}/`, ...allowed] },
});

/**
 * @param {string} name
 * @param {object} from
 * @param {object} to
 */
const forbid = (name, from, to) => ({ name, severity: /** @type {const} */ ('error'), from, to });

/**
 * A rule that keeps a library inside one room of the server.
 *
 * @param {string} room
 * @param {string[]} libraries
 */
const onlyIn = (room, libraries) =>
  forbid(
    `libraries-of-${room}-stay-there`,
    { path: '^packages/server/src/', pathNot: [test, `^packages/server/src/(${room}/|compose[.]ts$)`] },
    { path: libraries.map(library) },
  );

const server = 'packages/server/src';
const authenticator = 'packages/authenticator/src';
/** Relative imports and assets aside, what a package takes from elsewhere in this repository. */
const ours = ['^packages/', library('@countersign/[^/]+')];

/** @satisfies {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // Packages: otp <- vault <- authenticator, the server beside them, and what attacks it from outside.
    importsOnly('otp-imports-only-noble', 'packages/otp/src', [library('@noble/hashes')]),
    importsOnly('vault-imports-only-otp-and-noble', 'packages/vault/src', [...otp, library('@noble/[^/]+')]),
    forbid(
      'attack-imports-only-otp',
      { path: '^packages/attack/src/', pathNot: test },
      { path: ours, pathNot: ['^packages/attack/src/', ...otp] },
    ),
    forbid(
      'server-imports-only-otp-and-vault',
      // The harness of the attacks is part of the tests.
      { path: `^${server}/`, pathNot: [test, `^${server}/attacks/`] },
      { path: ours, pathNot: [`^${server}/`, ...otp, ...vault] },
    ),
    forbid(
      'authenticator-imports-only-otp-and-vault',
      { path: `^${authenticator}/`, pathNot: test },
      { path: ours, pathNot: [`^${authenticator}/`, ...otp, ...vault] },
    ),
    forbid(
      'cli-imports-only-server',
      { path: '^packages/cli/src/', pathNot: test },
      { path: ours, pathNot: ['^packages/cli/src/', ...serverOperate] },
    ),
    forbid(
      'packages-are-entered-by-their-name',
      { path: '^packages/([^/]+)/' },
      { path: '^packages/[^/]+/(src|test)/', pathNot: '^packages/$1/' },
    ),

    // Rooms of the server: http -> domain <- storage, crypto, mail; any of them may log (ops).
    importsOnly('domain-imports-only-otp', `${server}/domain`, otp),
    ...['http', 'storage', 'crypto', 'mail', 'ops'].map((room) =>
      forbid(
        `${room}-imports-only-domain`,
        { path: `^${server}/${room}/`, pathNot: test },
        { path: `^${server}/`, pathNot: `^${server}/(${room}|domain${room === 'ops' ? '' : '|ops'})/` },
      ),
    ),
    forbid(
      'only-composition-joins-rooms',
      { path: `^${server}/[^/]+$`, pathNot: [test, `^${server}/(compose|config|main|serve|operate)[.]ts$`] },
      { path: `^${server}/[^/]+/` },
    ),
    forbid(
      'main-imports-only-composition',
      { path: `^${server}/(main|serve)[.]ts$` },
      { path: `^${server}/`, pathNot: `^${server}/((compose|config|serve)[.]ts$|ops/)` },
    ),
    forbid('nobody-imports-main', {}, { path: '^packages/[^/]+/src/main[.]tsx?$' }),
    onlyIn('http', ['hono', '@hono/[^/]+']),
    onlyIn('storage', ['kysely']),
    onlyIn('mail', ['nodemailer']),
    onlyIn('crypto', ['@node-rs/argon2[^/]*', '@simplewebauthn/[^/]+']),

    // Rooms of the authenticator: features lean on vault/, relay/ and ui/, not on each other.
    forbid(
      'features-do-not-import-each-other',
      { path: `^${authenticator}/features/([^/]+)/`, pathNot: test },
      { path: `^${authenticator}/features/`, pathNot: `^${authenticator}/features/$1/` },
    ),
    forbid(
      'rooms-below-import-no-feature',
      { path: `^${authenticator}/(vault|relay|ui)/`, pathNot: test },
      { path: `^${authenticator}/features/` },
    ),

    // Everywhere.
    forbid('no-cycles', {}, { circular: true }),
    forbid('no-unresolved-imports', {}, { couldNotResolve: true }),
    forbid('tests-are-not-imported', { pathNot: test }, { path: test }),
    forbid(
      'no-orphans',
      // A page's script, in http/assets, is loaded by the browser.
      {
        orphan: true,
        pathNot: [test, '[.]d[.]ts$', '/(main|index|service-worker)[.]tsx?$', '/http/assets/'],
      },
      {},
    ),
    forbid(
      'names-say-something',
      {},
      { path: '/(utils?|helpers?|common|misc)([.]tsx?$|/)', pathNot: 'node_modules/' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^packages/[^/]+/dist/'] },
    exclude: { path: ['[.](css|svg|png|wasm)$'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
