import type { CreateTransformJobRequest, TransformInstanceType } from '@aws-sdk/client-sagemaker';
import type { RowFormat } from '../../sagemaker/predictions/rowFormat.ts';

/** What a person chose of a batch transform, and where its data are. */
export interface TransformPlan {
  readonly name: string;
  readonly model: string;
  /** `s3://…`, one object with a row a line. */
  readonly inputUri: string;
  readonly outputUri: string;
  readonly format: RowFormat;
  readonly contentType: string;
  readonly instanceType: string;
  readonly instanceCount: number;
}

/** The request: a row a line in, an answer a line out. */
export function transformRequest(plan: TransformPlan): CreateTransformJobRequest {
  const { name, model, inputUri, outputUri, format, contentType, instanceType, instanceCount } = plan;
  return {
    TransformJobName: name,
    ModelName: model,
    // A JSON document is a body by itself; the other formats carry several rows.
    BatchStrategy: format === 'json' ? 'SingleRecord' : 'MultiRecord',
    TransformInput: {
      ContentType: contentType,
      SplitType: 'Line',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: inputUri } },
    },
    TransformOutput: { S3OutputPath: outputUri, AssembleWith: 'Line' },
    TransformResources: { InstanceType: instanceType as TransformInstanceType, InstanceCount: instanceCount },
  };
}
