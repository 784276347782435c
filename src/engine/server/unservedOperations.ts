/** What this engine does not serve, by the `X-Amz-Target` of the operations that ask for it (names: botocore's models). */
const unserved: readonly (readonly [target: RegExp, what: string])[] = [
  [/^AnyScaleFrontendService\./, 'autoscaling'], // Application Auto Scaling
  [/^SageMaker\..*InferenceComponent/, 'inference components'],
  [/^SageMaker\..*InferenceExperiment/, 'shadow variants'],
  [/^SageMaker\..*ModelPackage/, 'model packages'],
  [/^SageMaker\..*Monitoring(Schedule|Execution|Alert)/, 'Model Monitor'],
  [/^SageMaker\..*(DataQuality|ModelQuality|ModelBias|ModelExplainability)JobDefinition/, 'Model Monitor'],
  [/^SageMaker\..*(Context|Artifact|Action|Association|Lineage(Group)?)s?(Policy)?$/, 'lineage'],
  [/^SageMaker\..*(Experiment|Trial|TrialComponent)s?$/, 'experiments'],
  [/^SageMaker\..*Feature(Group|Metadata)/, 'the Feature Store'],
  [/^SageMaker\..*Pipeline/, 'pipelines of jobs'],
  [/^SageMaker\.(Create|Stop)AutoMLJob/, 'AutoML jobs'],
  [/^SageMaker\.(Create|Stop)LabelingJob/, 'labeling jobs'],
  [/^SageMaker\..*(CompilationJob|EdgePackagingJob)/, 'Neo'],
  [/^SageMaker\..*InferenceRecommendationsJob/, 'the Inference Recommender'],
  [/^SageMaker\..*Hub(s|Content|$)/, 'hubs'],
  [/^SageMaker\.[A-Z][a-z]+(Domain|UserProfile|Space|App)s?$/, 'Studio'],
  [/^Logs_20140328\.Delete/, 'the deletion of logs'],
];

/** Why nothing answers an operation, where that is known. @returns One sentence. */
export function whyUnserved(target: string): string | undefined {
  const what = unserved.find(([pattern]) => pattern.test(target))?.[1];
  const operation = target.slice(target.lastIndexOf('.') + 1);
  return what && `The local engine does not serve ${what} today (${operation}): leave it out, or use AWS.`;
}
