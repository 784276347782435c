import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { formatDuration } from '../../shared/duration.ts';
import type { Part } from '../deploy/makeDeployment.ts';
import { partsText, sentence } from '../deploy/partsText.ts';
import type { EndpointChange } from './endpointChange.ts';
import type { EndpointEnd } from './followEndpoint.ts';
import { hasWeights, sharesText } from './weights.ts';

/** What can be done next: `remove` deletes what was made for the change. */
export type NextStep =
  'invoke' | 'copyPython' | 'openLogs' | 'remove' | 'rollBack' | 'deploy' | 'update' | 'setWeights';

/** The end of a change, in words. */
export interface ChangeEnd {
  readonly tone: 'information' | 'warning' | 'error';
  readonly message: string;
  readonly next: readonly NextStep[];
}

/** Whether an endpoint in service is what it was to become. */
export function isArrived(change: EndpointChange, endpoint: DescribeEndpointOutput): boolean {
  if (change.kind === 'deployment') return true;
  if (change.kind === 'weights') return hasWeights(endpoint, change.weights);
  return endpoint.EndpointConfigName === change.config;
}

/** `deploying boston`, while it goes on. */
export function changeTitle(name: string, { kind }: EndpointChange): string {
  return `${kind === 'deployment' ? 'deploying' : kind === 'weights' ? 'weights of' : 'updating'} ${name}`;
}

/** What became of a change, and what can be done next. */
export function changeEnd(name: string, change: EndpointChange, end: EndpointEnd): ChangeEnd {
  if (end.kind === 'gone') return { tone: 'warning', message: `The endpoint ${name} was deleted meanwhile.`, next: [] };
  if (end.kind === 'arrived') return { tone: 'information', ...arrivedEnd(name, change, end.endpoint) };
  const reason = sentence(end.reason);
  const failed = (message: string, ...more: NextStep[]): ChangeEnd => ({
    tone: 'error',
    message: `${message}: ${reason}`,
    next: ['openLogs', ...more],
  });
  if (change.kind === 'deployment') return failed(`${name} could not be deployed`, 'remove');
  if (change.kind === 'weights') return failed(`The weights of ${name} are not what was asked for`);
  // What does not answer any more may hang on either configuration.
  if (end.kind === 'failed') return failed(`${name} does not answer any more`);
  const more: NextStep[] = change.kind === 'update' ? ['remove'] : [];
  return failed(`${name} was rolled back and runs what it ran before`, ...more);
}

function arrivedEnd(
  name: string,
  change: EndpointChange,
  { CreationTime: created, LastModifiedTime: modified }: DescribeEndpointOutput,
): Omit<ChangeEnd, 'tone'> {
  switch (change.kind) {
    case 'deployment': {
      const took = created && modified ? `, after ${formatDuration(modified.getTime() - created.getTime())}` : '';
      return { message: `${name} is in service${took}.`, next: ['invoke', 'copyPython'] };
    }
    case 'update':
      return {
        message: `${name} is updated and in service. What it ran before, the configuration ${change.old}, is kept.`,
        next: ['invoke', 'rollBack'],
      };
    case 'rollBack':
      return { message: `${name} runs the configuration ${change.config} again.`, next: ['invoke'] };
    case 'weights':
      return { message: `${name} answers with ${sharesText(change.weights)}.`, next: ['invoke'] };
  }
}

const again: Readonly<Record<EndpointChange['kind'], NextStep>> = {
  deployment: 'deploy',
  update: 'update',
  rollBack: 'update',
  weights: 'setWeights',
};

/** What is said of a change that a reload of the window ended before it began. @param made - The parts of it that there are. */
export function brokenOffEnd(name: string, { kind, pending }: EndpointChange, made: readonly Part[]): ChangeEnd {
  const what =
    kind === 'deployment'
      ? `The deployment of ${name} ended with the reload of the window, before there was an endpoint.`
      : `The change of ${name} ended with the reload of the window, before it began; it runs what it ran before.`;
  const there = made.length === 0 ? '' : `There is ${partsText(made)} now.`;
  const copies = pending?.copiesTo === undefined ? '' : `What was copied stays in s3://${pending.copiesTo}.`;
  return {
    tone: 'warning',
    message: [what, there, copies].filter((text) => text !== '').join(' '),
    next: [again[kind], ...(made.length === 0 ? [] : (['remove'] as const))],
  };
}
