import { stringify } from 'yaml';
import { localTitles, runsLocally } from './algorithmChoices.ts';
import type { DraftChannel, DraftClasses, TrainDraft } from './trainDraft.ts';

const widest = 110;

/** The draft as a definition file, with a comment on each thing that a learner may wonder about. */
export function draftText(draft: TrainDraft): string {
  const { what, script } = draft;
  return [
    "# A training job, in the shape of SageMaker's own CreateTrainingJob request.",
    runsLocally(what)
      ? '# "Run locally" above trains it on this machine: no account, no bill.'
      : `# ${what.title} is trained on AWS: the local engine runs ${localTitles()}.`,
    `TrainingJobName: ${scalar(draft.jobName)} # a new name is made of it for every run`,
    '',
    'AlgorithmSpecification:',
    `  TrainingImage: ${scalar(draft.image)} # short for the image's address in your region`,
    '  TrainingInputMode: File # the data are copied before training begins',
    ...(script ? ['', ...scriptLines(script)] : []),
    '',
    ...(draft.classes ? [classesLine(draft.classes)] : []),
    ...hyperparameterLines(draft),
    ...(draft.channels.length > 0 ? ['', ...channelLines(draft)] : []),
    '',
    '# On AWS this is what you pay for; the local engine ignores it.',
    'ResourceConfig:',
    `  InstanceType: ${scalar(draft.instanceType)}`,
    '  InstanceCount: 1',
    '  VolumeSizeInGB: 30',
    '',
    'StoppingCondition:',
    '  MaxRuntimeInSeconds: 3600 # an hour, then it is stopped',
    '',
  ].join('\n');
}

function scriptLines({ entryPoint, sourceDir }: NonNullable<TrainDraft['script']>): string[] {
  if (sourceDir === undefined) {
    return [
      '# Sent alone. Name its folder as SourceDir when it needs files beside it, or a requirements.txt.',
      `EntryPoint: ${scalar(entryPoint)}`,
    ];
  }
  return [
    '# This folder is packed and sent; .sagemakerignore in it can leave files out, requirements.txt is installed before the script starts.',
    `SourceDir: ${scalar(sourceDir)}`,
    `EntryPoint: ${scalar(entryPoint)} # run in a copy of that folder`,
  ];
}

/** The classes as JSON: the place of each in the list is its number. */
export function labelsText({ column, names }: DraftClasses): string {
  return `${JSON.stringify({ column, classes: names }, undefined, 2)}\n`;
}

/** As many of the classes as a line takes. */
function classesLine({ column, names, file }: DraftClasses): string {
  let line = `# ${plainName(column)} in numbers, as in ${plainName(file)}:`;
  for (const [index, name] of names.entries()) {
    const next = `${line}${index === 0 ? '' : ','} ${index} = ${plainName(name)}`;
    if (next.length > widest && index > 0) return `${line}, ...`;
    line = next;
  }
  return line;
}

/** A name from someone's data, fit for a comment. */
function plainName(name: string): string {
  const plain = name.replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return plain.length > 30 ? `${plain.slice(0, 30)}...` : plain;
}

function hyperparameterLines({ what, hyperparameters }: TrainDraft): string[] {
  const isScript = what.kind === 'script';
  const comment = isScript
    ? '# Each reaches the script as an argument, e.g. --epochs 10, and as a variable SM_HP_EPOCHS.'
    : '# SageMaker wants every value as text. Their documentation is shown on hover.';
  if (hyperparameters.length === 0) return [comment, 'HyperParameters: {}'];
  return [
    comment,
    'HyperParameters:',
    ...hyperparameters.flatMap(({ name, value, description }) => {
      const line = `  ${scalar(name)}: ${text(value)}`;
      if (description === '') return [line];
      const comment = `# ${firstSentence(description)}`;
      return `${line} ${comment}`.length > widest ? [`  ${comment}`, line] : [`${line} ${comment}`];
    }),
  ];
}

function channelLines({ what, channels }: TrainDraft): string[] {
  const local = channels.some(({ uri }) => !uri.startsWith('s3://'));
  const where = local ? ' A path relative to this file is uploaded first.' : '';
  const comment =
    what.kind === 'script'
      ? `# The script finds each channel in a folder of its own, named by SM_CHANNEL_TRAIN and so on.${where}`
      : `# What the algorithm reads.${where}`;
  return [comment, 'InputDataConfig:', ...channels.flatMap(channelText)];
}

function channelText({ name, uri, contentType, distribution }: DraftChannel): string[] {
  return [
    `  - ChannelName: ${scalar(name)}`,
    ...(contentType === undefined ? [] : [`    ContentType: ${scalar(contentType)}`]),
    '    DataSource:',
    '      S3DataSource:',
    '        S3DataType: S3Prefix',
    `        S3Uri: ${scalar(uri)}`,
    ...(distribution === undefined ? [] : [`        S3DataDistributionType: ${distribution}`]),
  ];
}

/** A value as YAML, quoted only where it must be. */
function scalar(value: string): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

/** Numbers and the like in quotes, as the API wants them. */
function text(value: string): string {
  return stringify(value, { lineWidth: 0, singleQuote: true }).trimEnd();
}

/** A comment is one line. */
function firstSentence(description: string): string {
  // An ellipsis in a file is marked by the editor as a character that is easily confused.
  const plain = description.replaceAll(/\s+/g, ' ').replaceAll('…', '...');
  const end = /\.(?= [A-Z]|$)/.exec(plain)?.index ?? plain.length;
  const sentence = plain.slice(0, end);
  // A name such as XGBoost keeps its capitals.
  return /^[A-Z][a-z ]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}
