import type { Connection } from '../connection.ts';

/** What a request asks, and of whom. */
export interface Asked {
  /** As the API calls it: `DescribeTrainingJob`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly connection: Pick<Connection, 'kind' | 'label' | 'region' | 'accountId'>;
}

const failed = new WeakMap<Error, Asked>();

/** Keeps what failed beside its error, which stays as the SDK made it. */
export function rememberAsked(error: unknown, asked: Asked): void {
  if (error instanceof Error) failed.set(error, asked);
}

/** Which request an error is of; undefined where it is of none that the clients made. */
export function askedOf(error: unknown): Asked | undefined {
  return error instanceof Error ? failed.get(error) : undefined;
}

/** Whether it changes something, so that it may be done though its answer was lost. */
export const changesSomething = ({ operation }: Asked): boolean =>
  !/^(?:Batch)?(?:Describe|List|Get|Search|Head|Query|Filter)/.test(operation);

const verbs: Readonly<Record<string, string>> = {
  Stop: 'Stopping',
  Add: 'Adding',
  Put: 'Writing',
  List: 'Listing',
  Start: 'Starting',
  Search: 'Searching',
};
const nouns: Readonly<Record<string, string>> = {
  HyperParameterTuningJob: 'tuning job',
  HyperParameterTuningJobs: 'tuning jobs',
  LogEvents: 'log',
  LogStreams: 'log',
  ObjectsV2: 'objects',
};

/** In words: `Reading the training job churn`. */
export function deedOf(asked: Asked): string {
  const [, verb = '', named = ''] = /^([A-Z][a-z]+)(.*)$/.exec(asked.operation) ?? [];
  // Search names in its request what it looks through.
  const noun = named === '' && typeof asked.input['Resource'] === 'string' ? `${asked.input['Resource']}s` : named;
  const doing = verbs[verb] ?? (changesSomething(asked) ? `${verb.replace(/e$/, '')}ing` : 'Reading');
  const what =
    nouns[noun] ??
    noun
      .replace(/V\d$/, '')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
  return [doing, what && `the ${what}`, targetOf(asked)].filter((part) => part !== '').join(' ');
}

function targetOf({ input }: Asked): string {
  const text = (key: string): string | undefined => (typeof input[key] === 'string' ? input[key] : undefined);
  const bucket = text('Bucket');
  if (bucket !== undefined) return `s3://${bucket}/${text('Key') ?? text('Prefix') ?? ''}`;
  const stream = text('logStreamName') ?? text('logStreamNamePrefix');
  if (stream !== undefined) return `of ${stream.split('/')[0] ?? ''}`;
  const arn = text('ResourceArn');
  if (arn !== undefined) return `of ${arn.split('/').at(-1) ?? ''}`;
  const name = Object.keys(input).find((key) => key.endsWith('Name') && text(key) !== undefined);
  return (name && text(name)) ?? '';
}

/** In words: `eu-west-1 of work, account 123456789012`. */
export function whereOf({ connection: { kind, label, region, accountId } }: Asked): string {
  return kind === 'local' ? 'the local engine' : `${region} of ${label}, account ${accountId}`;
}
