import * as vscode from 'vscode';
import { modelRequest, type DeployableModel } from '../../sagemaker/deploy/deployableModel.ts';
import { deployPlan, type DeployPlan, type Served } from '../../sagemaker/deploy/deployPlan.ts';
import type { DeploySource } from '../../sagemaker/deploy/deploySource.ts';
import { deploySummary, type DeploySummary } from '../../sagemaker/deploy/deploySummary.ts';
import { findModelFiles, type ModelFiles } from '../../sagemaker/deploy/modelFiles.ts';
import { needsCode, type Move } from '../../sagemaker/deploy/moveModel.ts';
import type { Session } from '../../sagemaker/session.ts';
import { hostingPrice, hourAndDay } from '../../sagemaker/endpoints/hostingPrice.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import type { UiParts } from '../parts.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { bucketIn, isSamePlace, roleIn } from './deployPlaces.ts';
import type { DeployAnswers } from './deploySteps.ts';

/** A deployment that was agreed to. */
export interface Deployment {
  readonly target: ResourceTarget;
  readonly plan: DeployPlan;
  readonly source: DeploySource;
  /** What is copied first, and where to; its model is then made of the copy. */
  readonly move?: ModelMove;
}

export interface ModelMove {
  readonly model: DeployableModel;
  readonly files: ModelFiles;
  readonly way: Pick<Move, 'from' | 'to' | 'bucket'>;
  /** As in the plan, with the data where they are then. */
  readonly request: (moved: DeployableModel) => DeployPlan['model'];
}

/** What follows from the answers, once a person has agreed to it. @returns Undefined where nobody has. */
export async function prepareDeployment(answers: DeployAnswers, parts: UiParts): Promise<Deployment | undefined> {
  const { source, own, place, endpoint = '', instanceType, instanceCount, variant } = answers;
  const isElsewhere = !isSamePlace(own, place);
  const from = await own.sessions.connect();
  const to = isElsewhere ? await place.sessions.connect() : from;
  const { connection } = to;
  const served = await servedIn(to, answers, isElsewhere, parts);
  if (served === undefined) return undefined;
  const choice = { endpoint, variant, instanceType, instanceCount };
  const plan = deployPlan(served, choice, { region: connection.region, now: parts.clock.now() });
  const name = plan.model?.ModelName ?? '';
  const move = served.kind === 'new' ? await moveFor(served, { from, to }, { name, instanceType }, parts) : undefined;
  const summary = deploySummary({
    connection,
    plan,
    from: source.words,
    price: `${instanceCount} × ${instanceType}: ${hourAndDay(await hostingPrice(to.prices, [choice]))}`,
    ...(move && { move: { bytes: move.files.bytes, from: from.connection, packsCode: needsCode(move.model) } }),
  });
  if (!(await confirm(summary))) return undefined;
  if (!(await confirmChange(place, { verb: 'Deploy', what: `the endpoint ${endpoint}` }))) return undefined;
  return { target: new ResourceTarget(place, 'endpoint', endpoint), plan, source, ...(move && { move }) };
}

async function servedIn(
  to: Session,
  { source }: DeployAnswers,
  isElsewhere: boolean,
  { userMemory }: UiParts,
): Promise<Served | undefined> {
  if (source.existing !== undefined && !isElsewhere) return { kind: 'existing', model: source.existing };
  const model = source.model();
  if (!isElsewhere) return { kind: 'new', model };
  const roleArn = await roleIn(to, userMemory);
  // Its network is the other account's own.
  const { vpc: _vpc, ...others } = model;
  return roleArn === undefined ? undefined : { kind: 'new', model: others, roleArn };
}

/** What has to be copied before a model can be made; `roleArn` where it is made elsewhere. */
export async function moveFor(
  { model, roleArn }: Served & { kind: 'new' },
  { from, to }: { readonly from: Session; readonly to: Session },
  { name, instanceType }: { readonly name: string; readonly instanceType: string },
  { userMemory }: Pick<UiParts, 'userMemory'>,
): Promise<ModelMove | undefined> {
  if (from === to && !needsCode(model)) return undefined;
  const { region } = to.connection;
  const files = await findModelFiles(from.clients, model);
  return {
    model,
    files,
    way: { from: from.clients, to: to.clients, bucket: bucketIn(to, userMemory) },
    request: (moved) => modelRequest(moved, { name, region, instanceType, ...(roleArn !== undefined && { roleArn }) }),
  };
}

async function confirm({ question, facts }: DeploySummary): Promise<boolean> {
  const deploy = 'Deploy';
  const detail = facts.join('\n');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, deploy)) === deploy;
}
