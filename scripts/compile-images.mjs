#!/usr/bin/env node
// Compiles the image tables of the SageMaker Python SDK (Apache-2.0) into src/catalog/tables/images.json.
// usage: node scripts/compile-images.mjs <an unpacked sagemaker-2.x wheel>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Other names that people use for a family, besides the SDK's own. */
const algorithms = {
  xgboost: [],
  blazingtext: [],
  'factorization-machines': [],
  'forecasting-deepar': ['deepar'],
  'image-classification': [],
  ipinsights: ['ip-insights'],
  kmeans: ['k-means'],
  knn: [],
  lda: [],
  'linear-learner': [],
  ntm: [],
  'object-detection': [],
  object2vec: [],
  pca: [],
  randomcutforest: ['random-cut-forest'],
  'semantic-segmentation': [],
  seq2seq: [],
};
const frameworks = { pytorch: [], sklearn: ['scikit-learn'], tensorflow: [] };

const wheel = process.argv[2];
if (!wheel)
  throw new Error('Give the folder of an unpacked wheel: pip download --no-deps sagemaker==2.257.7; unzip it.');
const sdkVersion = readdirSync(wheel)
  .map((name) => /^sagemaker-([\d.]+)\.dist-info$/.exec(name)?.[1])
  .find((found) => found !== undefined);

/** Accounts by region; versions that share a map share its index. */
const registries = [];
function registryIndex(accounts) {
  const sorted = Object.fromEntries(Object.entries(accounts).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = JSON.stringify(sorted);
  const known = registries.findIndex((registry) => JSON.stringify(registry) === text);
  return known >= 0 ? known : registries.push(sorted) - 1;
}

const pythonOrder = (name) =>
  Number(/\d+$/.exec(name)[0].replace(/^(\d)(\d*)$/, (_, major, minor) => major * 100 + Number(minor)));
const newest = (pythons) => [...pythons].sort((a, b) => pythonOrder(a) - pythonOrder(b)).at(-1);

/** What makes up a version's URI; of several Python versions the newest, which is what a new job wants. */
function versionFacts(facts, shared) {
  const byPython = facts.repository === undefined;
  const python = newest(byPython ? Object.keys(facts) : (facts.py_versions ?? ['py0']));
  const { repository, registries: accounts } = byPython ? facts[python] : facts;
  const processors = shared ?? facts.processors ?? (byPython ? facts[python].processors : undefined);
  return {
    repository,
    registry: registryIndex(accounts),
    ...(processors ? { processors } : {}),
    ...(python === 'py0' ? {} : { python }),
  };
}

function family(file, kind, names) {
  const config = JSON.parse(readFileSync(join(wheel, 'sagemaker/image_uri_config', `${file}.json`), 'utf8'));
  const { versions, version_aliases: aliases = {}, processors } = config.training ?? config;
  return {
    kind,
    ...(names.length > 0 ? { names } : {}),
    aliases,
    versions: Object.fromEntries(
      Object.entries(versions).map(([version, facts]) => [version, versionFacts(facts, processors)]),
    ),
  };
}

const images = Object.fromEntries([
  ...Object.entries(algorithms).map(([name, names]) => [name, family(name, 'algorithm', names)]),
  ...Object.entries(frameworks).map(([name, names]) => [name, family(name, 'framework', names)]),
]);

const source = `sagemaker-python-sdk ${sdkVersion}, image_uri_config/*.json, Apache-2.0`;
const rows = (object) =>
  Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
const table =
  `{"source":${JSON.stringify(source)},\n` +
  `"registries":[\n${registries.map((registry) => JSON.stringify(registry)).join(',\n')}\n],\n` +
  `"images":{\n${rows(images).join(',\n')}\n}}\n`;
JSON.parse(table);
writeFileSync(join(root, 'src/catalog/tables/images.json'), table);
console.log(
  `${Object.keys(images).length} families, ${registries.length} registries, ${Math.round(table.length / 1024)} KB, from ${source}`,
);
