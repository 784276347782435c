import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toMarkdown } from './markdown.mjs';

/** What a job definition holds; other requests have no hover. */
const documentedOperations = ['CreateTrainingJob', 'CreateHyperParameterTuningJob'];

/**
 * What Amazon writes about the members of what a job definition holds, as Markdown: read from the declarations of the installed
 * SDK at build time, so that the texts are never part of the repository.
 * @param {string} root - The project's folder.
 * @returns {Promise<Record<string, Record<string, string>>>} By structure, then by member.
 */
export async function memberDocumentation(root) {
  const table = JSON.parse(await readFile(join(root, 'src/serviceModel/tables/sagemaker.json'), 'utf8'));
  const folder = join(root, 'node_modules/@aws-sdk/client-sagemaker/dist-types/models');
  const files = (await readdir(folder)).filter((name) => /^models_\d+\.d\.ts$/.test(name));
  const declarations = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const comments = Object.assign({}, ...declarations.map(memberComments));
  const held = shapesWithin(
    table.shapes,
    documentedOperations.map((operation) => table.operations[operation]),
  );
  return Object.fromEntries(
    Object.entries(table.shapes)
      .filter(([name, { type }]) => type === 'structure' && held.has(name) && comments[name] !== undefined)
      .map(([name, { members }]) => [name, documented(comments[name], Object.keys(members))]),
  );
}

/** The names of shapes and of all that they are made of. */
function shapesWithin(shapes, names, found = new Set()) {
  for (const name of names.filter((one) => !found.has(one))) {
    found.add(name);
    const { members = {}, member, key, value } = shapes[name];
    shapesWithin(shapes, [...Object.values(members), ...[member, key, value].filter(Boolean)], found);
  }
  return found;
}

function documented(comments, members) {
  return Object.fromEntries(
    members.filter((member) => comments[member] !== undefined).map((member) => [member, toMarkdown(comments[member])]),
  );
}

/** The comment of each member of each interface, still HTML. */
function memberComments(text) {
  const interfaces = {};
  for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{\n]*\{\n([\s\S]*?)^\}/gm)) {
    const members = {};
    for (const [, comment, member] of body.matchAll(/^ {4}\/\*\*([\s\S]*?)\*\/\n {4}(\w+)\??: /gm)) {
      members[member] = comment
        .replace(/^\s*\* ?/gm, '')
        .replace(/^@\w+.*$/gm, '')
        .replace(/\\([{}@])/g, '$1')
        .trim();
    }
    interfaces[name] = members;
  }
  return interfaces;
}
