/** One entry of a training job's `AlgorithmSpecification.MetricDefinitions`: the first group of `Regex` captures the value. */
export interface MetricDefinition {
  readonly Name: string;
  readonly Regex: string;
}
