// What the pages do in the browser: the theme, the keys, and the walk from claim to claim.
"use strict";

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

byId("theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("factdb-theme", root.dataset.theme);
});
byId("keys").addEventListener("click", () => byId("help").showModal());

const cards = () => [...document.querySelectorAll(".card")];
// Between a decision and its card anew, the mark in the text still tells where the walk is.
const here = () =>
  document.querySelector(".card.here") ?? byId(`s${document.querySelector(".mark.here")?.dataset.claim}`);

function go(card) {
  if (!card) return;
  document.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
  const claim = card.dataset.claim;
  const marks = document.querySelectorAll(`.mark[data-claim="${claim}"]`);
  [card, ...marks].forEach((one) => one.classList.add("here"));
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  if (marks.length) marks[0].scrollIntoView({ block: "center" });
}

function walk(step) {
  const all = cards();
  const at = all.indexOf(here());
  go(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
}

function act(name) {
  const button = here()?.querySelector(`[data-act="${name}"]`);
  if (!button) return;
  const form = button.form;
  if (window.htmx && form && !form.hasAttribute("data-htmx-powered")) {
    // A key may be quicker than the page: a form that is not ready would leave it.
    form.addEventListener("htmx:after:init", () => button.click(), { once: true });
    return;
  }
  button.click();
  if (name === "correct") here().querySelector("details[open] input")?.focus();
}

// A card that was decided about comes back anew; the walk goes on where it was, and the text shows how the claim stands.
document.addEventListener("htmx:after:swap", () => {
  for (const card of cards()) {
    document.querySelectorAll(`.mark[data-claim="${card.dataset.claim}"]`).forEach((mark) => {
      mark.dataset.status = card.dataset.status;
    });
  }
  const mark = document.querySelector(".mark.here");
  const card = mark ? byId(`s${mark.dataset.claim}`) : null;
  if (card && !card.classList.contains("here")) {
    card.classList.add("here");
    card.focus({ preventScroll: true });
  }
});

// Who decides is asked once.
const reviewer = byId("reviewer");
if (reviewer) {
  reviewer.value = localStorage.getItem("factdb-reviewer") || reviewer.value;
  // Forms of their own have the name in a hidden field.
  const spread = () => document.querySelectorAll("form [type=hidden][name=reviewer]").forEach((field) => { field.value = reviewer.value; });
  spread();
  reviewer.addEventListener("change", () => {
    localStorage.setItem("factdb-reviewer", reviewer.value);
    spread();
  });
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  a: () => act("accept"),
  r: () => act("reject"),
  c: () => act("correct"),
  u: () => act("undo"),
  "/": () => byId("find").focus(),
  "?": () => byId("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const run = KEYS[event.key];
  if (run) {
    event.preventDefault();
    run();
  }
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  const card = mark ? byId(`s${mark.dataset.claim}`) : event.target.closest(".card");
  if (!card) return;
  if (mark) event.preventDefault();
  if (mark || !event.target.closest("a, button, input, select, textarea")) go(card);
});

// An address such as /articles/3#c17 begins at that claim.
const asked = location.hash.match(/^#[cs](\d+)$/);
if (asked) go(byId(`s${asked[1]}`));

// Files dropped anywhere on the form are chosen files.
const intake = byId("intake");
if (intake) {
  const over = (event) => {
    event.preventDefault();
    intake.classList.toggle("over", event.type === "dragover");
  };
  ["dragover", "dragleave", "drop"].forEach((name) => intake.addEventListener(name, over));
  intake.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) intake.elements.files.files = event.dataTransfer.files;
  });
}
