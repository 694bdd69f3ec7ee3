// What an audit does besides being filled in: tables that come in, what is taken
// along, and the reasons under a row. Loaded when a reader first asks for one.
import { summaryOf, tableOf } from './exports.js';
import { openImport } from './importer.js';
import { fillPanel } from './panel.js';

window.playbook.mix = { fillPanel, openImport, summaryOf, tableOf };
