import { goalOf } from './metricName.ts';

/** All values of one metric in the order they were logged: step, time (ms since the epoch) and value, nothing dropped. */
export class MetricSeries {
  private size = 0;
  private stepStore = new Float64Array(64);
  private timestampStore = new Float64Array(64);
  private valueStore = new Float64Array(64);
  private sorted = true;
  private lowest = Infinity;
  private highest = -Infinity;
  private bestIndex: number | undefined;
  private readonly sign: 1 | -1 | undefined;

  constructor(readonly name: string) {
    const goal = goalOf(name);
    this.sign = goal && (goal === 'Minimize' ? 1 : -1);
  }

  get length(): number {
    return this.size;
  }

  /** Views of the points so far; they do not grow with the series. */
  get steps(): Float64Array {
    return this.stepStore.subarray(0, this.size);
  }

  get timestamps(): Float64Array {
    return this.timestampStore.subarray(0, this.size);
  }

  get values(): Float64Array {
    return this.valueStore.subarray(0, this.size);
  }

  /** Whether steps never go back; a restarted job may repeat them. */
  get isSorted(): boolean {
    return this.sorted;
  }

  /** Lowest and highest step; `undefined` while empty. */
  get extent(): { readonly from: number; readonly to: number } | undefined {
    return this.size === 0 ? undefined : { from: this.lowest, to: this.highest };
  }

  /** Index of the first best finite value by the metric's goal; `undefined` when the goal is not known. */
  get best(): number | undefined {
    return this.bestIndex;
  }

  /** `step` undefined, or no number: the count of points so far stands in. */
  append(step: number | undefined, timestamp: number, value: number): void {
    if (this.size === this.stepStore.length) this.grow();
    const at = this.size++;
    const x = step !== undefined && Number.isFinite(step) ? step : at;
    if (x < this.highest) this.sorted = false;
    this.lowest = Math.min(this.lowest, x);
    this.highest = Math.max(this.highest, x);
    this.stepStore[at] = x;
    this.timestampStore[at] = timestamp;
    this.valueStore[at] = value;
    if (this.sign === undefined || !Number.isFinite(value)) return;
    const best = this.bestIndex === undefined ? undefined : this.valueStore[this.bestIndex];
    if (best === undefined || value * this.sign < best * this.sign) this.bestIndex = at;
  }

  private grow(): void {
    const larger = (store: Float64Array): Float64Array<ArrayBuffer> => {
      const next = new Float64Array(store.length * 2);
      next.set(store);
      return next;
    };
    this.stepStore = larger(this.stepStore);
    this.timestampStore = larger(this.timestampStore);
    this.valueStore = larger(this.valueStore);
  }
}
