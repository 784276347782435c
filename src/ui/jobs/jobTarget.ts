import type { Place } from '../../connections/connectionsModel.ts';

/** A job and where it is: what a command is called with when it is meant for one. */
export class JobTarget {
  constructor(
    readonly place: Place,
    readonly name: string,
  ) {}
}
