/** Static credentials, or a provider that refreshes them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The services that are asked, as the AWS configuration calls them. */
export type AwsService =
  'sagemaker' | 's3' | 'sts' | 'iam' | 'cloudwatch_logs' | 'sagemaker_runtime' | 'cloudwatch' | 'pricing';

/** One place to work in: an account and region of AWS, or the local engine. Every cache is keyed by `id`. */
export interface Connection {
  /** `<kind>:<account>:<region>`. */
  readonly id: string;
  readonly kind: 'local' | 'aws';
  /** What the status bar shows. */
  readonly label: string;
  readonly accountId: string;
  readonly region: string;
  /** Set for the local engine, and where a profile or the environment sends requests elsewhere than to AWS. */
  readonly endpoint?: string;
  /** Where single services are asked instead. */
  readonly serviceEndpoints?: Readonly<Partial<Record<AwsService, string>>>;
  /** Set where some or all requests of an AWS connection go elsewhere than to AWS: what is shown wherever the account is. */
  readonly redirectedTo?: string;
  /** The AWS profile whose other settings apply to clients: without it they would read those of the default profile. */
  readonly profile?: string;
  readonly credentials: Credentials | (() => Promise<Credentials>);
}

/** Where something is, in a head: `dev · eu-west-1 · 123456789012`, with the server that answers where it is not AWS; the local engine has but its name. */
export function whereText({ kind, label, region, redirectedTo, accountId }: Connection): string {
  if (kind === 'local') return label;
  return [label, region, redirectedTo?.replace(/^https?:\/\//, ''), accountId].filter(Boolean).join(' · ');
}
