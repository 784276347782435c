import * as vscode from 'vscode';
import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { walkOn } from '../../jobs/wizard/stepWalk.ts';
import { isMissing } from '../../sagemaker/awsErrors.ts';
import { deployableKinds, loadDeploySource } from '../../sagemaker/deploy/deploySource.ts';
import { describeEndpoint } from '../../sagemaker/resources/kinds/endpointKind.ts';
import { describeEndpointConfig, variantsOf } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import { UserError } from '../../shared/errors.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { inState, pickResource } from '../resources/pickResources.ts';
import { afterPick } from '../resources/afterPick.ts';
import type { ResourceChoice } from '../resources/resourceChoice.ts';
import { ResourceOffers } from '../resources/resourceOffers.ts';
import { pickOffered } from '../resources/resourceQuickPick.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import { requireTrust } from '../trust.ts';
import { hasModel } from './hasModel.ts';
import { prepareUpdate } from './prepareUpdate.ts';
import { runUpdate } from './runUpdate.ts';
import { updateSteps, type PickSource, type UpdateAnswers } from './updateSteps.ts';

/** **SageMaker: Update Endpoint…**: another model, instance type or number of instances for a running endpoint, which answers meanwhile. */
export function updateCommand(parts: UiParts) {
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('deployed');
    const update = await afterPick(args, async (position, before) => {
      const target = await pickResource(parts.connections, args, { ...choice, position });
      if (target === undefined) return undefined;
      const { endpoint, start } = await lookAt(target);
      const steps = (answers: UpdateAnswers) => updateSteps(answers, pickSource);
      return walkOn(start, steps, (answers) => prepareUpdate(target, endpoint, answers, parts), before);
    });
    if (update !== undefined) await runUpdate(update, parts);
  };
}

const choice: ResourceChoice = {
  kinds: ['endpoint'],
  accepts: inState('inService'),
  title: 'Update Endpoint',
  none: 'There is no endpoint in service; deploy a model first.',
  instead: { 'Deploy…': commands.deploy },
};

async function lookAt({
  place,
  name,
}: ResourceTarget): Promise<{ readonly endpoint: DescribeEndpointOutput; readonly start: UpdateAnswers }> {
  const { clients } = await place.sessions.connect();
  const endpoint = await describeEndpoint(clients, name);
  const { EndpointStatus: status, EndpointConfigName: configName = '' } = endpoint;
  if (status !== 'InService')
    throw new UserError(`The endpoint ${name} is ${status}; update it when it is in service.`);
  const config = await describeEndpointConfig(clients, configName).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new UserError(
      `The configuration ${configName} of ${name} was deleted, so what it runs on is not known; deploy the model anew instead.`,
      { cause: error },
    );
  });
  const variants = variantsOf(config);
  return { endpoint, start: { endpoint: name, place, variants, variant: variants[0]?.name ?? '' } };
}

const pickSource: PickSource = async (place, title, position) => {
  const offers = new ResourceOffers([place], { kinds: deployableKinds, accepts: hasModel, title, none: '' });
  await offers.load();
  const answer = await pickOffered(offers, { title, placeHolder: 'What is it to run?', many: false, position });
  if (answer === 'back') return 'back';
  const [picked] = answer;
  if (picked === undefined) return undefined;
  const { kind, name } = picked.target;
  const { clients } = await place.sessions.connect();
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `SageMaker: ${name}` }, () =>
    loadDeploySource(clients, kind, name),
  );
};
