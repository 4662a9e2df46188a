// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sinew::bench {

/// How a report looks. One hue for us, a quiet one for the floor, red for what is no good result and for nothing else.
inline constexpr std::string_view page_style = R"css(
:root { color-scheme: light dark; --paper: #fdfcf8; --ink: #22252a; --soft: #676c73; --hair: #dedbd2; --sinew: #0f6e84; --floor: #98793f; --bad: #b8322a; --promise: #5d7a3a; }
@media (prefers-color-scheme: dark) { :root { --paper: #15171b; --ink: #e4e2dc; --soft: #9a9fa6; --hair: #31353b; --sinew: #59bdd3; --floor: #cdab6b; --bad: #f0786d; --promise: #a3c373; } }
@media print { :root { --paper: #fff; --ink: #000; --soft: #444; --hair: #bbb; --sinew: #0a5568; --floor: #7a5f2c; --bad: #a0211a; --promise: #3f5a20; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 66rem; padding: 2.5rem 1.5rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1, h2, h3 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Liberation Serif", serif; font-weight: 400; line-height: 1.2; }
h1 { font-size: 2.2rem; margin: 0 0 .3rem; }
h2 { font-size: 1.6rem; margin: 3.5rem 0 .2rem; }
h3 { font-size: 1.1rem; font-style: italic; margin: 2.2rem 0 .3rem; }
p { margin: .4rem 0; max-width: 46rem; }
.soft, figcaption { color: var(--soft); }
figcaption { font-size: .85rem; max-width: 46rem; }
.lead { font-size: 1.15rem; }
.alarm { border-left: 3px solid var(--bad); padding: .2rem 0 .2rem .9rem; margin: 1rem 0; }
.alarm strong, td.bad, .bad-word { color: var(--bad); }
.kept { border-left: 3px solid var(--promise); padding: .2rem 0 .2rem .9rem; margin: 1rem 0; }
.scroll { overflow-x: auto; }
.wide { margin-inline: min(0px, calc(50% - min(50vw - 2rem, 42rem))); }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--sinew); outline-offset: 3px; }
table { border-collapse: collapse; font-size: .88rem; margin: 1rem 0 .4rem; }
th, td { padding: .28rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--hair); }
th { font-weight: 400; color: var(--soft); vertical-align: bottom; }
thead th { border-bottom: 1px solid var(--ink); }
th:first-child, td:first-child { padding-left: 0; }
.word { text-align: left; }
td.wrap { white-space: normal; min-width: 9rem; text-align: left; }
tbody th { color: var(--ink); }
tr.doubtful td:not(.word):not(.wrap) { color: var(--soft); }
tr.void td.figure { text-decoration: line-through; }
td.sinew, th.sinew { color: var(--sinew); }
td.floor, th.floor { color: var(--floor); }
td.static { color: var(--soft); }
a { color: var(--sinew); }
figure { margin: .6rem 0; }
.many { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(27rem, 100%), 1fr)); gap: 1rem 2rem; }
svg { display: block; width: 100%; min-width: min(34rem, calc(var(--wide) * 1px)); max-width: calc(var(--wide) * 1.15px); height: auto; font-size: 12px; }
svg text { fill: var(--soft); }
svg .label { font-size: 12px; }
svg .label.sinew { fill: var(--sinew); } svg .label.floor { fill: var(--floor); } svg .label.static { fill: var(--soft); } svg .label.bad, svg .note.bad { fill: var(--bad); }
svg .note { font-size: 11px; } svg .note.sinew { fill: var(--sinew); } svg .note.floor { fill: var(--floor); } svg .note.promise { fill: var(--promise); }
svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
svg .grid { stroke: var(--hair); stroke-width: .7; fill: none; } svg .axis { stroke: var(--soft); stroke-width: .8; fill: none; }
svg .curve { fill: none; stroke-width: 1.7; stroke-linejoin: round; stroke-linecap: round; }
svg .curve.sinew, svg .cross.sinew, svg .rule.sinew { stroke: var(--sinew); } svg .dot.sinew { fill: var(--sinew); }
svg .curve.floor, svg .cross.floor, svg .rule.floor { stroke: var(--floor); } svg .dot.floor { fill: var(--floor); }
svg .curve.static, svg .cross.static { stroke: var(--soft); } svg .dot.static { fill: var(--soft); } svg .curve.static { stroke-dasharray: 1 3; }
svg .curve.floor { stroke-dasharray: 6 3.5; }
svg .curve.bad { stroke: var(--bad); stroke-dasharray: 1.5 3.5; } svg .cross { stroke-width: 1.6; fill: none; } svg .cross.bad { stroke: var(--bad); }
svg .rule { stroke-width: .9; stroke-dasharray: 2 4; fill: none; } svg .rule.promise { stroke: var(--promise); }
svg .band.bad { fill: var(--bad); opacity: .16; }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--soft); font-size: .88rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; font-size: .92rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 34rem) { body { padding: 1.5rem 1rem 3rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } section, figure, tr { break-inside: avoid-page; } section { break-inside: auto; } th, td { padding: .15rem .4rem; } .scroll { overflow: visible; } svg { min-width: 0; } details { display: none; } }
)css";

} // namespace sinew::bench
