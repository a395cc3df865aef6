import assert from 'node:assert/strict';
import {
  OutgoingDictionary,
  OutgoingHeaders,
  OutgoingSecret,
  OutgoingShared,
} from '../../../engine/protocol/values.ts';
import { CliXmlWriter } from '../../../engine/rpc/cli-xml.ts';
import { readOutputs } from '../../support/cli-xml.ts';

describe('outputs on the wire', () => {
  const toldSecrets: string[] = [];
  const written = (...outputs: unknown[]): string => {
    toldSecrets.length = 0;
    const writer = new CliXmlWriter((text) => toldSecrets.push(text) - 1);
    for (const output of outputs) writer.add(output);
    return writer.end();
  };
  const sent = (...outputs: unknown[]): unknown[] => readOutputs(written(...outputs));

  it('keep every JSON value at any depth', () => {
    const values = [
      'text',
      '',
      'a "b" \\ \n',
      0,
      -1,
      2 ** 31,
      1.5,
      1e300,
      true,
      false,
      null,
      [],
      [[1, [null]]],
    ];
    assert.deepEqual(sent(...values, { $type: 'T', values }, { values }), [
      ...values,
      { $type: 'T', values },
      { values },
    ]);
  });

  it('refer to secrets and headers, which are sent separately, by index', () => {
    const headers = new OutgoingHeaders([
      ['Location', 'https://signed.example/?sig=1'],
      ['Set-Cookie', 'a=1'],
    ]);
    const [output] = sent({
      $type: 'T',
      Token: new OutgoingSecret('t'),
      Content: new OutgoingSecret('c', true),
      Headers: headers,
    });
    assert.deepEqual(output, {
      ...{
        $type: 'T',
        Token: { $secret: 0 },
        Content: { $plainSecret: 1 },
        Headers: { $responseHeaders: 2 },
      },
    });
    assert.deepEqual(toldSecrets, ['t', 'c', 'Location: https://signed.example/?sig=1\nSet-Cookie: a=1']);
  });

  it('keep any text as text, even if it looks like a date, and any key as a key', () => {
    const texts = [
      '2024-01-01T00:00:00Z',
      '/Date(1)/',
      '_x000A_',
      '_X005F_',
      "<a b='c'>&amp;",
      '\ud800',
      '\uffff',
      '𝒳',
      '\0',
    ];
    const keys = [...texts, '$secret', '$type', '', '__proto__', 'PSObject', 'a', 'A', 'a b', '1'];
    const members = Object.fromEntries(keys.map((key) => [key, key]));
    assert.deepEqual(sent(...texts, new OutgoingDictionary(members)), [...texts, members]);
  });

  it('share no object, and send common parts once', () => {
    const cloud = (Name: string): OutgoingShared => new OutgoingShared({ $type: 'Cloud', Name });
    const outputs = ['One', 'Two', 'One'].map((name) => ({ $type: 'T', Environment: cloud(name) }));
    const read = sent(...outputs) as { Environment: { Name: string } }[];
    assert.deepEqual(
      read.map(({ Environment: { Name } }) => Name),
      ['One', 'Two', 'One'],
    );
    assert.notEqual(read[0]?.Environment, read[2]?.Environment);
    assert.equal(written(...outputs).split('>One<').length, 2);
  });

  it('are the same text inside a JSON string, on one line', () => {
    const text = written(...['"', '\\', '\n', '\u2028', '\ud800', '\t', '\u007f', "'"], { '"\\': '\r' });
    assert.equal(JSON.stringify(text), `"${text}"`);
  });
});
