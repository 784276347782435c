import type { Place } from '../../connections/connectionsModel.ts';
import type { Step, StepPosition } from '../../jobs/wizard/stepWalk.ts';
import { endpointExists, nameProblem, proposedName } from '../../sagemaker/deploy/deployNames.ts';
import { defaultVariant } from '../../sagemaker/deploy/deployPlan.ts';
import type { DeploySource } from '../../sagemaker/deploy/deploySource.ts';
import { defaultInstance } from '../../sagemaker/deploy/hostingInstances.ts';
import { placeWords } from '../connections/placeWords.ts';
import { inputStep } from '../jobs/train/stepInput.ts';
import type { UiParts } from '../parts.ts';
import { askPlace } from './deployPlaces.ts';
import { askInstanceCount, askInstanceType } from './instanceStep.ts';

/** What was answered so far. */
export interface DeployAnswers {
  readonly source: DeploySource;
  /** Where it comes from. */
  readonly own: Place;
  readonly place: Place;
  readonly endpoint?: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly variant: string;
}

type Answer = Promise<DeployAnswers | 'back' | undefined>;

export function firstAnswers(source: DeploySource, own: Place): DeployAnswers {
  return { source, own, place: own, instanceType: defaultInstance, instanceCount: 1, variant: defaultVariant };
}

/** The questions; this machine has no instance types. */
export function deploySteps(
  { place }: DeployAnswers,
  { connections }: Pick<UiParts, 'connections'>,
): Step<DeployAnswers>[] {
  return [
    { id: 'place', ask: (state, position) => askWhere(state, position, connections) },
    { id: 'name', ask: askName },
    ...(place.choice.kind === 'local' ? [] : [{ id: 'instance', ask: askInstance }]),
    { id: 'count', ask: askCount },
    { id: 'variant', ask: askVariant },
  ];
}

const titleOf = ({ source }: DeployAnswers, what?: string): string =>
  what === undefined ? `Deploy ${source.name}` : `Deploy ${source.name}: ${what}`;

async function askWhere(state: DeployAnswers, position: StepPosition, connections: UiParts['connections']): Answer {
  for (;;) {
    const texts = { ...position, title: titleOf(state), placeholder: 'Where does it answer?' };
    const place = await askPlace(connections, state.own, texts, state.place);
    if (place === 'again') continue;
    return place === undefined || place === 'back' ? place : { ...state, place };
  }
}

async function askName(state: DeployAnswers, position: StepPosition): Answer {
  const { clients, connection } = await state.place.sessions.connect();
  let value = state.endpoint ?? (await freeName(clients, proposedName(state.source.name)));
  let { problem } = position;
  for (;;) {
    const answer = await inputStep(
      {
        ...position,
        ...(problem !== undefined && { problem }),
        title: titleOf(state, 'name'),
        placeholder: 'Name of the endpoint',
        prompt: `The endpoint's name ${placeWords(connection)}, by which it is called`,
        value,
      },
      (text) => nameProblem(text, "An endpoint's name"),
    );
    if (answer === undefined || answer === 'back') return answer;
    if (!(await endpointExists(clients, answer.text))) return { ...state, endpoint: answer.text };
    problem = `There is an endpoint ${answer.text} already; choose another name, or update that one.`;
    value = answer.text;
  }
}

/** The first that is free of `boston`, `boston-2`, …; after some the user finds one. */
async function freeName(clients: Parameters<typeof endpointExists>[0], base: string): Promise<string> {
  for (let number = 1; number <= 5; number++) {
    const name = number === 1 ? base : `${base.slice(0, 60)}-${number}`;
    if (!(await endpointExists(clients, name))) return name;
  }
  return base;
}

async function askInstance(state: DeployAnswers, position: StepPosition): Answer {
  const session = await state.place.sessions.connect();
  const texts = { ...position, title: titleOf(state, 'instance'), placeholder: 'Which machine answers?' };
  const image = state.source.image;
  const answer = await askInstanceType(session, image, texts, state.instanceType);
  return answer === undefined || answer === 'back' ? answer : { ...state, ...answer };
}

async function askCount(state: DeployAnswers, position: StepPosition): Answer {
  const { connection } = await state.place.sessions.connect();
  const texts = { ...position, title: titleOf(state, 'instances'), placeholder: 'How many?' };
  const instanceCount = await askInstanceCount(texts, state.instanceCount, connection);
  return instanceCount === undefined || instanceCount === 'back' ? instanceCount : { ...state, instanceCount };
}

async function askVariant(state: DeployAnswers, position: StepPosition): Answer {
  const answer = await inputStep(
    {
      ...position,
      title: titleOf(state, 'variant'),
      placeholder: 'Name of the variant',
      prompt: 'What this model is called among those that the endpoint may have later',
      value: state.variant,
    },
    (text) => nameProblem(text, "A variant's name"),
  );
  return answer === undefined || answer === 'back' ? answer : { ...state, variant: answer.text };
}
