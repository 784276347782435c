import type { SdkClients } from '../../sagemaker/clients.ts';
import type { AwsLook } from './awsLook.ts';
import { awsCheck } from './connectionChecks.ts';
import { good, result, type SetupCheck } from './setupCheck.ts';

/** SageMaker has some thousand quotas, a hundred a page. */
const mostPages = 60;

/** The first instances that the wizards offer, by the quota's name in Service Quotas. */
const looked = [
  { name: 'ml.m5.large for training job usage', short: 'training on ml.m5.large' },
  { name: 'ml.m5.large for endpoint usage', short: 'endpoints on ml.m5.large' },
  { name: 'ml.t3.medium for notebook instance usage', short: 'notebooks on ml.t3.medium' },
  { name: 'ml.g4dn.xlarge for training job usage', short: 'training on ml.g4dn.xlarge (GPU)' },
] as const;

/** How many instances the account may run at once, of those that are offered first. */
export function quotaCheck(aws: AwsLook): SetupCheck {
  return awsCheck(
    'Quotas',
    aws,
    async (signal) => {
      const { clients, connection } = await aws.session();
      const request = {
        kind: 'page',
        url: `https://${connection.region}.console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas`,
        title: 'Open Service Quotas',
      } as const;
      try {
        const quotas = await readQuotas(clients, signal);
        const told = looked.flatMap(({ name, short }) => {
          const value = quotas.get(name);
          return value === undefined ? [] : [{ short, value }];
        });
        if (told.length === 0) return result('warning', 'The quotas of the usual instances were not found.', request);
        const text = told.map(({ short, value }) => `${value} × ${short}`).join(', ');
        if (told.some(({ value }) => value === 0))
          return result('warning', `${text}; ask AWS for those that are 0 before you need them.`, request);
        return good(`${text}.`);
      } catch (error) {
        if (error instanceof Error && error.name.startsWith('AccessDenied'))
          return result('warning', 'Quotas may not be read with this identity.', request);
        throw error;
      }
    },
    30_000,
  );
}

async function readQuotas(clients: SdkClients, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const { ListServiceQuotasCommand, ServiceQuotasClient } = await import('../../sagemaker/sdk/quotasSdk.ts');
  const { region, credentials, profile, endpoint } = clients.connection;
  const client = clients.limited(
    new ServiceQuotasClient({
      region,
      credentials,
      ...(endpoint !== undefined && { endpoint }),
      ...(profile !== undefined && { profile }),
    }),
    // Many pages that a person waits for: four a second are allowed, more than one of this list too.
    (operation) => `quotas.${operation}`,
  );
  const wanted = new Set<string>(looked.map(({ name }) => name));
  const found = new Map<string, number>();
  try {
    let token: string | undefined;
    for (let page = 0; page < mostPages && found.size < wanted.size; page++) {
      const { Quotas = [], NextToken } = await client.send(
        new ListServiceQuotasCommand({
          ServiceCode: 'sagemaker',
          MaxResults: 100,
          ...(token !== undefined && { NextToken: token }),
        }),
        { abortSignal: signal },
      );
      for (const { QuotaName = '', Value } of Quotas)
        if (wanted.has(QuotaName) && Value !== undefined) found.set(QuotaName, Value);
      token = NextToken;
      if (token === undefined) break;
    }
  } finally {
    client.destroy();
  }
  return found;
}
