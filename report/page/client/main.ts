// The page's script: draws the charts from the data the page carries and, on a live page, follows the server's events.

import "uplot/dist/uPlot.min.css";
import "./page.css";
import { ChartBoard } from "./chart-board.ts";
import { readChartData } from "./island.ts";
import { followEvents } from "./live.ts";

const data = readChartData();
const board = data === undefined ? undefined : new ChartBoard(data);
if (document.body.hasAttribute("data-live")) followEvents(board);
