#!/usr/bin/env node
// Compiles the image tables of the SageMaker Python SDK (Apache-2.0) into src/catalog/tables/images.json.
// usage: node scripts/compile-images.mjs <an unpacked sagemaker-2.x wheel>
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const algorithms = ['xgboost'];

const wheel = process.argv[2];
if (!wheel)
  throw new Error('Give the folder of an unpacked wheel: pip download --no-deps sagemaker==2.257.7; unzip it.');
const version = readdirSync(wheel)
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

/** The SDK joins version, processor and Python version where the table names them. */
function imageTag(name, { processors, py_versions: pythons }) {
  if ((processors?.length ?? 1) > 1 || (pythons?.length ?? 1) > 1) throw new Error(`${name} has several variants.`);
  return [name, processors?.[0], pythons?.[0]].filter(Boolean).join('-');
}

const images = {};
for (const algorithm of algorithms) {
  const config = JSON.parse(readFileSync(join(wheel, 'sagemaker/image_uri_config', `${algorithm}.json`), 'utf8'));
  const { versions, version_aliases: aliases } = config.training;
  images[algorithm] = { aliases: aliases ?? {}, versions: {} };
  for (const [name, facts] of Object.entries(versions)) {
    const tag = imageTag(name, facts);
    const registry = registryIndex(facts.registries);
    images[algorithm].versions[name] = { repository: facts.repository, registry, ...(tag === name ? {} : { tag }) };
  }
}

const source = `sagemaker-python-sdk ${version}, image_uri_config/*.json, Apache-2.0`;
const rows = (object) =>
  Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
const table =
  `{"source":${JSON.stringify(source)},\n` +
  `"registries":[\n${registries.map((registry) => JSON.stringify(registry)).join(',\n')}\n],\n` +
  `"images":{\n${rows(images).join(',\n')}\n}}\n`;
JSON.parse(table);
writeFileSync(join(root, 'src/catalog/tables/images.json'), table);
console.log(`${Object.keys(images).length} algorithms, ${registries.length} registries, from ${source}`);
