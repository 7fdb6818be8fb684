// A page that shows how far some work is looks again by itself; without this file its link does.
"use strict";

const PAUSE = 2000; // milliseconds

if (document.querySelector("[data-progress]")) setTimeout(() => location.reload(), PAUSE);
