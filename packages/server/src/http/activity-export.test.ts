import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvCell } from './activity-export.ts';

test('a cell that a spreadsheet would run is text', () => {
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1']) {
    assert.match(csvCell(formula), /^"'/);
  }
  assert.equal(csvCell('=HYPERLINK("http://evil.example")'), `"'=HYPERLINK(""http://evil.example"")"`);
});

test('a cell with a comma, a quote or a line break is quoted, and any other is not', () => {
  assert.equal(csvCell('a,b'), '"a,b"');
  assert.equal(csvCell('say "hi"'), '"say ""hi"""');
  assert.equal(csvCell('two\nlines'), '"two\nlines"');
  assert.equal(csvCell('203.0.113.7'), '203.0.113.7');
  assert.equal(csvCell(''), '');
});
