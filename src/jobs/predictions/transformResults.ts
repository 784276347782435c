import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { transformJobKind } from '../../sagemaker/resources/kinds/transformJobKind.ts';
import type { PredictionRow } from '../../sagemaker/predictions/predictionRow.ts';
import type { PredictionsContent, PredictionsSubject } from '../../sagemaker/predictions/predictionsModel.ts';
import type { RowFormat } from '../../sagemaker/predictions/rowFormat.ts';
import { UserError } from '../../shared/errors.ts';
import { csvHeadLength } from '../../formats/csvHead.ts';
import { readTableHead } from '../../formats/tableHead.ts';
import { nodeDefinitionFiles } from '../nodeDefinitionFiles.ts';
import { runOutputReading, runRowsTaking } from '../wizard/tableRunner.ts';
import { joinedAnswer } from './joinedAnswer.ts';
import { copyBeginning, listKeys } from './s3Beginning.ts';
import { trainedLabel } from './trainedLabel.ts';

/** Of a result, more rows than this are left to whoever downloads it. */
export const mostResultRows = 10_000;
/** Of an object; 10,000 rows of 6 KB. */
const mostBytes = 64 * 1024 * 1024;

export interface ResultsParts {
  /** Absolute path of the bundled `tableWorker.js`. */
  readonly program: string;
  readonly signal: AbortSignal;
  /** What was kept when the job was started here: its rows with their labels. */
  readonly kept?: PredictionsContent | undefined;
}

/**
 * Output beside input, at most the first `mostResultRows` rows, of the first input object.
 * @throws UserError where there is no output that can be read.
 */
