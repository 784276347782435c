// Stands for the Price List API: answers GetProducts as AWS does, from a small list of its public prices (us-east-1 and eu-west-1, 2026).
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../../src/sagemaker/connection.ts';

const regions: Record<string, string> = { 'us-east-1': 'USE1', 'eu-west-1': 'EU' };
const prefixes: Record<string, string> = {
  Notebook: 'Notebk',
  Training: 'Train',
  Processing: 'Processing',
  'Batch Transform': 'Tsform',
  Hosting: 'Host',
};
/** USD an hour by instance type and component. */
const usd: Record<string, Record<string, number>> = {
  'ml.m5.large': { Training: 0.115, Processing: 0.115, 'Batch Transform': 0.115, Hosting: 0.115, Notebook: 0.115 },
  'ml.t3.medium': { Notebook: 0.05, Processing: 0.05 },
  'ml.g5.2xlarge': { Training: 1.515, Hosting: 1.515 },
};

/** An account in eu-west-1 that asks such a server for its prices. */
export function pricedConnection({ endpoint }: Pick<PricingServer, 'endpoint'>): Connection {
  return {
    id: 'aws:123456789012:eu-west-1',
    kind: 'aws',
    label: 'work',
    accountId: '123456789012',
    region: 'eu-west-1',
    serviceEndpoints: { pricing: endpoint },
    credentials: { accessKeyId: 'AKIALOCALTEST0000000', secretAccessKey: 'secret' },
  };
}

/** A product as GetProducts answers it: a JSON text. */
export function priceListItem(
  region: string,
  instanceType: string,
  component: string,
  amount: number,
  usagetype = `${regions[region]}-${prefixes[component]}:${instanceType}`,
): string {
  const sku = Buffer.from(`${region}${instanceType}${component}`).toString('hex').slice(-16).toUpperCase();
  return JSON.stringify({
    product: {
      productFamily: 'ML Instance',
      attributes: {
        servicecode: 'AmazonSageMaker',
        servicename: 'Amazon SageMaker',
        regionCode: region,
        locationType: 'AWS Region',
        instanceName: instanceType,
        instanceType: `${instanceType}-${component}`,
        component,
        operation: 'RunInstance',
        usagetype,
      },
      sku,
    },
    serviceCode: 'AmazonSageMaker',
    terms: {
      OnDemand: {
        [`${sku}.JRTCKXETXF`]: {
          priceDimensions: {
            [`${sku}.JRTCKXETXF.6YS6EN2CT7`]: {
              unit: 'Hrs',
              endRange: 'Inf',
              beginRange: '0',
              description: `$${amount} per ${component} ${instanceType} hour in ${region}`,
              appliesTo: [],
              rateCode: `${sku}.JRTCKXETXF.6YS6EN2CT7`,
              pricePerUnit: { USD: amount.toFixed(10) },
            },
          },
          sku,
          effectiveDate: '2026-10-01T00:00:00Z',
          offerTermCode: 'JRTCKXETXF',
          termAttributes: {},
        },
      },
    },
    version: '20261101000000',
    publicationDate: '2026-11-01T00:00:00Z',
  });
}

/** The stand-in on a free port of 127.0.0.1. */
export interface PricingServer {
  readonly endpoint: string;
  /** Grows by `region type` with each first page. */
  readonly asked: string[];
  /** Answers as to somebody without the permission. */
  refuse(refused: boolean): void;
  close(): void;
}

interface GetProducts {
  readonly Filters: readonly { readonly Field: string; readonly Value: string }[];
  readonly NextToken?: string;
}

export async function startPricingServer(): Promise<PricingServer> {
  const asked: string[] = [];
  let isRefusing = false;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { Filters, NextToken } = JSON.parse(text) as GetProducts;
      const { regionCode = '', instanceName = '' } = Object.fromEntries(
        Filters.map(({ Field, Value }) => [Field, Value]),
      );
      if (NextToken === undefined) asked.push(`${regionCode} ${instanceName}`);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      if (!isRefusing) return void response.end(JSON.stringify(page(regionCode, instanceName, Number(NextToken ?? 0))));
      response.statusCode = 400;
      const message = 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: pricing:GetProducts';
      response.end(JSON.stringify({ __type: 'AccessDeniedException', Message: message }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refuse: (refused) => (isRefusing = refused),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Pages of two, so that whoever reads only the first knows too little. */
function page(region: string, instanceType: string, from: number): object {
  const all = Object.entries(regions[region] === undefined ? {} : (usd[instanceType] ?? {}));
  const items = all.map(([component, amount]) => priceListItem(region, instanceType, component, amount));
  return {
    FormatVersion: 'aws_v1',
    PriceList: items.slice(from, from + 2),
    ...(from + 2 < items.length && { NextToken: String(from + 2) }),
  };
}
