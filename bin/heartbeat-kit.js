#!/usr/bin/env node
import { main } from '../dist/cli/main.js';

const exitCode = await main(process.argv.slice(2));
// Output that could not be written has set one already.
process.exitCode ||= exitCode;
