import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const packageOf = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * The licences of the packages that a bundle holds, each text once.
 * @param {string} root - Folder that the inputs are relative to.
 * @param {string[]} inputs - Files that went into the bundles, as esbuild's metafile names them.
 * @returns {Promise<string>}
 * @throws when a bundled package carries no licence: it must not be shipped then.
 */
export async function thirdPartyNotices(root, inputs) {
  const folders = new Set(inputs.flatMap((input) => packageOf.exec(input)?.[0] ?? []));
  /** @type {Map<string, Set<string>>} */
  const packagesByLicence = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const text = (await licenceText(join(root, folder))) ?? statement(name, license);
    packagesByLicence.set(text, (packagesByLicence.get(text) ?? new Set()).add(`${name} ${version}`));
  }
  const sections = [...packagesByLicence].map(([text, packages]) => [[...packages].sort().join('\n'), text]);
  sections.sort(([a], [b]) => (a < b ? -1 : 1));
  const rule = '-'.repeat(80);
  return [
    'SageMaker Workbench contains parts of the packages below, under their own licences.',
    ...sections.map(([packages, text]) => `${rule}\n${packages}\n${rule}\n\n${text}`),
  ].join('\n\n');
}

/** The package's licence and notice files. */
async function licenceText(folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
  if (names.length === 0) return undefined;
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n') + '\n';
}

/** Some packages name their licence in package.json only. */
function statement(name, license) {
  if (typeof license !== 'string')
    throw new Error(`The bundled package ${name} names no licence; it cannot be shipped.`);
  return `Licensed under ${license}.\n`;
}
