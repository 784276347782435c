import type {
  DescribeHyperParameterTuningJobResponse,
  DescribeModelOutput,
  DescribeProcessingJobResponse,
  DescribeTrainingJobResponse,
  DescribeTransformJobResponse,
} from '@aws-sdk/client-sagemaker';
import type { KindId } from '../resources/resourceKind.ts';

/** Something of a resource that stands in S3. */
export interface ResourceUri {
  /** As a person calls it, e.g. `Model artifact`. */
  readonly what: string;
  readonly uri: string;
}

export const kindsWithUris = ['trainingJob', 'tuningJob', 'transformJob', 'processingJob', 'model'] as const;

/** Where a resource's artifact and outputs stand, from its description; what matters most comes first. */
export function resourceUris(kind: KindId, description: object): ResourceUri[] {
  switch (kind) {
    case 'trainingJob': {
      const job = description as DescribeTrainingJobResponse;
      const folder = job.OutputDataConfig?.S3OutputPath?.replace(/\/+$/, '');
      return present([
        ['Model artifact', job.ModelArtifacts?.S3ModelArtifacts],
        // Where a job writes its artifact and its output (developer guide, "Amazon SageMaker AI Training Storage Paths").
        ['Output folder', folder && `${folder}/${job.TrainingJobName ?? ''}/output/`],
        ['Checkpoints', job.CheckpointConfig?.S3Uri],
      ]);
    }
    case 'tuningJob': {
      const job = description as DescribeHyperParameterTuningJobResponse;
      const parts = [job.TrainingJobDefinition, ...(job.TrainingJobDefinitions ?? [])];
      return present(parts.map((part) => ['Output folder', part?.OutputDataConfig?.S3OutputPath]));
    }
    case 'transformJob':
      return present([['Output folder', (description as DescribeTransformJobResponse).TransformOutput?.S3OutputPath]]);
    case 'processingJob': {
      const { ProcessingOutputConfig: config } = description as DescribeProcessingJobResponse;
      return present((config?.Outputs ?? []).map((one) => [`Output ${one.OutputName ?? ''}`, one.S3Output?.S3Uri]));
    }
    case 'model': {
      const { PrimaryContainer: one, Containers: several = [] } = description as DescribeModelOutput;
      return present(
        [one, ...several].map((container, index) => [
          several.length > 1 ? `Artifact of container ${index}` : 'Model artifact',
          container?.ModelDataUrl ?? container?.ModelDataSource?.S3DataSource?.S3Uri,
        ]),
      );
    }
    default:
      return [];
  }
}

function present(found: readonly (readonly [what: string, uri: string | undefined])[]): ResourceUri[] {
  const seen = new Set<string>();
  return found.flatMap(([what, uri]) => {
    if (!uri || seen.has(uri)) return [];
    seen.add(uri);
    return [{ what, uri }];
  });
}
