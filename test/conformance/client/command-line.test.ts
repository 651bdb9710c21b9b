import { expect, it } from 'vitest';
import { commandLine } from '../../../src/conformance/client/command-line.ts';

it.each([
  ['as it is', ['python', 'my_agent.py', '--every', '30'], 'python my_agent.py --every 30'],
  [
    'in quotes where a shell needs them',
    ['sh', '-c', "echo 'a' b"],
    String.raw`sh -c 'echo '\''a'\'' b'`,
  ],
  [
    'with what is filled in',
    ['a', '--api-key', '{apiKey}', '--url={baseUrl}'],
    "a --api-key '{apiKey}' '--url={baseUrl}'",
  ],
  ['with variables', ['a', '--token', '$TOKEN'], "a --token '$TOKEN'"],
  ['without the value of a flag', ['a', '--api-key', 'c4n4ry', 'b'], 'a --api-key … b'],
  [
    'without a value in the same word',
    ['a', '--openai-key=c4n4ry', '-password=c4n4ry'],
    'a --openai-key=… -password=…',
  ],
  [
    'without the value of a variable',
    ['env', 'OPENAI_API_KEY=c4n4ry', 'TOKEN=c4n4ry', 'a'],
    'env OPENAI_API_KEY=… TOKEN=… a',
  ],
  [
    'without the value of a header',
    ['curl', '-H', 'Authorization: Bearer c4n4ry'],
    'curl -H Authorization:…',
  ],
  ['with flags that follow each other', ['a', '--key', '--verbose'], 'a --key --verbose'],
  [
    'with words that only sound alike',
    ['a', '--monkey', 'b', '--tokens', '4'],
    'a --monkey b --tokens 4',
  ],
])('a command is told %s', (_, command, line) => {
  expect(commandLine(command)).toBe(line);
});
