// The only script that a course on a learning platform has in addition to the site's. In
// the shell it calls the platform's interface, in a page it is the bridge to the shell.

import { startBridge } from "./bridge.js";
import { startShell } from "./shell.js";

if (document.documentElement.dataset.page === "shell") startShell();
else startBridge();
