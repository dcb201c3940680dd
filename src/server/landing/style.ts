// The landing page's style sheet: light and dark by the reader's system, nothing loaded from anywhere.

export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --line: #e3e6ea; --text: #1b1f24; --soft: #59636e; --code: #f1f3f5;
  --up: #1a7f37; --up-soft: #e3f5e8; --warn: #8f5b00; --warn-soft: #fdf2d4;
  --down: #c4242f; --down-soft: #fde8e8; --off: #6b7580; --off-soft: #eceff2; --link: #0a58ca;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1116; --card: #161a21; --line: #2a3039; --text: #e8ebef; --soft: #9aa4b0; --code: #0b0e12;
    --up: #4cc46b; --up-soft: #12301c; --warn: #e0b04a; --warn-soft: #33280f;
    --down: #ff7b7b; --down-soft: #3a1719; --off: #8b95a1; --off-soft: #222831; --link: #79b4ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: 2.25rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em; margin: 0; font-weight: 650; text-wrap: balance; }
h2 { font-size: 1rem; margin: 2.25rem 0 .75rem; font-weight: 650; }
p { margin: 0; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
.soft { color: var(--soft); }
.verdict { display: grid; grid-template-columns: auto 1fr; gap: 0 1.1rem; align-items: center; }
.verdict p { margin-top: .3rem; }
.orb { width: 3.4rem; height: 3.4rem; border-radius: 50%; display: grid; place-items: center; }
.orb svg { width: 1.7rem; height: 1.7rem; }
.up { color: var(--up); } .up.pill, .up.orb { background: var(--up-soft); }
.unwell, .degraded { color: var(--warn); } .unwell.pill, .degraded.orb { background: var(--warn-soft); }
.down { color: var(--down); } .down.pill, .down.orb { background: var(--down-soft); }
.absent, .unknown { color: var(--off); } .absent.pill, .unknown.orb { background: var(--off-soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.list { list-style: none; margin: 1.75rem 0 0; padding: 0; }
.row { display: grid; grid-template-columns: 4.6rem 8rem minmax(0, 1fr) auto; gap: .15rem 1rem; align-items: baseline;
  padding: .8rem 1.1rem; }
.row + .row { border-top: 1px solid var(--line); }
.pill { justify-self: start; border-radius: 99px; padding: .08rem .65rem; font-size: .8rem; font-weight: 650; }
.title { font-weight: 600; }
.mono { color: var(--soft); overflow-wrap: anywhere; }
.figures { color: var(--soft); font-size: .86rem; font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.says { grid-column: 2 / -1; }
.says p + p, .says pre { margin-top: .35rem; }
.says pre, .about pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.about { margin-top: 1.5rem; display: grid; gap: .6rem; }
.about.warning { border-left: 3px solid var(--warn); padding-left: .9rem; }
.about.info { margin-top: .9rem; }
.about pre { margin-top: .35rem; }
.note { color: var(--soft); }
.note b { color: var(--warn); font-weight: 600; } .note b.info { color: var(--soft); }
pre { margin: 0; padding: .7rem .9rem; border-radius: 8px; background: var(--code); border: 1px solid var(--line);
  overflow-x: auto; line-height: 1.45; }
details { margin-top: .9rem; }
summary { cursor: pointer; color: var(--soft); padding: .2rem 0; }
details .card { margin-top: .5rem; }
.targets { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 0; padding: 0; }
.targets li { border: 1px solid var(--line); background: var(--card); border-radius: 8px; padding: .35rem .75rem; }
.targets b { font-weight: 600; }
.how { display: grid; gap: .6rem; }
footer { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin-top: 2.5rem; padding-top: 1rem; padding-bottom: 2rem;
  font-size: .86rem; color: var(--soft); }
@media (max-width: 44rem) {
  main { padding-top: 1.25rem; }
  h1 { font-size: 1.45rem; }
  .row { grid-template-columns: minmax(0, 1fr) auto; }
  .pill { order: 1; }
  .row > .mono, .figures, .says { order: 2; grid-column: 1 / -1; text-align: left; }
}
`;
