/** How rows stand in a file, and in the body of a request. */
export type RowFormat = 'csv' | 'jsonlines' | 'json' | 'libsvm';

/** The content type that a model is told for rows of a format ("Common Data Formats for Inference"). */
export const contentTypes: Readonly<Record<RowFormat, string>> = {
  csv: 'text/csv',
  jsonlines: 'application/jsonlines',
  json: 'application/json',
  libsvm: 'text/libsvm',
};

const byEnding: readonly (readonly [ending: RegExp, format: RowFormat])[] = [
  [/\.(csv|tsv)$/i, 'csv'],
  [/\.(jsonl|ndjson|jsonlines)$/i, 'jsonlines'],
  [/\.json$/i, 'json'],
  [/\.(libsvm|svm)$/i, 'libsvm'],
];

/** What a file's ending stands for; a `.gz` after it does not count. */
export function formatOfFile(path: string): RowFormat | undefined {
  const unpacked = path.replace(/\.gz$/i, '');
  return byEnding.find(([ending]) => ending.test(unpacked))?.[1];
}

/** The format that a text most likely has. */
export function formatOfText(text: string): RowFormat {
  const trimmed = text.trim();
  if (isJson(trimmed)) return 'json';
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every((line) => isJson(line.trim()))) return 'jsonlines';
  return lines.length > 0 && lines.every((line) => libsvmLine.test(line.trim())) ? 'libsvm' : 'csv';
}

/** The content type to propose for a text. @param keptOf - What was last used there for a format. */
export function proposedType(text: string, keptOf: (format: RowFormat) => string | undefined): string {
  const format = formatOfText(text);
  return keptOf(format) ?? contentTypes[format];
}

/** An optional label, then `column:value` pairs. */
const libsvmLine = /^([-+.\deE]+\s+)?\d+:[-+.\deE]+(\s+\d+:[-+.\deE]+)*$/;

function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // it only begins like JSON
  }
}
