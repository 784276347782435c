import assert from 'node:assert/strict';
import type { SdkClients } from '../../../../src/sagemaker/clients.ts';
import type { ListPage, ListRequest } from '../../../../src/sagemaker/resources/listQuery.ts';
import type { ResourceEntry } from '../../../../src/sagemaker/resources/resourceEntry.ts';
import type { KindId, ResourceKind } from '../../../../src/sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../../../src/sagemaker/resources/resourceKinds.ts';
import { ResourceListModel } from '../../../../src/sagemaker/resources/resourceListModel.ts';
import { Scheduler } from '../../../../src/sagemaker/scheduler.ts';
import { lookingMessage } from '../../../../src/ui/explorer/lookingMessage.ts';
import { staleMessage } from '../../../../src/ui/explorer/staleMessage.ts';
import { ViewLists, isRefusal } from '../../../../src/ui/explorer/viewLists.ts';
import { ManualClock } from '../../../support/manualClock.ts';

class NamedError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

describe('the lists behind a view', () => {
  const kinds = ['notebook', 'lifecycleConfig'] as const;
  let clock: ManualClock;
  let asked: string[];
  let answers: Partial<Record<KindId, (request: ListRequest) => ListPage<ResourceEntry>>>;
  let logged: string[];
  let lists: ViewLists;

  beforeEach(() => {
    clock = new ManualClock();
    [asked, answers, logged] = [[], {}, []];
    const clients = { connection: { kind: 'local' } } as SdkClients;
    const scheduler = new Scheduler(clock, (line) => logged.push(line));
    const models = kinds.map((id) => {
      const { details: _, ...kind } = kindOf(id);
      const scripted: ResourceKind = {
        ...kind,
        list(__, request) {
          asked.push(id);
          return Promise.resolve().then(() => answers[id]?.(request) ?? { entries: [] });
        },
      };
      return [id, new ResourceListModel(scripted, { clients, scheduler, clock })] as const;
    });
    lists = new ViewLists(new Map<KindId, ResourceListModel>(models));
  });
  afterEach(() => lists.dispose());

  const seen = { isEmpty: true, isNarrowed: true, plural: 'notebook instances' };

  /** Lets what was asked for be answered. */
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

  it('are asked when the view is seen, those of a closed group once', async () => {
    lists.setClosed(['lifecycleConfig']);
    await settle();
    assert.equal(asked.length, 0);
    lists.setVisible(true);
    await settle();
    assert.deepEqual([...asked].sort(), ['lifecycleConfig', 'notebook']);
    assert.ok(lists.haveAllAnswered);
    asked.length = 0;
    await clock.advance(10_000);
    assert.deepEqual([...new Set(asked)], ['notebook'], 'closed, it is not followed');
    lists.setClosed([]);
    await clock.advance(10_000);
    assert.ok(asked.includes('lifecycleConfig'), 'opened, it is');
  });

  it('that the account may not see stay away, which is logged once, until somebody says so', async () => {
    answers.lifecycleConfig = () => {
      throw new NamedError('AccessDeniedException', 'no identity-based policy allows the action');
    };
    lists.setVisible(true);
    await settle();
    assert.equal(lists.of('lifecycleConfig'), undefined);
    assert.equal(lists.error, undefined, 'the others are up to date');
    assert.ok(lists.haveAllAnswered);
    await clock.advance(120_000);
    assert.equal(asked.filter((id) => id === 'lifecycleConfig').length, 1, 'it is not asked for again');
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /Listing lifecycle configurations failed: .*no identity-based policy/);
    delete answers.lifecycleConfig;
    lists.refreshNow();
    await settle();
    assert.ok(lists.of('lifecycleConfig')?.isLoaded);
  });

  it('tell an error that is none of permission, of which kind it is, and since when that is old', async () => {
    lists.setVisible(true);
    await settle();
    const asOf = lists.asOf;
    assert.ok(asOf !== undefined);
    answers.notebook = () => {
      throw new NamedError('TimeoutError', 'it took too long');
    };
    await clock.advance(180_000);
    assert.match(String(lists.error), /it took too long/);
    assert.deepEqual(lists.stale, ['notebook'], 'the others are up to date');
    assert.equal(
      staleMessage(lists, clock.now()),
      'Notebook instances are not up to date, 3 min old: it took too long.',
    );
    assert.equal(lists.failed[0]?.asOf, asOf);
    answers.lifecycleConfig = answers.notebook;
    await clock.advance(60_000);
    assert.deepEqual(lists.stale, ['notebook', 'lifecycleConfig']);
    assert.equal(staleMessage(lists, clock.now()), 'Not up to date, 4 min old: it took too long.');
    answers.lifecycleConfig = () => {
      throw new NamedError('InternalFailure', 'it broke');
    };
    lists.refreshNow();
    await settle();
    await clock.advance(60_000);
    assert.equal(
      staleMessage(lists, clock.now()),
      'Notebook instances are not up to date, 5 min old: it took too long. ' +
        'Lifecycle configurations are not up to date, 2 min old: it broke.',
    );
  });

  it('are all old where what is followed is, and no closed group makes the others look older', async () => {
    lists.setClosed(['lifecycleConfig']);
    lists.setVisible(true);
    await settle();
    await clock.advance(300_000);
    const now = clock.now();
    assert.ok(now - (lists.asOf ?? 0) <= 1_000);
    answers.notebook = () => {
      throw new NamedError('TimeoutError', 'it took too long');
    };
    await clock.advance(2_000);
    assert.deepEqual(lists.stale, ['notebook', 'lifecycleConfig']);
    assert.equal(staleMessage(lists, clock.now()), 'Not up to date, less than a minute old: it took too long.');
  });

  it('have not answered a question that was not asked yet, of a closed group either', async () => {
    lists.setClosed(['lifecycleConfig']);
    lists.setVisible(true);
    await settle();
    assert.ok(lists.haveAllAnswered);
    lists.setQuery({ nameContains: 'night' });
    assert.ok(lists.haveShown(kinds), 'what is loaded is shown');
    assert.ok(!lists.haveAllAnswered);
    assert.equal(lookingMessage(lists, seen), 'Looking for notebook instances that match the filter…');
    assert.equal(lookingMessage(lists, { ...seen, isNarrowed: false }), 'Looking for notebook instances…');
    assert.equal(lookingMessage(lists, { ...seen, isNarrowed: false, isEmpty: false }), undefined, 'rows are there');
    await settle();
    await clock.advance(0);
    await settle();
    assert.ok(lists.haveAllAnswered);
    assert.equal(lookingMessage(lists, seen), undefined, 'there are none');
  });

  it('that are refused keep nobody waiting for their answer', async () => {
    answers.lifecycleConfig = () => {
      throw new NamedError('AccessDeniedException', 'no');
    };
    lists.setVisible(true);
    await settle();
    lists.setQuery({ nameContains: 'night' });
    await settle();
    await clock.advance(0);
    await settle();
    assert.ok(lists.haveAllAnswered);
  });

  it('know a refusal by its name', () => {
    assert.ok(isRefusal(new NamedError('AccessDeniedException', '')));
    assert.ok(isRefusal(new NamedError('UnknownOperationException', '')));
    assert.ok(!isRefusal(new NamedError('ThrottlingException', '')));
    assert.ok(!isRefusal(undefined));
  });
});
