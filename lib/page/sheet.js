// sheet.js - sliders over figures that were drawn before: explore{...} in a notebook, where
// a page may be read without a session.
//
// The data: `sliders`, as for controls.js, each with choices; `figures`, a list; and `frames`:
// for each combination of choices, the first slider changing fastest, a list of indices of
// figures.

import {Controls} from "./controls.js";
import {draw} from "./figure.js";

export function start(place, data) {
  const at = data.sliders.map(slider => slider.at), shown = [];
  const controls = document.createElement("div");
  controls.className = "mlrepl-controls";
  place.replaceChildren(controls);

  function show() {
    let index = 0, step = 1;
    data.sliders.forEach((slider, i) => {
      index += (at[i] - 1) * step;
      step *= slider.choices.length;
    });
    const figures = data.frames[index].map(number => data.figures[number]);
    figures.forEach((figure, i) => {
      if (shown[i]) {
        shown[i].update(figure);
        return;
      }
      const stage = document.createElement("div");
      place.append(stage);
      const width = Math.min(stage.clientWidth || figure.width, figure.width);
      stage.style.height = `${figure.height * width / figure.width + 26}px`;
      shown[i] = draw(stage, figure, {most: 1, calm: true});
    });
  }

  const bar = new Controls(controls, event => {
    const [, slider, choice] = event.split(" ").map(Number);
    at[slider - 1] = choice;
    show();
  });
  bar.take({sliders: data.sliders});
  show();
}
