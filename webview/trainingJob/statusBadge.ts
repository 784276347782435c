import type { JobStatus } from '../../src/protocol/trainingJobPanel.ts';
import { element, icon } from '../shared/dom.ts';

const circle = 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13';
const shapes: Readonly<Record<JobStatus['status'], string>> = {
  InProgress: 'M8 1.5A6.5 6.5 0 1 1 1.5 8',
  Stopping: 'M8 1.5A6.5 6.5 0 1 1 1.5 8',
  Completed: `${circle}M5 8.2l2.2 2.2L11.2 6`,
  Failed: `${circle}M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6`,
  Stopped: `${circle}M6 6h4v4H6z`,
};

/** The status as a picture and a word: while it runs, the word is the step that it is in. */
export class StatusBadge {
  readonly root = element('span', { class: 'status', role: 'status', 'aria-live': 'polite' });
  private shown = '';

  update({ status, secondaryStatus }: JobStatus): void {
    const word = status === 'InProgress' && secondaryStatus !== '' ? secondaryStatus : status;
    if (`${status} ${word}` === this.shown) return;
    this.shown = `${status} ${word}`;
    this.root.dataset['status'] = status;
    this.root.replaceChildren(icon(shapes[status]), element('span', {}, spaced(word)));
  }
}

/** `LaunchingMLInstances` as `Launching ML Instances`. */
function spaced(word: string): string {
  return word.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z]{2})/g, '$1$3 $2$4');
}
