import assert from 'node:assert/strict';
import { Disposable, DisposableStore, toDisposable } from '../../../src/shared/disposable.ts';
import { Emitter } from '../../../src/shared/emitter.ts';

describe('disposables', () => {
  it('dispose what they own once, the last first', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => order.push('first')));
    store.add(toDisposable(() => order.push('second')));
    store.dispose();
    store.dispose();
    assert.deepEqual(order, ['second', 'first']);
  });

  it('dispose at once what comes too late', () => {
    const store = new DisposableStore();
    store.dispose();
    let released = false;
    store.add(toDisposable(() => (released = true)));
    assert.equal(released, true);
  });

  it('forget an emitter with its listeners', () => {
    class Owner extends Disposable {
      readonly changes = this.register(new Emitter<number>());
    }
    const owner = new Owner();
    const heard: number[] = [];
    const listener = owner.changes.event((value) => heard.push(value));
    owner.changes.fire(1);
    listener.dispose();
    owner.changes.fire(2);
    owner.changes.event((value) => heard.push(value));
    owner.dispose();
    owner.changes.fire(3);
    assert.deepEqual(heard, [1]);
    assert.equal(owner.changes.hasListeners, false);
  });
});
