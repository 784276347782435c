import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import * as vscode from 'vscode';
import { newModel, type DeployPlan } from '../../sagemaker/deploy/deployPlan.ts';
import { hostingPrice, hourAndDay } from '../../sagemaker/endpoints/hostingPrice.ts';
import { updatePlan, type UpdatePlan } from '../../sagemaker/endpoints/updatePlan.ts';
import { isDenied } from '../../sagemaker/awsErrors.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import { tagsOf, type Tag } from '../../sagemaker/tags.ts';
import { describeEndpointConfig } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import { columnsChange } from '../../jobs/predictions/columnsChange.ts';
import type { Session } from '../../sagemaker/session.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import { knownColumns } from '../predictions/knownColumns.ts';
import type { UiParts } from '../parts.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { moveFor, type ModelMove } from './prepareDeployment.ts';
import { changeOf, variantIn, type UpdateAnswers } from './updateSteps.ts';

/** An update that was agreed to. */
export interface Update {
  readonly target: ResourceTarget;
  readonly before: DescribeEndpointOutput;
  readonly plan: UpdatePlan;
  /** A model that is made first, perhaps of a copy. */
  readonly model?: DeployPlan['model'];
  readonly move?: ModelMove;
}

/** What follows from the answers, once a person has agreed to it. @returns Undefined where nobody has. */
export async function prepareUpdate(
  target: ResourceTarget,
  before: DescribeEndpointOutput,
  answers: UpdateAnswers,
  parts: UiParts,
): Promise<Update | undefined> {
  const { source } = answers;
  const session = await target.place.sessions.connect();
  const { clients, connection } = session;
  const otherRows = otherRowsText(answers, session, parts);
  const now = parts.clock.now();
  const { instanceType = 'ml.m5.large' } = variantIn(answers) ?? {};
  const isNew = source !== undefined && source.existing === undefined;
  const served = isNew ? ({ kind: 'new', model: source.model() } as const) : undefined;
  const model = served && newModel(served, target.name, { region: connection.region, instanceType, now });
  const name = model?.ModelName ?? '';
  const move = served && (await moveFor(served, { from: session, to: session }, { name, instanceType }, parts));
  const config = await describeEndpointConfig(clients, before.EndpointConfigName ?? '');
  const change = { ...changeOf(answers), ...(model && { model: name }) };
  const tags = await tagsIfAllowed(clients, config.EndpointConfigArn ?? '');
  const plan = updatePlan(before, config, change, { now, tags });
  const told = { price: await priceAfter(target, answers), otherRows: await otherRows };
  if (!(await confirm(target, answers, plan, told))) return undefined;
  if (!(await confirmChange(target.place, { verb: 'Update', what: `the endpoint ${target.name}` }))) return undefined;
  return { target, before, plan, ...(model && { model }), ...(move && { move }) };
}

/** Who may update may not be allowed to see tags. */
async function tagsIfAllowed(clients: SdkClients, arn: string): Promise<readonly Tag[]> {
  try {
    return await tagsOf(clients, arn);
  } catch (error) {
    if (isDenied(error)) return [];
    throw error;
  }
}

/** That the model takes other rows than the present one. Never rejects: what is not known is not told. */
async function otherRowsText(answers: UpdateAnswers, session: Session, parts: UiParts): Promise<string | undefined> {
  const { place, source } = answers;
  const present = variantIn(answers)?.model;
  if (answers.what !== 'model' || source === undefined || present === undefined) return undefined;
  const columns = (kind: 'model' | 'trainingJob', name: string) =>
    knownColumns(new ResourceTarget(place, kind, name), session, parts);
  const { existing } = source;
  const next = existing === undefined ? columns('trainingJob', source.name) : columns('model', existing);
  return columnsChange(...(await Promise.all([columns('model', present), next])));
}

async function priceAfter({ place }: ResourceTarget, answers: UpdateAnswers): Promise<string | undefined> {
  if (answers.what === 'model' || place.choice.kind === 'local') return undefined;
  const { instanceType, instanceCount = 1 } = { ...variantIn(answers), ...changeOf(answers) };
  if (instanceType === undefined) return undefined;
  const { prices } = await place.sessions.connect();
  return `${instanceCount} × ${instanceType}: ${hourAndDay(await hostingPrice(prices, [{ instanceType, instanceCount }]))}`;
}

async function confirm(
  { name }: ResourceTarget,
  answers: UpdateAnswers,
  { config, update }: UpdatePlan,
  { price, otherRows }: { readonly price: string | undefined; readonly otherRows: string | undefined },
): Promise<boolean> {
  const now = variantIn(answers);
  const { what, source, instanceType, instanceCount, variant } = answers;
  const changes = {
    model: `Model of ${variant}: ${now?.model ?? ''} → ${source?.words ?? ''}`,
    instanceType: `Instances of ${variant}: ${now?.instanceType ?? ''} → ${instanceType ?? ''}`,
    instanceCount: `Instances of ${variant}: ${now?.instanceCount ?? 1} → ${instanceCount ?? 1}`,
  };
  const facts = [
    ...(what === undefined ? [] : [changes[what]]),
    ...(otherRows === undefined ? [] : [`⚠ ${otherRows}.`]),
    ...(price === undefined ? [] : [`Cost of ${variant}: ${price}`]),
    `New configuration: ${config.EndpointConfigName}`,
    update.RetainDeploymentConfig === true
      ? 'It is rolled out as the last time.'
      : 'It answers with what it has until the new instances are up.',
  ];
  const verb = 'Update';
  const detail = facts.join('\n');
  const answer = await vscode.window.showInformationMessage(`Update ${name}?`, { modal: true, detail }, verb);
  return answer === verb;
}
