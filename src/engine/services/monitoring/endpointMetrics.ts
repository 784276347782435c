import type { MetricSource, MetricStore } from '../../store/metricStore.ts';

/** What an endpoint's metrics are told by (developer guide, "Amazon SageMaker AI metrics in Amazon CloudWatch", and so are the names below). */
interface EndpointVariant {
  readonly endpoint: string;
  readonly variant: string;
}

/** One request that a variant was given. */
export interface InvocationMeasurement extends EndpointVariant {
  /** Of the variant when it was asked. */
  readonly instances: number;
  /** What the model answered; undefined where it answered nothing. */
  readonly status: number | undefined;
  /** Milliseconds from the request in the instance's hands to its answer. */
  readonly modelTime: number;
  /** Milliseconds that the service took besides. */
  readonly overhead: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** What the containers of a variant's instance use of this machine, in percent: of one core, and of the memory. */
export interface EndpointUsage extends EndpointVariant {
  readonly cpu: number;
  readonly memory: number | undefined;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** A request counts in each metric, with 0 where it is none of those: an average is a share then. */
export function storeInvocation(store: MetricStore, measurement: InvocationMeasurement): void {
  const { instances, status = 0, modelTime, overhead, timestamp } = measurement;
  const one = (is: boolean): number => (is ? 1 : 0);
  const counts = {
    Invocations: 1,
    InvocationsPerInstance: 1 / Math.max(1, instances),
    Invocation4XXErrors: one(status >= 400 && status < 500),
    Invocation5XXErrors: one(status >= 500),
    InvocationModelErrors: one(status < 200 || status >= 300),
  };
  const times = { ModelLatency: modelTime, OverheadLatency: overhead };
  store.put(sourceOf('AWS/SageMaker', measurement), [
    ...Object.entries(counts).map(([metric, value]) => ({ metric, value, timestamp })),
    ...Object.entries(times).map(([metric, milliseconds]) => {
      return { metric, value: Math.round(milliseconds * 1000), timestamp, unit: 'Microseconds' };
    }),
  ]);
}

export function storeEndpointUsage(store: MetricStore, usage: EndpointUsage): void {
  const { cpu, memory, timestamp } = usage;
  store.put(sourceOf('/aws/sagemaker/Endpoints', usage), [
    { metric: 'CPUUtilization', value: cpu, timestamp, unit: 'Percent' },
    ...(memory === undefined ? [] : [{ metric: 'MemoryUtilization', value: memory, timestamp, unit: 'Percent' }]),
  ]);
}

function sourceOf(namespace: string, { endpoint, variant }: EndpointVariant): MetricSource {
  const dimensions = [
    { Name: 'EndpointName', Value: endpoint },
    { Name: 'VariantName', Value: variant },
  ];
  return { namespace, dimensions };
}
