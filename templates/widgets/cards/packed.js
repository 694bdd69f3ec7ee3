// What a learning platform stores of a deck: when each card is asked again.

import { pack, unpack } from "../../client/scorm/boxes.js";

export const repetition = { pack, unpack };