export async function transformResults(
  clients: SdkClients,
  name: string,
  { program, signal, kept }: ResultsParts,
): Promise<PredictionsContent> {
  const job = (await transformJobKind.describe(clients, name)) as DescribeTransformJobResponse;
  const place = placeOf(job, name);
  const folder = await mkdtemp(join(tmpdir(), 'sagemaker-transform-'));
  try {
    const { key, others } = await inputObject(clients, place);
    const content = kept ?? (await inputRows(clients, { ...place, key, job: name }, folder, program, signal));
    const outputKey = `${place.outputFolder}${key.slice(place.inputFolder.length)}.out`;
    const path = join(folder, 'output');
    const { isWhole, written } = await copyBeginning(clients, place.outputBucket, outputKey, {
      path,
      mostBytes,
      signal,
    });
    const isReplaced = written !== undefined && job.TransformEndTime !== undefined && written > job.TransformEndTime;
    const wasAnswered = content.answers.some(({ answer, problem }) => answer !== undefined || problem !== undefined);
    if (isReplaced && wasAnswered)
      return withNotes(content, [`${writtenAgain(name)}: these are the answers that were kept here before.`]);
    const { rows } = content;
    const lines = await runOutputReading(program, { path, count: rows.length, isWhole }, signal);
    const answers = rows.map(({ input }, row) => {
      const line = lines[row];
      if (line === undefined) return {};
      return { answer: place.isJoined ? joinedAnswer(line, input) : line };
    });
    const more = others > 0 ? [`The job had ${others} more input ${others === 1 ? 'object' : 'objects'}.`] : [];
    const replaced = isReplaced ? [`${writtenAgain(name)}: it may not be what ${name} answered.`] : [];
    const subject = await withLabel(clients, content.subject, job.ModelName ?? '');
    return withNotes({ ...content, subject, answers }, [...more, ...replaced]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the answers stand for goes by the job's own model, which need not be the one that the rows were first taken for. */
async function withLabel(clients: SdkClients, subject: PredictionsSubject, name: string): Promise<PredictionsSubject> {
  if (subject.labelName === undefined) return subject;
  // A model that is gone tells nothing; what was kept of this job still goes.
  const trained = await trainedLabel(clients, { kind: 'model', name }).catch(() => ({}));
  return { ...subject, labelFacts: { ...subject.labelFacts, ...trained } };
}

function withNotes(content: PredictionsContent, notes: readonly string[]): PredictionsContent {
  return { ...content, subject: { ...content.subject, notes: [...new Set([...content.subject.notes, ...notes])] } };
}

/** Another job with the same S3OutputPath, or a person, has replaced it. */
const writtenAgain = (name: string): string => `The output in S3 was written again after ${name} had ended`;

interface ResultsPlace {
  readonly inputBucket: string;
  /** What the input's keys begin with. */
  readonly inputPrefix: string;
  /** The part of the keys that the output's do not have. */
  readonly inputFolder: string;
  readonly outputBucket: string;
  readonly outputFolder: string;
  readonly isPacked: boolean;
  readonly isJoined: boolean;
  readonly contentType: string;
}

/** @throws UserError for input that is named by a manifest, and for output that was filtered. */
function placeOf(job: DescribeTransformJobResponse, name: string): ResultsPlace {
  const {
    TransformInput: input,
    TransformOutput: output,
    DataProcessing: processing,
    TransformJobStatus: status,
  } = job;
  if (status !== 'Completed')
    throw new UserError(`The batch transform ${name} has no results (${status}): choose one that has completed.`);
  const source = input?.DataSource?.S3DataSource;
  if (source?.S3DataType !== 'S3Prefix')
    throw new UserError(`The input of ${name} is named by a manifest: open its output in the Data view instead.`);
  if ((processing?.OutputFilter ?? '$') !== '$' || (input?.SplitType ?? 'None') !== 'Line')
    throw new UserError(
      `The output of ${name} is filtered or not split by lines, so that no row stands beside its answer: open it in the Data view instead.`,
    );
  const [inputBucket, inputPrefix] = bucketAndKey(source.S3Uri);
  const [outputBucket, outputKey] = bucketAndKey(output?.S3OutputPath);
  return {
    inputBucket,
    inputPrefix,
    inputFolder: inputPrefix.slice(0, inputPrefix.lastIndexOf('/') + 1),
    outputBucket,
    outputFolder: outputKey === '' || outputKey.endsWith('/') ? outputKey : `${outputKey}/`,
    isPacked: input?.CompressionType === 'Gzip',
    isJoined: processing?.JoinSource === 'Input',
    contentType: input?.ContentType ?? 'text/csv',
  };
}

async function inputObject(clients: SdkClients, { inputBucket, inputPrefix }: ResultsPlace) {
  const keys = (await listKeys(clients, inputBucket, inputPrefix)).filter((key) => !key.endsWith('/'));
  const [key] = keys;
  if (key === undefined)
    throw new UserError(
      `The input s3://${inputBucket}/${inputPrefix} is gone, so nothing can stand beside the output.`,
    );
  return { key, others: keys.length - 1 };
}

/** The input as it was sent; nothing is known of labels. */
async function inputRows(
  clients: SdkClients,
  { job, inputBucket, key, isPacked, contentType }: ResultsPlace & { readonly job: string; readonly key: string },
  folder: string,
  program: string,
  signal: AbortSignal,
): Promise<PredictionsContent> {
  const path = join(folder, isPacked ? 'input.gz' : 'input');
  const { isWhole } = await copyBeginning(clients, inputBucket, key, { path, mostBytes, signal });
  const format = formatOf(contentType);
  const title = `s3://${inputBucket}/${key}`;
  const task = { file: { source: path, title, format, delimiter: ',' }, from: 0, count: mostResultRows };
  const { rows, hasMore } = await runRowsTaking(program, task, signal);
  // The last row of what is not whole may be cut.
  const shown: readonly PredictionRow[] = isWhole || hasMore ? rows : rows.slice(0, -1);
  return {
    subject: {
      kind: 'transformJob',
      name: job,
      source: title,
      format,
      contentType,
      columns: await columnNames(path, format, isPacked),
      notes: hasMore || !isWhole ? [firstRowsNote(shown.length)] : [],
    },
    rows: shown,
    answers: [],
    requests: [],
  };
}

/** What is said where not all rows are shown. */
export const firstRowsNote = (rows: number): string =>
  `Only the first ${rows.toLocaleString('en-US')} rows are shown and scored; the whole output is in S3.`;

async function columnNames(path: string, format: RowFormat, isPacked: boolean): Promise<readonly string[]> {
  if (format !== 'csv') return ['row'];
  if (isPacked) return [];
  const bytes = await nodeDefinitionFiles.readHead(path, csvHeadLength);
  return readTableHead(bytes, bytes.length < csvHeadLength)?.columns.map((_, index) => `column ${index + 1}`) ?? [];
}

function formatOf(contentType: string): RowFormat {
  if (/jsonlines|ndjson/.test(contentType)) return 'jsonlines';
  if (contentType.includes('json')) return 'jsonlines'; // a row a line all the same
  return contentType.includes('libsvm') ? 'libsvm' : 'csv';
}

function bucketAndKey(uri = ''): [bucket: string, key: string] {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  return [bucket, key];
}
