// The floors of the house (CONVENTIONS.md), lowest first. A folder may import the floors below it and itself.
const floors = [
  ['shared'],
  ['protocol', 'catalog', 'formats', 'metrics', 'serviceModel'],
  ['sagemaker', 'local'],
  ['connections'],
  ['datasets', 'containers'],
  ['jobs'],
  ['ui'],
];

const upward = floors.map((names, level) => ({
  name: `floor-${names.join('-')}`,
  comment: `src/{${names}} may only import the floors below it.`,
  severity: 'error',
  from: { path: `^src/(${names.join('|')})/` },
  to: { path: `^src/(${[...floors.slice(level + 1).flat(), 'engine'].join('|')})/|^src/extension\\.ts$` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...upward,
    {
      name: 'engine-imports',
      comment: 'The engine is a program of its own.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/', pathNot: '^src/(engine|shared|catalog|formats|metrics|serviceModel)/' },
    },
    {
      name: 'nothing-imports-engine',
      comment: 'The engine is spoken to over HTTP.',
      severity: 'error',
      from: { pathNot: '^src/engine/' },
      to: { path: '^src/engine/' },
    },
    {
      name: 'webview-imports',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: '^src/(shared/[^/]+\\.ts|protocol/|metrics/)' },
    },
    {
      name: 'vscode-only-in-ui',
      severity: 'error',
      from: { pathNot: '^src/(ui/|extension\\.ts$)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'pure-has-no-node',
      comment: 'shared/*.ts, protocol and metrics also run in the browser.',
      severity: 'error',
      from: { path: '^src/(shared/[^/]+\\.ts|protocol/|metrics/)' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'not-to-test', severity: 'error', from: { path: '^(src|webview)/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
