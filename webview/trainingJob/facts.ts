import type { JobFacts, JobStatus } from '../../src/protocol/trainingJobPanel.ts';
import { element } from '../shared/dom.ts';
import { formatTime } from '../shared/format.ts';

/** Must be the end that style.css leaves room for. */
const endCharacters = 20;

/** What the job was asked to do and where it runs. */
export function factsSection(job: JobFacts, status: JobStatus): HTMLElement {
  const { instanceCount, instanceType, volumeSizeInGB } = job;
  const instance = `${instanceCount} × ${instanceType}${volumeSizeInGB === undefined ? '' : `, ${volumeSizeInGB} GB`}`;
  return element(
    'aside',
    { class: 'facts', 'aria-label': 'Job details' },
    group(
      'Hyperparameters',
      'None given: the algorithm uses its defaults.',
      job.hyperparameters.map(({ name, value }) => fact(name, value)),
    ),
    group(
      'Channels',
      'This job reads no data channel.',
      job.channels.map(({ name, source, contentType, inputMode }) =>
        longFact(name, source, [contentType, inputMode].filter(Boolean).join(', ')),
      ),
    ),
    group('Job', '', [
      longFact('Image', job.image),
      fact('Instance', instance),
      fact('Created', formatTime(status.created)),
      ...(status.ended === undefined ? [] : [fact('Ended', formatTime(status.ended))]),
      status.artifact === undefined ? fact('Artifact', artifactOutlook(status)) : longFact('Artifact', status.artifact),
      longFact('ARN', job.arn),
    ]),
  );
}

function artifactOutlook({ status }: JobStatus): string {
  return status === 'InProgress' || status === 'Stopping' ? 'Written when the job ends.' : 'None was written.';
}

function fact(name: string, value: string): HTMLElement {
  return element('div', { class: 'fact' }, element('dt', {}, name), element('dd', {}, value));
}

/** For URIs and ARNs: one line of the whole width, cut in the middle, since start and end tell them apart. */
function longFact(name: string, value: string, detail = ''): HTMLElement {
  const [start, end] = [value.slice(0, -endCharacters), value.slice(-endCharacters)];
  return element(
    'div',
    { class: 'fact long' },
    element('dt', {}, name),
    element('dd', { title: value }, element('span', { class: 'fact-start' }, start), end),
    detail === '' ? undefined : element('dd', { class: 'muted' }, detail),
  );
}

function group(title: string, empty: string, facts: readonly HTMLElement[]): HTMLElement {
  return element(
    'section',
    {},
    element('h2', {}, title),
    facts.length > 0 ? element('dl', {}, ...facts) : element('p', { class: 'empty' }, empty),
  );
}
