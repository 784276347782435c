import assert from 'node:assert/strict';
import { textProblem } from '../../../../src/jobs/predictions/textProblem.ts';

describe('textProblem', () => {
  const of = (text: string, trained: number | undefined = 3, type = 'text/csv; charset=utf-8') =>
    textProblem(text, type, trained);

  it('is that another number of values is sent than the model was trained on', () => {
    assert.equal(of('1,2'), '2 columns are sent, but the model was trained on 3');
    assert.equal(of('1,2,3\n1,2,3,24\n'), '4 columns are sent, but the model was trained on 3');
    assert.equal(of('7'), '1 column is sent, but the model was trained on 3');
  });

  it('is that the first line is a header', () => assert.match(of('"CRIM","ZN","RM"\n1,2,3') ?? '', /^The first line/));

  it('is none where the rows fit, or nothing is known', () => {
    for (const text of ['1,2,3', '1,"2",3\r\n4,,6\r\n', '']) assert.equal(of(text), undefined, text);
    assert.equal(textProblem('1,2', 'text/csv', undefined), undefined);
    assert.equal(of('[1,2]', 3, 'application/json'), undefined);
  });
});
