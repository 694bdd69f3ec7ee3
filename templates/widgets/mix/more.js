// What an audit does besides being filled in: tables that come in, and what is
// taken along. Loaded when a reader first asks for either.
import { summaryOf, tableOf } from './exports.js';
import { openImport } from './importer.js';

window.playbook.mix = { openImport, summaryOf, tableOf };
