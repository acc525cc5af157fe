// The page of the demo: keeps what it shows in step with the server, and hands on what its reader does.

import { bubble, make } from "/chat/bubble.js";
import { PLACES, date, day, hour, speak, word } from "/chat/words.js";

const $ = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const number = Number(asked.get("reader") ?? 1);
// "" is the reader's own chat with the bot.
const chat = asked.get("chat") ?? "";
const here = `reader=${number}${chat && `&chat=${chat}`}`;
const state = { messages: new Map(), commands: [], keyboard: { rows: [] }, zone: "UTC", clock: null, due: null, unseen: 0 };
let typingUntil = 0;

// Talking to the server

async function act(name, body) {
  try {
    const answer = await fetch(`/chat/${name}?${here}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    if (!answer.ok) toast(word("failed"));
    return answer.ok;
  } catch {
    toast(word("lost"));
    return false;
  }
}

const say = (text) => act("say", { text });

async function tap(message, pressed, node) {
  if (pressed.copies) {
    await navigator.clipboard?.writeText(pressed.copies);
    return toast(word("copied"));
  }
  node.classList.add("busy");
  if (!(await act("tap", { message: message.id, data: pressed.data }))) node.classList.remove("busy");
  setTimeout(() => node.classList.remove("busy"), 8000);
}

async function load() {
  const answer = await fetch(`/chat/state?${here}`);
  const { messages, ...rest } = await answer.json();
  Object.assign(state, rest);
  state.clock.seen = performance.now();
  state.messages = new Map(messages.map((message) => [message.id, message]));
  redraw();
}

function listen() {
  const events = new EventSource(`/chat/events?${here}`);
  events.onopen = () => load().then(() => document.body.classList.remove("lost"));
  events.onerror = () => { document.body.classList.add("lost"); drawStatus(); };
  events.onmessage = ({ data }) => {
    const { kind, ...event } = JSON.parse(data);
    heard[kind]?.(event);
  };
}

const heard = {
  message({ message }) {
    if (!message) return;
    if (!message.mine) typingUntil = 0;
    state.started ||= message.mine;
    state.messages.set(message.id, message);
    const below = atBottom();
    append(message);
    if (message.mine || below) toBottom();
    else countUnseen();
    if (document.hidden && !message.mine) document.title = `● ${state.bot.name}`;
    drawStatus();
    drawBottom();
  },
  edit({ message, id }) {
    if (!message) return;
    state.messages.set(message.id, message);
    const below = atBottom();
    find(message.id ?? id)?.replaceWith(draw(message));
    if (below) toBottom();
  },
  delete({ id }) {
    state.messages.delete(id);
    find(id)?.remove();
  },
  typing() {
    typingUntil = performance.now() + 5000;
    drawStatus();
    setTimeout(drawStatus, 5100);
  },
  toast({ id, text, alert }) {
    for (const node of find(id)?.querySelectorAll(".busy") ?? []) node.classList.remove("busy");
    if (!text) return;
    if (!alert) return toast(text);
    $("alert").firstElementChild.textContent = text;
    $("alert").showModal();
  },
  keyboard(person) { Object.assign(state, person); drawBottom(); },
  commands(person) {
    const changed = person.language !== state.language;
    Object.assign(state, person);
    changed ? redraw() : drawBottom();
    drawStatus();
  },
  time({ clock, due }) {
    Object.assign(state, { due, clock: { ...clock, seen: performance.now() } });
    drawClock();
  },
};

// Messages

const when = (time) => hour(time, state.zone);
const dayOf = (time) => day(time, state.zone);
const find = (id) => $("log").querySelector(`[data-id="${id}"]`);
const draw = (message) => bubble(message, { when, say, tap });

function dayName(time) {
  const now = clockNow();
  if (dayOf(time) === dayOf(now)) return word("today");
  if (dayOf(time) === dayOf(now - 86_400_000)) return word("yesterday");
  return date(time, state.zone);
}

function append(message) {
  const log = $("log");
  log.querySelector(".empty")?.remove();
  const today = dayOf(message.time);
  if (log.dataset.day !== today) {
    log.append(make("div", "day", make("span", "", dayName(message.time))));
    log.dataset.day = today;
    log.dataset.from = "";
  }
  const node = draw(message);
  const from = message.mine ? "mine" : message.author || "bot";
  if (log.dataset.from === from) node.classList.add("next");
  log.dataset.from = from;
  log.append(node);
}

function redraw() {
  speak(state.language);
  const log = $("log");
  log.replaceChildren();
  log.dataset.day = log.dataset.from = "";
  state.messages.forEach(append);
  if (!state.messages.size) log.append(make("p", "empty", word(chat ? `empty-${chat}` : "empty")));
  $("name").textContent = state.title || state.bot.name;
  drawStatus();
  drawBottom();
  drawDesk();
  toBottom();
}

const scroll = $("scroll");
const atBottom = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 90;

function toBottom() {
  scroll.scrollTop = scroll.scrollHeight;
  state.unseen = 0;
  drawDown();
}

function countUnseen() {
  state.unseen += 1;
  drawDown();
}

function drawDown() {
  $("down").hidden = atBottom() && !state.unseen;
  $("unseen").hidden = !state.unseen;
  $("unseen").textContent = state.unseen;
}

// Above and below the messages

function drawStatus() {
  const typing = performance.now() < typingUntil;
  const lost = document.body.classList.contains("lost");
  $("status").textContent = word(lost ? "lost" : state.blocked ? "blocked" : typing ? "typing" : chat || "bot");
  $("status").classList.toggle("typing", typing && !lost);
}

function drawBottom() {
  const reads = chat === "channel";
  const open = state.started && !state.blocked && !reads;
  $("composer").hidden = !open;
  $("start").hidden = open || reads;
  $("place").hidden = !!chat;
  $("reads").hidden = !reads;
  if (reads) $("reads").replaceChildren(word("reads"), " ", make("code", "", `/channel @${state.address}`));
  $("start").textContent = word(state.blocked ? "unblock" : "start");
  $("open-menu").hidden = !state.commands.length;
  $("text").placeholder = state.keyboard.placeholder || word("write");
  drawKeys(open);
}

function drawKeys(open) {
  const rows = state.keyboard.rows.map((row) => make("div", "row", ...row.map((one) => {
    const node = make("button", "key", one.label);
    node.type = "button";
    node.addEventListener("click", () => {
      if (one.location) return $("places").showModal();
      say(one.label);
      if (state.keyboard.oneTime) $("keys").hidden = true;
    });
    return node;
  })));
  $("keys").replaceChildren(...rows);
  $("keys").hidden = !open || !rows.length;
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 3500);
}

// The command menu

function openMenu(filter = "") {
  const found = state.commands.filter(({ name }) => `/${name}`.startsWith(filter || "/"));
  $("menu").replaceChildren(...found.map(({ name, description }) => {
    const node = make("button", "", make("b", "", `/${name}`), make("span", "", description));
    node.type = "button";
    node.role = "option";
    node.addEventListener("click", () => { closeMenu(); $("text").value = ""; grow(); say(`/${name}`); $("text").focus(); });
    return node;
  }));
  $("menu").hidden = !found.length;
  $("open-menu").ariaExpanded = String(!!found.length);
}

function closeMenu() {
  $("menu").hidden = true;
  $("open-menu").ariaExpanded = "false";
}

$("menu").addEventListener("keydown", (event) => {
  const items = [...$("menu").children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
});
$("open-menu").addEventListener("click", () => ($("menu").hidden ? openMenu() : closeMenu()));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { closeMenu(); showDesk(false); }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#menu, #open-menu, #text")) closeMenu();
});

// The composer

const field = $("text");

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  $("send").classList.toggle("ready", !!field.value.trim());
}

field.addEventListener("input", () => {
  grow();
  /^\/\w*$/.test(field.value) ? openMenu(field.value) : closeMenu();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  } else if (event.key === "ArrowDown" && !$("menu").hidden) {
    event.preventDefault();
    $("menu").firstElementChild?.focus();
  }
});
$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = field.value;
  if (!text.trim()) return;
  field.value = "";
  grow();
  closeMenu();
  if (!(await say(text)) && !field.value) { field.value = text; grow(); }
});
$("start").addEventListener("click", () => (state.blocked ? act("block", { blocked: false }) : say("/start")));
$("place").addEventListener("click", () => $("places").showModal());
for (const [name, latitude, longitude] of PLACES) {
  const node = make("button", "try", name);
  node.addEventListener("click", () => { $("places").close(); act("share", { latitude, longitude }); });
  $("places").querySelector(".tries").append(node);
}

// Besides text: samples of what people send, and a file of one's own

$("attach").addEventListener("click", () => {
  $("attachments").querySelector(".tries").replaceChildren(...["photo", "voice", "sticker", "document"].map((kind) => {
    const node = make("button", "try", word(kind));
    node.type = "button";
    node.addEventListener("click", () => {
      $("attachments").close();
      if (kind === "document") $("file").click();
      else act("attach", { kind });
    });
    return node;
  }));
  $("attachments").showModal();
});
$("file").addEventListener("change", async () => {
  const [file] = $("file").files;
  $("file").value = "";
  if (!file) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  act("attach", { kind: "document", file: file.name, content: btoa(binary) });
});

// The desk: clock, things to try, the reader

function clockNow() {
  const { now, speed, seen } = state.clock;
  return now + (performance.now() - seen) * speed;
}

function drawClock() {
  if (!state.clock) return;
  const now = clockNow();
  $("hour").textContent = when(now);
  $("day").textContent = date(now, state.zone, true);
  $("due").textContent = state.due ? `${word("due")}: ${when(state.due)} · ${word("inTime")} ${span(state.due - now)}` : word("noDue");
  $("leap").disabled = !state.due;
  for (const node of document.querySelectorAll("[data-speed]")) node.ariaPressed = String(Number(node.dataset.speed) === state.clock.speed);
}

function span(milliseconds) {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

function drawDesk() {
  $("tries").replaceChildren(...word("tries").map((text) => {
    const node = make("button", "try", text);
    node.type = "button";
    node.addEventListener("click", () => { showDesk(false); say(text); });
    return node;
  }));
  $("sites").replaceChildren(...state.sites.map(({ name, url }) => {
    const node = make("a", "", name);
    Object.assign(node, { href: url, target: "_blank", rel: "noopener" });
    return make("li", "", node);
  }));
  for (const node of $("languages").children) node.ariaPressed = String(node.dataset.language === state.language);
  for (const node of $("chats").children) {
    node.href = `/?reader=${number}${node.dataset.chat && `&chat=${node.dataset.chat}`}`;
    node.ariaCurrent = node.dataset.chat === chat ? "page" : null;
  }
  $("block").hidden = !!chat;
  $("block").textContent = word(state.blocked ? "unblock" : "block");
  $("another").href = `/?reader=${(number % 9) + 1}${chat && `&chat=${chat}`}`;
  drawClock();
}

function showDesk(open) {
  document.body.classList.toggle("desk-open", open);
  $("open-desk").ariaExpanded = String(open);
  if (open) $("close-desk").focus();
}

$("open-desk").addEventListener("click", () => showDesk(true));
$("close-desk").addEventListener("click", () => showDesk(false));
$("leap").addEventListener("click", () => act("clock", { leap: true }));
$("block").addEventListener("click", async () => { await act("block", { blocked: !state.blocked }); drawDesk(); });
for (const node of document.querySelectorAll("[data-speed]")) node.addEventListener("click", () => act("clock", { speed: Number(node.dataset.speed) }));
for (const node of $("languages").children) node.addEventListener("click", () => act("language", { language: node.dataset.language }));

// Light and dark

const themes = matchMedia("(prefers-color-scheme: dark)");
const dark = () => (localStorage.theme ?? (themes.matches ? "dark" : "light")) === "dark";
const paint = () => { document.documentElement.dataset.theme = dark() ? "dark" : "light"; };
$("theme").addEventListener("click", () => { localStorage.theme = dark() ? "light" : "dark"; paint(); });
themes.addEventListener("change", paint);

scroll.addEventListener("scroll", () => { if (atBottom()) state.unseen = 0; drawDown(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) document.title = state.bot?.name ?? "Сводка"; });
new ResizeObserver(() => { if (!state.unseen && atBottom()) toBottom(); }).observe($("log"));
setInterval(drawClock, 1000);
paint();
listen();
