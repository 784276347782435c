import { formatOfFile, formatOfText, type RowFormat } from '../../sagemaker/predictions/rowFormat.ts';
import { codeOf, messageOf, UserError } from '../../shared/errors.ts';
import type { DefinitionFiles } from '../definitionFiles.ts';
import type { SurveyTable } from '../wizard/takeData.ts';
import { textProblem } from '../wizard/textProblem.ts';
import type { SeenFile } from './rowsAnswers.ts';

/** Enough for a first row. */
const headLength = 256 * 1024;

/**
 * Looks at a file of rows: a table as a whole, of other formats the head.
 * @throws UserError saying why its rows cannot be sent.
 */
export async function lookAtFile(
  { path, title }: { readonly path: string; readonly title: string },
  files: Pick<DefinitionFiles, 'readHead'>,
  survey: SurveyTable,
): Promise<SeenFile> {
  const byName = formatOfFile(path);
  if (byName === 'csv') return { path, title, format: 'csv', table: await survey({ source: path, title }) };
  if (/\.gz$/i.test(path)) {
    if (byName === undefined) throw new UserError(`${title} is packed, and not as a table: unpack it first.`);
    return { path, title, format: byName };
  }
  const head = await headOf(path, title, files);
  const problem = textProblem(head, title);
  if (problem !== undefined) throw new UserError(problem);
  const text = new TextDecoder().decode(head);
  if (text.trim() === '') throw new UserError(`${title} is empty: choose a file with data.`);
  const format = byName ?? formatOfText(text);
  if (format === 'csv') return { path, title, format, table: await survey({ source: path, title }) };
  // What is as long as a head may be cut.
  const rows = head.length < headLength ? rowsOf(text, format) : undefined;
  return { path, title, format, members: membersOf(text, format), ...(rows !== undefined && { rows }) };
}

async function headOf(path: string, title: string, files: Pick<DefinitionFiles, 'readHead'>): Promise<Uint8Array> {
  try {
    return await files.readHead(path, headLength);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new UserError(`${title} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** As `readRows` tells rows apart. */
function rowsOf(text: string, format: RowFormat): number | undefined {
  if (format !== 'json') return text.split(/\r?\n/).filter((line) => line.trim() !== '').length;
  const value = parsed(text.replace(/^\uFEFF/, ''));
  return Array.isArray(value) ? value.length : value === undefined ? undefined : 1;
}

function membersOf(text: string, format: RowFormat): string[] {
  const [first = ''] = text.trimStart().split(/\r?\n/, 1);
  if (format === 'libsvm') return /^[-+.\deE]+\s/.test(first) ? ['label'] : [];
  const row = format === 'jsonlines' ? parsed(first) : firstOf(parsed(text));
  return typeof row === 'object' && row !== null && !Array.isArray(row) ? Object.keys(row) : [];
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // longer than the head, or no JSON: reading it whole says which
  }
}
