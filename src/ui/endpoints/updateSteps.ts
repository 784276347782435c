import type { Place } from '../../connections/connectionsModel.ts';
import type { Step, StepPosition } from '../../jobs/wizard/stepWalk.ts';
import type { DeploySource } from '../../sagemaker/deploy/deploySource.ts';
import type { VariantChange } from '../../sagemaker/endpoints/updatePlan.ts';
import type { ConfiguredVariant } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import { describeModel } from '../../sagemaker/resources/kinds/modelKind.ts';
import { pickStep } from '../jobs/train/stepInput.ts';
import { askInstanceCount, askInstanceType } from './instanceStep.ts';

/** What of a running endpoint is changed. */
type UpdateWhat = 'model' | 'instanceType' | 'instanceCount';

/** What was answered so far. */
export interface UpdateAnswers {
  readonly endpoint: string;
  readonly place: Place;
  readonly variants: readonly ConfiguredVariant[];
  readonly what?: UpdateWhat;
  readonly variant: string;
  readonly source?: DeploySource;
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

type Answer = Promise<UpdateAnswers | 'back' | undefined>;

/** Asks for a model or a completed training job of the endpoint's own place. */
export type PickSource = (
  place: Place,
  title: string,
  position: StepPosition,
) => Promise<DeploySource | 'back' | undefined>;

/** The questions as they follow from the answers: as many, whatever is changed. */
export function updateSteps(
  { variants, what = 'model' }: UpdateAnswers,
  pickSource: PickSource,
): Step<UpdateAnswers>[] {
  return [
    ...(variants.length > 1 ? [{ id: 'variant', ask: askVariant }] : []),
    { id: 'what', ask: askWhat },
    ...(what === 'model' ? [modelStep(pickSource)] : []),
    ...(what === 'instanceType' ? [{ id: 'type', ask: askType }] : []),
    ...(what === 'instanceCount' ? [{ id: 'count', ask: askCount }] : []),
  ];
}

/** What is to be sent, but for a model that is made first. */
export function changeOf({ what, variant, source, instanceType, instanceCount }: UpdateAnswers): VariantChange {
  return {
    variant,
    ...(what === 'model' && source?.existing !== undefined && { model: source.existing }),
    ...(what === 'instanceType' && instanceType !== undefined && { instanceType }),
    ...(what === 'instanceCount' && instanceCount !== undefined && { instanceCount }),
  };
}

export function variantIn({ variants, variant }: UpdateAnswers): ConfiguredVariant | undefined {
  return variants.find(({ name }) => name === variant);
}

async function askVariant(state: UpdateAnswers, position: StepPosition): Answer {
  const items = state.variants.map(({ name, model = '', instanceType = 'serverless', instanceCount = 0 }) => ({
    label: name,
    description: `${model} · ${instanceCount} × ${instanceType}`,
  }));
  const texts = { ...position, title: `Update ${state.endpoint}`, placeholder: 'Which variant?' };
  const chosen = await pickStep(
    texts,
    items,
    items.find(({ label }) => label === state.variant),
  );
  return chosen === undefined || chosen === 'back' ? chosen : { ...state, variant: chosen.label };
}

async function askWhat(state: UpdateAnswers, position: StepPosition): Answer {
  const { model = '', instanceType, instanceCount = 1 } = variantIn(state) ?? {};
  const isLocal = state.place.choice.kind === 'local';
  const items: { label: string; description: string; what: UpdateWhat }[] = [
    { label: '$(package) Its model', description: `now ${model}`, what: 'model' },
    ...(instanceType === undefined
      ? []
      : [
          ...(isLocal
            ? []
            : [
                {
                  label: '$(server) Its instance type',
                  description: `now ${instanceType}`,
                  what: 'instanceType' as const,
                },
              ]),
          {
            label: '$(layers) Its number of instances',
            description: `now ${instanceCount}`,
            what: 'instanceCount' as const,
          },
        ]),
  ];
  const texts = { ...position, title: `Update ${state.endpoint}`, placeholder: 'What is changed?' };
  const chosen = await pickStep(
    texts,
    items,
    items.find(({ what }) => what === state.what),
  );
  return chosen === undefined || chosen === 'back' ? chosen : { ...state, what: chosen.what };
}

function modelStep(pickSource: PickSource): Step<UpdateAnswers> {
  return {
    id: 'model',
    async ask(state, position): Answer {
      const source = await pickSource(state.place, `Update ${state.endpoint}: model`, position);
      return source === undefined || source === 'back' ? source : { ...state, source };
    },
  };
}

async function askType(state: UpdateAnswers, position: StepPosition): Answer {
  const session = await state.place.sessions.connect();
  const { model = '', instanceType: present } = variantIn(state) ?? {};
  const { PrimaryContainer } = await describeModel(session.clients, model);
  const texts = { ...position, title: `Update ${state.endpoint}: instance`, placeholder: 'Which machine answers?' };
  const image = PrimaryContainer?.Image ?? '';
  const answer = await askInstanceType(session, image, texts, state.instanceType ?? present);
  return answer === undefined || answer === 'back' ? answer : { ...state, ...answer };
}

async function askCount(state: UpdateAnswers, position: StepPosition): Answer {
  const { connection } = await state.place.sessions.connect();
  const texts = { ...position, title: `Update ${state.endpoint}: instances`, placeholder: 'How many?' };
  const current = state.instanceCount ?? variantIn(state)?.instanceCount ?? 1;
  const instanceCount = await askInstanceCount(texts, current, connection);
  return instanceCount === undefined || instanceCount === 'back' ? instanceCount : { ...state, instanceCount };
}
