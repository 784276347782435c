import type { JsonObject } from '../../../server/jsonService.ts';
import type { SearchSource } from './searchSource.ts';

/** API reference, Endpoint. */
const properties = [
  ...['EndpointName', 'EndpointArn', 'EndpointConfigName', 'ProductionVariants', 'DataCaptureConfig'],
  ...['EndpointStatus', 'FailureReason', 'CreationTime', 'LastModifiedTime', 'MonitoringSchedules', 'Tags'],
  ...['ShadowProductionVariants'],
];

/** @param records - What Describe answers of each, and the tags. */
export function endpointSource(records: () => Iterable<JsonObject>): SearchSource {
  return {
    resource: 'Endpoint',
    properties,
    nameProperty: 'EndpointName',
    async *records(): AsyncGenerator<JsonObject> {
      for (const record of records())
        yield Object.fromEntries(Object.entries(record).filter(([name]) => properties.includes(name)));
    },
  };
}
