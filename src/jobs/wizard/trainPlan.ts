import { basename, dirname, join, relative, sep } from 'node:path';
import { labelsFileName } from '../labelsFile.ts';
import { tableReadingOf } from './algorithmChoices.ts';
import { contentTypeOf } from './contentType.ts';
import type { TableConversion } from './convertTable.ts';
import { convertedDataFolder } from './dataOrder.ts';
import {
  featuresOf,
  isConvertible,
  labelOf,
  stepIdsOf,
  taskOfAnswers,
  type DataAnswer,
  type TrainAnswers,
} from './trainAnswers.ts';
import type { DraftChannel, DraftClasses, DraftHyperparameter, TrainDraft } from './trainDraft.ts';
import type { TableSurvey } from '../../formats/tableSurvey.ts';

/** What is to be written: the definition, and the data that are converted for it. */
export interface TrainPlan {
  /** Absolute. */
  readonly definitionPath: string;
  readonly draft: TrainDraft;
  /** Made by the wizard, when there is something to convert. */
  readonly dataFolder?: string;
  readonly conversions: readonly TableConversion[];
  /** Absolute path of the file beside the converted data that says which number stands for which class. */
  readonly labelsPath?: string;
}

/** What the plan needs to know of the disk. */
export interface PlanFiles {
  exists(path: string): Promise<boolean>;
}

/** Turns complete answers into what is to be written. Nothing that exists is ever written over: names that are taken get a number. */
export async function trainPlan(answers: TrainAnswers, files: PlanFiles): Promise<TrainPlan> {
  const { what, image, instanceType } = answers;
  if (what === undefined || image === undefined || instanceType === undefined)
    throw new Error('The wizard ended before its questions were answered.');
  const place = placeOf(answers);
  const name = await freeName(place.folder, baseName(answers), files);
  const definitionPath = join(place.folder, `${name}.training-job.yaml`);
  const dataFolder = convertedDataFolder(definitionPath);
  const conversions = conversionsOf(answers, dataFolder);
  const labelsPath = join(dataFolder, labelsFileName);
  const classes = classesOf(answers, relativePath(place.folder, labelsPath));
  const draft: TrainDraft = {
    jobName: name,
    what,
    image,
    ...(place.script && { script: place.script }),
    channels: channelsOf(answers, place.folder, dataFolder, conversions),
    ...(classes && { classes }),
    hyperparameters: hyperparametersOf(answers),
    instanceType,
  };
  return {
    definitionPath,
    draft,
    conversions,
    ...(conversions.length > 0 && { dataFolder }),
    ...(classes && { labelsPath }),
  };
}

/** The catalogue's, in its order; a script's as they were given. */
function hyperparametersOf({ what, spec, hyperparameters, scriptArguments }: TrainAnswers): DraftHyperparameter[] {
  if (what?.kind === 'script') {
    return Object.entries(hyperparameters).map(([name, value]) => {
      const description = scriptArguments?.find((one) => one.name === name)?.help ?? '';
      return { name, value, description };
    });
  }
  return (spec?.hyperparameters ?? []).flatMap(({ name, description }) => {
    const value = hyperparameters[name];
    return value === undefined ? [] : [{ name, value, description }];
  });
}

function classesOf(answers: TrainAnswers, file: string): DraftClasses | undefined {
  const task = taskOfAnswers(answers);
  const column = answers.table?.columns[labelOf(answers) ?? -1];
  if (task?.kind !== 'classes' || task.names === undefined || column === undefined) return undefined;
  return { column: column.name, names: task.names, file };
}

/** Where the definition goes, and how it names its script. */
function placeOf(answers: TrainAnswers): { folder: string; script?: NonNullable<TrainDraft['script']> } {
  const { what, script, scriptHasNeighbours, workspaceRoot } = answers;
  if (what?.kind === 'script' && script !== undefined) {
    const folder = dirname(script);
    if (scriptHasNeighbours !== true) return { folder, script: { entryPoint: basename(script) } };
    // A folder of source goes as a whole, and the definition stands beside it rather than in it.
    if (folder === workspaceRoot) return { folder, script: { entryPoint: basename(script), sourceDir: '.' } };
    return { folder: dirname(folder), script: { entryPoint: basename(script), sourceDir: basename(folder) } };
  }
  const data = firstLocalData(answers);
  return { folder: data === undefined ? workspaceRoot : dirname(data) };
}

