import { expect, it } from 'vitest';
import { commandLine } from '../../../src/conformance/client/command-line.ts';

it.each([
  ['python my_agent.py', 'python my_agent.py'],
  ['python my_agent.py --every 30', 'python my_agent.py …'],
  ['python3.11 -m my_agent --every 30', 'python3.11 -m my_agent …'],
  ['node --import tsx ./src/agent.mts', 'node --import tsx ./src/agent.mts'],
  ['npx tsx Agent.ts --url {baseUrl}', 'npx tsx Agent.ts …'],
  ['uv run --python 3.12 agent.py', 'uv run --python … agent.py'],
  ['npm start', 'npm start'],
  ['go run .', 'go run .'],
  ['./agent', './agent'],
  ['./agent {apiKey} --verbose', "./agent '{apiKey}' …"],
])('of %s is told %s', (command, line) => {
  expect(commandLine(command.split(' '))).toBe(line);
});

it.each([
  ['node cl.mjs --apiKey C4n4ry --apikey=c4n4ry -u bob:c4n4ry --passwd c4n4ry'],
  ['node --api-key c4n4ry cl.mjs'],
  ['node cl.mjs --url https://bob:c4n4ry@host/x --accessToken c4n4ry'],
  ['./agent mca_c4n4ry'],
  ['./agent C4N4RY'],
  ['env API_KEY=c4n4ry node agent.js'],
  ['env OPENAI=c4n4ry ./agent'],
  ['curl -u bob:c4n4ry -H Authorization:c4n4ry http://127.0.0.1/x'],
  ['node cl.mjs --config {"token":"c4n4ry"}'],
])('of %s is told no secret', (command) => {
  expect(commandLine(command.split(' '))).not.toMatch(/c4n4ry/i);
});

it('tells nothing of what a shell is to do', () => {
  expect(commandLine(['sh', '-c', 'export API_KEY=c4n4ry; exec ./agent'])).toBe('sh …');
});
