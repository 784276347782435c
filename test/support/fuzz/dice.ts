import { seededRandom } from '../seededRandom.ts';
import { hostileKeys } from '../hostileKeys.ts';

/** Texts that have broken programs which took them for a name, a number or a member of their own. */
const hostileTexts = [
  ...['', ' ', '\0', '\n', '../../../../etc/passwd', '..%2f..%2fetc', '%00', '%', '%zz', '\ud800', '$(id)', '{{7*7}}'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'NaN',
    'Infinity',
    '-0',
    '1e999',
    '0x10',
    '9'.repeat(400),
  ],
  ...['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', '</Key>', '&#0;', 'a'.repeat(70_000)],
  ...['(a+)+$', '[', '(?<', '*'.repeat(500), '"'.repeat(50), "';--", 's3://', 's3://../..', 'arn:aws:sagemaker:::x'],
];

/** All that is random of one input. */
export class Dice {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** From 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at++) bytes[at] = this.below(256);
    return bytes;
  }

  hex(length: number): string {
    return Array.from({ length }, () => this.below(16).toString(16)).join('');
  }

  /** A text that no honest client sends. */
  text(): string {
    if (this.chance(0.3)) return this.bytes(this.below(64)).toString('latin1');
    return this.pick(this.chance(0.5) ? hostileTexts : hostileKeys);
  }

  /** The same bytes with some of them changed, added, taken out or cut off. */
  spoil(bytes: Buffer): Buffer {
    let spoilt = Buffer.from(bytes);
    for (let times = 1 + this.below(4); times > 0; times--) {
      const at = this.below(spoilt.length + 1);
      const rest = spoilt.subarray(Math.min(spoilt.length, at + this.below(8)));
      const put = this.chance(0.7) ? this.bytes(this.below(8)) : Buffer.alloc(0);
      spoilt = Buffer.concat([spoilt.subarray(0, at), put, this.chance(0.1) ? Buffer.alloc(0) : rest]);
    }
    return spoilt;
  }
}
