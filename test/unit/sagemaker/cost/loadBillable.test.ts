import assert from 'node:assert/strict';
import { loadBillable } from '../../../../src/sagemaker/cost/loadBillable.ts';

type Looked = Parameters<typeof loadBillable>[0];

/** An account of three endpoints, which are described one slow answer after the other, and a hundred processing jobs. */
function account(asked: string[]): Looked {
  const date = new Date(1_000);
  const pages: Record<string, object> = {
    ListEndpointsCommand: {
      Endpoints: [0, 1, 2].map((index) => ({
        ...{ EndpointName: `endpoint-${index}`, EndpointArn: `arn:endpoint-${index}`, EndpointStatus: 'InService' },
        ...{ CreationTime: date, LastModifiedTime: date },
      })),
    },
    ListProcessingJobsCommand: {
      ProcessingJobSummaries: Array.from({ length: 100 }, (_, index) => ({
        ...{
          ProcessingJobName: `job-${index}`,
          ProcessingJobArn: `arn:job-${index}`,
          ProcessingJobStatus: 'InProgress',
        },
        CreationTime: date,
      })),
    },
  };
  const send = async (command: object): Promise<object> => {
    asked.push(command.constructor.name);
    return pages[command.constructor.name] ?? {};
  };
  const detailsOf = async ({ name }: { readonly name: string }): Promise<object> => {
    asked.push(name);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const instance = { instanceType: 'ml.m5.large', instanceCount: 1 };
    return name.startsWith('job') ? instance : { variants: [{ name: 'a', ...instance }] };
  };
  return { clients: { sagemaker: async () => ({ send }) }, lists: { of: () => ({ detailsOf }) } } as unknown as Looked;
}

describe('looking for what is billed', () => {
  it('asks for endpoints and notebook instances before any job, and tells each at once', async () => {
    const asked: string[] = [];
    const told: string[] = [];
    const { items } = await loadBillable(account(asked), {
      onFound: ({ name }) => told.push(name),
    });
    assert.equal(items.length, 103);
    const standing = ['ListNotebookInstancesCommand', 'ListEndpointsCommand', 'endpoint-0', 'endpoint-1', 'endpoint-2'];
    assert.deepEqual([...asked.slice(0, 5)].sort(), [...standing].sort());
    assert.deepEqual(told.slice(0, 4), ['endpoint-0', 'endpoint-1', 'endpoint-2', 'job-0']);
    assert.ok(items.filter(({ kind }) => kind === 'processingJob').every(({ isWaiting }) => isWaiting));
  });
});
