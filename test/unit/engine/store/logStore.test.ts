import assert from 'node:assert/strict';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventsJson, type LogEvent } from '../../../../src/engine/store/logRecord.ts';
import { searchEvents, type SearchPlace } from '../../../../src/engine/store/logSearch.ts';
import { LogStore } from '../../../../src/engine/store/logStore.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

const group = '/aws/sagemaker/TrainingJobs';

describe('LogStore', () => {
  const folders = useTemporaryFolders();
  let state: string;
  let clock: ManualClock;
  let logs: LogStore;
  const reopen = () => LogStore.open(state, { clock, caseInsensitive: false });
  const file = (stream: string, name: string) =>
    join(state, 'logs', '.d', 'aws.d', 'sagemaker.d', 'TrainingJobs', 'streams', stream, name);

  beforeEach(async () => {
    state = await folders();
    clock = new ManualClock();
    logs = await reopen();
  });

  async function write(stream: string, messages: readonly string[], start = 1000): Promise<void> {
    const written = logs.append(
      group,
      stream,
      messages.map((message, index) => ({ message, timestamp: start + index })),
    );
    await logs.flush(group, stream);
    await written;
  }

  async function messages(stream: string): Promise<string[]> {
    const page = await logs.getEvents(group, stream, { direction: 'forward', limit: 10_000 });
    return page.events.map(({ message }) => message);
  }

  it('keeps messages of any content, in order, over a restart', async () => {
    const odd = ['a\tb', 'line\nbreak', '\u0000\u001b[31m', '日本語 \u{1F600}', '', '"quoted"\\', '1\t2\t"x"', '$1 $&'];
    odd.push('\u20281\t2\t"x"\u2029', '\r\r\n', '\ud800 alone', 'x'.repeat(100_000));
    await write('s', odd);
    logs = await reopen();
    assert.deepEqual(await messages('s'), odd);
    const { text } = await logs.getLines(group, 's', { direction: 'forward', limit: 100 });
    const events = JSON.parse(`[${eventsJson(text)}]`) as LogEvent[];
    assert.deepEqual(
      events,
      odd.map((message, at) => ({ timestamp: 1000 + at, ingestionTime: clock.now(), message })),
    );
  });

  it('shows an appended line at once and writes it when its time has come', async () => {
    const first = logs.append(group, 's', [{ message: 'a', timestamp: 1 }]);
    const second = logs.append(group, 's', [{ message: 'b', timestamp: 2 }]);
    assert.deepEqual(await messages('s'), ['a', 'b']);
    await Promise.all([first, second]);
    const third = logs.append(group, 's', [{ message: 'c', timestamp: 3 }]);
    await clock.advance(25);
    await third;
    assert.match(await readFile(file('s', 'events.log'), 'utf8'), /"c"\n$/);
  });

  it('tells those who append when their lines could not be written', async () => {
    await writeFile(join(state, 'logs', '.d'), 'a file where a folder should be');
    const written = logs.append(group, 's', [{ message: 'a', timestamp: 1 }]);
    await Promise.all([assert.rejects(written), clock.advance(25)]);
  });

  it('cuts off a torn line, wherever a crash tore it, and goes on behind it', async function () {
    this.timeout(20_000);
    await write('whole', ['one', 'two', 'three']);
    const whole = await readFile(file('whole', 'events.log'));
    const index = await readFile(file('whole', 'events.idx'));
    for (let size = 0; size <= whole.length; size++) {
      const stream = `torn-${size}`;
      await logs.createStream(group, stream);
      await writeFile(file(stream, 'events.log'), whole.subarray(0, size));
      // The index may be behind, torn itself, or ahead of what reached the disk.
      await writeFile(file(stream, 'events.idx'), index.subarray(0, (size * 7) % (index.length + 1)));
      const kept = whole.subarray(0, size).toString().split('\n').length - 1;
      assert.deepEqual(await messages(stream), ['one', 'two', 'three'].slice(0, kept), `${size}`);
      await write(stream, ['next'], 5000);
      assert.deepEqual(await messages(stream), [...['one', 'two', 'three'].slice(0, kept), 'next'], `${size}`);
    }
  });

  it('makes a stream again whose making was cut off', async () => {
    await write('s', ['a']);
    await writeFile(file('s', 'stream.json'), '{"na');
    logs = await reopen();
    assert.equal(await logs.stream(group, 's'), undefined);
    await write('s', ['b']);
    assert.deepEqual(await messages('s'), ['a', 'b']);
    assert.equal((await logs.stream(group, 's'))?.name, 's');
  });

  it('builds a lost index again', async () => {
    await write(
      's',
      Array.from({ length: 500 }, (_, index) => `line ${index}`),
    );
    await truncate(file('s', 'events.idx'));
    await appendFile(file('s', 'events.log'), 'torn');
    logs = await reopen();
    assert.equal((await messages('s')).length, 500);
    const page = await logs.getEvents(group, 's', { direction: 'forward', limit: 2, position: 498 });
    assert.deepEqual(
      page.events.map(({ message }) => message),
      ['line 498', 'line 499'],
    );
  });

  it('reads any page forward and backward, within any times', async function () {
    this.timeout(20_000);
    const random = seededRandom(3);
    let time = 0;
    const lines = Array.from({ length: 400 }, (_, index) => ({
      message: `line ${index}`,
      timestamp: (time += Math.floor(random() * 3)),
    }));
    await Promise.all([logs.append(group, 's', lines), clock.advance(25)]);
    for (let round = 0; round < 60; round++) {
      const startTime = Math.floor(random() * time * 1.2) - 20;
      const endTime = startTime + Math.floor(random() * time);
      const limit = 1 + Math.floor(random() * 50);
      const expected = lines.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
      for (const direction of ['forward', 'backward'] as const) {
        const found: string[] = [];
        let position: number | undefined;
        for (;;) {
          const query = { startTime, endTime, limit, direction, ...(position !== undefined && { position }) };
          const page = await logs.getEvents(group, 's', query);
          if (page.events.length === 0) break;
          const texts = page.events.map(({ message }) => message);
          if (direction === 'forward') found.push(...texts);
          else found.unshift(...texts);
          position = direction === 'forward' ? page.after : page.before;
        }
        assert.deepEqual(
          found,
          expected.map(({ message }) => message),
        );
      }
    }
  });

  it('cuts a page at a megabyte, and gives a larger line alone', async () => {
    const large = 'x'.repeat(400_000);
    await write('s', [large, large, large, 'y'.repeat(3_000_000), 'last']);
    const sizes: number[] = [];
    for (let position = 0; ;) {
      const page = await logs.getEvents(group, 's', { direction: 'forward', limit: 100, position });
      if (page.events.length === 0) break;
      sizes.push(page.events.length);
      position = page.after;
    }
    assert.deepEqual(sizes, [2, 1, 1, 1]);
    const end = await logs.getEvents(group, 's', { direction: 'backward', limit: 100 });
    assert.deepEqual(
      end.events.map(({ message }) => message),
      ['last'],
    );
  });

  it('lists groups and streams in order, from any place', async () => {
    for (const stream of ['b/2', 'a', 'b/1', 'b']) await write(stream, ['x']);
    await logs.createGroup('/aws/other');
    const names = async (found: AsyncIterable<{ name: string }>): Promise<string[]> => {
      const all: string[] = [];
      for await (const { name } of found) all.push(name);
      return all;
    };
    assert.deepEqual(await names(logs.groups()), ['/aws/other', group]);
    assert.deepEqual(await names(logs.streams(group)), ['a', 'b', 'b/1', 'b/2']);
    assert.deepEqual(await names(logs.streams(group, 'b', 'b/1')), ['b/2']);
    assert.deepEqual(await names(logs.streams('/none')), []);
  });
});

