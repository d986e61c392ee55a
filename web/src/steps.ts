// Which changes of the page are steps: what the back button goes back over, one by one.
import { changed, type State } from "./state.ts";

/** Days that follow each other within this time are one step: a slider is dragged, days are played. */
const RUN_MS = 2000;

/** What a reader goes to. Where the map stands, colours and words are no places to go back to. */
const GONE_TO: (keyof State)[] = ["tab", "place", "name", "source", "other", "claimant", "within", "proposal", "shape"];

export class Steps {
  #lastDay = Number.NEGATIVE_INFINITY;

  /** Whether the change is a step of its own; `now` in milliseconds. */
  isStep(state: State, before: State, now: number): boolean {
    const isOfDay = changed(state, before, "date");
    const isRun = isOfDay && now - this.#lastDay < RUN_MS;
    if (isOfDay) this.#lastDay = now;
    return changed(state, before, ...GONE_TO) || (isOfDay && !isRun);
  }
}
