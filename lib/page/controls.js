// controls.js - what a session offers to the hand while it waits: sliders of explore, points
// that can be edited, a click, the mouse itself. Events are lines of text: "slider 1 0.5",
// "points 7 x y x y ...", "click 7 1 x y", "done"; "press 7 1 x y dx dy button", "drag ...",
// "release ...": the figure, its axes, a place in data, what is near it, and the button, 1 left
// or 3 right.

import {Points} from "./points.js";

const PAUSE = 40; // least milliseconds between events of one control

// Sends at most one event per PAUSE, always the last.
class Sender {
  constructor(send) {
    this.send = send;
    this.waiting = null;
    this.timer = null;
  }

  put(text) {
    this.waiting = text;
    if (!this.timer) this.flush();
  }

  // Without a pause, after what waits.
  now(text) {
    clearTimeout(this.timer);
    if (this.waiting !== null) this.send(this.waiting);
    this.waiting = this.timer = null;
    this.send(text);
  }

  flush() {
    this.timer = null;
    if (this.waiting === null) return;
    this.send(this.waiting);
    this.waiting = null;
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }
}

const STEPS = 100;

// The position of the input is that of the value, or of its logarithm.
const toInput = (slider, at) => slider.log ? Math.log(at) : at;
const fromInput = (slider, position) => slider.log ? Number(Math.exp(position).toPrecision(6)) : position;

export class Controls {
  constructor(element, send) {
    this.element = element;
    this.send = send;
    this.offer = null;
    this.inputs = [];
    this.shape = "";
  }

  // The sliders stay while they are moved; only their values are set.
  take(offer) {
    this.offer = offer;
    const shape = JSON.stringify(offer && {...offer, sliders: (offer.sliders || []).map(s => ({...s, at: 0}))});
    if (shape !== this.shape) this.build();
    this.shape = shape;
    ((offer && offer.sliders) || []).forEach((slider, i) => this.setSlider(i, slider));
  }

  build() {
    this.element.replaceChildren();
    this.inputs = [];
    if (!this.offer) return;
    for (const slider of this.offer.sliders || []) this.addSlider(slider);
    if (!this.offer.text) return;
    const line = document.createElement("p"), done = document.createElement("button");
    line.textContent = this.offer.text + " ";
    done.textContent = "Done";
    done.onclick = () => this.send("done");
    line.append(done);
    this.element.append(line);
  }

  addSlider(slider) {
    const label = document.createElement("label"), index = this.inputs.length + 1;
    label.innerHTML = '<span class="name"></span><input type="range"><output></output>';
    const [name, input, output] = label.children, sender = new Sender(this.send);
    name.textContent = slider.label || slider.name;
    input.min = slider.choices ? 1 : toInput(slider, slider.from);
    input.max = slider.choices ? slider.choices.length : toInput(slider, slider.to);
    input.step = slider.choices || slider.whole ? 1 : (input.max - input.min) / STEPS;
    input.oninput = () => {
      const at = fromInput(slider, Number(input.value));
      output.textContent = this.valueText(slider, at);
      sender.put(`slider ${index} ${at}`);
    };
    this.inputs.push({input, output});
    this.element.append(label);
  }

  valueText(slider, at) {
    return slider.choices ? slider.choices[at - 1] : String(Number(at.toPrecision(6))).replace("-", "\u2212");
  }

  setSlider(i, slider) {
    const {input, output} = this.inputs[i];
    if (document.activeElement === input && input.matches(":active")) return;
    input.value = slider.choices ? slider.at : toInput(slider, slider.at);
    output.textContent = this.valueText(slider, slider.at);
  }

  wantsClick(number) { return Boolean(this.offer && this.offer.click && number); }

  // Gives the figure its points; called again when the figure or the offer changes.
  attach(figure, number) {
    const points = this.offer && this.offer.points, sender = new Sender(this.send);
    figure.grip = this.offer && this.offer.mouse
      ? (kind, text) => kind === "drag" ? sender.put(`drag ${number} ${text}`) : sender.now(`${kind} ${number} ${text}`)
      : null;
    figure.picture.classList.toggle("mlrepl-click", Boolean(this.offer && (this.offer.click || this.offer.mouse)));
    if (!points || points.figure !== number) {
      figure.setPoints(null);
      return;
    }
    if (figure.points) {
      figure.points.take(points);
      return;
    }
    figure.setPoints(new Points(figure, points, list =>
      sender.put(`points ${number} ${list.flat().join(" ")}`)));
  }
}