describe('searchEvents', () => {
  const folders = useTemporaryFolders();

  it('merges streams by time, page by page, each event once', async () => {
    const clock = new ManualClock();
    const logs = await LogStore.open(await folders(), { clock, caseInsensitive: false });
    const random = seededRandom(11);
    const expected: { stream: string; message: string; orderTime: number; at: number }[] = [];
    for (const stream of ['c', 'a', 'b']) {
      let latest = 0;
      const lines = Array.from({ length: 300 }, (_, at) => {
        const timestamp = Math.floor(at / 5 + random() * 4); // sometimes before its predecessor
        latest = Math.max(latest, timestamp);
        expected.push({ stream, message: `${stream}${at}`, orderTime: latest, at });
        return { message: `${stream}${at}`, timestamp };
      });
      await Promise.all([logs.append(group, stream, lines), clock.advance(25)]);
    }
    expected.sort(
      (x, y) => x.orderTime - y.orderTime || (x.stream < y.stream ? -1 : x.stream > y.stream ? 1 : x.at - y.at),
    );
    const found: string[] = [];
    let after: SearchPlace | undefined;
    do {
      const page = await searchEvents(logs, group, {
        streams: ['a', 'b', 'c'],
        matches: (message) => !message.endsWith('7'),
        limit: 13,
        ...(after && { after }),
      });
      found.push(...page.events.map(({ message }) => message));
      after = page.next;
    } while (after !== undefined);
    assert.deepEqual(
      found,
      expected.map(({ message }) => message).filter((message) => !message.endsWith('7')),
    );
  });
});
