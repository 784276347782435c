import type { AwsService } from '../sagemaker/connection.ts';
import { listed } from '../shared/listed.ts';

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

/** As a person calls them. */
const spoken: Record<AwsService, string> = {
  sagemaker: 'SageMaker',
  s3: 'S3',
  sts: 'STS',
  iam: 'IAM',
  cloudwatch_logs: 'CloudWatch Logs',
  sagemaker_runtime: 'the SageMaker runtime',
  cloudwatch: 'CloudWatch',
  pricing: 'the price list',
};

interface Endpoints {
  readonly endpoint?: string | undefined;
  readonly serviceEndpoints?: ServiceEndpoints | undefined;
}

/** Where the requests go that are about the account: the one endpoint, or that of the first service. The price list is the same for everybody. */
export function redirectedTo({ endpoint, serviceEndpoints = {} }: Endpoints): string | undefined {
  const { pricing: _pricing, ...others } = serviceEndpoints;
  return endpoint || Object.values(others)[0];
}

/** Which requests go elsewhere than to AWS, and where to, in a sentence without its full stop; undefined where all go to AWS. */
export function redirectionText({ endpoint, serviceEndpoints = {} }: Endpoints): string | undefined {
  const services = new Map<string, string[]>();
  for (const service of awsServices) {
    const own = serviceEndpoints[service];
    if (own !== undefined && own !== endpoint) services.set(own, [...(services.get(own) ?? []), spoken[service]]);
  }
  const parts = [...services].map(([there, names]) => [`those to ${listed(names)}`, there] as const);
  const all = [...(endpoint ? [['Requests', endpoint] as const] : []), ...parts];
  if (all.length === 0) return undefined;
  const [first, ...others] = all.map(([what, there], index) => `${what} ${index === 0 ? 'go ' : ''}to ${there}`);
  return `${[first?.replace(/^those/, 'Requests'), ...others].join(', ')}, not to AWS`;
}
