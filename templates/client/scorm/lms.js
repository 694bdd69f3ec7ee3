// The one script that a course on a learning platform has besides the site's own: in the
// shell it owns the platform's interface, in a page it is the bridge to the shell.

import { startBridge } from "./bridge.js";
import { startShell } from "./shell.js";

if (document.documentElement.dataset.page === "shell") startShell();
else startBridge();
