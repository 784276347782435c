import assert from 'node:assert/strict';
import {
  AddTagsCommand,
  CreateTrainingJobCommand,
  DeleteTagsCommand,
  DescribeAutoMLJobCommand,
  DescribeLabelingJobCommand,
  GetSearchSuggestionsCommand,
  ListAutoMLJobsCommand,
  ListLabelingJobsCommand,
  ListTagsCommand,
  SageMakerClient,
  SearchCommand,
  paginateSearch,
  type SearchExpression,
} from '@aws-sdk/client-sagemaker';
import { EngineProcess } from '../support/engineProcess.ts';
import { putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';

const names = ['shallow', 'middle', 'deep'];
const depths = ['2', '4', '8'];

describe('tags, Search and empty lists', function () {
  this.timeout(60_000);
  let engine: EngineProcess;
  let client: SageMakerClient;
  const arns: Record<string, string> = {};

  before(async () => {
    engine = await EngineProcess.start();
    client = new SageMakerClient(engine.clientConfiguration);
    await putTables(engine);
    for (const [index, name] of names.entries()) {
      const request = xgboostRequest(name, { max_depth: depths[index] ?? '', eta: `0.${index + 1}` });
      const Tags = [{ Key: 'Project', Value: index === 2 ? 'taxi' : 'boston' }];
      const { TrainingJobArn = '' } = await client.send(new CreateTrainingJobCommand({ ...request, Tags }));
      arns[name] = TrainingJobArn;
      await waitForStatus(client, name, 'Completed');
    }
  });
  after(async () => {
    client.destroy();
    await engine.end();
  });

  const tagsOf = async (ResourceArn = ''): Promise<string[]> => {
    const { Tags = [] } = await client.send(new ListTagsCommand({ ResourceArn }));
    return Tags.map(({ Key, Value }) => `${Key}=${Value}`).sort();
  };

  it('keeps the tags of a job, adds, replaces and removes them, and has them after a restart', async () => {
    const ResourceArn = arns['shallow'];
    assert.deepEqual(await tagsOf(ResourceArn), ['Project=boston']);
    await client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'Owner', Value: '' }] }));
    await Promise.all(
      ['a', 'b', 'c'].map((Key) =>
        client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key, Value: Key.toUpperCase() }] })),
      ),
    );
    await client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'a', Value: 'new' }] }));
    await client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['b', 'missing'] }));
    const expected = ['Owner=', 'Project=boston', 'a=new', 'c=C'];
    assert.deepEqual(await tagsOf(ResourceArn), expected);
    await engine.end('SIGKILL');
    client.destroy();
    engine = await EngineProcess.start(engine.stateDirectory);
    client = new SageMakerClient(engine.clientConfiguration);
    assert.deepEqual(await tagsOf(ResourceArn), expected);
  });

  it('refuses tags of what is not there, reserved ones and too many', async () => {
    const ResourceArn = arns['middle'] ?? '';
    const add = (arn: string, Tags: { Key: string; Value: string }[]) =>
      client.send(new AddTagsCommand({ ResourceArn: arn, Tags }));
    const invalid = { name: 'ValidationException' };
    await assert.rejects(add(ResourceArn.replace('middle', 'nobody'), []), invalid);
    await assert.rejects(add(ResourceArn.replace('000000000000', '111111111111'), []), invalid);
    await assert.rejects(add(ResourceArn, [{ Key: 'aws:mine', Value: '' }]), invalid);
    const fifty = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await assert.rejects(add(ResourceArn, fifty), { ...invalid, message: /at most 50 tags/ });
    assert.deepEqual(await tagsOf(ResourceArn), ['Project=boston']);
  });

  const found = async (SearchExpression: SearchExpression, more = {}): Promise<string[]> => {
    const { Results = [] } = await client.send(
      new SearchCommand({ Resource: 'TrainingJob', SearchExpression, ...more }),
    );
    return Results.map(({ TrainingJob }) => TrainingJob?.TrainingJobName ?? '');
  };
  const filter = (Name: string, Operator: string, Value?: string): SearchExpression =>
    ({ Filters: [{ Name, Operator, ...(Value === undefined ? {} : { Value }) }] }) as SearchExpression;

  it('finds jobs by name, status, hyperparameter, metric, tag and time', async () => {
    const newestFirst = ['deep', 'middle', 'shallow'];
    const cases: [SearchExpression, string[]][] = [
      [{}, newestFirst],
      [filter('TrainingJobName', 'Contains', 'e'), ['deep', 'middle']],
      [filter('TrainingJobStatus', 'Equals', 'Completed'), newestFirst],
      [filter('TrainingJobStatus', 'In', 'Failed,Stopped'), []],
      [filter('HyperParameters.max_depth', 'GreaterThan', '3'), ['deep', 'middle']],
      [filter('HyperParameters.eta', 'LessThanOrEqualTo', '0.2'), ['middle', 'shallow']],
      [filter('HyperParameters.nothing', 'Exists'), []],
      [filter('HyperParameters.nothing', 'NotExists'), newestFirst],
      [filter('Metrics.validation:rmse', 'GreaterThan', '0'), newestFirst],
      [filter('Tags.Project', 'Equals', 'taxi'), ['deep']],
      [filter('Tags.Project', 'NotEquals', 'taxi'), ['middle', 'shallow']],
      [filter('CreationTime', 'GreaterThan', '2020-01-01T00:00:00'), newestFirst],
      [filter('CreationTime', 'LessThan', '2020-01-01'), []],
      [filter('InputDataConfig.DataSource.S3DataSource.S3Uri', 'Contains', 'train.csv'), newestFirst],
    ];
    for (const [expression, expected] of cases)
      assert.deepEqual((await found(expression)).sort(), [...expected].sort(), JSON.stringify(expression));
    assert.deepEqual(await found({}, { SortBy: 'CreationTime', SortOrder: 'Ascending' }), names);
    assert.deepEqual(await found({}, { SortBy: 'HyperParameters.max_depth', SortOrder: 'Descending' }), newestFirst);
  });

  it('puts conditions together, and holds nested ones against one element', async () => {
    const either: SearchExpression = {
      Operator: 'Or',
      SubExpressions: [filter('TrainingJobName', 'Equals', 'deep'), filter('HyperParameters.max_depth', 'Equals', '2')],
    };
    assert.deepEqual((await found(either)).sort(), ['deep', 'shallow']);
    const channel = (name: string, uri: string): SearchExpression => ({
      NestedFilters: [
        {
          NestedPropertyName: 'InputDataConfig',
          Filters: [
            { Name: 'InputDataConfig.ChannelName', Operator: 'Equals', Value: name },
            { Name: 'InputDataConfig.DataSource.S3DataSource.S3Uri', Operator: 'Contains', Value: uri },
          ],
        },
      ],
    });
    assert.equal((await found(channel('train', 'data/train'))).length, 3);
    assert.equal((await found(channel('train', 'data/validation'))).length, 0);
  });

  it('pages through the results, each once, and counts them', async () => {
    const pages: string[] = [];
    const pager = paginateSearch({ client, pageSize: 2 }, { Resource: 'TrainingJob', SortBy: 'TrainingJobName' });
    for await (const { Results = [], TotalHits } of pager) {
      assert.equal(TotalHits?.Value, 3);
      pages.push(Results.map(({ TrainingJob }) => TrainingJob?.TrainingJobName).join());
    }
    assert.deepEqual(pages, ['shallow,middle', 'deep']);
    const tags = (await client.send(new SearchCommand({ Resource: 'TrainingJob' }))).Results?.[0]?.TrainingJob?.Tags;
    assert.deepEqual(tags, [{ Key: 'Project', Value: 'taxi' }]);
  });

  it('refuses what means nothing, and suggests names of properties', async () => {
    const invalid = { name: 'ValidationException' };
    await assert.rejects(found(filter('Colour', 'Equals', 'red')), invalid);
    await assert.rejects(found(filter('TrainingJobName', 'GreaterThan', 'abc')), invalid);
    await assert.rejects(found({}, { NextToken: 'x' }), invalid);
    const { PropertyNameSuggestions = [] } = await client.send(
      new GetSearchSuggestionsCommand({
        Resource: 'TrainingJob',
        SuggestionQuery: { PropertyNameQuery: { PropertyNameHint: 'max_d' } },
      }),
    );
    assert.deepEqual(
      PropertyNameSuggestions.map(({ PropertyName }) => PropertyName),
      ['HyperParameters.max_depth'],
    );
    assert.deepEqual((await client.send(new SearchCommand({ Resource: 'FeatureGroup' }))).Results, []);
  });

  it('has no labeling and AutoML jobs', async () => {
    assert.deepEqual((await client.send(new ListLabelingJobsCommand({}))).LabelingJobSummaryList, []);
    assert.deepEqual((await client.send(new ListAutoMLJobsCommand({}))).AutoMLJobSummaries, []);
    const missing = { name: 'ResourceNotFound' };
    await assert.rejects(client.send(new DescribeLabelingJobCommand({ LabelingJobName: 'x' })), missing);
    await assert.rejects(client.send(new DescribeAutoMLJobCommand({ AutoMLJobName: 'x' })), missing);
  });
});
