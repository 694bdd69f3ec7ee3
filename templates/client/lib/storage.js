// Where this device stores data: the browser's storage or, in a course on a learning
// platform, the memory of the course (client/scorm). Reading it may throw.

export const storage = () => window.playbook?.storage ?? window.localStorage;
