/** What this engine does not serve, by the `X-Amz-Target` of the operations that ask for it. */
const unserved: readonly (readonly [target: RegExp, what: string])[] = [
  [/^AnyScaleFrontendService\./, 'autoscaling'], // Application Auto Scaling (botocore's model)
  [/^SageMaker\..*InferenceComponent/, 'inference components'],
  [/^SageMaker\..*InferenceExperiment/, 'shadow variants'],
  [/^SageMaker\..*ModelPackage/, 'model packages'],
];

/** Why nothing answers an operation, where that is known. @returns One sentence. */
export function whyUnserved(target: string): string | undefined {
  const what = unserved.find(([pattern]) => pattern.test(target))?.[1];
  const operation = target.slice(target.lastIndexOf('.') + 1);
  return what && `The local engine does not serve ${what} today (${operation}): leave it out, or use AWS.`;
}
