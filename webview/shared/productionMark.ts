import { element } from './dom.ts';

/** A word beside the title of what is in production, and why it counts so. */
export class ProductionMark {
  readonly root = element('span', { class: 'production' });

  constructor() {
    this.root.hidden = true;
  }

  show(reason: string | undefined): void {
    this.root.hidden = reason === undefined;
    this.root.textContent = reason === undefined ? '' : 'PRODUCTION';
    this.root.title = reason === undefined ? '' : `You are asked before anything is changed, because ${reason}.`;
  }
}