function firstLocalData(answers: TrainAnswers): string | undefined {
  return dataOf(answers).flatMap(([, answer]) => (answer.kind === 'local' ? [answer.path] : []))[0];
}

function baseName(answers: TrainAnswers): string {
  const { what, script } = answers;
  const path = what?.kind === 'script' ? script : firstLocalData(answers);
  const stem = path === undefined ? (what?.name ?? 'job') : basename(path).replace(/(?<=.)\..*$/, '');
  // A job's name: letters, digits and single hyphens (API reference, TrainingJobName).
  const name = stem.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return name.slice(0, 35).replace(/-+$/, '') || 'job';
}

async function freeName(folder: string, base: string, files: PlanFiles): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    const taken = [`${name}.training-job.yaml`, `${name}.training-job.yml`, `${name}-data`];
    const found = await Promise.all(taken.map((file) => files.exists(join(folder, file))));
    if (!found.includes(true)) return name;
  }
}

/** Only answers to questions that still apply. */
function dataOf(answers: TrainAnswers): [channel: string, answer: DataAnswer][] {
  return stepIdsOf(answers).flatMap((step) => {
    const answer = step.kind === 'data' ? answers.data[step.channel] : undefined;
    return step.kind === 'data' && answer !== undefined ? [[step.channel, answer] as [string, DataAnswer]] : [];
  });
}

function conversionsOf(answers: TrainAnswers, dataFolder: string): TableConversion[] {
  const { what, table, secondTable, workspaceRoot } = answers;
  const reading = what && tableReadingOf(what);
  const data = dataOf(answers);
  const [first, second] = [data[0], data.find(([, answer], index) => index > 0 && answer.kind !== 'none')];
  if (!isConvertible(answers) || !table || !reading || first?.[1].kind !== 'local') return [];
  const label = labelOf(answers);
  const kept = featuresOf(answers);
  const order = label === undefined ? kept : [label, ...kept];
  const task = taskOfAnswers(answers);
  const classes = task?.kind === 'classes' ? task.names : undefined;
  const conversion = (source: string, head: TableSurvey, trainPath: string): TableConversion => ({
    source,
    title: relativePath(workspaceRoot, source),
    delimiter: head.delimiter,
    skip: head.skip,
    width: table.columns.length,
    columns: order.map((index) => ({ index, name: table.columns[index]?.name ?? '' })),
    ...reading,
    ...(classes && { classes }),
    trainPath,
  });
  const inPlace = order.every((index, position) => index === position) && order.length === table.columns.length;
  const isReady = (path: string, head: TableSurvey): boolean =>
    inPlace &&
    classes === undefined &&
    !head.hasHeader &&
    head.skip === 0 &&
    head.delimiter === ',' &&
    !path.endsWith('.gz');
  const target = (channel: string): string => join(dataFolder, `${channel}.csv`);
  const train = conversion(first[1].path, table, target(first[0]));
  if (second?.[1].kind === 'holdOut') return [{ ...train, validationPath: target(second[0]) }];
  const trainReady = isReady(first[1].path, table);
  if (second?.[1].kind !== 'local' || secondTable === undefined) return trainReady ? [] : [train];
  const validation = conversion(second[1].path, secondTable, target(second[0]));
  return [...(trainReady ? [] : [train]), ...(isReady(second[1].path, secondTable) ? [] : [validation])];
}

function channelsOf(
  answers: TrainAnswers,
  folder: string,
  dataFolder: string,
  conversions: readonly TableConversion[],
): DraftChannel[] {
  const made = conversions.flatMap(({ trainPath, validationPath }) => [trainPath, validationPath]);
  return dataOf(answers).flatMap(([name, answer]): DraftChannel[] => {
    if (answer.kind === 'none') return [];
    const converted = join(dataFolder, `${name}.csv`);
    const path = made.includes(converted) ? converted : answer.kind === 'local' ? answer.path : undefined;
    const uri = answer.kind === 's3' ? answer.uri : path === undefined ? '' : relativePath(folder, path);
    const told = path !== converted && answer.kind === 'local' ? (answer.firstFile ?? path) : path;
    const contentType = contentTypeOf(answers, name, told);
    const distribution = name === 'train' ? answers.spec?.training.trainDistribution : undefined;
    return [{ name, uri, ...(contentType !== undefined && { contentType }), ...(distribution && { distribution }) }];
  });
}

/** As a definition writes it on every platform. */
function relativePath(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, '/') || '.';
}
