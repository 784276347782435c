import assert from 'node:assert/strict';
import { deployPlan } from '../../../src/sagemaker/deploy/deployPlan.ts';
import { loadDeploySource } from '../../../src/sagemaker/deploy/deploySource.ts';
import { makeDeployment } from '../../../src/sagemaker/deploy/makeDeployment.ts';
import { findModelFiles } from '../../../src/sagemaker/deploy/modelFiles.ts';
import { moveModel, needsCode } from '../../../src/sagemaker/deploy/moveModel.ts';
import { Session } from '../../../src/sagemaker/session.ts';
import { systemClock } from '../../../src/shared/node/systemClock.ts';
import { useScriptJobs } from '../../support/engineFixture.ts';
import { Endpoints } from '../../support/endpoints.ts';
import type { ScriptJobs } from '../../support/scriptJobs.ts';
import { bucket } from '../../support/trainingRequests.ts';

/** Trains and answers, as a script of the SageMaker Python SDK does both. */
const script = `
import os
from part import factor

def model_fn(model_dir):
    with open(os.path.join(model_dir, 'model.txt')) as file:
        return float(file.read())

def input_fn(data, content_type):
    return [float(value) for value in (data if isinstance(data, str) else data.decode()).split(',')]

def predict_fn(values, model):
    return sum(values) * model * factor

def output_fn(prediction, accept):
    return str(prediction)

if __name__ == '__main__':
    with open(os.path.join(os.environ['SM_MODEL_DIR'], 'model.txt'), 'w') as file:
        file.write('3')
`;
const torchImage = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.3.0-cpu-py311';

describe('Deployments of script jobs', function () {
  this.timeout(120_000);
  let jobs: ScriptJobs;
  let session: Session;
  let endpoints: Endpoints;
  let wish: { readonly runner: 'python'; readonly interpreter: string };
  useScriptJobs((given) => {
    ({ jobs } = given);
    wish = { runner: 'python', interpreter: given.python };
    session = new Session(given.engine.connection, systemClock, () => undefined);
    endpoints = new Endpoints(given.engine, wish);
  });
  after(() => {
    endpoints?.close();
    session?.dispose();
  });

  async function answers(name: string, TrainingImage?: string): Promise<void> {
    const members =
      TrainingImage === undefined
        ? {}
        : { AlgorithmSpecification: { TrainingImage, TrainingInputMode: 'File' as const } };
    const { job, log } = await jobs.run(name, { 'train.py': script, 'part.py': 'factor = 2\n' }, {}, members);
    assert.equal(job.TrainingJobStatus, 'Completed', log.join('\n'));
    const { clients } = session;
    const model = (await loadDeploySource(clients, 'trainingJob', name)).model();
    const files = await findModelFiles(clients, model);
    const ready = needsCode(model) ? await moveModel(model, files, { from: clients, to: clients, bucket }) : model;
    const choice = { endpoint: name, variant: 'AllTraffic', instanceType: 'ml.m5.large', instanceCount: 1 };
    const plan = deployPlan({ kind: 'new', model: ready }, choice, { region: 'us-east-1', now: Date.now() });
    assert.equal((await makeDeployment(clients, plan, { wish })).error, undefined);
    const { EndpointStatus, FailureReason } = await endpoints.settled(name);
    assert.equal(EndpointStatus, 'InService', FailureReason);
    assert.equal((await endpoints.invoke(name)).text, '6.0'); // (0.5 + 0.5) * 3 * 2
  }

  it("answer by the job's own script, which its image reads from S3", () => answers('forest'));

  it('answer by a script that is packed into the model, for PyTorch', () => answers('torch', torchImage));
});
