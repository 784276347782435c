import { csvHeadLength, inspectCsvHead } from '../formats/csvHead.ts';
import type { NumericCsv } from '../formats/csvNumbers.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import type { DefinitionFiles } from './definitionFiles.ts';
import type { Finding, TextRange } from './finding.ts';
import type { LocalFile } from './localData.ts';

// Enough to catch a wrong export, without reading a folder of thousands at each keystroke.
const filesLookedInto = 20;

/** Algorithms that take CSV for training, which then holds numbers only ("Common data formats" of the developer guide). */
const csvAlgorithms = ['xgboost', 'linear-learner', 'knn', 'kmeans', 'pca', 'randomcutforest'];
const supervised = ['xgboost', 'linear-learner', 'knn'];

/** A channel's files and what is known of how they will be read. */
export interface TableContext {
  readonly files: DefinitionFiles;
  /** The short name, e.g. `xgboost`. */
  readonly algorithm: string;
  readonly contentType: string | undefined;
  readonly hyperparameter: (name: string) => unknown;
  /** Where the data are named. */
  readonly dataRange: TextRange;
  /** Where the content type stands, or should. */
  readonly typeRange: TextRange;
}

/** What the first lines of local tables say against how the algorithm will read them. */
export async function diagnoseTables(files: readonly LocalFile[], context: TableContext): Promise<Finding[]> {
  const { algorithm, contentType, dataRange } = context;
  const readsCsv = isCsv(contentType) && csvAlgorithms.includes(algorithm);
  // Without a content type the XGBoost container reads libsvm (its data_utils.get_content_type).
  const readsLibsvm = algorithm === 'xgboost' && /^((text\/)?(x-)?libsvm)?$/i.test(contentType ?? '');
  if (!readsCsv && !readsLibsvm) return [];
  const findings: Finding[] = [];
  for (const { path, relativePath } of files.slice(0, filesLookedInto)) {
    try {
      const head = await context.files.readHead(path, csvHeadLength);
      const found = readsCsv ? csvProblem(head, relativePath, context) : libsvmProblem(head, relativePath, context);
      if (found !== undefined) findings.push(found);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      const message = `${relativePath} cannot be read: ${messageOf(error)}`;
      findings.push({ ...dataRange, severity: 'error', code: 'unreadable-path', message });
    }
  }
  return findings;
}

function libsvmProblem(head: Uint8Array, name: string, { contentType, typeRange }: TableContext): Finding | undefined {
  if (!/^\s*[-+.\deE]+(\s*,\s*[-+.\deE]+)+\s*$/.test(firstLine(head))) return undefined;
  const told = contentType === undefined ? 'no ContentType says so' : `ContentType says ${contentType}`;
  const message = `${name} is CSV, but ${told}: XGBoost would read it as libsvm. Give ContentType: text/csv.`;
  const finding: Finding = { ...typeRange, severity: 'error', code: 'wrong-content-type', message };
  return contentType === undefined ? finding : { ...finding, replacement: 'text/csv' };
}

function csvProblem(head: Uint8Array, name: string, context: TableContext): Finding | undefined {
  const { algorithm, contentType, dataRange, typeRange } = context;
  if (algorithm === 'xgboost' && /^\s*[-+.\deE]+(:[\d.]+)?(\s+\d+:[-+.\deE]+)+\s*$/.test(firstLine(head))) {
    const message = `${name} is libsvm, but ContentType says ${contentType}.`;
    return { ...typeRange, severity: 'error', code: 'wrong-content-type', message, replacement: 'text/libsvm' };
  }
  const report = (code: string, message: string): Finding => ({ ...dataRange, severity: 'error', code, message });
  const { header, firstBadCell, columns, numbers } = inspectCsvHead(head);
  const hasLabel = supervised.includes(algorithm);
  if (header) {
    const rule = hasLabel ? ', and its first column is the label' : '';
    const first = firstBadCell?.text ?? '';
    return report(
      'csv-header',
      `${name} starts with a header ('${first}', …). SageMaker's CSV has none${rule}: remove line 1.`,
    );
  }
  if (firstBadCell)
    return report(firstBadCell.problem === 'ragged' ? 'csv-ragged' : 'csv-text', `${name}: ${firstBadCell.message}.`);
  if (!hasLabel) return undefined;
  if (columns === 1)
    return report('csv-label', `${name} has one column only: the label comes first, then at least one feature.`);
  const problem = numbers && algorithm === 'xgboost' ? labelProblem(numbers, context) : undefined;
  return problem === undefined ? undefined : report('csv-label', `${name}: ${problem}`);
}

/** The first label that the objective does not take. */
function labelProblem({ values, columns }: NumericCsv, { hyperparameter }: TableContext): string | undefined {
  const objective = hyperparameter('objective');
  const isLogistic = objective === 'binary:logistic' || objective === 'reg:logistic';
  const isMulti = objective === 'multi:softmax' || objective === 'multi:softprob';
  const classes = isMulti ? Number(hyperparameter('num_class')) : 0;
  if (!isLogistic && !(isMulti && classes >= 2)) return undefined;
  for (let at = 0; at < values.length; at += columns) {
    const label = values[at] as number;
    // Single precision holds seven digits; the rest would be noise.
    const shown = `row ${at / columns + 1} has the label ${Number(label.toPrecision(7))}`;
    if (isLogistic && (label < 0 || label > 1)) return `${shown}, but ${objective} takes labels from 0 to 1.`;
    if (isMulti && (label < 0 || label >= classes || !Number.isInteger(label)))
      return `${shown}, but ${objective} with num_class ${classes} takes whole numbers from 0 to ${classes - 1}.`;
  }
  return undefined;
}

function isCsv(contentType: string | undefined): boolean {
  return /^(text\/)?csv\s*(;|$)/i.test(contentType ?? '');
}

function firstLine(head: Uint8Array): string {
  const text = new TextDecoder().decode(head.subarray(0, 4096));
  return text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
}
