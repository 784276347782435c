import type { AwsService } from '../sagemaker/connection.ts';

/** The services that are asked here, as the AWS configuration calls them (AWS SDKs and Tools Reference Guide, "Service-specific endpoints"). */
const awsServices: readonly AwsService[] = [
  'sagemaker',
  's3',
  'sts',
  'iam',
  'cloudwatch_logs',
  'sagemaker_runtime',
  'cloudwatch',
  'pricing',
];

type Settings = Readonly<Record<string, string | undefined>>;

export type ServiceEndpoints = Readonly<Partial<Record<AwsService, string>>>;

/** The endpoints that a `[services …]` section names, as the SDK's reader flattens it. */
export function sectionEndpoints(section: Settings = {}): ServiceEndpoints {
  return pick((service) => section[`${service}.endpoint_url`]);
}

/** The endpoints that variables like `AWS_ENDPOINT_URL_S3` name. */
export function variableEndpoints(env: Settings): ServiceEndpoints {
  return pick((service) => env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`]);
}

function pick(endpointOf: (service: AwsService) => string | undefined): ServiceEndpoints {
  const named = awsServices.map((service) => [service, endpointOf(service)] as const);
  return Object.fromEntries(named.filter(([, endpoint]) => endpoint));
}
