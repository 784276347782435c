import type { Place } from '../../connections/connectionsModel.ts';
import type { KindId } from '../../sagemaker/resources/resourceKind.ts';

/** A resource and where it is: what a command is called with when it is meant for one. */
export class ResourceTarget {
  constructor(
    readonly place: Place,
    readonly kind: KindId,
    readonly name: string,
  ) {}
}
