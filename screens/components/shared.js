// What the parts share. Strangers' words enter by textContent, nowhere else.

const MINUTE = 60000
const SOON = 15 * MINUTE

function make(tag, kind, text) {
  const element = document.createElement(tag)
  if (kind) element.className = kind
  if (text != null) element.textContent = text
  return element
}

// A stranger's own words: read in their direction, in their language if it is known.
function said(tag, kind, text, lang) {
  const element = make(tag, kind, text)
  element.dir = "auto"
  if (lang) element.lang = lang
  return element
}

// Only the network's own address, only https, and nothing of us goes along.
function way(link) {
  if (!link || !/^https:\/\//i.test(link.url)) return null
  const element = make("a", "", link.label)
  element.href = link.url
  element.target = "_blank"
  element.rel = "noopener noreferrer nofollow"
  element.referrerPolicy = "no-referrer"
  return element
}

function short(time) {
  const minutes = Math.max(0, Math.floor(time / MINUTE))
  if (minutes < 60) return minutes + " m"
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return hours + " h"
  return Math.floor(hours / 24) + " d"
}

function age(time, after) {
  if (!after) return short(time)
  return time < MINUTE ? "just now" : short(time) + after
}

function avatar(initials, network) {
  const circle = make("div", "avatar", initials)
  circle.setAttribute("aria-hidden", "true")
  const dot = make("span", "dot", network.mark)
  dot.style.background = network.colour
  dot.title = network.name
  circle.append(dot)
  return circle
}

function chip(told) {
  const element = make("span", "chip " + told.tone, told.text)
  if (told.help) element.title = told.help
  if (told.due) element.dataset.due = told.due
  if (told.soon) element.dataset.soon = "yes"
  return element
}

// Ages and deadlines tick without asking the server; its clock counts, not the browser's.
const clocks = new WeakMap()

function stop(root) {
  clearInterval(clocks.get(root))
}

function tick(root, now) {
  stop(root)
  const ahead = now - Date.now()
  const turn = () => {
    const moment = Date.now() + ahead
    for (const each of root.querySelectorAll("[data-since]"))
      each.textContent = age(moment - each.dataset.since, each.dataset.after)
    for (const each of root.querySelectorAll("[data-due]")) {
      const left = each.dataset.due - moment
      const near = each.dataset.soon || left <= SOON
      each.className = "chip " + (left <= 0 ? "red" : near ? "orange" : "gray")
      each.textContent = left <= 0 ? "Overdue " + short(-left) : "Due in " + short(left)
    }
  }
  turn()
  clocks.set(root, setInterval(turn, 10000))
}
