// What a person does with the page, on the data the program ships with; by subject.
import { axe } from "./checks/axe.mjs";
import { compare } from "./checks/compare.mjs";
import { divisions } from "./checks/divisions.mjs";
import { figures } from "./checks/figures.mjs";
import { files } from "./checks/files.mjs";
import { known } from "./checks/known.mjs";
import { links } from "./checks/links.mjs";
import { place } from "./checks/place.mjs";
import { reach } from "./checks/reach.mjs";
import { screen } from "./checks/screen.mjs";
import { sharing } from "./checks/sharing.mjs";
import { time } from "./checks/time.mjs";

export const checks = [...screen, ...known, ...place, ...time, ...figures, ...compare, ...divisions, ...links, ...sharing, ...files, ...reach, ...axe];
