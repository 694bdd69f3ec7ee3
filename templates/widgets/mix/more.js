// Further functions of an audit: import, export, and the panel below a row. Loaded on
// first use.
import { summaryOf, tableOf } from './exports.js';
import { openImport } from './importer.js';
import { fillPanel } from './panel.js';

window.playbook.mix = { fillPanel, openImport, summaryOf, tableOf };
