import type { ServiceModel } from '../../src/serviceModel/serviceModel.ts';
import { RequestGenerator, type BrokenRequest } from './brokenRequests.ts';

const operation = 'CreateTrainingJob';

/** A CreateTrainingJob request with every member that the API has, and one request for every way to break one constraint. */
export function generatedRequests(
  model: ServiceModel,
  seed: number,
): { unbroken: Record<string, unknown>; broken: BrokenRequest[] } {
  const shape = model.inputOf(operation);
  const generator = new RequestGenerator(model, seed, {
    // Nothing in the workbench runs this image.
    TrainingImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1',
    S3Uri: 's3://sagemaker-us-east-1-000000000000/data',
    // What the members say to each other is no constraint of the model.
    InstanceType: 'ml.m5.large',
    S3DataType: 'S3Prefix',
    EnableManagedSpotTraining: true,
    MaxRuntimeInSeconds: 3600,
    MaxWaitTimeInSeconds: 7200,
  });
  const unbroken = generator.valid(shape);
  return { unbroken, broken: generator.broken(shape, unbroken) };
}
