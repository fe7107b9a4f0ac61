// figure.js - what draws figures, as a script of its own: for the page and for the files of
// plot.save.

export {Controls} from "../../../lib/page/controls.js";
export {draw} from "../../../lib/page/figure.js";
