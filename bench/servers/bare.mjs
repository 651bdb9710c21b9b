/** Answers the same to everything: what JavaScript cannot be faster than. `parse` reads the body as JSON first. */
import { createServer } from 'node:http';

const [port, answer, how] = process.argv.slice(2);
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };
const reply = (response) => response.writeHead(200, headers).end(answer);

createServer((request, response) => {
  if (how !== 'parse') {
    request.resume();
    request.once('end', () => reply(response));
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    reply(response);
  });
}).listen(Number(port), '127.0.0.1');
