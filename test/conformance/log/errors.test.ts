import { describe, expect, it } from 'vitest';
import { profileOf } from '../../../src/conformance/client/judge.ts';
import { readLog } from '../../../src/conformance/log/read.ts';
import { OptionError } from '../../../src/errors.ts';
import { archive, fileWith, modelCalls, radioDay, readFrom, START } from '../support/recordings.ts';

describe('a file that cannot be read says where and why, and how to mend it', () => {
  const whole = JSON.stringify(archive(radioDay(2)));
  const line = JSON.stringify({
    at: START,
    request: { method: 'GET', path: '/api/v1/home', headers: {} },
    response: { status: 200, headers: {} },
  });
  const broken = (change: (one: Record<string, unknown>) => object) => {
    const [first, second] = radioDay(1);
    return JSON.stringify(archive([first as object, change(second as Record<string, unknown>)]));
  };
  const wrongTime = 'must be a time in ISO 8601 form, such as 2026-06-01T09:00:00.000Z';

  it.each([
    ['empty', '', ': there is nothing in it; record some traffic first'],
    ['blank', '\uFEFF \r\n', ': there is nothing in it; record some traffic first'],
    [
      'without a request',
      '{"log":{"entries":[]}}',
      ': there is no request in it; record some traffic first',
    ],
    [
      'of another format',
      'GET / 200',
      ': this is neither an HTTP archive (HAR) nor JSON line by line; it may be cut off, so record it again',
    ],
    [
      'a list',
      '[{"at":1}]',
      ': this is neither an HTTP archive (HAR) nor JSON line by line; it may be cut off, so record it again',
    ],
    [
      'cut off in the middle',
      whole.slice(0, -100),
      ': this is neither an HTTP archive (HAR) nor JSON line by line; it may be cut off, so record it again',
    ],
    [
      'cut off, with indents',
      JSON.stringify(archive(radioDay(1)), null, 2).slice(0, -30),
      ': this is neither an HTTP archive (HAR) nor JSON line by line; it may be cut off, so record it again',
    ],
    [
      'cut off in a line',
      `${line}\n${line.slice(0, -5)}`,
      ':2: the last line is cut off; remove it, or record it again',
    ],
    [
      'broken in a line',
      `${line}\n\n{]\n${line}`,
      ':3: this line is not JSON; each exchange must stand on a line of its own',
    ],
    [
      'over several lines',
      JSON.stringify(JSON.parse(line), null, 2),
      ':1: this line is not JSON; each exchange must stand on a line of its own',
    ],
    [
      'of a wrong date',
      broken((one) => ({ ...one, startedDateTime: '2026-13-45' })),
      `: log.entries[1].startedDateTime: ${wrongTime}`,
    ],
    [
      'of no date',
      broken((one) => ({ ...one, startedDateTime: '5' })),
      `: log.entries[1].startedDateTime: ${wrongTime}`,
    ],
    [
      'without a date',
      broken((one) => ({ ...one, startedDateTime: undefined })),
      ': log.entries[1].startedDateTime: is missing; it must be a text',
    ],
    [
      'without an answer',
      broken((one) => ({ ...one, response: undefined })),
      ': log.entries[1].response: is missing; it must be a map of keys and values',
    ],
    ['without entries', '{"log":{}}', ': log.entries: is missing; it must be a list'],
    [
      'without a host',
      broken((one) => ({ ...one, request: { method: 'GET', url: '/api/v1/home', headers: [] } })),
      ': log.entries[1].request.url: must be a full address, such as https://agentradio.com/api/heartbeat',
    ],
    [
      'without a time in a line',
      `${line}\n${line.replace(/"at":\d+,/, '')}`,
      ':2: at: is missing; it must be a number',
    ],
    [
      'with a time beyond all dates',
      line.replace(/"at":\d+/, '"at":1e300'),
      ':1: at: must be at most 8640000000000000',
    ],
    [
      'without a path in a line',
      `${line}\n${line.replace('"path":"/api/v1/home",', '')}`,
      ':2: request.path: is missing; it must be a text',
    ],
    [
      'without a status in a line',
      line.replace(/"status":200,/, ''),
      ':1: response.status: is missing; it must be a number',
    ],
    [
      'without requests of the contract',
      JSON.stringify(archive(modelCalls(2))),
      ': none of the 4 requests in it is one of AgentRadio heartbeat; is it the right contract?',
    ],
  ])('%s', async (_, text, message) => {
    const file = await fileWith(text);
    const { behaviour } = profileOf({ contract: 'agentradio' });
    const error = await readLog(file, behaviour).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'FileError', message: file + message });
  });

  it('a wrong --url', async () => {
    await expect(
      readFrom(whole, 'agentradio', { url: 'https://agentradio.com/v2/' }),
    ).rejects.toThrow(
      'none of the 4 requests in it is one of AgentRadio heartbeat below https://agentradio.com/v2; --url is what the paths of the contract are appended to',
    );
  });

  it('a --url that is none', async () => {
    for (const url of ['agentradio.com/ar_agent_c4n4ry', 'ftp://agentradio.com', '']) {
      const error = await readFrom(whole, 'agentradio', { url }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(OptionError);
      expect(error).toMatchObject({
        message: '--url must be a full address, such as https://agentradio.com',
      });
    }
  });

  it('no such file, or a folder', async () => {
    const { behaviour } = profileOf({ contract: 'agentradio' });
    await expect(readLog('/nowhere.har', behaviour)).rejects.toThrow(
      '/nowhere.har: there is no such file to read',
    );
    await expect(readLog('/', behaviour)).rejects.toThrow('/: this is a folder; give a file');
  });
});
