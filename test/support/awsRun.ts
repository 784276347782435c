import type { RoleOffer, RunQuestions } from '../../src/jobs/aws/runOnAws.ts';
import type { RunSummary } from '../../src/jobs/aws/runSummary.ts';

export const account = '123456789012';
export const bucket = `sagemaker-eu-west-1-${account}`;
export const role = `arn:aws:iam::${account}:role/service-role/SageMakerWorkbenchLocal`;

export const rest = `ResourceConfig: { InstanceType: ml.m5.large, InstanceCount: 1, VolumeSizeInGB: 30 }
StoppingCondition: { MaxRuntimeInSeconds: 86400 }
`;
export const channel = (more = '') => `InputDataConfig:
  - { ChannelName: train, ${more}DataSource: { S3DataSource: { S3DataType: S3Prefix, S3Uri: data/train.csv, S3DataDistributionType: FullyReplicated } } }
`;
export const builtIn = `TrainingJobName: mine
AlgorithmSpecification: { TrainingImage: 'xgboost:1.7-1', TrainingInputMode: File }
HyperParameters: { objective: 'reg:squarederror', num_round: 5, eta: 0.2 }
${channel('ContentType: text/csv, ')}${rest}`;

/** A user who answers as a test wants, and what was asked. */
export class AwsRunAnswers implements RunQuestions {
  readonly asked: string[] = [];
  offer: RoleOffer | undefined;
  summary: RunSummary | undefined;
  role: string | undefined = role;
  bucket: string | undefined;
  confirmed = true;

  async chooseRole(offer: RoleOffer) {
    this.asked.push('role');
    this.offer = offer;
    return this.role;
  }
  async chooseBucket(problem: string) {
    this.asked.push(`bucket: ${problem}`);
    return this.bucket;
  }
  async confirm(summary: RunSummary) {
    this.asked.push('confirm');
    this.summary = summary;
    return this.confirmed;
  }
}
