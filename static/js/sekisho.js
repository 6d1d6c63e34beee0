/* Small comforts over pages that work without any script: nothing here is needed to act. */
"use strict";
(() => {
  const all = (selector, root = document) => root.querySelectorAll(selector);
  /* Of forms that store drafts: the next storing, and the one under way */
  const timers = new WeakMap();
  const underway = new WeakMap();

  /* Characters left */
  const counters = (root) => all("[data-counter]", root).forEach((place) => {
    const control = document.getElementById(place.dataset.counter);
    if (!control) return;
    const most = Number(place.dataset.most);
    const show = () => {
      const over = [...control.value].length - most;
      place.textContent = `${over + most} / ${most}${over > 0 ? ` (${place.dataset.over.replace("{over}", over)})` : ""}`;
      place.classList.toggle("is-over", over > 0);
    };
    control.addEventListener("input", show);
    show();
  });

  /* A second press of the same button is not a second act; a draft that is just being stored goes first */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    clearTimeout(timers.get(form));
    const going = underway.get(form);
    if (going) {
      event.preventDefault();
      going.then(() => form.requestSubmit(event.submitter));
      return;
    }
    if (form.matches("[data-autosave]")) form.dataset.leaving = "1";
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.removeAttribute("data-changed");
  });
  window.addEventListener("pageshow", () => all("[data-sent], [data-leaving]").forEach((form) => {
    form.removeAttribute("data-sent");
    form.removeAttribute("data-leaving");
  }));

  /* Ask before leaving what has not been stored */
  document.addEventListener("input", (event) => event.target.closest("[data-unsaved], [data-autosave]")?.setAttribute("data-changed", ""));
  window.addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-changed]")) event.preventDefault(); });

  /* Drafts are stored while typing, one after the other: the next carries the revision of the last */
  const store = async (form) => {
    const status = form.querySelector("[data-autosave-status]");
    form.removeAttribute("data-changed");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "autosave" } });
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      const revision = answer.headers.get("X-Revision");
      if (revision && form.elements.revision) form.elements.revision.value = revision;
      if (!answer.ok) form.setAttribute("data-changed", "");
      if (status) status.textContent = await answer.text();
      if (answer.ok) document.body.dispatchEvent(new Event("kept"));
    } catch (_) {
      form.setAttribute("data-changed", "");
      if (status) status.textContent = status.dataset.failed;
    }
  };
  const later = (form) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => {
      if (form.dataset.leaving) return;
      if (underway.has(form)) { later(form); return; }
      underway.set(form, store(form).finally(() => underway.delete(form)));
    }, 1500));
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form) later(form);
  });

  /* A confirmation that is a disclosure becomes a dialog */
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details[data-dialog] > summary");
    if (!summary || !window.HTMLDialogElement) return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", summary.textContent.trim());
    const body = summary.nextElementSibling.cloneNode(true);
    body.classList.remove("panel");
    const close = document.createElement("button");
    close.type = "button"; close.className = "button quiet"; close.textContent = document.documentElement.lang === "ja" ? "やめる" : "Cancel";
    close.addEventListener("click", () => dialog.close());
    (body.querySelector(".form-actions") || body).append(close);
    dialog.append(body);
    dialog.addEventListener("close", () => { dialog.remove(); summary.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  });

  /* An open menu closes with Escape, or with a press elsewhere */
  const closeMenus = (except) => all("details.menu[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { const menu = event.target.closest("details.menu[open]"); closeMenus(null); menu?.querySelector("summary").focus(); }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const place = document.querySelector("input[data-shortcut='/']") || document.querySelector("a[data-shortcut='/']");
      if (place) { event.preventDefault(); place.matches("a") ? place.click() : place.focus(); }
    }
  });

  const begin = (root) => counters(root);
  document.addEventListener("DOMContentLoaded", () => { begin(document); document.querySelector("[data-error-summary]")?.focus(); });
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
})();
