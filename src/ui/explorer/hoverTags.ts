import { HeldTags } from '../../sagemaker/heldTags.ts';
import { sleep, type Clock } from '../../shared/clock.ts';
import type { Log } from '../log.ts';
import type { ResourceItem } from '../resources/resourceItem.ts';
import type { Fact } from './looks/rowLook.ts';

/** A hover does not wait longer for them, in milliseconds. */
const patience = 1_000;

/** The tags of what is pointed at, asked for only then. */
export class HoverTags {
  private readonly held: HeldTags;

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.held = new HeldTags(clock);
  }

  /** None where they cannot be had soon. */
  async of({ place, entry: { arn, name } }: ResourceItem): Promise<Fact[]> {
    const clients = place.sessions.current?.clients;
    if (clients === undefined || arn === '') return [];
    try {
      const told = (await Promise.race([this.held.of(clients, arn), sleep(this.clock, patience)])) ?? [];
      return told.map(({ Key, Value }) => [`Tag ${Key}`, Value]);
    } catch (error) {
      this.log.error(`The tags of ${name}`, error);
      return [];
    }
  }
}
