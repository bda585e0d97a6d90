(function () {
  "use strict";
  var doc = document, all = function (s, e) { return Array.prototype.slice.call((e || doc).querySelectorAll(s)); };
  var one = function (s) { return doc.querySelector(s); };
  doc.documentElement.classList.add("js");

  function fold(s) {
    return s.toLowerCase().replace(/[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c-\u200f]/g, "")
      .replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627").replace(/\u0649/g, "\u064a")
      .replace(/\u0629/g, "\u0647").replace(/[\u0624\u0626]/g, "\u0621");
  }

  var cards = all(".cards > .card"), form = one("#filters");
  if (form) {
    var search = one("#f-search"), selects = all("select", form), checks = all("input[type=checkbox]", form);
    var found = one("#found"), none = one("#none"), timer = 0;
    var apply = function () {
      var words = fold(search.value).split(/\s+/).filter(Boolean), on = {}, any = false, n = 0;
      checks.forEach(function (c) { if (c.checked) { on[c.value] = 1; any = true; } });
      cards.forEach(function (card) {
        var ok = (!any || on[card.dataset.label]) && selects.every(function (s) {
          return s.value === "*" || card.dataset[s.name] === s.value;
        });
        if (ok && words.length) {
          if (!card.folded) { card.folded = fold(card.textContent); }
          ok = words.every(function (w) { return card.folded.indexOf(w) >= 0; });
        }
        card.classList.toggle("hide", !ok);
        n += ok ? 1 : 0;
      });
      found.textContent = n.toLocaleString("en-US");
      none.classList.toggle("hide", n > 0);
    };
    var reset = function () {
      search.value = "";
      selects.forEach(function (s) { s.value = "*"; });
      checks.forEach(function (c) { c.checked = false; });
      apply();
    };
    search.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(apply, 120); });
    form.addEventListener("change", apply);
    one("#reset").addEventListener("click", reset);
    doc.addEventListener("click", function (e) {
      var a = e.target.closest && e.target.closest("[data-show]");
      if (a) {
        reset();
        selects.forEach(function (s) {
          var v = a.getAttribute("data-" + s.name);
          if (v !== null && all("option", s).some(function (o) { return o.value === v; })) { s.value = v; }
        });
        apply();
        settle(one("#statements"));
        one("#f-search").focus({ preventScroll: true });
        e.preventDefault();
        return;
      }
      a = e.target.closest && e.target.closest('a[href^="#s"]');
      var card = a && doc.getElementById(a.getAttribute("href").slice(1));
      if (card && card.classList.contains("hide")) { reset(); }
    });
  }

  all("table.sortable").forEach(function (table) {
    var heads = all("thead th", table), body = table.tBodies[0];
    heads.forEach(function (th, i) {
      var button = th.querySelector("button");
      if (!button) { return; }
      button.addEventListener("click", function () {
        var down = th.getAttribute("aria-sort") !== "descending";
        heads.forEach(function (h) { if (h.hasAttribute("aria-sort")) { h.setAttribute("aria-sort", "none"); } });
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        var key = function (r) { var c = r.cells[i]; return c.dataset.v !== undefined ? +c.dataset.v : (c.querySelector("bdi") || c).textContent.trim(); };
        Array.prototype.slice.call(body.rows).sort(function (a, b) {
          var x = key(a), y = key(b), d = typeof x === "number" ? x - y : x.localeCompare(y, "ar");
          return down ? -d : d;
        }).forEach(function (r) { body.appendChild(r); });
      });
    });
  });

  all("svg.time").forEach(function (svg) {
    var links = all("a", svg);
    links.forEach(function (a, i) { a.setAttribute("tabindex", i ? "-1" : "0"); });
    svg.addEventListener("keydown", function (e) {
      var i = links.indexOf(doc.activeElement), step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
      if (i < 0 || !step) { return; }
      var next = links[i + (doc.documentElement.dir === "rtl" ? -step : step)];
      if (next) {
        links[i].setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      }
      e.preventDefault();
    });
  });

  var dock = one("#dock"), inside = one("#dock-in"), slot = one("#dock-body"), pinned = false, shown = null;
  function show(mark) {
    var card = doc.getElementById(mark.getAttribute("href").slice(1));
    if (!card) { return; }
    if (shown) { shown.classList.remove("on"); }
    shown = mark;
    mark.classList.add("on");
    slot.textContent = "";
    Array.prototype.forEach.call(card.childNodes, function (node) { slot.appendChild(node.cloneNode(true)); });
    one("#dock-open").setAttribute("href", "#" + card.id);
    inside.className = "in " + card.dataset.look;
    dock.classList.add("on");
  }
  function hide() {
    if (shown) { shown.classList.remove("on"); }
    shown = null; pinned = false;
    dock.classList.remove("on");
  }
  if (dock) {
    doc.addEventListener("mouseover", function (e) {
      var mark = e.target.closest && e.target.closest("a.m");
      if (mark) { show(mark); } else if (!pinned && shown && !e.target.closest("#dock")) { hide(); }
    });
    doc.addEventListener("focusin", function (e) {
      var mark = e.target.closest && e.target.closest("a.m");
      if (mark) { show(mark); pinned = true; } else if (!e.target.closest("#dock")) { hide(); }
    });
    doc.addEventListener("click", function (e) {
      var mark = e.target.closest && e.target.closest("a.m");
      if (mark && window.matchMedia("(hover: none)").matches) { show(mark); pinned = true; e.preventDefault(); }
      else if (!mark && !e.target.closest("#dock-body")) { hide(); }
    });
    doc.addEventListener("keydown", function (e) { if (e.key === "Escape") { hide(); } });
  }

  // cards have their height only when they are near: a place far down moves while it is gone to
  function settle(place) {
    var frames = 40, still = 0, last = NaN;
    (function step() {
      var top = Math.round(place.getBoundingClientRect().top);
      still = top === last ? still + 1 : 0;
      if (still > 4 || frames-- <= 0) { return; }
      place.scrollIntoView({ behavior: "instant" });
      last = Math.round(place.getBoundingClientRect().top);
      requestAnimationFrame(step);
    })();
  }
  function go(href) {
    var place = href.length > 1 && doc.getElementById(decodeURIComponent(href.slice(1)));
    if (place) { setTimeout(function () { settle(place); }, 0); }
  }
  doc.addEventListener("click", function (e) {
    var a = e.target.closest && e.target.closest('a[href^="#"]');
    if (a && !e.defaultPrevented) { go(a.getAttribute("href")); }
  });
  window.addEventListener("load", function () { go(location.hash); });

  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("details.print:not([open])");
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
})();
